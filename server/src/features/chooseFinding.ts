import type { Connection } from 'vscode-languageserver';
import { dayOf, spanEnd } from '../../../core/src/text/index.ts';
import {
  type FindingMatch,
  type FindingsIndex,
  type Principal,
  type MatchedFindings,
  matchesOf,
} from '../../../core/src/index.ts';
import type {
  ChooseFindingParams,
  ConfigWriteResult,
  FindingChoice,
  FindingChoices,
} from '../../../protocol/src/index.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { mapDocument, mappedPart, writeConfig, type MappedPart } from './configEdits.ts';
import { t, told } from '../lsp/language.ts';

/**
 * The principals whose findings the user may choose for a policy of a document, the likely ones first. The policy is given
 * by its index or by an offset in it.
 */
export function findingChoices(
  found: DocumentAnalysis | undefined,
  { policy: given, offset }: { readonly policy?: number | undefined; readonly offset?: number | undefined } = {},
): FindingChoices {
  if (found === undefined) return { kind: 'none', reason: t('This file contains no identity-based IAM policy.') };
  const policy = given ?? policyAt(found, offset);
  if (policy === undefined)
    return {
      kind: 'none',
      reason: t('This file contains several policies. Place the cursor in the one that the choice is for.'),
    };
  const part = mappedPart(found, policy);
  if (part.kind === 'none')
    return { kind: 'none', reason: t('No finding can be chosen for this file: {0}.', part.reason) };
  const { index } = found.sources;
  const matches = matchesOf(found.analysis).filter((_, i) => i === policy);
  const principals = index?.principals() ?? [];
  const why = matches.flatMap((match) => (isTelling(match) ? [told(match.reason)] : []))[0];
  if (index === undefined || principals.length === 0) return { kind: 'none', reason: noPrincipals(why) };
  const meant = new Set(matches.flatMap(candidatesOf).map(({ arn }) => arn));
  const used = new Set(matches.flatMap(usedBy));
  const rank = ({ arn }: Principal): number => (meant.has(arn) ? 0 : used.has(arn) ? 1 : 2);
  const isFew = principals.length <= detailedChoices;
  const choices = principals
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, mostChoices)
    .map(({ arn, name, type, account }): FindingChoice => {
      const summary = isFew ? summaryOf(arn, index) : '';
      return {
        arn,
        name,
        detail: `${t('{0} in account {1}', type, account)}${summary}`,
        isMeant: meant.has(arn),
        isUsed: used.has(arn),
      };
    });
  return {
    kind: 'choices',
    choices,
    more: principals.length - choices.length,
    ...(why === undefined ? {} : { why }),
    ...(part.kind === 'resource' ? { resource: part.resource } : {}),
  };
}

/** The only policy of a document, or the one at an offset; `undefined` if there is none. */
function policyAt({ analysis: { policies } }: DocumentAnalysis, offset: number | undefined): number | undefined {
  if (policies.length === 1) return 0;
  if (offset === undefined) return undefined;
  const at = policies.findIndex(({ policy: { span } }) => span.offset <= offset && offset <= spanEnd(span));
  return at < 0 ? undefined : at;
}

/** Does the reason tell more than that no finding is known? */
function isTelling(match: FindingMatch): match is Exclude<FindingMatch, MatchedFindings> {
  return match.kind === 'blocked' || (match.kind === 'unmatched' && match.isSetAside === true);
}

function noPrincipals(why: string | undefined): string {
  return why === undefined
    ? t('No finding in this workspace names a principal.')
    : t('No finding in this workspace can be chosen: {0}.', why);
}

/** The most choices with details. Unpacking all findings of an organisation for a list would be slow. */
const detailedChoices = 500;
const mostChoices = 5000;

/** ` · 2026-11-20 · unused in 3 services`, for the newest finding; or why the findings cannot be used. */
function summaryOf(arn: string, index: FindingsIndex): string {
  const { counting } = index.of(arn);
  const blocked =
    index.blockedFor(arn) ?? counting.find(({ finding }) => finding.incomplete !== undefined)?.finding.incomplete;
  if (blocked !== undefined) return ` · ${told(blocked)}`;
  const finding = counting[0]?.finding;
  // Services without unused actions are listed only because their names are known.
  const services = [...(finding?.services.values() ?? [])].filter(({ actions }) => actions?.size !== 0).length;
  const day = finding?.analyzedAt === undefined ? '' : ` · ${dayOf(finding.analyzedAt)}`;
  return `${day} · ${finding?.kind === 'role' ? t('the role itself is unused') : unusedIn(services)}`;
}

function unusedIn(services: number): string {
  if (services === 0) return t('nothing reported unused');
  return services === 1 ? t('unused in 1 service') : t('unused in {0} services', services);
}

function candidatesOf(match: FindingMatch): readonly Principal[] {
  return match.kind === 'blocked' ? (match.candidates ?? []) : [];
}

function usedBy(match: FindingMatch): string[] {
  return match.kind === 'matched' ? match.findings.flatMap(({ finding }) => finding.principal?.arn ?? []) : [];
}

/** Writes the choice into `.iam-refine.json` through the client. */
export async function chooseFinding(
  connection: Connection,
  { uri, principals, resource }: ChooseFindingParams,
  found: DocumentAnalysis | undefined,
  capabilities: ClientCapabilities,
): Promise<ConfigWriteResult> {
  if (found === undefined) return { kind: 'refused', reason: t('this file contains no identity-based IAM policy') };
  const { policies } = found.analysis;
  const policy = policies.findIndex(
    ({ policy: { subject } }) => resource === undefined || subject.resource === resource,
  );
  const part: MappedPart =
    resource !== undefined && policy >= 0 ? { kind: 'resource', resource } : mappedPart(found, policy);
  return writeConfig(
    connection,
    t('Choose Finding'),
    mapDocument(uri, found, { part, arns: principals }, capabilities),
  );
}

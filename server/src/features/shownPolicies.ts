/** What the view Unused Access shows of one document: its policies, and the keep rules that apply to them. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { accessLevelOf, foldedParts } from '../../../core/src/actions/index.ts';
import { actionMatcher, type KeepEntry } from '../../../core/src/config/index.ts';
import {
  lastUseOf,
  nameOf,
  type FindingMatch,
  type MatchedFindings,
  type Policy,
  type PolicySurvey,
  type Principal,
} from '../../../core/src/index.ts';
import { visible } from '../../../core/src/text/index.ts';
import { digestOf } from '../../../protocol/src/index.ts';
import type {
  KeptByRule,
  PolicyAt,
  PolicyOfUnusedRole,
  ShownPrincipal,
  UndecidedPolicy,
  UnusedAction,
  UnusedPolicy,
} from '../../../protocol/src/index.ts';
import { pathFrom } from '../../../platform/src/fileUris.ts';
import type { DocumentSurvey } from '../documents/analyser.ts';
import { t, told } from '../lsp/language.ts';
import { riskOf } from '../sources/escalations.ts';
import { accountChoices } from './accounts.ts';
import { ageInWords } from './matchInWords.ts';

/** What the view shows of a document. */
export interface ShownOfDocument {
  readonly policies: readonly UnusedPolicy[];
  readonly roles: readonly PolicyOfUnusedRole[];
  readonly undecided: readonly UndecidedPolicy[];
  readonly kept: readonly KeptByRule[];
}

export const nothingShown: ShownOfDocument = { policies: [], roles: [], undecided: [], kept: [] };

/** A surveyed document, and the path of its file for people. */
export interface SurveyedFile {
  readonly document: TextDocument;
  readonly found: DocumentSurvey;
  readonly file: string;
}

/** What the view shows of a document. `now`: milliseconds since 1970. */
export function shownOf(from: SurveyedFile, now: number): ShownOfDocument {
  const policies = [...from.found.policies.entries()];
  return {
    policies: policies.flatMap(([i, policy]) => unusedPolicy(from, policy, i, now)),
    roles: policies.flatMap(([i, policy]) => ofUnusedRole(from, policy, i)),
    undecided: policies.flatMap(([i, policy]) => undecided(from, policy, i)),
    kept: policies.flatMap(([, policy]) => keptByRules(from, policy)),
  };
}

/** A mark of the text of a policy, and of its unused actions, to see whether they are still what was shown. */
export function markOf(text: string, { span }: Policy, unused: Iterable<string> = []): string {
  const actions = [...new Set(unused)].toSorted();
  return digestOf([text.slice(span.offset, span.offset + span.length), ...actions].join('\n'));
}

/** What tells where a policy is: its document, the path of its file for people, and the policies beside it. */
interface PlacedIn extends Pick<SurveyedFile, 'document' | 'file'> {
  readonly found: { readonly text: string; readonly policies: readonly unknown[] };
}

/** Where a policy is: its place in the document, and its name if there are several. */
export function placeOf(
  { document, found, file }: PlacedIn,
  { policy }: Pick<PolicySurvey, 'policy'>,
  index: number,
): PolicyAt {
  const { policyId } = policy.subject;
  const isOneOfSeveral = found.policies.length > 1;
  return {
    uri: document.uri,
    file,
    policy: index,
    mark: markOf(found.text, policy),
    ...(isOneOfSeveral ? { name: visible(policyId ?? t('policy {0}', String(index + 1))) } : {}),
    ...document.positionAt(policy.keySpan.offset),
  };
}

function unusedPolicy(from: SurveyedFile, policy: PolicySurvey, index: number, now: number): UnusedPolicy[] {
  const { match, isWhollyUnused } = policy;
  if (match.kind !== 'matched') return [];
  const services = new Map<string, UnusedAction[]>();
  const all = [...unusedActions(from, policy)];
  for (const unused of all) {
    const [service] = foldedParts(unused.action);
    const ofService = services.get(service);
    if (ofService === undefined) services.set(service, [unused]);
    else ofService.push(unused);
  }
  if (services.size === 0) return [];
  const age = ageInWords(match.findings, now);
  const doubt = doubtOf(match);
  const { readOnly } = policy.policy;
  return [
    {
      ...placeOf(from, policy, index),
      mark: markOf(
        from.found.text,
        policy.policy,
        all.map(({ action }) => action),
      ),
      principals: principalsOf(match),
      ...(age === undefined ? {} : { age }),
      ...(doubt === undefined ? {} : { doubt }),
      ...(readOnly === undefined ? {} : { readOnly: told(readOnly) }),
      isWhollyUnused,
      services: [...services]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([service, actions]) => ({ service, actions })),
    },
  ];
}

function doubtOf({ stale, tooNew, unconfirmed }: MatchedFindings): UnusedPolicy['doubt'] {
  if (unconfirmed !== undefined) return { kind: 'unconfirmed', reason: told(unconfirmed.reason) };
  if (stale !== undefined) return { kind: 'stale', reason: told(stale) };
  return tooNew === undefined ? undefined : { kind: 'too-new', reason: told(tooNew) };
}

/** The principals of the findings, each once. */
export function principalsOf({ findings }: MatchedFindings): ShownPrincipal[] {
  const named = findings.flatMap(({ finding }): [string, ShownPrincipal][] =>
    finding.principal === undefined
      ? []
      : [[finding.principal.arn, shownPrincipal(told(nameOf(finding)), finding.principal)]],
  );
  return [...new Map(named).values()];
}

function shownPrincipal(name: string, { account }: Principal): ShownPrincipal {
  return account === '' ? { name } : { name, account };
}

/** The unused actions of a policy, each once, at the first entry that allows it. */
function unusedActions({ document, found }: SurveyedFile, { policy, entries }: PolicySurvey): Iterable<UnusedAction> {
  const { catalogue } = found.sources;
  const actions = new Map<string, UnusedAction>();
  for (const { statement, entry, text, unused } of entries) {
    const span = policy.statements[statement]?.action?.entries[entry]?.span;
    if (span === undefined) continue;
    const position = document.positionAt(span.offset);
    for (const action of unused) {
      if (actions.has(action)) continue;
      const level = accessLevelOf(catalogue, action);
      const risk = riskOf(action, catalogue);
      actions.set(action, {
        action,
        text,
        ...position,
        ...(level === undefined ? {} : { level }),
        ...(risk === undefined ? {} : { risk }),
      });
    }
  }
  return actions.values();
}

function ofUnusedRole(from: SurveyedFile, policy: PolicySurvey, index: number): PolicyOfUnusedRole[] {
  const role = policy.match.kind === 'matched' ? policy.match.unusedRole : undefined;
  if (role?.principal === undefined) return [];
  return [
    {
      ...placeOf(from, policy, index),
      principal: shownPrincipal(told(nameOf(role)), role.principal),
      lastUse: told(lastUseOf(role)),
    },
  ];
}

function undecided(from: SurveyedFile, policy: PolicySurvey, index: number): UndecidedPolicy[] {
  const { match } = policy;
  // No finding about a role or user can ever apply to it: there is nothing to decide.
  if (match.kind === 'matched' || policy.policy.subject.attachment.kind === 'no-principal') return [];
  const accounts = accountChoices(from.found, from.document.uri, match);
  return [
    {
      ...placeOf(from, policy, index),
      kind: kindOf(match),
      reason: told(match.reason),
      ...(accounts === undefined ? {} : { accounts }),
    },
  ];
}

function kindOf(match: Exclude<FindingMatch, MatchedFindings>): UndecidedPolicy['kind'] {
  if (match.kind === 'unmatched') return 'unmatched';
  return match.code === 'finding.ambiguous' ? 'ambiguous' : 'blocked';
}

/** The keep rules that keep actions of a policy which a finding reports unused. */
function keptByRules({ document, found }: SurveyedFile, { match, kept }: PolicySurvey): KeptByRule[] {
  const { folder, config } = found.sources;
  if (match.kind !== 'matched' || match.keepRules.length === 0 || config === undefined) return [];
  const reported = kept?.reported ?? [];
  return match.keepRules.flatMap((rule): KeptByRule[] => {
    const actions = reported.filter(keptBy(rule));
    if (actions.length === 0) return [];
    const { line, span, actions: patterns, reason, until } = rule;
    return [
      {
        file: visible(folder === undefined ? config.uri : pathFrom(folder.uri, config.uri)),
        configUri: config.uri,
        line,
        offset: span.offset,
        patterns,
        reason: visible(reason),
        ...(until === undefined ? {} : { until }),
        uri: document.uri,
        actions,
      },
    ];
  });
}

function keptBy({ actions }: KeepEntry): (action: string) => boolean {
  const matches = actionMatcher(actions);
  return (action) => matches(...foldedParts(action));
}

/** Keep rules of several documents, each once, with the actions that it keeps in all of them. */
export function joinKept(rules: readonly KeptByRule[]): KeptByRule[] {
  const joined = new Map<string, { readonly rule: KeptByRule; readonly actions: Set<string> }>();
  for (const rule of rules) {
    const key = `${rule.offset} ${rule.configUri}`;
    const known = joined.get(key) ?? { rule, actions: new Set<string>() };
    joined.set(key, known);
    for (const action of rule.actions) known.actions.add(action);
  }
  return [...joined.values()].map(({ rule, actions }) => ({ ...rule, actions: [...actions] }));
}

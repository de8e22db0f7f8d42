/** The part of a review about one document: the policies that can be refined, and what is skipped. */
import type { FindingMatch, PolicyAnalysis, PolicyPlace, Proposal } from '../../../../core/src/index.ts';
import { placeAt, visible, type Message } from '../../../../core/src/text/index.ts';
import {
  risksByDanger,
  type Remedy,
  type ReviewedFile,
  type ReviewedPolicy,
  type SkippedFile,
} from '../../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import { t, told } from '../../lsp/language.ts';
import { riskOf } from '../../sources/escalations.ts';
import { ageInWords } from '../matchInWords.ts';
import type { ExaminedFile } from '../policySearch.ts';
import { placeOf, principalsOf } from '../shownPolicies.ts';
import { offerOf, type Offer } from './offer.ts';

export interface DocumentReview {
  /** Absent if nothing in it can be refined. */
  readonly reviewed?: ReviewedFile;
  readonly skipped: readonly SkippedFile[];
}

/** `now`: milliseconds since 1970. */
export function reviewDocument(from: ExaminedFile<DocumentAnalysis>, now: number): DocumentReview {
  const { document, found, file } = from;
  const offer = offerOf(found);
  const policies = reviewedPolicies(from, offer, now);
  const partly = policies.length > 0 ? { isPartly: true as const } : {};
  const skipped = skippedParts(found, offer).map(({ reason, remedy }) => {
    return { uri: document.uri, file, reason: visible(reason), remedy, ...partly };
  });
  if (policies.length === 0) return { skipped };
  return { reviewed: { uri: document.uri, file, mark: offer.mark, policies }, skipped };
}

type Change = Proposal['changes'][number];

function reviewedPolicies(from: ExaminedFile<DocumentAnalysis>, { changes }: Offer, now: number): ReviewedPolicy[] {
  const byPolicy = new Map<number, Change[]>();
  for (const change of changes) {
    const known = byPolicy.get(change.place.policy);
    if (known === undefined) byPolicy.set(change.place.policy, [change]);
    else known.push(change);
  }
  return [...byPolicy].flatMap(([index, ofPolicy]) => {
    const analysed = from.found.analysis.policies[index];
    if (analysed === undefined) return [];
    const { policy, name, line, character } = placeOf({ ...from, found: from.found.analysis }, analysed, index);
    const changed = ofPolicy.flatMap(changedEntries);
    return [
      {
        policy,
        ...(name === undefined ? {} : { name }),
        line,
        character,
        ...holdersIn(analysed.match, now),
        ...from.found.engine.countChanges(from.found.analysis, ofPolicy),
        ...riskIn(from.found, changed),
        entries: changed.map(({ text, to }) => ({ text: visible(text), to: to.map(visible) })),
      },
    ];
  });
}

interface ChangedEntry {
  readonly place: Required<PolicyPlace>;
  readonly text: string;
  /** Empty if the entry is removed. */
  readonly to: readonly string[];
}

function changedEntries({ place, entries }: Change): ChangedEntry[] {
  return entries.flatMap(({ text = '', outcome }, entry) => {
    if (outcome.kind === 'stays') return [];
    return [{ place: { ...place, entry }, text, to: outcome.kind === 'goes' ? [] : outcome.to }];
  });
}

function holdersIn(match: FindingMatch, now: number): Pick<ReviewedPolicy, 'principals' | 'age'> {
  if (match.kind !== 'matched') return { principals: [] };
  const age = ageInWords(match.findings, now);
  return { principals: principalsOf(match), ...(age === undefined ? {} : { age }) };
}

/** The worst risk of the unused actions of these entries. */
function riskIn(
  { analysis, engine, sources }: DocumentAnalysis,
  entries: readonly ChangedEntry[],
): Pick<ReviewedPolicy, 'risk'> {
  const actions = new Set(entries.flatMap(({ place }) => engine.explain(analysis, place)?.unused ?? []));
  const risks = [...actions].map((action) => riskOf(action, sources.catalogue));
  const worst = risksByDanger.find((risk) => risks.includes(risk));
  if (worst === undefined) return {};
  return { risk: { risk: worst, actions: risks.filter((risk) => risk === worst).length } };
}

interface SkippedPart {
  readonly reason: string;
  readonly remedy: Remedy;
}

/** What of a document is not refined although it may be unused, or is not checked; each reason once. */
function skippedParts({ analysis }: DocumentAnalysis, { left, doubts, leftOut }: Offer): SkippedPart[] {
  if (leftOut !== undefined) return [{ reason: told(leftOut), remedy: 'open' }];
  const parts: readonly (readonly [Message | string, Remedy])[] = [
    ...left.map(({ reason }) => [reason, 'open'] as const),
    ...doubts.map((reason) => [reason, 'confirm'] as const),
    ...analysis.policies.flatMap((policy) =>
      policy.match.kind === 'matched' ? [] : [[policy.match.reason, remedyFor(policy)] as const],
    ),
    ...analysis.reading.unread.map(({ span, reason }) => {
      const line = String(placeAt(analysis.text, span.offset).line);
      return [t('line {0}: {1}', line, reason), 'open'] as const;
    }),
  ];
  const byReason = new Map(parts.map(([reason, remedy]) => [told(reason), remedy]));
  return [...byReason].map(([reason, remedy]) => ({ reason, remedy }));
}

/** The user may tell whose a policy is, unless no finding about a role or user can ever apply to it. */
function remedyFor({ policy, match }: PolicyAnalysis): Remedy {
  if (policy.subject.attachment.kind === 'no-principal') return 'open';
  const isUndecided = match.kind === 'unmatched' || (match.kind === 'blocked' && match.code === 'finding.ambiguous');
  return isUndecided ? 'choose-finding' : 'open';
}

import { doubtOf, type FindingMatch } from '../../../core/src/index.ts';
import type { Message } from '../../../core/src/text/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { digestOf } from '../../../protocol/src/index.ts';
import { told } from '../lsp/language.ts';

/** Why the user should be asked before policies of a document are changed. */
export interface Doubt {
  readonly reason: string;
  /** The doubtful findings, each by a unique mark, so that the user is not asked again about a confirmed one. */
  readonly findings: readonly string[];
}

/** The policies of a document whose findings are stale, too new for them, or matched by generated names. */
export function doubtfulPolicies({ analysis }: DocumentAnalysis): ReadonlyMap<number, Message> {
  return new Map(
    analysis.policies.flatMap(({ match }, policy): [number, Message][] => {
      const doubt = doubtOf(match);
      return doubt === undefined ? [] : [[policy, doubt]];
    }),
  );
}

/** The doubt about changing these policies; `undefined` if there is none. */
export function doubtAbout(found: DocumentAnalysis, policies: readonly number[]): Doubt | undefined {
  const doubtful = doubtfulPolicies(found);
  const about = [...new Set(policies)].filter((policy) => doubtful.has(policy));
  if (about.length === 0) return undefined;
  const reasons = about.flatMap((policy) => doubtful.get(policy) ?? []).map((doubt) => told(doubt));
  return {
    reason: [...new Set(reasons)].join('; '),
    findings: [...new Set(about.flatMap((policy) => marksOf(found.analysis.policies[policy]?.match)))],
  };
}

/** The doubt that remains after the user confirmed some findings. */
export function unconfirmed(doubt: Doubt | undefined, confirmed: readonly string[] = []): Doubt | undefined {
  return doubt?.findings.every((finding) => confirmed.includes(finding)) === true ? undefined : doubt;
}

function marksOf(match: FindingMatch | undefined): string[] {
  if (match?.kind !== 'matched') return [];
  // Who has confirmed that a finding is stale has not confirmed whose policy it is.
  const guessed = match.unconfirmed?.names;
  return match.findings.map(({ finding: { id, principal, analyzedAt }, places }) =>
    digestOf(JSON.stringify([id, principal?.arn, analyzedAt, places[0].file, guessed])),
  );
}

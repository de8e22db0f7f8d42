/** The findings and reports that count for one holder of a policy. */
import type { Message } from '../text/message.ts';
import type { FiledFinding, FindingsIndex, PrincipalFindings } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import type { PolicyFile } from './policyFile.ts';
import type { NamedBeside, UnnamedReports } from './reportsByName.ts';

export interface FoundFindings extends PrincipalFindings {
  readonly ambiguous?: Message | undefined;
}

export interface FindingLookUps {
  readonly index: FindingsIndex;
  readonly reports: UnnamedReports;
  readonly file: PolicyFile;
  readonly beside: NamedBeside;
}

/**
 * The findings of a principal; if there are none, the report whose file is named after it. All reports that may be
 * about the principal are added, so that no action that they show as used is removed.
 */
export function findingsOf(
  principal: MatchedPrincipal,
  { index, reports, file, beside }: FindingLookUps,
): FoundFindings {
  const found = principal.arn === undefined ? { counting: [] } : index.of(principal.arn);
  const withReports = (counting: readonly FiledFinding[]): FoundFindings => ({
    ...found,
    counting: withoutTwins(counting, reports.about(principal, file, beside)),
  });
  if (found.counting.length > 0) return withReports(found.counting);
  const named = reports.byName(principal, beside);
  switch (named.kind) {
    case 'report':
      return withReports([named.report]);
    case 'ambiguous':
      return { ...found, ambiguous: named.reason };
    case 'none':
      return found;
  }
}

/** All findings, each once. They are compared by place, because each look-up of a report makes a new object. */
export function withoutTwins(
  findings: readonly FiledFinding[],
  others: readonly FiledFinding[],
): readonly FiledFinding[] {
  if (others.length === 0) return findings;
  const known = new Set(findings.map(placeOf));
  return [...findings, ...others.filter((filed) => !known.has(placeOf(filed)))];
}

function placeOf({ places: [{ file, span }] }: FiledFinding): string {
  return `${span.offset} ${file}`;
}

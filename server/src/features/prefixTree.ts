import type { FindingMatch, PolicyPlace } from '../../../core/src/index.ts';
import type { PrefixTreeParams, PrefixTreeResult } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { entryAt } from './entryAt.ts';
import type { FixBase } from './fixes/provenFix.ts';
import { isOnlyAboutRole, unusedRoleInWords } from './matchInWords.ts';
import { replacementOf } from './replacement.ts';
import { t, told } from '../lsp/language.ts';

/** The prefix tree of the wildcard under the cursor, and what can be done with the wildcard. */
export function prefixTreeFor(base: FixBase, { position }: PrefixTreeParams): PrefixTreeResult {
  const { document, found } = base;
  const place = placeAt(found, document.offsetAt(position));
  const prefixTree = place && found.engine.prefixTree(found.analysis, place);
  if (place === undefined || prefixTree === undefined) return noWildcard();
  const noFinding = noFindingReason(found.analysis.policies[place.policy]?.match);
  const replacement = replacementOf(base, place, noFinding);
  return { kind: 'prefixTree', prefixTree, replacement, ...(noFinding === undefined ? {} : { noFinding }) };
}

function placeAt(found: DocumentAnalysis, offset: number): Required<PolicyPlace> | undefined {
  const at = entryAt(found, offset);
  return at && { policy: at.policy, statement: at.statement, entry: at.entry };
}

/** Why nothing is known about single actions; `undefined` if a finding reports actions. */
function noFindingReason(match: FindingMatch | undefined): string | undefined {
  if (match?.kind === 'matched') return isOnlyAboutRole(match) ? unusedRoleInWords(match) : undefined;
  return match && told(match.reason);
}

export function noWildcard(): PrefixTreeResult {
  return {
    kind: 'none',
    reason: t(
      'The cursor is not in a wildcard of one service. Place it in one, such as "s3:Get*", in the Action of an Allow statement.',
    ),
  };
}

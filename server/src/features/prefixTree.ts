import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FindingMatch } from '../../../core/src/index.ts';
import type { PrefixTreeParams, PrefixTreeResult } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { entryAt } from './entryAt.ts';
import { isOnlyAboutRole, unusedRoleInWords } from './matchInWords.ts';
import { t, told } from '../lsp/language.ts';

/** The prefix tree of the wildcard under the cursor. */
export function prefixTreeFor(
  document: TextDocument,
  found: DocumentAnalysis,
  { position }: PrefixTreeParams,
): PrefixTreeResult {
  const place = entryAt(found, document.offsetAt(position));
  const prefixTree = place && found.engine.prefixTree(found.analysis, place);
  if (place === undefined || prefixTree === undefined) return noWildcard();
  const noFinding = noFindingReason(found.analysis.policies[place.policy]?.match);
  return { kind: 'prefixTree', prefixTree, ...(noFinding === undefined ? {} : { noFinding }) };
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

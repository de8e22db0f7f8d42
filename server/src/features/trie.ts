import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TrieParams, TrieResult } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { entryAt } from './entryAt.ts';
import { t } from '../language.ts';

/** The trie of the wildcard under the cursor. */
export function trieFor(document: TextDocument, found: DocumentAnalysis, { position }: TrieParams): TrieResult {
  const place = entryAt(found, document.offsetAt(position));
  const trie = place && found.refiner.trie(found.analysis, place);
  return trie === undefined ? noWildcard() : { kind: 'trie', trie };
}

export function noWildcard(): TrieResult {
  return {
    kind: 'none',
    reason: t('There is no wildcard of a service at the cursor: put it into one, such as "s3:Get*", in the Action of an Allow statement.'),
  };
}

import type { TextEdit as LspEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { configFileName, mapPolicy } from '../../core/src/index.ts';
import type { Abilities } from './abilities.ts';
import type { DocumentAnalysis } from './analyser.ts';
import { rangeOf } from './convert.ts';
import { canonical, parentOf, pathBelow } from './uris.ts';

/** An edit of the `.iam-refine.json` that holds for a document, or why there is none. */
export type ConfigChange =
  | { readonly kind: 'edit'; readonly edit: WorkspaceEdit; /** How messages name the file. */ readonly file: string; readonly uri: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What is written holds for the whole file, and so for policies that are somebody else's. */
export const severalPolicies = 'this file holds several policies, and an entry of .iam-refine.json would hold for all of them';

/**
 * The edit that writes to whom the policy of a document is attached: into the nearest configuration, or into a new one at the top of the
 * workspace folder.
 */
export function mapDocument(uri: string, found: DocumentAnalysis, arns: readonly string[], abilities: Abilities): ConfigChange {
  const { folder, config } = found.surroundings;
  if (found.evidence.length > 1) return { kind: 'refused', reason: severalPolicies };
  if (folder === undefined) return { kind: 'refused', reason: 'the document is in no folder, where the choice could be written' };
  const mayEdit = config === undefined ? abilities.createsFiles : abilities.versionedEdits;
  if (!mayEdit) return { kind: 'refused', reason: `this editor cannot make ${configFileName} on request: make it by hand` };
  const target = config?.uri ?? `${canonical(folder.uri)}/${configFileName}`;
  const text = config?.text ?? TextDocument.create(target, 'jsonc', 0, '');
  const path = pathBelow(parentOf(canonical(target)), canonical(uri)) ?? '';
  const mapped = mapPolicy(text.getText(), globOf(path), arns);
  if (mapped.kind === 'refused') return mapped;
  const edits: LspEdit[] = mapped.edits.map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
  const creation = config === undefined ? [{ kind: 'create' as const, uri: target, options: { ignoreIfExists: true } }] : [];
  // A file that only the server has read has no version that the client could compare.
  return {
    kind: 'edit',
    edit: { documentChanges: [...creation, { textDocument: { uri: target, version: null }, edits }] },
    file: pathBelow(canonical(folder.uri), canonical(target)) ?? configFileName,
    uri: target,
  };
}

/** The glob that matches a path and nothing else. */
export function globOf(path: string): string {
  return path.replace(/[*?[{(]/g, '[$&]');
}

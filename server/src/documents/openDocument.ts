import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { keyOf } from '../../../platform/src/fileUris.ts';

/** Finds the open document of a file, however the client spells its URI. */
export type OpenDocuments = (uri: string) => TextDocument | undefined;

/** Must be called before documents are opened. A look-up costs the same however many documents are open. */
export function createOpenDocuments(documents: TextDocuments<TextDocument>): OpenDocuments {
  /** The URIs as the client spells them, by their keys. */
  const spelled = new Map<string, string>();
  documents.onDidOpen(({ document: { uri } }) => void spelled.set(keyOf(uri), uri));
  documents.onDidClose(({ document: { uri } }) => {
    if (spelled.get(keyOf(uri)) === uri) spelled.delete(keyOf(uri));
  });
  return (uri) => documents.get(spelled.get(keyOf(uri)) ?? uri);
}

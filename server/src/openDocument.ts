import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { canonical } from './uris.ts';

/** Gives the open document of a file, however the client spells its URI. */
export type OpenDocuments = (uri: string) => TextDocument | undefined;

/** To be called before documents are opened. A look-up does not depend on how many are open. */
export function createOpenDocuments(documents: TextDocuments<TextDocument>): OpenDocuments {
  /** As the client spells them, by the canonical spelling. */
  const spelled = new Map<string, string>();
  documents.onDidOpen(({ document: { uri } }) => void spelled.set(canonical(uri), uri));
  documents.onDidClose(({ document: { uri } }) => {
    if (spelled.get(canonical(uri)) === uri) spelled.delete(canonical(uri));
  });
  return (uri) => documents.get(spelled.get(canonical(uri)) ?? uri);
}

import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { canonical } from './uris.ts';

/** The open document of a file, however the client spells its URI. */
export function openDocument(documents: TextDocuments<TextDocument>, uri: string): TextDocument | undefined {
  return documents.all().find((document) => canonical(document.uri) === canonical(uri));
}

/** What the handlers of requests work with. */
import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Platform } from '../../../platform/src/platform.ts';
import type { Analyser, DocumentAnalysis } from '../documents/analyser.ts';
import type { OpenDocuments } from '../documents/openDocument.ts';
import type { Publisher } from '../documents/publisher.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import type { Log } from '../lsp/guard.ts';
import type { ProgressSource } from '../lsp/progress.ts';
import type { PartReader } from '../sources/findingParts.ts';
import type { EntryPlacesSource } from '../sources/entryPlaces.ts';

export interface RequestOptions {
  readonly connection: Connection;
  readonly log: Log;
  readonly platform: Platform;
  readonly documents: TextDocuments<TextDocument>;
  readonly openDocument: OpenDocuments;
  readonly capabilities: ClientCapabilities;
  readonly publisher: Publisher;
  readonly analyser: Analyser;
  readonly folders: () => readonly string[];
  readonly progress: ProgressSource;
  readonly readPart: PartReader;
  readonly placesOf: EntryPlacesSource;
}

export type Answer<R> = (document: TextDocument, found: DocumentAnalysis) => R | Promise<R>;
/** Answers a request about an open document with a policy; the answer is `otherwise` for any other document. */
export type About = <R>(uri: string, otherwise: R, answer: Answer<R>) => Promise<R>;

import type { CodeAction, Connection, Hover, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FindingsIndex } from '../../../core/src/index.ts';
import {
  chooseFindingRequest,
  findingChoicesRequest,
  findingPlacesRequest,
  previewRequest,
  refineFileRequest,
  type ChooseFindingParams,
  type ChooseFindingResult,
  type DocumentParams,
  type FindingChoices,
  type FindingPlace,
  type PreviewResult,
  type RefineFileResult,
} from '../../../protocol/src/index.ts';
import type { Abilities } from '../abilities.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { isConfig } from '../configs.ts';
import { guarded, type Log } from '../guard.ts';
import type { ServerHost } from '../host.ts';
import type { Publisher } from '../publisher.ts';
import { chooseFinding, findingChoices, findingPlaces } from './chooseFinding.ts';
import { codeActionsFor } from './codeActions.ts';
import { configLinks } from './documentLinks.ts';
import { hoverFor } from './hover.ts';
import { preview } from './preview.ts';
import { refineFile } from './refineFile.ts';

export interface RequestOptions {
  readonly connection: Connection;
  readonly log: Log;
  readonly host: ServerHost;
  readonly documents: TextDocuments<TextDocument>;
  readonly abilities: Abilities;
  readonly publisher: Publisher;
  /** The findings that hold for a file. */
  readonly indexFor: (uri: string) => Promise<FindingsIndex | undefined>;
}

/** Answers the requests of the protocol, and our own. What goes wrong is logged, and answered with nothing. */
export function answerRequests({ connection, log, host, documents, abilities, publisher, indexFor }: RequestOptions): void {
  const current = async (uri: string): Promise<DocumentAnalysis | undefined> => {
    const document = documents.get(uri);
    return document && publisher.current(document);
  };
  /** What to answer about a document that is open and holds a policy; `otherwise` about any other. */
  const about = async <R>(uri: string, otherwise: R, answer: (document: TextDocument, found: DocumentAnalysis) => R): Promise<R> => {
    const found = await current(uri);
    const document = documents.get(uri);
    // What was found in a text that has changed since is no answer: the client asks again.
    return document === undefined || found?.version !== document.version ? otherwise : answer(document, found);
  };
  connection.onCodeAction(
    guarded(log, 'code actions', [], (params) =>
      about<CodeAction[]>(params.textDocument.uri, [], (document, found) => codeActionsFor(document, found, params, abilities)),
    ),
  );
  connection.onHover(
    guarded(log, 'hover', null, (params) =>
      about<Hover | null>(params.textDocument.uri, null, (document, found) => hoverFor(document, found, params)),
    ),
  );
  connection.onDocumentLinks(
    guarded(log, 'links', [], async ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      const index = document !== undefined && isConfig(uri) ? await indexFor(uri) : undefined;
      return document === undefined || index === undefined ? [] : configLinks(document, index, host);
    }),
  );
  connection.onRequest<RefineFileResult, void>(
    refineFileRequest,
    guarded<DocumentParams, RefineFileResult>(log, 'refining', failed, async ({ uri }) => {
      const document = documents.get(uri);
      return document === undefined ? failed : refineFile(connection, document, publisher.current);
    }),
  );
  connection.onRequest<PreviewResult, void>(
    previewRequest,
    guarded<DocumentParams, PreviewResult>(log, 'preview', { kind: 'nothing', reason: seeOutput }, async ({ uri }) =>
      preview(await current(uri)),
    ),
  );
  connection.onRequest<FindingChoices, void>(
    findingChoicesRequest,
    guarded<DocumentParams, FindingChoices>(log, 'choices', { kind: 'none', reason: seeOutput }, async ({ uri }) =>
      findingChoices(await current(uri)),
    ),
  );
  connection.onRequest<ChooseFindingResult, void>(
    chooseFindingRequest,
    guarded<ChooseFindingParams, ChooseFindingResult>(log, 'choosing', { kind: 'refused', reason: seeOutput }, async (params) =>
      chooseFinding(connection, params, await current(params.uri), abilities),
    ),
  );
  connection.onRequest<FindingPlace[], void>(
    findingPlacesRequest,
    guarded<DocumentParams, FindingPlace[]>(log, 'places of findings', [], async ({ uri }) => findingPlaces(await current(uri), host)),
  );
}

const seeOutput = 'see the output of IAM Refine';
const failed: RefineFileResult = { kind: 'not-applied', reason: seeOutput };

import {
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  type Connection,
  type DocumentLink,
  type Hover,
  type InlayHint,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  applyFixRequest,
  chooseFindingRequest,
  findingChoicesRequest,
  findingPlacesRequest,
  keepRequest,
  previewRequest,
  refineFileRequest,
  refineWorkspaceRequest,
  prefixTreeRequest,
  unusedAccessRequest,
  type ApplyFixParams,
  type ChooseFindingParams,
  type ConfigWriteResult,
  type DocumentParams,
  type FindingChoices,
  type FindingPlace,
  type FindingPlacesParams,
  type KeepParams,
  type PreviewResult,
  type RefineFileParams,
  type RefineFileResult,
  type RefineWorkspaceParams,
  type RefineWorkspaceResult,
  type PrefixTreeParams,
  type PrefixTreeResult,
  type UnusedAccess,
} from '../../../protocol/src/index.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import type { Analyser, DocumentAnalysis } from '../documents/analyser.ts';
import { isConfig } from '../sources/configs.ts';
import type { EntryPlacesSource } from '../sources/entryPlaces.ts';
import { guarded, type Log } from '../lsp/guard.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import { inSteps } from './inSteps.ts';
import type { ProgressSource } from '../lsp/progress.ts';
import type { Publisher } from '../documents/publisher.ts';
import { createReferenceSource } from '../sources/reference.ts';
import type { OpenDocuments } from '../documents/openDocument.ts';
import { chooseFinding, findingChoices } from '../features/chooseFinding.ts';
import { findingPlaces } from '../features/findingPlaces.ts';
import { codeActionSteps } from '../features/codeActions.ts';
import { codeLensesFor } from '../features/codeLens.ts';
import { completionsFor, resolveCompletion } from '../features/completion.ts';
import { configLinks, resolveLink } from '../features/documentLinks.ts';
import { hoverFor } from '../features/hover.ts';
import { inlayHintsFor } from '../features/inlayHints.ts';
import { keepAction } from '../features/keepAction.ts';
import { preview } from '../features/preview.ts';
import { refineFile } from '../features/refineFile.ts';
import { refineWorkspace } from '../features/refineWorkspace.ts';
import { applyFix, resolveFix } from '../features/resolveFix.ts';
import { noWildcard, prefixTreeFor } from '../features/prefixTree.ts';
import { unusedAccess } from '../features/unusedAccess.ts';
import { t } from '../lsp/language.ts';

export interface RequestOptions {
  readonly connection: Connection;
  readonly log: Log;
  readonly host: Platform;
  readonly documents: TextDocuments<TextDocument>;
  readonly openDocument: OpenDocuments;
  readonly abilities: ClientCapabilities;
  readonly publisher: Publisher;
  readonly analyser: Analyser;
  readonly folders: () => readonly string[];
  readonly progress: ProgressSource;
  readonly placesOf: EntryPlacesSource;
}

/** Answers the requests of the protocol, and our own. What goes wrong is logged, and answered with nothing. */
export function answerRequests(options: RequestOptions): void {
  const { connection, log, host, documents, abilities, publisher, analyser } = options;
  const current = async (uri: string): Promise<DocumentAnalysis | undefined> => {
    const document = documents.get(uri);
    return document && publisher.current(document);
  };
  /** What to answer about a document that is open and holds a policy; `otherwise` about any other. */
  const about = async <R>(uri: string, otherwise: R, answer: Answer<R>): Promise<R> => {
    const found = await current(uri);
    const document = documents.get(uri);
    // What was found in a text that has changed since is no answer: the client asks again.
    return document === undefined || found?.version !== document.version ? otherwise : answer(document, found);
  };
  connection.onCodeAction(
    guarded(log, 'code actions', [], (params, token) =>
      about<CodeAction[]>(params.textDocument.uri, [], async (document, found) => {
        const isWanted = (): boolean => !token.isCancellationRequested && document.version === found.version;
        return (await inSteps(codeActionSteps(document, found, params, abilities), isWanted)) ?? [];
      }),
    ),
  );
  const chosen = { abilities, documentOf: (uri: string) => documents.get(uri), current: publisher.current };
  connection.onCodeActionResolve((action, token) =>
    guarded<CodeAction, CodeAction | ResponseError>(log, 'code action', resolvingFailed(), (asked) => resolveFix(asked, chosen))(
      action,
      token,
    ),
  );
  answerAboutActions(options, about);
  connection.onDocumentLinks(
    guarded(log, 'links', [], async ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      const index = document !== undefined && isConfig(uri) ? await analyser.indexFor(uri) : undefined;
      return document === undefined || index === undefined ? [] : configLinks(document, index);
    }),
  );
  connection.onDocumentLinkResolve((link, token) =>
    guarded<DocumentLink, DocumentLink>(log, 'link', link, (asked) => resolveLink(asked, host))(link, token),
  );
  connection.onCodeLens(
    guarded(log, 'code lenses', [], ({ textDocument: { uri } }) =>
      about<CodeLens[]>(uri, [], (document, found) =>
        codeLensesFor(document, found, { now: host.now(), hasCommands: abilities.clientCommands }),
      ),
    ),
  );
  connection.languages.inlayHint.on(
    guarded(log, 'inlay hints', [], (params) =>
      about<InlayHint[]>(params.textDocument.uri, [], (document, found) => inlayHintsFor(document, found, params)),
    ),
  );
  answerOwnRequests(options, current, about);
}

type Answer<R> = (document: TextDocument, found: DocumentAnalysis) => R | Promise<R>;
type About = <R>(uri: string, otherwise: R, answer: Answer<R>) => Promise<R>;

/** Hovers and completions, which tell what is known of actions. */
function answerAboutActions({ connection, log, host, placesOf }: RequestOptions, about: About): void {
  const reference = createReferenceSource(host, log);
  connection.onHover(
    guarded(log, 'hover', null, (params) =>
      about<Hover | null>(params.textDocument.uri, null, (document, found) =>
        hoverFor(document, found, params, { now: host.now(), placesOf, reference }),
      ),
    ),
  );
  connection.onCompletion(
    guarded(log, 'completion', [], (params) =>
      about<CompletionItem[]>(params.textDocument.uri, [], (document, found) => completionsFor(document, found, params)),
    ),
  );
  // What goes wrong here leaves the completion as it was offered.
  connection.onCompletionResolve((item, token) =>
    guarded(log, 'completion', item, async () => resolveCompletion(item, await reference()))(item, token),
  );
}

/** The requests that only our client makes. */
function answerOwnRequests(options: RequestOptions, current: (uri: string) => Promise<DocumentAnalysis | undefined>, about: About): void {
  const { connection, log, host, documents, abilities, publisher, placesOf } = options;
  const failed: RefineFileResult = { kind: 'not-applied', reason: seeOutput() };
  connection.onRequest<RefineFileResult, void>(
    refineFileRequest,
    guarded<RefineFileParams, RefineFileResult>(log, 'refining', failed, async (params) => {
      const document = documents.get(params.uri);
      return document === undefined ? failed : refineFile(connection, { ...params, document }, publisher.current);
    }),
  );
  const chosen = { abilities, documentOf: (uri: string) => documents.get(uri), current: publisher.current };
  connection.onRequest<RefineFileResult, void>(
    applyFixRequest,
    guarded<ApplyFixParams, RefineFileResult>(log, 'applying a fix', failed, (params) => applyFix(connection, params, chosen)),
  );
  connection.onRequest<PreviewResult, void>(
    previewRequest,
    guarded<DocumentParams, PreviewResult>(log, 'preview', { kind: 'nothing', reason: seeOutput() }, async ({ uri }) =>
      preview(await current(uri)),
    ),
  );
  connection.onRequest<FindingChoices, void>(
    findingChoicesRequest,
    guarded<DocumentParams, FindingChoices>(log, 'choices', { kind: 'none', reason: seeOutput() }, async ({ uri }) =>
      findingChoices(await current(uri)),
    ),
  );
  connection.onRequest<ConfigWriteResult, void>(
    chooseFindingRequest,
    guarded<ChooseFindingParams, ConfigWriteResult>(log, 'choosing', { kind: 'refused', reason: seeOutput() }, async (params) =>
      chooseFinding(connection, params, await current(params.uri), abilities),
    ),
  );
  connection.onRequest<ConfigWriteResult, void>(
    keepRequest,
    guarded<KeepParams, ConfigWriteResult>(log, 'keeping', { kind: 'refused', reason: seeOutput() }, async (params) =>
      keepAction(connection, params, await current(params.uri), { abilities, now: host.now() }),
    ),
  );
  connection.onRequest<PrefixTreeResult, void>(
    prefixTreeRequest,
    guarded<PrefixTreeParams, PrefixTreeResult>(log, 'the prefix tree', { kind: 'none', reason: seeOutput() }, (params) =>
      about<PrefixTreeResult>(params.uri, noWildcard(), (document, found) => prefixTreeFor(document, found, params)),
    ),
  );
  answerWorkspaceRequests(options);
  connection.onRequest<FindingPlace[], void>(
    findingPlacesRequest,
    guarded<FindingPlacesParams, FindingPlace[]>(log, 'places of findings', [], async (params) =>
      findingPlaces(params, await current(params.uri), { host, placesOf }),
    ),
  );
}

/** The requests about all files of the workspace. */
function answerWorkspaceRequests({
  connection,
  log,
  host,
  openDocument: documentOf,
  abilities,
  publisher,
  analyser,
  folders,
  progress,
}: RequestOptions): void {
  connection.onRequest<UnusedAccess, void>(
    unusedAccessRequest,
    guarded<unknown, UnusedAccess>(
      log,
      'looking through the workspace',
      { policies: [], silent: [], findings: 0, ignored: { files: 0, folders: 0 } },
      async () => {
        const shown = await progress(t('Looking for unused access'));
        try {
          return await unusedAccess({ host, analyser, folders, documentOf, isCancelled: shown.isCancelled });
        } finally {
          shown.done();
        }
      },
    ),
  );
  connection.onRequest<RefineWorkspaceResult, void>(
    refineWorkspaceRequest,
    guarded<RefineWorkspaceParams, RefineWorkspaceResult>(
      log,
      'refining the workspace',
      { kind: 'not-applied', reason: seeOutput() },
      async (params) => {
        const shown = await progress(t('Refining the policies of the workspace'));
        const means = { connection, abilities, documentOf, current: publisher.current, progress: shown };
        return refineWorkspace(params, means).finally(shown.done);
      },
    ),
  );
}

function seeOutput(): string {
  return t('see the output of IAM Refine');
}

function resolvingFailed(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, t('Nothing was changed: {0}.', seeOutput()));
}

import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  ErrorCodes,
  InlayHintRefreshRequest,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type CodeActionOptions,
  type Connection,
  type InitializeError,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { evidenceChangedNotification, settingsSection, type EvidenceChangedParams } from '../../protocol/src/index.ts';
import { clientCapabilitiesOf, type ClientCapabilities } from './lsp/clientCapabilities.ts';
import { createAnalyser } from './documents/analyser.ts';
import { builtInCatalogue, createCatalogueSource } from './sources/catalogues.ts';
import { confinedPlatform } from './sources/confinedPlatform.ts';
import { createConfigs, createConfigTeller, isConfig, problemsOfConfig, type Configs } from './sources/configs.ts';
import { createEntryPlaces } from './sources/entryPlaces.ts';
import { createPartReader } from './sources/findingParts.ts';
import { fixAllKind } from './features/fixes/codeActions.ts';
import { answerRequests } from './requests/requests.ts';
import { createSyntaxes } from '../../core/src/index.ts';
import { createModules, type Modules } from './sources/modules.ts';
import { createFileFollower } from './documents/fileEvents.ts';
import { createFileProblems } from './sources/fileProblems.ts';
import { createFindingsStore } from './sources/findingsStore.ts';
import { createLog, inBackground, type Log } from './lsp/guard.ts';
import { parentOf } from '../../platform/src/fileUris.ts';
import type { Platform } from '../../platform/src/platform.ts';
import { createLargeDocuments } from './documents/largeDocuments.ts';
import { createOpenDocuments, type OpenDocuments } from './documents/openDocument.ts';
import { createProgressSource } from './lsp/progress.ts';
import { analysedParams, diagnosticsOf } from './features/diagnostics.ts';
import { createPublisher, type Publisher } from './documents/publisher.ts';
import { createScheduler, pauseMs, type Scheduler } from './lsp/scheduler.ts';
import { createWorkspace, type Workspace } from './sources/workspace.ts';
import { setLanguage, t } from './lsp/language.ts';

/** Starts the language server on a connection. It reaches the world only through the connection and the platform. */
export function startServer(connection: Connection, platform: Platform): void {
  const log = createLog(connection.console);
  const documents = new TextDocuments(TextDocument);

  let isInitialized = false;
  connection.onInitialize(async (params): Promise<InitializeResult | ResponseError<InitializeError>> => {
    // "The initialize request may only be sent once" (LSP).
    if (isInitialized)
      return new ResponseError(ErrorCodes.InvalidRequest, t('initialize was already sent'), { retry: false });
    isInitialized = true;
    await setLanguage(params.locale);
    if (builtInCatalogue().date === undefined)
      return new ResponseError(
        ErrorCodes.InternalError,
        t('The built-in action catalogue is missing or incomplete: install IAM Refine again'),
        { retry: false },
      );
    const capabilities = clientCapabilitiesOf(params);
    const folders = foldersOf(params, capabilities);
    const workspace = createWorkspace({
      connection,
      log,
      capabilities,
      folders,
      initialSettings: params.initializationOptions,
    });
    const confined = confinedPlatform(platform, { folderOf: workspace.folderOf, log });
    run({
      connection,
      log,
      platform: confined,
      documents,
      openDocument: createOpenDocuments(documents),
      workspace,
      capabilities,
    });
    return { capabilities: serverCapabilities(capabilities), serverInfo: { name: 'iam-refine' } };
  });
  documents.listen(connection);
  connection.listen();
}

/** The folders of the client. A client without workspace folders has at most one, its root. */
function foldersOf({ workspaceFolders, rootUri }: InitializeParams, capabilities: ClientCapabilities): string[] {
  const root = !capabilities.workspaceFolders && typeof rootUri === 'string' ? [rootUri] : [];
  return workspaceFolders?.map(({ uri }) => uri) ?? root;
}

function serverCapabilities(capabilities: ClientCapabilities): InitializeResult['capabilities'] {
  return {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
      ...(capabilities.resolvedEdits ? { resolveProvider: true } : {}),
      ...documentationOfActions(capabilities),
    },
    hoverProvider: true,
    codeLensProvider: {},
    inlayHintProvider: {},
    completionProvider: { triggerCharacters: ['"', ':'], resolveProvider: true },
    documentLinkProvider: { resolveProvider: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

const refinementPage = 'https://github.com/iam-refine/iam-refine/blob/main/docs/refinement.md';

/** A link at the end of the code action menu. Only VS Code has the command that opens it. */
function documentationOfActions({
  actionDocumentation,
  clientCommands,
}: ClientCapabilities): Pick<CodeActionOptions, 'documentation'> {
  if (!actionDocumentation || !clientCommands) return {};
  const command = { title: t('How refinement works'), command: 'vscode.open', arguments: [refinementPage] };
  return { documentation: [{ kind: CodeActionKind.QuickFix, command }] };
}

interface Session {
  readonly connection: Connection;
  readonly log: Log;
  readonly platform: Platform;
  readonly documents: TextDocuments<TextDocument>;
  readonly openDocument: OpenDocuments;
  readonly workspace: Workspace;
  readonly capabilities: ClientCapabilities;
}

/** Makes the sources of analyses: findings, configurations, and the problems of these files. */
function createSources({ connection, log, platform, documents, openDocument, workspace, capabilities }: Session) {
  const problems = createFileProblems(connection, workspace, capabilities.diagnostics);
  const report = (uri: string, list: Parameters<typeof problems.report>[1]): void =>
    inBackground(log, `problems of ${uri}`, problems.report(uri, list));
  const configs = createConfigs(platform, openDocument, (config) =>
    report(config.uri, problemsOfConfig(config, platform.now())),
  );
  const progress = createProgressSource(connection, capabilities.progress);
  const store = createFindingsStore({
    platform,
    log,
    progress,
    report: (uri, broken) => report(uri, broken === undefined ? [] : [{ code: 'finding.unreadable', ...broken }]),
  });
  const { folderOf, settingsFor, watch } = workspace;
  const large = createLargeDocuments(problems.report);
  const catalogues = createCatalogueSource(platform, log);
  const tellConfig = createConfigTeller((config, known) =>
    report(config.uri, problemsOfConfig(config, platform.now(), known)),
  );
  const syntaxes = createSyntaxes((kind) => platform.loadSyntax(kind));
  const modules = createModules({
    platform,
    syntaxes,
    openDocument,
    openDocuments: () => documents.all(),
    folderOf,
    watch,
  });
  const analyser = createAnalyser({
    platform,
    syntaxes,
    modules,
    store,
    configs,
    large,
    catalogues,
    folderOf,
    settingsFor,
    watch,
    tellConfig,
  });
  return { problems, report, configs, catalogues, progress, store, large, modules, analyser };
}

/** Connects the handlers, once the capabilities of the client are known. */
function run(session: Session): void {
  const { connection, log, platform, documents, openDocument, workspace, capabilities } = session;
  const { problems, report, configs, catalogues, progress, store, large, modules, analyser } = createSources(session);
  const readPart = createPartReader(platform, store);
  const placesOf = createEntryPlaces(readPart);
  const publisher = createPublisher({
    connection,
    documents,
    analyser,
    diagnosticsOf: (document, found) => diagnosticsOf(document, found, { shown: capabilities.diagnostics, placesOf }),
    paramsOf: (document, found, more) => analysedParams(document, found, { ...more, now: platform.now() }),
    catchUp: (found, memo) => files.catchUp(found, memo),
    large,
  });
  const scheduler = createScheduler();
  const later = (uri: string, delayMs: number): void =>
    scheduler.schedule(uri, delayMs, () => inBackground(log, `analysing ${uri}`, publisher.publish(uri)));
  const refresh = createRefresh(connection, capabilities);
  /** Tells the client that what policies are examined against has changed. */
  const tell = async (uris: readonly string[]): Promise<void> =>
    connection.sendNotification(evidenceChangedNotification, { uris } satisfies EvidenceChangedParams);
  const startOver = (): void => {
    publisher.outdate();
    inBackground(log, 'taking back problems', problems.clear());
    store.forget();
    documents.keys().forEach((uri) => later(uri, 0));
    inBackground(log, 'asking for new lenses', refresh());
    inBackground(log, 'telling of changes', tell([]));
  };
  /** Analyses only documents again whose result would differ now. */
  const follow = async (changed: readonly string[]): Promise<void> => {
    (await publisher.outdated()).forEach((uri) => later(uri, 0));
    await tell(changed);
    await refresh();
  };

  const files = createFileFollower({
    platform,
    log,
    scheduler,
    store,
    configs,
    catalogues,
    modules,
    folderOf: workspace.folderOf,
    distrust: publisher.distrust,
    forgetConfig: (uri) => report(uri, []),
    follow,
  });

  followDocuments(session, { publisher, scheduler, configs, modules, later, follow });
  connection.onDidChangeWatchedFiles(({ changes }) => files.hear(changes));
  connection.onDidChangeConfiguration(({ settings }) => {
    workspace.changeSettings(settings);
    startOver();
  });
  connection.onInitialized(() => registerForChanges(session, startOver));
  const { folders } = workspace;
  answerRequests({
    connection,
    log,
    platform,
    documents,
    openDocument,
    capabilities,
    publisher,
    analyser,
    folders,
    progress,
    readPart,
    placesOf,
  });
  connection.onShutdown(() => scheduler.cancelAll());
}

/** Asks the client to refresh code lenses and inlay hints, because they depend on the findings as well. */
function createRefresh(connection: Connection, capabilities: ClientCapabilities): () => Promise<void> {
  return async () => {
    if (capabilities.codeLensRefresh) await connection.sendRequest(CodeLensRefreshRequest.type);
    if (capabilities.inlayHintRefresh) await connection.sendRequest(InlayHintRefreshRequest.type);
  };
}

interface Following {
  readonly publisher: Publisher;
  readonly scheduler: Scheduler;
  readonly configs: Configs;
  readonly modules: Modules;
  readonly later: (uri: string, delayMs: number) => void;
  readonly follow: (changed: readonly string[]) => Promise<void>;
}

function followDocuments(
  { documents, log }: Session,
  { publisher, scheduler, configs, modules, later, follow }: Following,
): void {
  /** Follows a configuration: the text in the editor counts, and after it is closed the text on disk. */
  const followConfig = (uri: string): void =>
    scheduler.schedule(`config ${uri}`, pauseMs, () => {
      configs.forget([uri]);
      inBackground(
        log,
        `reading ${uri}`,
        configs.look(uri).then(() => follow([uri])),
      );
    });
  /** Analyses the other files of a module if who has their policies changed with the text in the editor. */
  const followModule = (uri: string): void =>
    scheduler.schedule(`module ${parentOf(uri)}`, pauseMs, () =>
      inBackground(
        log,
        `reading the module of ${uri}`,
        publisher.outdated().then((others) => others.forEach((other) => later(other, 0))),
      ),
    );
  // The change event also comes when a document is opened; then, the document is analysed without a pause.
  const opened = new Set<string>();
  documents.onDidChangeContent(({ document: { uri } }) => {
    if (isConfig(uri)) followConfig(uri);
    if (modules.isPart(uri)) followModule(uri);
    later(uri, opened.has(uri) ? pauseMs : 0);
    opened.add(uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    if (isConfig(uri)) followConfig(uri);
    if (modules.isPart(uri)) followModule(uri);
    opened.delete(uri);
    scheduler.cancel(uri);
    publisher.close(uri);
  });
}

/** Registers for changes that clients report only on request. */
function registerForChanges({ connection, log, workspace, capabilities }: Session, startOver: () => void): void {
  if (capabilities.configurationChanges) {
    const registered = connection.client.register(DidChangeConfigurationNotification.type, {
      section: settingsSection,
    });
    inBackground(log, 'watching the settings', registered);
  }
  // The library throws if the client does not support workspace folders.
  if (!capabilities.workspaceFolders) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    workspace.changeFolders(
      added.map(({ uri }) => uri),
      removed.map(({ uri }) => uri),
    );
    startOver();
  });
}

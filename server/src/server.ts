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
import { settingsSection } from '../../protocol/src/index.ts';
import { abilitiesOf, type ClientCapabilities } from './lsp/clientCapabilities.ts';
import { createAnalyser } from './documents/analyser.ts';
import { createCatalogueSource } from './sources/catalogues.ts';
import { confinedHost } from './sources/confinedPlatform.ts';
import { createConfigs, createConfigTeller, isConfig, problemsOfConfig, type Configs } from './sources/configs.ts';
import { createEntryPlaces } from './sources/entryPlaces.ts';
import { fixAllKind } from './features/fixes/codeActions.ts';
import { answerRequests } from './requests/requests.ts';
import { createFileFollower } from './documents/fileEvents.ts';
import { createFileProblems } from './sources/fileProblems.ts';
import { createFindingsStore } from './sources/findingsStore.ts';
import { createLog, inBackground, type Log } from './lsp/guard.ts';
import type { Platform } from '../../platform/src/platform.ts';
import { createLargeDocuments } from './documents/largeDocuments.ts';
import { createOpenDocuments, type OpenDocuments } from './documents/openDocument.ts';
import { createProgressSource } from './lsp/progress.ts';
import { analysedParams, diagnosticsOf } from './features/diagnostics.ts';
import { createPublisher, type Publisher } from './documents/publisher.ts';
import { createScheduler, pauseMs, type Scheduler } from './lsp/scheduler.ts';
import { createWorkspace, type Workspace } from './sources/workspace.ts';
import { speakIn, t } from './lsp/language.ts';

/** Starts the language server on a connection. The connection and the host are all it sees of the world. */
export function startServer(connection: Connection, host: Platform): void {
  const log = createLog(connection.console);
  const documents = new TextDocuments(TextDocument);

  let isInitialized = false;
  connection.onInitialize((params): InitializeResult | ResponseError<InitializeError> => {
    // "The initialize request may only be sent once" (LSP).
    if (isInitialized)
      return new ResponseError(ErrorCodes.InvalidRequest, t('initialize was already sent'), { retry: false });
    isInitialized = true;
    speakIn(params.locale);
    const abilities = abilitiesOf(params);
    const folders = foldersOf(params, abilities);
    const workspace = createWorkspace({
      connection,
      log,
      abilities,
      folders,
      initialSettings: params.initializationOptions,
    });
    const confined = confinedHost(host, { folderOf: workspace.folderOf, log });
    run({
      connection,
      log,
      host: confined,
      documents,
      openDocument: createOpenDocuments(documents),
      workspace,
      abilities,
    });
    return { capabilities: capabilitiesFor(abilities), serverInfo: { name: 'iam-refine' } };
  });
  documents.listen(connection);
  connection.listen();
}

/** A client that knows no folders of a workspace has one at most, its root. */
function foldersOf({ workspaceFolders, rootUri }: InitializeParams, abilities: ClientCapabilities): string[] {
  const root = !abilities.workspaceFolders && typeof rootUri === 'string' ? [rootUri] : [];
  return workspaceFolders?.map(({ uri }) => uri) ?? root;
}

function capabilitiesFor(abilities: ClientCapabilities): InitializeResult['capabilities'] {
  return {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
      ...(abilities.resolvedEdits ? { resolveProvider: true } : {}),
      ...documentationOfActions(abilities),
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

/** A link at the end of the menu; only VS Code has the command that opens it. */
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
  readonly host: Platform;
  readonly documents: TextDocuments<TextDocument>;
  readonly openDocument: OpenDocuments;
  readonly workspace: Workspace;
  readonly abilities: ClientCapabilities;
}

/** What analyses rest on: the findings, the configurations, and what is said of files beside the policies. */
function createSources({ connection, log, host, openDocument, workspace, abilities }: Session) {
  const problems = createFileProblems(connection, workspace);
  const report = (uri: string, list: Parameters<typeof problems.report>[1]): void =>
    inBackground(log, `problems of ${uri}`, problems.report(uri, list));
  const configs = createConfigs(host, openDocument, (config) =>
    report(config.uri, problemsOfConfig(config, host.now())),
  );
  const progress = createProgressSource(connection, abilities.progress);
  const store = createFindingsStore({
    host,
    log,
    progress,
    report: (uri, broken) => report(uri, broken === undefined ? [] : [{ code: 'finding.unreadable', ...broken }]),
  });
  const { folderOf, settingsFor, watch } = workspace;
  const large = createLargeDocuments(problems.report);
  const catalogueFor = createCatalogueSource(host, log);
  const tellConfig = createConfigTeller((config, known) =>
    report(config.uri, problemsOfConfig(config, host.now(), known)),
  );
  const analyser = createAnalyser({
    host,
    store,
    configs,
    large,
    catalogueFor,
    folderOf,
    settingsFor,
    watch,
    tellConfig,
  });
  return { problems, report, configs, progress, store, large, analyser };
}

/** Wires the handlers, once it is known what the client can do. */
function run(session: Session): void {
  const { connection, log, host, documents, openDocument, workspace, abilities } = session;
  const { problems, report, configs, progress, store, large, analyser } = createSources(session);
  const placesOf = createEntryPlaces(host);
  const publisher = createPublisher({
    connection,
    documents,
    analyser,
    diagnosticsOf: (document, found) => diagnosticsOf(document, found, placesOf),
    paramsOf: (document, found, count) => analysedParams(document, found, { problems: count, now: host.now() }),
    catchUp: (found) => files.catchUp(found),
    large,
  });
  const scheduler = createScheduler();
  const later = (uri: string, delayMs: number): void =>
    scheduler.schedule(uri, delayMs, () => inBackground(log, `analysing ${uri}`, publisher.publish(uri)));
  const refresh = createRefresh(connection, abilities);
  const startOver = (): void => {
    publisher.outdate();
    inBackground(log, 'taking back problems', problems.clear());
    store.forget();
    documents.keys().forEach((uri) => later(uri, 0));
    inBackground(log, 'asking for new lenses', refresh());
  };
  /** Analyses again only what would now be said otherwise. */
  const follow = async (): Promise<void> => {
    (await publisher.outdated()).forEach((uri) => later(uri, 0));
    await refresh();
  };

  const files = createFileFollower({
    host,
    log,
    scheduler,
    store,
    configs,
    distrust: publisher.distrust,
    forgetConfig: (uri) => report(uri, []),
    follow,
  });

  followDocuments(session, { publisher, scheduler, configs, later, follow });
  connection.onDidChangeWatchedFiles(({ changes }) => files.hear(changes));
  connection.onDidChangeConfiguration(({ settings }) => {
    workspace.changeSettings(settings);
    startOver();
  });
  connection.onInitialized(() => hearOfSettingsAndFolders(session, startOver));
  const { folders } = workspace;
  answerRequests({
    connection,
    log,
    host,
    documents,
    openDocument,
    abilities,
    publisher,
    analyser,
    folders,
    progress,
    placesOf,
  });
  connection.onShutdown(() => scheduler.cancelAll());
}

/** Lenses and hints rest on the findings too: the client is told to ask for them again. */
function createRefresh(connection: Connection, abilities: ClientCapabilities): () => Promise<void> {
  return async () => {
    if (abilities.codeLensRefresh) await connection.sendRequest(CodeLensRefreshRequest.type);
    if (abilities.inlayHintRefresh) await connection.sendRequest(InlayHintRefreshRequest.type);
  };
}

interface Following {
  readonly publisher: Publisher;
  readonly scheduler: Scheduler;
  readonly configs: Configs;
  readonly later: (uri: string, delayMs: number) => void;
  readonly follow: () => Promise<void>;
}

function followDocuments(
  { documents, log }: Session,
  { publisher, scheduler, configs, later, follow }: Following,
): void {
  /** A configuration counts as it stands in the editor, and as it is on disk when it is closed. */
  const followConfig = (uri: string): void =>
    scheduler.schedule(`config ${uri}`, pauseMs, () => {
      configs.forget([uri]);
      inBackground(log, `reading ${uri}`, configs.look(uri).then(follow));
    });
  // The event comes when a document is opened, too: that is answered at once.
  const opened = new Set<string>();
  documents.onDidChangeContent(({ document: { uri } }) => {
    if (isConfig(uri)) followConfig(uri);
    later(uri, opened.has(uri) ? pauseMs : 0);
    opened.add(uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    if (isConfig(uri)) followConfig(uri);
    opened.delete(uri);
    scheduler.cancel(uri);
    publisher.close(uri);
  });
}

/** Registers for what clients report only when asked to. */
function hearOfSettingsAndFolders({ connection, log, workspace, abilities }: Session, startOver: () => void): void {
  if (abilities.configurationChanges) {
    const registered = connection.client.register(DidChangeConfigurationNotification.type, {
      section: settingsSection,
    });
    inBackground(log, 'watching the settings', registered);
  }
  // The library throws where the client does not know them.
  if (!abilities.workspaceFolders) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    workspace.changeFolders(
      added.map(({ uri }) => uri),
      removed.map(({ uri }) => uri),
    );
    startOver();
  });
}

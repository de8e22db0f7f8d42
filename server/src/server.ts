import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type FileEvent,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { refineFileRequest, settingsSection, type RefineFileParams, type RefineFileResult } from '../../protocol/src/index.ts';
import { abilitiesOf, type Abilities } from './abilities.ts';
import { createAnalyser } from './analyser.ts';
import { createCatalogueSource } from './catalogues.ts';
import { codeActionsFor, fixAllKind } from './features/codeActions.ts';
import { refineFile } from './features/refineFile.ts';
import { createFindingsStore } from './findingsStore.ts';
import { guarded, inBackground, type Log } from './guard.ts';
import type { ServerHost } from './host.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { createScheduler } from './scheduler.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** A burst of typing or of file events is answered once, this long after its last one. */
const pauseMs = 50;

/** Starts the language server on a connection. The connection and the host are all it sees of the world. */
export function startServer(connection: Connection, host: ServerHost): void {
  const log: Log = connection.console;
  const documents = new TextDocuments(TextDocument);

  connection.onInitialize((params): InitializeResult => {
    const abilities = abilitiesOf(params);
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? [];
    const workspace = createWorkspace(connection, log, abilities, folders, params.initializationOptions);
    run({ connection, log, host, documents, workspace, abilities });
    return { capabilities, serverInfo: { name: 'iam-refine' } };
  });
  documents.listen(connection);
  connection.listen();
}

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

interface Session {
  readonly connection: Connection;
  readonly log: Log;
  readonly host: ServerHost;
  readonly documents: TextDocuments<TextDocument>;
  readonly workspace: Workspace;
  readonly abilities: Abilities;
}

/** Wires the handlers, once it is known what the client can do. */
function run({ connection, log, host, documents, workspace, abilities }: Session): void {
  const publisher: Publisher = createPublisher(connection, documents, workspace, (report) => {
    const store = createFindingsStore(host, log, report);
    return { store, analyse: createAnalyser(store, createCatalogueSource(host, log)) };
  });
  const scheduler = createScheduler();
  const later = (uri: string, delayMs: number): void =>
    scheduler.schedule(uri, delayMs, () => inBackground(log, `analysing ${uri}`, publisher.publish(uri)));
  const again = (): void => documents.keys().forEach((uri) => later(uri, 0));

  documents.onDidOpen(({ document }) => later(document.uri, 0));
  documents.onDidChangeContent(({ document }) => document.version > 1 && later(document.uri, pauseMs));
  documents.onDidClose(({ document }) => {
    scheduler.cancel(document.uri);
    publisher.close(document.uri);
  });

  const events = new Map<string, FileChangeType>();
  const rereadAll = async (): Promise<void> => {
    const changed = [...events];
    events.clear();
    publisher.outdate();
    await Promise.all(changed.map(([uri, type]) => publisher.store.reread(uri, type === FileChangeType.Deleted)));
    again();
  };
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes.filter(isOurs)) events.set(uri, type);
    scheduler.schedule('watched files', pauseMs, () => inBackground(log, 'reading findings', rereadAll()));
  });
  const startOver = (): void => {
    publisher.forget();
    again();
  };
  connection.onDidChangeConfiguration(({ settings }) => {
    workspace.changeSettings(settings);
    startOver();
  });
  connection.onInitialized(() => {
    if (abilities.configurationChanges) {
      inBackground(log, 'watching the settings', connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection }));
    }
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      workspace.changeFolders(
        added.map(({ uri }) => uri),
        removed.map(({ uri }) => uri),
      );
      startOver();
    });
  });
  connection.onCodeAction(
    guarded(log, 'code actions', [], async (params) => {
      const document = documents.get(params.textDocument.uri);
      const found = document && (await publisher.current(document));
      return document === undefined || found === undefined ? [] : codeActionsFor(document, found, params, abilities);
    }),
  );
  connection.onRequest<RefineFileResult, void>(
    refineFileRequest,
    guarded<RefineFileParams, RefineFileResult>(log, 'refining', failed, async ({ uri }) => {
      const document = documents.get(uri);
      return document === undefined ? failed : refineFile(connection, document, await publisher.current(document));
    }),
  );
  connection.onShutdown(() => scheduler.cancelAll());
}

const failed: RefineFileResult = { kind: 'not-applied', reason: 'see the output of IAM Refine' };

/** The folders that are never searched are not watched either. */
function isOurs({ uri }: FileEvent): boolean {
  return !/\/(?:node_modules|\.git)\//.test(uri);
}

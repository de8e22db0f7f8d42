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
import { neverSearched } from '../../core/src/index.ts';
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
import { createScheduler, type Scheduler } from './scheduler.ts';
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
    const workspace = createWorkspace({ connection, log, abilities, folders, initialSettings: params.initializationOptions });
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

  // The event comes when a document is opened, too: that is answered at once.
  const opened = new Set<string>();
  documents.onDidChangeContent(({ document: { uri } }) => {
    later(uri, opened.has(uri) ? pauseMs : 0);
    opened.add(uri);
  });
  documents.onDidClose(({ document }) => {
    opened.delete(document.uri);
    scheduler.cancel(document.uri);
    publisher.close(document.uri);
  });

  const hear = createFileEvents(scheduler, log, async (changed) => {
    publisher.outdate();
    await Promise.all(changed.map(([uri, type]) => publisher.store.reread(uri, type === FileChangeType.Deleted)));
    again();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => hear(changes));
  const startOver = (): void => {
    publisher.forget();
    again();
  };
  connection.onDidChangeConfiguration(({ settings }) => {
    workspace.changeSettings(settings);
    startOver();
  });
  connection.onInitialized(() => hearOfSettingsAndFolders({ connection, log, workspace, abilities }, startOver));
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

/** Registers for what clients report only when asked to. */
function hearOfSettingsAndFolders(
  { connection, log, workspace, abilities }: Omit<Session, 'documents' | 'host'>,
  startOver: () => void,
): void {
  if (abilities.configurationChanges) {
    const registered = connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
    inBackground(log, 'watching the settings', registered);
  }
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    workspace.changeFolders(
      added.map(({ uri }) => uri),
      removed.map(({ uri }) => uri),
    );
    startOver();
  });
}

const failed: RefineFileResult = { kind: 'not-applied', reason: 'see the output of IAM Refine' };

/** Collects file events, which come doubled and in bursts, and hands over the last of each file when they pause. */
function createFileEvents(scheduler: Scheduler, log: Log, handle: (changed: [uri: string, type: FileChangeType][]) => Promise<void>) {
  const events = new Map<string, FileChangeType>();
  return (changes: readonly FileEvent[]): void => {
    for (const { uri, type } of changes.filter(isOurs)) events.set(uri, type);
    scheduler.schedule('watched files', pauseMs, () => {
      const changed = [...events];
      events.clear();
      inBackground(log, 'reading findings', handle(changed));
    });
  };
}

/** The folders that are never searched are not watched either. */
function isOurs({ uri }: FileEvent): boolean {
  return !neverSearched.some((folder) => uri.includes(`/${folder}/`));
}

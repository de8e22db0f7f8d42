/**
 * A language client: real messages, over an in-memory connection to a server with files in memory, or to a server that
 * is a process.
 */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type FileEvent,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type OptionalVersionedTextDocumentIdentifier,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type ServerCapabilities,
  type TextDocumentContentChangeEvent,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analysedNotification, type AnalysedParams } from '../../protocol/src/index.ts';
import { matchesGlob } from '../../core/src/config/index.ts';
import { mostBytes, neverSearched } from '../../core/src/index.ts';
import { packedDetails } from '../../scripts/iamData.ts';
import { loadSyntax } from '../support/hclSyntax.ts';
import type { Platform } from '../../platform/src/platform.ts';
import { startServer } from '../../server/src/server.ts';
import type { ServerStreams } from './process.ts';

export const root = 'file:///w';

export interface Options {
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: unknown;
  readonly capabilities?: InitializeParams['capabilities'];
  /** `null`: as of a client that has none open; `undefined`: of one that does not know them. */
  readonly folders?: readonly string[] | null | undefined;
  /** The folder of a client that knows one only. */
  readonly rootUri?: string;
  /** What the server takes for the time; the day of the findings of the tests where absent. */
  readonly now?: string;
  /** The user gives up whatever shows its progress. */
  readonly cancelsProgress?: boolean;
  /** The size that the host tells of files, where it should be large. */
  readonly toldSize?: number;
  /** Puts faults between the server and its files. */
  readonly host?: (sound: Platform, files: Map<string, string>) => Platform;
  /** Called before an edit that the server asks for is applied. */
  readonly beforeEdit?: (client: Client) => Promise<void>;
  /** `initializationOptions` of a client that has settings otherwise. */
  readonly clientOptions?: unknown;
  /** As a client whose editor speaks another language says it. */
  readonly locale?: string;
  /** A server that runs already, with files of its own; a new one with `files` where absent. */
  readonly server?: ServerStreams;
}

export interface Client {
  readonly connection: ProtocolConnection;
  readonly files: Map<string, string>;
  readonly log: string[];
  readonly diagnostics: Map<string, Diagnostic[]>;
  /** What the server has asked the client to watch. */
  readonly watched: unknown[];
  readonly open: (file: string, text: string, language?: string) => Promise<AnalysedParams>;
  readonly change: (file: string, text: string) => Promise<AnalysedParams>;
  /** Types over a part of a document, as editors report it. */
  readonly replace: (
    file: string,
    part: { readonly offset: number; readonly length: number },
    newText: string,
  ) => Promise<AnalysedParams>;
  readonly textOf: (file: string) => string;
  readonly close: (file: string) => Promise<void>;
  /** Tells the server of files that changed, and waits until it has analysed the open document `file` again. */
  readonly report: (events: readonly FileEvent[], file: string) => Promise<AnalysedParams>;
  readonly setSettings: (settings: unknown, file: string) => Promise<AnalysedParams>;
  readonly actions: (
    file: string,
    text: string,
    context?: Partial<CodeActionParams['context']>,
  ) => Promise<CodeAction[]>;
  /** The code actions for a whole document. */
  readonly actionsIn: (file: string) => Promise<CodeAction[]>;
  /** A code action as it is when it is chosen: the server is asked for its edit where that is not there. */
  readonly resolved: (action: CodeAction | undefined) => Promise<CodeAction>;
  /** The text of an open document after a code action was chosen. */
  readonly chosen: (action: CodeAction | undefined) => Promise<string>;
  /** The text of an open document after an edit; fails where the edit is for another version. */
  readonly applied: (edit: WorkspaceEdit | undefined) => string;
  /** Makes an edit in open documents, or in files. */
  readonly accept: (edit: WorkspaceEdit) => Promise<void>;
  /**
   * Resolves when the server has analysed an open document once more, whatever makes it; the version that it is in now,
   * or the given one.
   */
  readonly next: (file: string, version?: number) => Promise<AnalysedParams>;
  /** The documents that were analysed, in order, and the files that were read. */
  readonly analysed: string[];
  readonly readFiles: string[];
  /** What the server showed of its progress. */
  readonly progress: string[];
  /** What the server said it can do. */
  readonly offered: ServerCapabilities;
  readonly hover: (file: string, text: string) => Promise<string | null>;
  readonly stop: () => Promise<void>;
}

export const everything: InitializeParams['capabilities'] = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    workspaceFolders: true,
  },
  window: { workDoneProgress: true },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1] } },
    codeAction: {
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: [''] } },
    },
  },
};

/** As {@link everything}, but for code actions, whose edits have to be there at once. */
export const withoutResolve: InitializeParams['capabilities'] = {
  ...everything,
  textDocument: {
    ...everything.textDocument,
    codeAction: { disabledSupport: true, codeActionLiteralSupport: { codeActionKind: { valueSet: [''] } } },
  },
};

type Defaulted = 'files' | 'settings' | 'capabilities' | 'folders' | 'now' | 'cancelsProgress' | 'host';

const defaults: Required<Pick<Options, Defaulted>> = {
  files: {},
  settings: {},
  capabilities: everything,
  folders: [root],
  now: '2026-11-24T12:00:00Z',
  cancelsProgress: false,
  host: (sound) => sound,
};

export async function startClient(options: Options = {}): Promise<Client> {
  const { files, settings, capabilities, folders, now, cancelsProgress, host } = { ...defaults, ...options };
  const { toldSize, server, beforeEdit, clientOptions, locale, rootUri = null } = options;
  const stored = new Map(Object.entries(files).map(([file, text]) => [uriOf(file), text]));
  const readFiles: string[] = [];
  let section = settings;
  const { output, input } =
    server ?? serverInMemory(host(memoryHost(stored, { now: Date.parse(now), toldSize, readFiles }), stored));
  const connection = createProtocolConnection(new StreamMessageReader(output), new StreamMessageWriter(input));
  const documents = new Map<string, TextDocument>();
  const diagnostics = new Map<string, Diagnostic[]>();
  const log: string[] = [];
  const watched: unknown[] = [];
  const progress: string[] = [];
  const announced: string[] = [];
  const waiting: {
    readonly uri: string;
    readonly version: number;
    readonly resolve: (params: AnalysedParams) => void;
  }[] = [];
  const analysed = (uri: string, version = documents.get(uri)?.version ?? 0): Promise<AnalysedParams> =>
    new Promise((resolve) => waiting.push({ uri, version, resolve }));

  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics: list }: PublishDiagnosticsParams) => void diagnostics.set(uri, list),
  );
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void log.push(message));
  connection.onNotification(analysedNotification, (params: AnalysedParams) => {
    announced.push(params.uri);
    const done = waiting.filter(({ uri, version }) => uri === params.uri && version === params.version);
    for (const waiter of done) waiting.splice(waiting.indexOf(waiter), 1);
    for (const { resolve } of done) resolve(params);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => section));
  connection.onRequest(
    'client/registerCapability',
    ({ registrations }: { registrations: { method: string; registerOptions: unknown }[] }) => {
      for (const { method, registerOptions } of registrations)
        if (method === 'workspace/didChangeWatchedFiles') watched.push(registerOptions);
      return null;
    },
  );
  connection.onRequest('client/unregisterCapability', () => null);
  connection.onRequest('workspace/applyEdit', async ({ edit }: { edit: WorkspaceEdit }) => {
    await beforeEdit?.(client);
    const isLate = (edit.documentChanges ?? []).some(
      (change) => 'edits' in change && isForAnotherVersion(change.textDocument),
    );
    if (!isLate) await accept(edit);
    return { applied: !isLate };
  });
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onNotification(
    '$/progress',
    ({ token, value }: { token: number | string; value: { kind: string; title?: string } }) => {
      progress.push(value.title === undefined ? value.kind : `${value.kind} ${value.title}`);
      if (value.kind === 'begin' && cancelsProgress)
        void connection.sendNotification('window/workDoneProgress/cancel', { token });
    },
  );
  connection.listen();

  const isForAnotherVersion = ({ uri, version }: OptionalVersionedTextDocumentIdentifier): boolean =>
    documents.has(uri) && documents.get(uri)?.version !== version;
  const initial =
    capabilities.workspace?.configuration === true
      ? { initializationOptions: clientOptions }
      : { initializationOptions: settings };
  const workspaceFolders = folders?.map((uri) => ({ uri, name: uri })) ?? folders;
  const language = locale === undefined ? {} : { locale };
  const told = { processId: null, rootUri, capabilities, workspaceFolders, ...initial, ...language };
  const { capabilities: offered } = await connection.sendRequest<InitializeResult>('initialize', told);
  await connection.sendNotification('initialized', {});

  const textOf = (uri: string): string => documents.get(uri)?.getText() ?? '';
  const sendChange = async (uri: string, text: string, change: TextDocumentContentChangeEvent): Promise<void> => {
    const version = (documents.get(uri)?.version ?? 0) + 1;
    documents.set(uri, TextDocument.create(uri, 'json', version, text));
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [change],
    });
  };
  const changeTo = (uri: string, text: string): Promise<void> => sendChange(uri, text, { text });
  const changeAndWait = async (uri: string, sent: Promise<void>): Promise<AnalysedParams> => {
    const answer = analysed(uri);
    await sent;
    return answer;
  };
  const actionsAt = (uri: string, range: Range, context: Partial<CodeActionParams['context']>): Promise<CodeAction[]> =>
    connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: diagnostics.get(uri) ?? [], ...context },
    });
  /** Does what an edit says: to open documents as typing would, to others on disk. */
  const accept = async (edit: WorkspaceEdit): Promise<void> => {
    for (const change of edit.documentChanges ?? []) {
      if ('kind' in change) {
        assert.equal(change.kind, 'create');
        if (!stored.has(change.uri)) stored.set(change.uri, '');
        continue;
      }
      const { uri } = change.textDocument;
      const edits = change.edits as { range: Range; newText: string }[];
      const document = documents.get(uri);
      if (document !== undefined) await changeTo(uri, applied({ documentChanges: [change] }));
      else stored.set(uri, TextDocument.applyEdits(TextDocument.create(uri, 'jsonc', 0, stored.get(uri) ?? ''), edits));
    }
  };
  const applied = (edit: WorkspaceEdit | undefined): string => {
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change, 'an edit of a document');
    const document = documents.get(change.textDocument.uri);
    assert.equal(change.textDocument.version, document?.version);
    return TextDocument.applyEdits(document as TextDocument, change.edits as { range: Range; newText: string }[]);
  };
  const resolved = async (action: CodeAction | undefined): Promise<CodeAction> => {
    assert.ok(action !== undefined, 'it is offered');
    return action.edit === undefined ? connection.sendRequest<CodeAction>('codeAction/resolve', action) : action;
  };
  const client: Client = {
    connection,
    resolved,
    chosen: async (action) => applied((await resolved(action)).edit),
    files: stored,
    log,
    diagnostics,
    watched,
    applied,
    accept,
    progress,
    offered,
    analysed: announced,
    readFiles,
    next: (file, version) => analysed(uriOf(file), version),
    async hover(file, text) {
      const uri = uriOf(file);
      const document = documents.get(uri);
      const position = document?.positionAt(document.getText().indexOf(text) + 1);
      const hover = await connection.sendRequest<Hover | null>('textDocument/hover', {
        textDocument: { uri },
        position,
      });
      return hover === null ? null : (hover.contents as { value: string }).value;
    },
    async open(file, text, languageId = 'json') {
      const uri = uriOf(file);
      documents.set(uri, TextDocument.create(uri, languageId, 1, text));
      const answer = analysed(uri);
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
      return answer;
    },
    change: (file, text) => changeAndWait(uriOf(file), changeTo(uriOf(file), text)),
    async replace(file, { offset, length }, newText) {
      const uri = uriOf(file);
      const document = TextDocument.create(uri, 'json', 0, textOf(uri));
      const change = {
        range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
        text: newText,
      };
      return changeAndWait(
        uri,
        sendChange(uri, TextDocument.applyEdits(document, [{ range: change.range, newText }]), change),
      );
    },
    textOf: (file) => textOf(uriOf(file)),
    async close(file) {
      documents.delete(uriOf(file));
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(file) } });
    },
    async report(changes, file) {
      const answer = analysed(uriOf(file));
      await connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
      return answer;
    },
    async setSettings(changed, file) {
      section = changed;
      const answer = analysed(uriOf(file));
      await connection.sendNotification('workspace/didChangeConfiguration', { settings: { iamRefine: changed } });
      return answer;
    },
    async actions(file, text, context = {}) {
      const uri = uriOf(file);
      const document = documents.get(uri);
      const position = document?.positionAt(document.getText().indexOf(text) + 1);
      assert.ok(position !== undefined);
      return actionsAt(uri, { start: position, end: position }, context);
    },
    async actionsIn(file) {
      const document = documents.get(uriOf(file));
      assert.ok(document !== undefined);
      return actionsAt(uriOf(file), { start: document.positionAt(0), end: document.positionAt(Infinity) }, {});
    },
    async stop() {
      await connection.sendRequest('shutdown');
      connection.dispose();
    },
  };
  return client;
}

function serverInMemory(host: Platform): ServerStreams {
  const input = new PassThrough();
  const output = new PassThrough();
  startServer(createConnection(input, output), host);
  return { output, input };
}

export function uriOf(file: string): string {
  return file.includes(':') ? file : `${root}/${file}`;
}

/** Read once for all tests. */
let details: string | undefined;

/** Files in memory, and a clock that stands still. */
function memoryHost(
  files: ReadonlyMap<string, string>,
  {
    now,
    toldSize,
    readFiles,
  }: { readonly now: number; readonly toldSize: number | undefined; readonly readFiles: string[] },
): Platform {
  return {
    async readFile(uri) {
      const text = files.get(uri);
      return text === undefined ? { kind: 'unreadable', reason: 'no such file' } : { kind: 'read', text };
    },
    async *readPieces(uri) {
      const text = files.get(uri);
      if (text === undefined) throw new Error('no such file');
      readFiles.push(uri);
      const total = toldSize ?? text.length;
      const size = Math.ceil(text.length / 50) || 1;
      for (let at = 0; at < text.length; at += size) {
        yield {
          text: text.slice(at, at + size),
          done: (total * Math.min(at + size, text.length)) / text.length,
          total,
        };
        // The client may have something to say between two pieces.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async findFiles(folder, globs, { isDeep, within }) {
      const start = within === undefined ? folder : `${folder}/${within}`;
      const below = [...files.keys()].filter(
        (uri) => uri.startsWith(`${start}/`) && (isDeep || !uri.slice(folder.length + 1).includes('/')),
      );
      return { uris: below.filter((uri) => globs.some((glob) => matchesGlob(glob, uri.slice(folder.length + 1)))) };
    },
    async placeOf(uri) {
      if (files.has(uri)) return { kind: 'file', uri };
      return { kind: [...files.keys()].some((file) => file.startsWith(`${uri}/`)) ? 'other' : 'absent' };
    },
    async *lookBelow(folder) {
      for (const [uri, text] of files) {
        if (!uri.startsWith(`${folder}/`) || neverSearched.some((name) => uri.includes(`/${name}/`))) continue;
        if (text.length > mostBytes) yield { kind: 'too-large', uri };
        else yield { kind: 'text', uri, text };
      }
      yield { kind: 'ignored', files: 0, folders: 0 };
    },
    writtenUri: async (uri) => uri,
    stamp: async (uri) => files.get(uri),
    staysInside: async () => true,
    resolvePath: (folder, path) => (path.startsWith('/') ? `file://${path}` : `${folder}/${path}`),
    readDetails: async () => (details ??= packedDetails()),
    loadSyntax,
    now: () => now,
  };
}

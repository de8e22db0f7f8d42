/** Starts language servers as processes, with a client that waits for their diagnostics. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { bundling } from '../scripts/build.ts';
import { startServerProcess } from '../test/server/process.ts';
import { replaceSource } from '../test/support/replaceSource.ts';

/** An open document in a server. */
export interface ServedDocument {
  readonly text: () => string;
  /** Replaces a part, waits for the diagnostics, and returns their number. */
  readonly replace: (from: number, to: number, newText: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface Server {
  readonly open: (name: string, text: string) => Promise<ServedDocument>;
  readonly request: <R>(method: string, params: unknown) => Promise<R>;
  /** The URI of a file in the folder. */
  readonly uriOf: (name: string) => string;
  /** The bytes in use after garbage collection: in the heap, and of the whole process. */
  readonly heap: () => Promise<number>;
  readonly resident: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server for a folder, and waits until it is initialized. With `isMetered`, it reports its memory, but starts
 * slower.
 */
export async function startServer(file: string, folder: string, isMetered = false): Promise<Server> {
  const { output, input, memory } = startServerProcess({ file, isMetered });
  const connection = createProtocolConnection(new StreamMessageReader(output), new StreamMessageWriter(input));
  const waiting = new Map<string, (diagnostics: number) => void>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, version, diagnostics }: PublishDiagnosticsParams) => waiting.get(`${version} ${uri}`)?.(diagnostics.length),
  );
  connection.listen();
  const uri = pathToFileURL(folder).href;
  const workspaceFolders = [{ uri, name: 'bench' }];
  // Every edit that the server asks for is refused.
  connection.onRequest('workspace/applyEdit', () => ({ applied: false }));
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities, workspaceFolders });
  await connection.sendNotification('initialized', {});
  const diagnosed = (of: string, version: number): Promise<number> =>
    new Promise((resolve) => {
      const key = `${version} ${of}`;
      waiting.set(key, (count) => {
        waiting.delete(key);
        resolve(count);
      });
    });
  return {
    async open(name, text) {
      let document = TextDocument.create(`${uri}/${name}`, 'json', 1, text);
      const opened = diagnosed(document.uri, 1);
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: document.uri, languageId: 'json', version: 1, text },
      });
      await opened;
      return {
        text: () => document.getText(),
        async replace(from, to, newText) {
          const version = document.version + 1;
          const change = { range: { start: document.positionAt(from), end: document.positionAt(to) }, text: newText };
          document = TextDocument.update(document, [change], version);
          const done = diagnosed(document.uri, version);
          await connection.sendNotification('textDocument/didChange', {
            textDocument: { uri: document.uri, version },
            contentChanges: [change],
          });
          return done;
        },
        close: () => connection.sendNotification('textDocument/didClose', { textDocument: { uri: document.uri } }),
      };
    },
    request: async <R>(method: string, params: unknown) => connection.sendRequest<R>(method, params),
    uriOf: (name) => `${uri}/${name}`,
    heap: async () => (await memory()).heap,
    resident: async () => (await memory()).resident,
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      connection.dispose();
    },
  };
}

/** What VS Code shows of diagnostics, and what the server asks of a client before it refines a workspace. */
const capabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
  },
  workspace: {
    workspaceFolders: true,
    applyEdit: true,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
};

/** Bundles a server like ours, and returns the file. */
export async function bundleServer(source: string): Promise<string> {
  const outfile = path.resolve('out/bench', `${path.basename(source, '.ts')}.cjs`);
  await build({ ...bundling, entryPoints: [source], outfile });
  return outfile;
}

/** Bundles our server without the pause after a keystroke, so that only the work is measured. */
export async function bundleOwnServer(): Promise<string> {
  const outfile = path.resolve('out/bench/ownServer.cjs');
  const file = 'server/src/lsp/scheduler.ts';
  const pause = replaceSource(file, readFileSync(file, 'utf8').replace('pauseMs = 50', 'pauseMs = 0'));
  await build({ ...bundling, entryPoints: ['server/src/main.ts'], outfile, plugins: [pause] });
  return outfile;
}

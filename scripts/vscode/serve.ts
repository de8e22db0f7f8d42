/** Runs an installed VS Code as a server for the browser, with its own folders. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder, type VsCode } from './install.ts';

export interface ServeOptions {
  /** An extension to install from its package. */
  readonly vsix?: string;
  /** Other extensions that are installed, each the path of its unpacked folder. */
  readonly otherExtensions?: readonly string[];
  /** User settings in addition to those that quieten the workbench. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** VS Code's own driver for its smoke tests: runs a test suite in the extension host, and suppresses toasts. */
  readonly testDriver?: boolean;
  /** Ask for workspace trust, as VS Code does by default. */
  readonly workspaceTrust?: boolean;
  readonly port?: number;
}

export interface ServedVsCode {
  readonly authority: string;
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

const quiet = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'git.enabled': false,
  // In the browser, auto save is on by default, so unsaved changes of a test would be saved after a second.
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
};

/** Starts the server and waits until it listens. */
export async function serveVsCode(vsCode: VsCode, options: ServeOptions = {}): Promise<ServedVsCode> {
  // A short path: the names of Unix sockets below it may have at most 107 characters.
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder, 'r-'));
  const data = path.join(folder, 'data');
  const extensions = path.join(folder, 'extensions');
  mkdirSync(path.join(data, 'User'), { recursive: true });
  mkdirSync(extensions);
  for (const other of options.otherExtensions ?? [])
    cpSync(other, path.join(extensions, path.basename(other)), { recursive: true });
  writeFileSync(path.join(data, 'User/settings.json'), JSON.stringify({ ...quiet, ...options.settings }));
  const folders = ['--server-data-dir', folder, '--user-data-dir', data, '--extensions-dir', extensions];
  const accepted = '--accept-server-license-terms';
  if (options.vsix !== undefined) {
    const args = [
      'out/server-main.js',
      accepted,
      ...folders,
      '--install-extension',
      path.resolve(options.vsix),
      '--force',
    ];
    execFileSync(vsCode.node, args, { cwd: vsCode.root, stdio: 'pipe' });
  }
  const port = options.port ?? (await freePort());
  const args = [
    'out/server-main.js',
    accepted,
    ...folders,
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
  ];
  args.push('--telemetry-level', 'off', '--disable-update-check', '--reconnection-grace-time', '5');
  if (options.workspaceTrust !== true) args.push('--disable-workspace-trust');
  if (options.testDriver === true) args.push('--enable-smoke-test-driver');
  const log = path.join(folder, 'server.log');
  const output = openSync(log, 'a');
  const env = {
    ...process.env,
    PATH: `${path.dirname(vsCode.node)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    XDG_RUNTIME_DIR: folder,
    TMPDIR: folder,
  };
  const child = spawn(vsCode.node, args, { cwd: vsCode.root, detached: true, stdio: ['ignore', output, output], env });
  await untilListening(port, child, log);
  const authority = `127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { authority, origin: `http://${authority}`, stop };
}

/**
 * The address that opens a folder; `payload` are VS Code's own start parameters, honoured with the test driver only.
 */
export function addressOf(
  { origin }: ServedVsCode,
  folder: string,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const parameters = payload.length === 0 ? '' : `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `${origin}/?folder=${encodeURIComponent(path.resolve(folder))}${parameters}`;
}

async function untilListening(port: number, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isListening(port))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`VS Code did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    await sleep(100);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Ends only the process group that was started. */
async function end(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signal(pid, 'SIGTERM');
  const last = setTimeout(() => signal(pid, 'SIGKILL'), 3000);
  await gone;
  clearTimeout(last);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // The group has already ended.
  }
}

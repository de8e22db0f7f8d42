/**
 * Installs a real VS Code that runs without a desktop, from the npm registry: the package `code-server` contains VS
 * Code's own build. Everything is installed once, into a cache folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeBinary, nodePackage, refuseOtherNode, type PinnedNode } from './pinnedNode.ts';

/** An installed VS Code, and the Node it runs in. */
export interface VsCode {
  /** VS Code's version: `1.139`. */
  readonly version: string;
  /** The folder that contains `out/server-main.js`. */
  readonly root: string;
  readonly node: string;
}

export interface Release {
  readonly version: string;
  readonly codeServer: string;
  /** The Node that the extension host of this release needs, if it differs from the running one. */
  readonly node?: PinnedNode;
}

/** The lowest version that the manifest allows, and the newest that was tested. */
export const releases: { readonly minimum: Release; readonly current: Release } = {
  minimum: {
    version: '1.103',
    codeServer: '4.103.2',
    node: {
      version: '22.23.3',
      sha256: {
        'linux-arm64': 'd09e299258c24f7cdf6f5d5ec185e3a56512b27a697113735dac909f1cac7b8d',
        'linux-x64': 'fde6a4bf8d0562f7751d1a2d6cb9b417c4cfe107bbcb0aa3e9a24e125e348f48',
      },
    },
  },
  current: { version: '1.139', codeServer: '4.139.1' },
};

export const cacheFolder: string = path.resolve(process.env['IAM_REFINE_CACHE'] ?? '.vscode-test');

/** Installs everything that the editor tests need. */
export function installForEditor(): void {
  installChromium();
  Object.values(releases).forEach(installVsCode);
}

/** Installs a release unless it is installed. Throws with the output of a command that failed. */
export function installVsCode(release: Release): VsCode {
  const folder = path.join(cacheFolder, `vscode-${release.version}`);
  const root = path.join(folder, 'node_modules/code-server/lib/vscode');
  const node = release.node === undefined ? process.execPath : nodeBinary(folder, release.node);
  const vsCode = { version: release.version, root, node };
  const ready = path.join(folder, 'ready');
  if (existsSync(ready) && existsSync(node)) {
    if (release.node !== undefined) refuseOtherNode(node, release.node);
    return vsCode;
  }
  console.log(
    `Installing VS Code ${release.version} from npm into ${path.relative('', folder)} (once, about a minute)…`,
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  ensureDebian({ 'g++': 'g++', make: 'make', python3: 'python3' });
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', '--prefix', folder, '--ignore-scripts', ...quiet, `code-server@${release.codeServer}`], '.');
  if (release.node !== undefined) {
    const what = `${nodePackage(release.node)}@${release.node.version}`;
    run('npm', ['install', '--prefix', folder, '--ignore-scripts', ...quiet, what], '.');
    refuseOtherNode(node, release.node);
  }
  const env = { PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH'] ?? ''}`, npm_config_yes: 'true' };
  run('npm', ['install', '--ignore-scripts', '--omit=dev', ...quiet], root, env);
  // The only native modules that the server needs. The watchdog was renamed between the releases.
  const native = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog', 'node-pty'];
  const present = native.filter((name) => existsSync(path.join(root, 'node_modules', name)));
  run('npm', ['rebuild', ...present, ...quiet], root, env);
  writeFileSync(ready, '');
  return vsCode;
}

/**
 * The path of a Chromium. If there is none, it is installed from Debian's packages, if the user may do so. Otherwise,
 * the error tells what to do.
 */
export function installChromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names.map(which).find((file) => file !== undefined);
  if (found !== undefined) return found;
  ensureDebian({ chromium: 'chromium' });
  const installed = which('chromium');
  if (installed === undefined) throw new Error('apt-get installed chromium, and it is not on the PATH');
  return installed;
}

/** Installs Debian packages for the commands that are missing. */
function ensureDebian(packages: Readonly<Record<string, string>>): void {
  const missing = Object.entries(packages)
    .filter(([command]) => which(command) === undefined)
    .map(([, name]) => name);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? [] : ['sudo', '-n'];
  const maySudo = isRoot || spawnSync('sudo', ['-n', 'true']).status === 0;
  if (which('apt-get') === undefined || !maySudo) {
    throw new Error(
      `${missing.join(', ')} must be installed, and this user may not: install ${missing.join(', ')} and try again`,
    );
  }
  console.log(`Installing ${missing.join(', ')} with apt-get…`);
  const apt = [...sudo, 'apt-get'];
  run('env', [...apt, 'update', '-qq'], '.');
  run('env', [...apt, 'install', '-y', '-qq', '--no-install-recommends', ...missing], '.', {
    DEBIAN_FRONTEND: 'noninteractive',
  });
}

/** The path of a command, or `undefined`. */
export function which(command: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && existsSync(folder) && readdirSync(folder).includes(command)) return path.join(folder, command);
  }
  return undefined;
}

function run(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0) return;
  const output = `${stdout ?? ''}${stderr ?? ''}`.slice(-4000);
  throw new Error(`${command} ${args.join(' ')} failed (${error?.message ?? `exit ${status}`}):\n${output}`);
}

// Tests bundle this file into their own bundles, where it must not install anything.
if (process.argv[1] === path.resolve('scripts/vscode/install.ts')) installForEditor();

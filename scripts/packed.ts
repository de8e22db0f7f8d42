/** The content of the package of the extension: its files and its manifest. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';

/**
 * Members of the manifest that are only needed to build the extension or to use the command line tool from a checkout.
 */
const notPacked: readonly string[] = [
  'bin',
  'scripts',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'overrides',
  'allowScripts',
];

/** The files of the allow-list. */
export function packedFiles(): readonly string[] {
  const allowed = readFileSync('.vscodeignore', 'utf8').split('\n');
  return globSync(allowed.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
}

/** The manifest as it is packed. */
export function packedManifest(text: string): string {
  const manifest = JSON.parse(text) as Record<string, unknown>;
  const packed = Object.fromEntries(Object.entries(manifest).filter(([name]) => !notPacked.includes(name)));
  return `${JSON.stringify(packed, null, 2)}\n`;
}

/** What is packed into the extension: the files, and the manifest. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';

/** What only those need who build the extension, or use its command line tool from a checkout. */
const notPacked: readonly string[] = [
  'bin',
  'scripts',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'overrides',
  'allowScripts',
];

/** The files of the allow-list, as they are built. */
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

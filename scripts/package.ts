/** Packs the extension into `iam-refine.vsix` from the allow-list in `.vscodeignore`. Run with `npm run package`. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { buildBundles } from './build.ts';

export const packageFile: string = 'iam-refine.vsix';

/** What only those need who build the extension, or use its command line tool from a checkout. */
const notPacked: readonly string[] = ['bin', 'scripts', 'dependencies', 'devDependencies', 'overrides', 'allowScripts'];

/** Packs what was built into the package file, with a manifest that names nothing that is not in it. */
export function packageExtension(): void {
  const staged = mkdtempSync(path.join(tmpdir(), 'iam-refine-package-'));
  try {
    for (const file of packedFiles()) cpSync(file, path.join(staged, file));
    writeFileSync(path.join(staged, 'package.json'), packedManifest(readFileSync('package.json', 'utf8')));
    cpSync('.vscodeignore', path.join(staged, '.vscodeignore'));
    const vsce = path.resolve('node_modules/@vscode/vsce/vsce');
    execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', path.resolve(packageFile)], {
      cwd: staged,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(staged, { recursive: true });
  }
}

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

if (process.argv[1] === import.meta.filename) {
  await buildBundles();
  packageExtension();
  console.log(packageFile);
}

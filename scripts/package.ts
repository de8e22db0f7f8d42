/** Packs the extension into `iam-refine.vsix` from the allow-list in `.vscodeignore`. Run with `npm run package`. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildBundles } from './build.ts';
import { packedFiles, packedManifest } from './packed.ts';

export const packageFile: string = 'iam-refine.vsix';

/** Packs the build into the package file, with a manifest that names only files in the package. */
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

// Tests bundle this file into their own bundles, where it must not start a build.
if (process.argv[1] === path.resolve('scripts/package.ts')) {
  await buildBundles();
  packageExtension();
  console.log(packageFile);
}

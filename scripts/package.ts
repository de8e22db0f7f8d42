/** Packs the extension into `iam-refine.vsix` from the allow-list in `.vscodeignore`. Run with `npm run package`. */
import { execFileSync } from 'node:child_process';
import { buildBundles } from './build.ts';

export const packageFile: string = 'iam-refine.vsix';

/** Packs what was built into the package file. */
export function packageExtension(): void {
  execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', packageFile], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

if (process.argv[1] === import.meta.filename) {
  await buildBundles();
  packageExtension();
  console.log(packageFile);
}

/** Bundles the client, the server and the command line tool into `dist/`, with the notices of what they hold. Run with `npm run build`. */
import { rmSync } from 'node:fs';
import { build, type BuildOptions } from 'esbuild';
import { bundledPackages, writeThirdParty } from './thirdParty.ts';

const shared = {
  bundle: true,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  loader: { '.txt': 'text' },
  logLevel: 'warning',
  // The UMD build that jsonc-parser names as `main` hides its imports from the bundler.
  mainFields: ['module', 'main'],
  // A dependency of tinyglobby makes a `require` from its own address, which CommonJS knows by another name.
  define: { 'import.meta.url': 'moduleUrl' },
} as const satisfies BuildOptions;
const moduleUrl = "const moduleUrl=require('node:url').pathToFileURL(__filename).href;";

export async function buildBundles(): Promise<void> {
  rmSync('dist', { recursive: true, force: true });
  const built = await Promise.all([
    build({ ...shared, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.cjs', external: ['vscode'] }),
    build({ ...shared, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.cjs', banner: { js: moduleUrl } }),
    build({ ...shared, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.cjs', banner: { js: `#!/usr/bin/env node\n${moduleUrl}` } }),
  ]);
  writeThirdParty('dist', bundledPackages(built.map(({ metafile }) => metafile)));
}

if (process.argv[1] === import.meta.filename) await buildBundles();

/** Bundles the client, the server and the command line tool into `dist/`, with the notices of what they hold. Run with `npm run build`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { packedDetails } from './iamData.ts';
import { foreignLoads } from './loads.ts';
import { bundledPackages, writeThirdParty } from './thirdParty.ts';

const moduleUrl = "const moduleUrl=require('node:url').pathToFileURL(__filename).href;";

/** How everything is bundled that runs in Node. */
export const bundling: BuildOptions = {
  bundle: true,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  loader: { '.txt': 'text', '.md': 'text' },
  logLevel: 'warning',
  // The UMD build that jsonc-parser names as `main` hides its imports from the bundler.
  mainFields: ['module', 'main'],
  // The server finds what lies beside it by its own address, which CommonJS knows by another name.
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: moduleUrl },
};
/** The client's library is no part of its bundle, so that it need not be read to activate the extension. */
const apart: Plugin = {
  name: 'apart',
  setup(bundler) {
    bundler.onResolve({ filter: /\/languageClient\.ts$/ }, () => ({ path: './languageClient.cjs', external: true }));
  },
};

/** What is said of the actions of the catalogue, for the server. */
async function writeDetails(): Promise<void> {
  const packed = await promisify(brotliCompress)(packedDetails());
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/actionDetails.br', packed);
}

export async function buildBundles(): Promise<void> {
  rmSync('dist', { recursive: true, force: true });
  const details = writeDetails();
  const built = await Promise.all([
    build({ ...bundling, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.cjs', external: ['vscode'], plugins: [apart] }),
    build({ ...bundling, entryPoints: ['client/src/languageClient.ts'], outfile: 'dist/languageClient.cjs', external: ['vscode'] }),
    build({
      ...bundling,
      entryPoints: ['client/webview/trie.ts', 'client/webview/trie.css'],
      outdir: 'dist',
      platform: 'browser',
      format: 'iife',
      banner: {},
    }),
    build({ ...bundling, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.cjs' }),
    build({ ...bundling, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.cjs', banner: { js: `#!/usr/bin/env node\n${moduleUrl}` } }),
  ]);
  refuseForeign('dist/client.cjs', ['vscode', './languageClient.cjs']);
  refuseForeign('dist/languageClient.cjs', ['vscode']);
  refuseForeign('dist/server.cjs');
  refuseForeign('dist/cli.cjs');
  await details;
  writeThirdParty('dist', bundledPackages(built.flatMap(({ metafile }) => metafile ?? [])));
}

function refuseForeign(bundle: string, allowed: readonly string[] = []): void {
  const found = foreignLoads(readFileSync(bundle, 'utf8'), allowed);
  if (found.length > 0) throw new Error([`${bundle} may load what is not ours:`, ...found].join('\n'));
}

if (process.argv[1] === import.meta.filename) await buildBundles();

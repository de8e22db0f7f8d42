/**
 * Bundles the client, the server and the command line tool into `dist/`, with the notices of what they hold. Run with
 * `npm run build`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { packedDetails } from './iamData.ts';
import { foreignLoads } from './loads.ts';
import { packedFiles } from './packed.ts';
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
async function writeDetails({ isShipped }: Purpose): Promise<void> {
  const quality = isShipped ? constants.BROTLI_MAX_QUALITY : constants.BROTLI_MIN_QUALITY;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  const packed = await promisify(brotliCompress)(packedDetails(), { params });
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/actionDetails.br', packed);
}

/** Everything that is bundled, and what each may load at run time beside Node's own modules. */
export const bundles: readonly Bundle[] = [
  {
    options: {
      entryPoints: ['client/src/extension.ts'],
      outfile: 'dist/client.cjs',
      external: ['vscode'],
      plugins: [apart],
    },
    loads: ['vscode', './languageClient.cjs'],
  },
  {
    options: {
      entryPoints: ['client/src/languageClient.ts'],
      outfile: 'dist/languageClient.cjs',
      external: ['vscode'],
    },
    loads: ['vscode'],
  },
  {
    options: {
      entryPoints: ['client/webview/prefixTree.ts', 'client/webview/prefixTree.css'],
      outdir: 'dist',
      platform: 'browser',
      format: 'iife',
      banner: {},
    },
    loads: 'no Node',
  },
  { options: { entryPoints: ['server/src/main.ts'], outfile: 'dist/server.cjs' }, loads: [] },
  {
    options: {
      entryPoints: ['cli/src/main.ts'],
      outfile: 'dist/cli.cjs',
      banner: { js: `#!/usr/bin/env node\n${moduleUrl}` },
    },
    loads: [],
  },
];

export interface Bundle {
  readonly options: BuildOptions;
  readonly loads: readonly string[] | 'no Node';
}

/** What the bundler took into a bundle, and wrote of it. */
export async function bundle({ options }: Bundle, write: boolean = true): Promise<Metafile> {
  const { metafile } = await build({ ...bundling, ...options, write });
  if (metafile === undefined) throw new Error('the bundler did not say what it took in');
  return metafile;
}

/** What the bundles are for. Packing takes seconds where they are to be small, as what is shipped is. */
export interface Purpose {
  readonly isShipped: boolean;
}

export async function buildBundles(purpose: Purpose = { isShipped: true }): Promise<void> {
  rmSync('dist', { recursive: true, force: true });
  const details = writeDetails(purpose);
  const built = await Promise.all(bundles.map((one) => bundle(one)));
  for (const { options, loads } of bundles) if (loads !== 'no Node') refuseForeign(options.outfile ?? '', loads);
  await details;
  writeNotices(built);
}

/**
 * Apart for what is packed into the extension and for the command line tool, which is not: each list names what is in
 * its bundles.
 */
function writeNotices(built: readonly Metafile[]): void {
  const packed = new Set(packedFiles());
  const isPacked = ({ outputs }: Metafile): boolean => Object.keys(outputs).some((file) => packed.has(file));
  writeThirdParty('dist/', bundledPackages(built.filter(isPacked)));
  writeThirdParty('dist/cli.', bundledPackages(built.filter((one) => !isPacked(one))));
}

function refuseForeign(file: string, allowed: readonly string[]): void {
  const found = foreignLoads(readFileSync(file, 'utf8'), allowed);
  if (found.length > 0) throw new Error([`${file} may load what is not ours:`, ...found].join('\n'));
}

// Tests bundle this file into their own, whose name it then has.
if (process.argv[1] === path.resolve('scripts/build.ts')) await buildBundles();

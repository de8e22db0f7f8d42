/**
 * Bundles the client, the server and the command line tool into `dist/`, with the notices of what they hold. Run with
 * `npm run build`.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { fewFeatures, versionChecked } from './clientLibrary.ts';
import { packedDetails } from './iamData.ts';
import { foreignLoads } from './loads.ts';
import { packedFiles } from './packed.ts';
import { bundledPackages, writeThirdParty } from './thirdParty.ts';

const moduleUrl = "const moduleUrl=require('node:url').pathToFileURL(__filename).href;";

/** The options for all bundles that run in Node. */
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
  // The server finds the files next to it by its own address, which has another name in CommonJS.
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: moduleUrl },
};
/** Keeps the client's library out of its bundle, so that it is not read when the extension is activated. */
const apart: Plugin = {
  name: 'apart',
  setup(bundler) {
    bundler.onResolve({ filter: /\/languageClient\.ts$/ }, () => ({ path: './languageClient.cjs', external: true }));
  },
};

/**
 * Lets all files of the client share one `vscode`: by default, the bundler copies the hundreds of members of that module
 * for each file that imports it, when the extension is activated.
 */
const oneVsCode: Plugin = {
  name: 'one vscode',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]client[\\/]src[\\/](?:\w+[\\/])*\w+\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace("import * as vscode from 'vscode';", ''),
      loader: 'ts',
    }));
  },
};

/** Keeps the syntaxes that only some files need out of the bundles that load them. */
const syntaxesApart: Plugin = {
  name: 'syntaxes apart',
  setup(bundler) {
    bundler.onResolve({ filter: /\/documents\/\w+\/index\.ts$/ }, ({ path: file, kind }) =>
      kind === 'dynamic-import' ? { path: `./${path.basename(path.dirname(file))}.cjs`, external: true } : undefined,
    );
  },
};

/**
 * Keeps the texts in German out of the server's bundle, which is parsed at each start: they are read where VS Code reads
 * those of the client. The lowest Node does not import JSON.
 */
const germanApart: Plugin = {
  name: 'German apart',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]bundle\.l10n\.de\.json$/ }, () => ({
      contents: `import { readFileSync } from 'node:fs';
export default JSON.parse(readFileSync(new URL('../l10n/bundle.l10n.de.json', import.meta.url), 'utf8'));`,
      loader: 'js',
    }));
  },
};

/** The bundles of these syntaxes, next to the server and the command line tool. */
export const syntaxBundles: readonly string[] = ['./hcl.cjs', './yaml.cjs'];

/** The files that the syntax of HCL needs, with their packages. */
const binaries: readonly string[] = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
];

/**
 * Takes out of the library of the parser what would load modules of Node, or make code from a text. The library is given
 * the bytes of its WebAssembly, and the grammar needs no JavaScript.
 */
const onlyParser: Plugin = {
  name: 'only the parser',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]web-tree-sitter\.js$/ }, ({ path: file }) => ({
      contents: replaced(readFileSync(file, 'utf8'), [
        ['typeof process == "object" && process.versions?.node && process.type != "renderer"', 'false', 1],
        ['if (ENVIRONMENT_IS_NODE) {', 'if (false) {', 2],
        ['eval(func)', 'abort("code in a grammar")', 2],
        ['globalThis.process?.versions.node', 'false', 1],
      ]),
      loader: 'js',
    }));
  },
};

function replaced(text: string, changes: readonly (readonly [from: string, to: string, times: number])[]): string {
  return changes.reduce((all, [from, to, times]) => {
    const parts = all.split(from);
    if (parts.length !== times + 1) throw new Error(`the library of the parser changed: ${from}`);
    return parts.join(to);
  }, text);
}

/** Writes the files that a syntax needs, compressed, into folders with bundles. */
export async function writeBinaries(folders: readonly string[], { isShipped }: Purpose): Promise<void> {
  for (const file of binaries) {
    const packed = await compressed(readFileSync(file), isShipped);
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, `${path.basename(file)}.br`), packed);
    }
  }
}

async function compressed(content: string | Uint8Array, isShipped: boolean): Promise<Buffer> {
  const quality = isShipped ? constants.BROTLI_MAX_QUALITY : constants.BROTLI_MIN_QUALITY;
  return promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

/**
 * Keeps the catalogue in a file beside the bundle, where it is read as the bytes it consists of. In the bundle, it would
 * be parsed at each start, like code.
 */
const catalogueApart: Plugin = {
  name: 'catalogue apart',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]catalogue\.txt$/ }, () => ({
      contents: `import { readFileSync } from 'node:fs';
let text = '';
try {
  text = readFileSync(new URL('catalogue.txt', import.meta.url), 'latin1');
} catch {
  // Whoever opens it reports that it cannot be read.
}
export default text;`,
    }));
    bundler.onEnd(() => {
      mkdirSync('dist', { recursive: true });
      copyFileSync('data/catalogue.txt', 'dist/catalogue.txt');
    });
  },
};

/**
 * Leaves out modules of Node that the library of the protocol loads at the start for functions that the server does not
 * call: it starts no program, and does not invent names of pipes.
 */
const uncalled: Plugin = {
  name: 'uncalled',
  setup(bundler) {
    bundler.onResolve({ filter: /^(?:child_process|crypto)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'uncalled',
    }));
    bundler.onLoad({ filter: /^/, namespace: 'uncalled' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** All that the tool needs of the manifest. */
const shortManifest: Plugin = {
  name: 'short manifest',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]package\.json$/ }, ({ path: file }) => {
      if (file !== path.resolve('package.json')) return undefined;
      const { version, displayName, homepage } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      return { contents: JSON.stringify({ version, displayName, homepage }), loader: 'json' };
    });
  },
};

/** Writes the details of the actions in the catalogue, for the server. */
async function writeDetails({ isShipped }: Purpose): Promise<void> {
  const packed = await compressed(packedDetails(), isShipped);
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/actionDetails.br', packed);
}

/** All bundles, with the modules that each may load at run time besides those of Node. */
export const bundles: readonly Bundle[] = [
  {
    options: {
      entryPoints: ['client/src/extension.ts'],
      outfile: 'dist/client.cjs',
      external: ['vscode'],
      plugins: [apart, oneVsCode],
      banner: { js: 'const vscode=require("vscode");' },
    },
    loads: ['vscode', './languageClient.cjs'],
  },
  {
    options: {
      entryPoints: ['client/src/languageClient.ts'],
      outfile: 'dist/languageClient.cjs',
      external: ['vscode'],
      plugins: [fewFeatures, versionChecked],
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
  {
    options: {
      entryPoints: ['server/src/main.ts'],
      outfile: 'dist/server.cjs',
      plugins: [catalogueApart, uncalled, syntaxesApart, germanApart],
    },
    loads: syntaxBundles,
  },
  {
    options: {
      entryPoints: ['core/src/documents/yaml/index.ts'],
      outfile: 'dist/yaml.cjs',
      // Its build for browsers is smaller, and as good.
      alias: { yaml: './node_modules/yaml/browser/index.js' },
    },
    loads: [],
  },
  {
    options: {
      entryPoints: ['core/src/documents/hcl/index.ts'],
      outfile: 'dist/hcl.cjs',
      plugins: [onlyParser],
    },
    loads: [],
    binaries,
  },
  // Next to the server and the command line tool, which start it as a thread.
  {
    options: { entryPoints: ['platform/src/node/findingsThread.ts'], outfile: 'dist/findingsThread.cjs' },
    loads: [],
  },
  // Next to the command line tool, which starts it as a thread.
  {
    options: {
      entryPoints: ['cli/src/checkThread.ts'],
      outfile: 'dist/checkThread.cjs',
      plugins: [catalogueApart, shortManifest, syntaxesApart],
    },
    loads: syntaxBundles,
  },
  {
    options: {
      entryPoints: ['cli/src/main.ts'],
      outfile: 'dist/cli.cjs',
      banner: { js: `#!/usr/bin/env node\n${moduleUrl}` },
      plugins: [catalogueApart, shortManifest, syntaxesApart],
    },
    loads: syntaxBundles,
  },
];

export interface Bundle {
  readonly options: BuildOptions;
  readonly loads: readonly string[] | 'no Node';
  /** Files of packages that the bundle reads. */
  readonly binaries?: readonly string[];
}

/** Makes a bundle, and returns its inputs and outputs. */
export async function bundle({ options, binaries: read = [] }: Bundle, write: boolean = true): Promise<Metafile> {
  const { metafile } = await build({ ...bundling, ...options, write });
  if (metafile === undefined) throw new Error('the bundler did not say what it took in');
  const inputs = Object.fromEntries(read.map((file) => [file, { bytes: 0, imports: [] }]));
  return { ...metafile, inputs: { ...metafile.inputs, ...inputs } };
}

/**
 * The purpose of the bundles. For bundles to ship, the details are packed as small as possible, which takes seconds.
 */
export interface Purpose {
  readonly isShipped: boolean;
}

export async function buildBundles(purpose: Purpose = { isShipped: true }): Promise<void> {
  rmSync('dist', { recursive: true, force: true });
  const details = Promise.all([writeDetails(purpose), writeBinaries(['dist'], purpose)]);
  const built = await Promise.all(bundles.map((one) => bundle(one)));
  for (const { options, loads } of bundles) if (loads !== 'no Node') refuseForeign(options.outfile ?? '', loads);
  await details;
  writeNotices(built);
}

/** Writes separate notices for the extension and the command line tool, which is not part of it. */
function writeNotices(built: readonly Metafile[]): void {
  const packed = new Set(packedFiles());
  const ofTool = new Set(syntaxBundles.map((file) => path.posix.join('dist', file)));
  writeThirdParty('dist/', bundledPackages(built.filter((one) => isIn(packed, one))));
  writeThirdParty('dist/cli.', bundledPackages(built.filter((one) => !isIn(packed, one) || isIn(ofTool, one))));
}

function isIn(files: ReadonlySet<string>, { outputs }: Metafile): boolean {
  return Object.keys(outputs).some((file) => files.has(file));
}

function refuseForeign(file: string, allowed: readonly string[]): void {
  const found = foreignLoads(readFileSync(file, 'utf8'), allowed);
  if (found.length > 0) throw new Error([`${file} may load what is not ours:`, ...found].join('\n'));
}

// Tests bundle this file into their own bundles, where it must not start a build.
if (process.argv[1] === path.resolve('scripts/build.ts')) await buildBundles();

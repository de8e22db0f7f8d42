/** The engine with mistakes in its sources. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build, transform } from 'esbuild';
import { globSync } from 'tinyglobby';
import type * as engine from '../../core/src/index.ts';
import { withCode } from './codeIn.ts';

/** Code of a source, and what stands in its place. */
export interface Mistake {
  readonly file: string;
  readonly code: string;
  readonly mistake: string;
}

type Load = (name: string) => unknown;
/** Runs a module, which sets its exports before it loads others. */
type Run = (module: { exports: object }, load: Load) => void;

/** By their paths, compiled once: only those with mistakes differ from engine to engine. */
let soundModules: Promise<ReadonlyMap<string, Run>> | undefined;

/** The engine with the mistakes in it. All its modules are its own. */
export async function engineWith(mistakes: readonly Mistake[]): Promise<typeof engine> {
  const modules = new Map([...(await (soundModules ??= compileAll())), ...(await compileBroken(mistakes))]);
  return load(modules, path.resolve('core/src/index.ts')) as typeof engine;
}

async function compileAll(): Promise<ReadonlyMap<string, Run>> {
  const { outputFiles } = await build({
    entryPoints: globSync('core/src/**/*.ts'),
    outdir: 'core/src',
    outbase: 'core/src',
    outExtension: { '.js': '.ts' },
    format: 'cjs',
    write: false,
    logLevel: 'warning',
  });
  return new Map(outputFiles.map(({ path: file, text }) => [file, compiled(text, file)]));
}

async function compileBroken(mistakes: readonly Mistake[]): Promise<ReadonlyMap<string, Run>> {
  const sources = new Map<string, string>();
  for (const { file, code, mistake } of mistakes) {
    const broken = withCode(sources.get(file) ?? readFileSync(file, 'utf8'), code, mistake);
    assert.ok(broken !== undefined, `${file} holds ${code}`);
    sources.set(file, broken);
  }
  const modules = [...sources].map(async ([file, source]): Promise<readonly [string, Run]> => {
    const { code } = await transform(source, { loader: 'ts', format: 'cjs' });
    return [path.resolve(file), compiled(code, file)];
  });
  return new Map(await Promise.all(modules));
}

function compiled(code: string, filename: string): Run {
  return compileFunction(code, ['module', 'require'], { filename }) as Run;
}

const packages = createRequire(path.resolve('package.json'));

/** Runs a module and those that it imports, each once. */
function load(modules: ReadonlyMap<string, Run>, entry: string): unknown {
  const loaded = new Map<string, { exports: object }>();
  const loadFile = (file: string): object => {
    const before = loaded.get(file);
    if (before !== undefined) return before.exports;
    const run = modules.get(file);
    assert.ok(run !== undefined, `${file} is a module of the engine`);
    const module = { exports: {} };
    loaded.set(file, module);
    run(module, (name) => (name.startsWith('.') ? loadFile(path.resolve(file, '..', name)) : packages(name)));
    return module.exports;
  };
  return loadFile(entry);
}

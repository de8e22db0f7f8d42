/**
 * Measures the cost of the product as ratios to well-known work in the same run, prints them, and writes them to
 * `out/bench/figures.json`. Run with `npm run bench`, which also writes `bench/README.md`, or `npm run bench -- NAME…`
 * for some of the parts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import {
  allManagedPolicies,
  analysisFigure,
  documentScaling,
  terraformFigure,
  wildcardFigures,
  yamlFigure,
} from './engine.ts';
import { catalogue, policyOfSize, terraformOfSize, yamlOfSize } from './documents.ts';
import { activationFigure } from './activation.ts';
import { accountFigures } from './account.ts';
import { checkFigure } from './commandLine.ts';
import { findingsLoad } from './findingsLoad.ts';
import { manyFilesFigures } from './manyFiles.ts';
import { profileKeystroke } from './profile.ts';
import { sizeFigures } from './sizes.ts';
import { buildBundles } from '../scripts/build.ts';
import { packageExtension } from '../scripts/package.ts';
import { readmeOf } from './readme.ts';
import type { Figure } from './measure.ts';
import { moduleFigures } from './terraformModule.ts';
import { workspaceFigures } from './workspace.ts';
import { editFigures, independenceFigures, memoryFigures, principalsFigures, startFigure } from './server.ts';

const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  analysis: async () => [
    await analysisFigure('a policy of 6 KB', policyOfSize(6000), 400),
    await analysisFigure('a policy of 65 KB', policyOfSize(65_000), 100),
    await analysisFigure('a policy of 1 MB', policyOfSize(1_000_000), 25),
    await documentScaling(policyOfSize(65_000), policyOfSize(650_000)),
  ],
  yaml: async () => [await yamlFigure(yamlOfSize(100_000), 40)],
  terraform: async () => [await terraformFigure(terraformOfSize(100_000), 60), ...(await moduleFigures())],
  managed: async () => [await allManagedPolicies()],
  wildcard: wildcardFigures,
  edits: editFigures,
  start: async () => [await startFigure()],
  independence: independenceFigures,
  principals: () => principalsFigures(270),
  workspace: workspaceFigures,
  activation: async () => [await activationFigure(7)],
  commandLine: async () => [await checkFigure()],
  account: accountFigures,
  manyFiles: () => manyFilesFigures(2000, 5),
  findings: findingsFigures,
  sizes: async () => sizeFigures(),
  memory: () => memoryFigures(100_000, 1000),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0)
  throw new Error(`there is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
const figures: Figure[] = [];
await buildBundles();
packageExtension();
for (const [name, measure] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) figures.push(...(await measure()));
mkdirSync('out/bench', { recursive: true });
writeFileSync('out/bench/figures.json', `${JSON.stringify(figures, null, 2)}\n`);
const printed = tableOf(figures);
console.log(printed.join('\n'));
if (wanted.length === 0) {
  const profile = await profileKeystroke();
  console.log(profile.join('\n'));
  writeFileSync('bench/README.md', readmeOf({ names: Object.keys(parts), table: printed, profile }));
}

async function findingsFigures(): Promise<Figure[]> {
  const { size, count, load, parse, peak, kept } = await findingsLoad(catalogue, 100_000, 5);
  const what = `${count.toLocaleString('en')} findings, ${size.toFixed(0)} MB NDJSON`;
  const mb = (megabytes: number): string => `${megabytes.toFixed(0)} MB`;
  return [
    {
      what: `${what}: load`,
      against: 'JSON.parse, line by line',
      ratio: load / parse,
      aim: { most: 1.1 },
      took: `${load.toFixed(0)} ms`,
    },
    {
      what: `${what}: memory while loading`,
      against: 'the file',
      ratio: peak / size,
      aim: { most: 0.5 },
      took: mb(peak),
    },
    { what: `${what}: memory kept`, against: 'the file', ratio: kept / size, aim: { most: 0.1 }, took: mb(kept) },
  ];
}

function tableOf(rows: readonly Figure[]): string[] {
  const table = [['what', 'against', 'ratio', 'aim', '', 'took'], ...rows.map(cells)];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cells({ what, against, ratio, aim, took }: Figure): string[] {
  const digits = ratio < 1 ? 2 : ratio < 100 ? 1 : 0;
  const wantedRatio = aim === undefined ? '' : 'most' in aim ? `≤ ${aim.most}×` : `≥ ${aim.least}×`;
  const isReached = aim === undefined || ('most' in aim ? ratio <= aim.most : ratio >= aim.least);
  return [what, against, `${ratio.toFixed(digits)}×`, wantedRatio, isReached ? '' : 'missed', took];
}

/** Measures `check` of many files on all processors against the same on one. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { catalogue, managedPolicies } from './documents.ts';
import { compare, createRandom, ms, type Figure } from './measure.ts';

/** The first processor only (util-linux). Without it there is no figure. */
const onOne = ['taskset', '-c', '0'] as const;

/** `check` of this number of files with a managed policy each, and a finding for each. */
export async function manyFilesFigures(files: number, rounds: number): Promise<Figure[]> {
  if (availableParallelism() < 2 || spawnSync(onOne[0], ['--version']).status !== 0) return [];
  const cwd = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  writeWorkspace(cwd, files);
  const tool = path.resolve('dist/cli.cjs');
  const check = (...before: readonly string[]) => {
    const [program, ...args] = [...before, process.execPath, tool, 'check', '.'];
    return { run: () => spawnSync(program ?? process.execPath, args, { cwd, maxBuffer: Number.POSITIVE_INFINITY }) };
  };
  const { milliseconds, against } = await compare(rounds, check(), check(...onOne));
  rmSync(cwd, { recursive: true, force: true });
  return [
    {
      what: `check of ${files.toLocaleString('en')} files, on all processors`,
      against: 'the same on one',
      ratio: against / milliseconds,
      aim: { least: 1.7 },
      took: ms(milliseconds),
    },
  ];
}

function writeWorkspace(folder: string, files: number): void {
  const random = createRandom();
  mkdirSync(path.join(folder, 'policies'));
  const findings = Array.from({ length: files }, (_, i) => {
    const text = managedPolicies[i % managedPolicies.length] ?? '';
    writeFileSync(path.join(folder, 'policies', `App-${i}.json`), text);
    const services = new Set([...text.matchAll(/"([a-z\d-]+):/g)].map(([, service = '']) => service));
    return JSON.stringify({
      findingDetails: [...services].flatMap((serviceNamespace) => {
        const names = catalogue.service(serviceNamespace)?.names ?? [];
        const actions = names.filter(() => random() < 0.5).map((action) => ({ action }));
        return actions.length === 0 ? [] : [{ unusedPermissionDetails: { serviceNamespace, actions } }];
      }),
      resource: `arn:aws:iam::111122223333:role/App-${i}`,
      resourceType: 'AWS::IAM::Role',
      findingType: 'UnusedPermission',
      status: 'ACTIVE',
      analyzedAt: '2026-11-20T06:01:12+00:00',
      id: `0fa3f5a1-0000-4000-8000-${i.toString(16).padStart(12, '0')}`,
    });
  });
  writeFileSync(path.join(folder, 'all.finding.json'), findings.join('\n'));
}

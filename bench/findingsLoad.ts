/** Measures time and memory of loading the findings of an organisation, each in its own process. */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ActionCatalogue } from '../core/src/actions/index.ts';
import { createRandom, median } from './measure.ts';

/** The cost of loading. Sizes in MB, times in ms. */
export interface FindingsLoad {
  readonly size: number;
  readonly count: number;
  readonly load: number;
  readonly parse: number;
  /** The memory that the process needed in addition, while loading and afterwards. */
  readonly peak: number;
  readonly kept: number;
}

/**
 * Writes this number of findings as NDJSON, and loads them `rounds` times, alternating with `JSON.parse` of each line.
 */
export async function findingsLoad(catalogue: ActionCatalogue, count: number, rounds: number): Promise<FindingsLoad> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  const file = path.join(folder, 'all.ndjson');
  try {
    await writeDump(file, catalogue, count);
    const loads: LoadFigures[] = [];
    const parses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      loads.push(measure('load', file) as LoadFigures);
      parses.push((measure('parse', file) as { readonly time: number }).time);
    }
    return {
      size: statSync(file).size / 1e6,
      count: loads[0]?.count ?? 0,
      load: median(loads.map(({ time }) => time)),
      parse: median(parses),
      peak: median(loads.map(({ peak }) => peak)),
      kept: median(loads.map(({ kept }) => kept)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface LoadFigures {
  readonly time: number;
  readonly count: number;
  readonly peak: number;
  readonly kept: number;
}

function measure(what: 'load' | 'parse', file: string): unknown {
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', 'bench/findingsProcess.ts', what, file], { encoding: 'utf8' }),
  );
}

/** Writes findings with about 45 actions of four services each, the same in every run. */
async function writeDump(file: string, { services, service }: ActionCatalogue, count: number): Promise<void> {
  const large = services.filter((prefix) => (service(prefix)?.names.length ?? 0) > 20);
  const next = createRandom();
  const random = (below: number): number => Math.floor(next() * below);
  const entry = (): unknown => {
    const serviceNamespace = large[random(large.length)] ?? '';
    const names = service(serviceNamespace)?.names ?? [];
    const actions = Array.from({ length: 11 }, () => ({ action: names[random(names.length)] }));
    return { unusedPermissionDetails: { serviceNamespace, actions, lastAccessed: '2026-05-19T17:40:00+00:00' } };
  };
  const out = createWriteStream(file);
  for (let i = 0; i < count; i++) {
    const finding = {
      findingDetails: [entry(), entry(), entry(), entry()],
      resource: `arn:aws:iam::${100_000_000_000 + (i % 500)}:role/team/app-role-${i}`,
      status: 'ACTIVE',
      error: null,
      createdAt: '2026-04-18T09:12:44+00:00',
      resourceType: 'AWS::IAM::Role',
      findingType: 'UnusedPermission',
      resourceOwnerAccount: String(100_000_000_000 + (i % 500)),
      analyzedAt: '2026-11-20T06:01:12+00:00',
      id: `0fa3f5a1-0000-4000-8000-${i.toString(16).padStart(12, '0')}`,
      updatedAt: '2026-11-20T06:01:13+00:00',
    };
    if (!out.write(`${JSON.stringify(finding)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

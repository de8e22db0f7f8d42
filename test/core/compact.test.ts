import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import { createEngine, readDocument, type Unused } from '../../core/src/index.ts';
import { examined } from '../support/policies.ts';

function unusedOf(actions: readonly string[]): Unused {
  const [finding] = allFindings(readFindings(JSON.stringify([{ serviceNamespace: 's3', actions }])));
  return finding?.services ?? new Map();
}

function refined(
  names: readonly string[],
  unused: readonly string[],
  action: string,
  isCompact: boolean,
): readonly string[] {
  const engine = createEngine(
    catalogueFromNames([['s3', names.map((name) => ({ name }))]], 'the catalogue from the test'),
  );
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [action, 'iam:PassRole'], Resource: '*' }],
  });
  const analysis = examined(engine, text, unusedOf(unused));
  const { edits, left } = engine.refine(analysis, { kind: 'file', isCompact });
  assert.deepEqual([left, analysis.defects], [[], []]);
  const [policy] = readDocument(applyEdits(text, edits) ?? '').policies;
  return (policy?.statements[0]?.action?.entries ?? []).flatMap(({ text: written }) =>
    written === 'iam:PassRole' ? [] : (written ?? []),
  );
}

/**
 * The fewest characters in which the used names can be allowed and no unused one, quotes and commas counted: below a
 * prefix, either it is written with a `*`, or the names that are the prefix itself, and what is cheapest below each
 * longer one.
 */
function cheapest(names: readonly string[], unused: readonly string[], prefix: string): number {
  const below = names.filter((name) => name.startsWith(prefix));
  const used = below.filter((name) => !unused.includes(name));
  if (used.length === 0) return 0;
  const written = (text: string): number => `"s3:${text}",`.length;
  const ends = used.filter((name) => name === prefix).reduce((sum, name) => sum + written(name), 0);
  const letters = new Set(below.filter((name) => name !== prefix).map((name) => name[prefix.length] ?? ''));
  const apart = ends + [...letters].reduce((sum, letter) => sum + cheapest(names, unused, prefix + letter), 0);
  return used.length === below.length ? Math.min(apart, written(`${prefix}*`)) : apart;
}

suite('the compact form', () => {
  test('ends prefixes at any letter, where that takes fewer characters', () => {
    const names = ['GetAccessGrant', 'GetAccessPoint', 'GetBucketAcl', 'GetBucketPolicy', 'GetData', 'PutObject'];
    const unused = ['GetBucketPolicy'];
    assert.deepEqual(refined(names, unused, 's3:Get*', false), ['s3:GetAccess*', 's3:GetBucketAcl', 's3:GetData']);
    assert.deepEqual(refined(names, unused, 's3:Get*', true), ['s3:GetA*', 's3:GetBucketA*', 's3:GetD*']);
  });

  test('is the shortest, by its definition', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 12 }), fc.nat(), (names, seed) => {
        const unused = names.filter((_, i) => (seed >> i) % 2 === 1);
        fc.pre(unused.length > 0 && unused.length < names.length);
        const size = (list: readonly string[]): number => list.reduce((sum, text) => sum + `"${text}",`.length, 0);
        const compact = size(refined(names, unused, 's3:*', true));
        assert.equal(compact, cheapest(names, unused, ''));
        assert.ok(compact <= size(refined(names, unused, 's3:*', false)));
      }),
      { numRuns: 2000 },
    );
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { allFindings, applyEdits, catalogueFromNames, createRefiner, jsonHost, readFindings, type Unused } from '../../core/src/index.ts';

function unusedOf(actions: readonly string[]): Unused {
  const [finding] = allFindings(readFindings(JSON.stringify([{ serviceNamespace: 's3', actions }])));
  return finding?.services ?? new Map();
}

function refined(names: readonly string[], unused: readonly string[], action: string, isCompact: boolean): readonly string[] {
  const refiner = createRefiner(catalogueFromNames([['s3', names.map((name) => ({ name }))]], 'the catalogue of the test'));
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [action, 'iam:PassRole'], Resource: '*' }] });
  const analysis = refiner.analyse(text, () => unusedOf(unused));
  const { edits, left } = refiner.refine(analysis, { kind: 'file', isCompact });
  assert.deepEqual([left, analysis.defects], [[], []]);
  const [policy] = jsonHost.read(applyEdits(text, edits) ?? '').policies;
  return (policy?.statements[0]?.action?.entries ?? []).flatMap(({ text: written }) => (written === 'iam:PassRole' ? [] : (written ?? [])));
}

/** Each name by itself: the shortest prefix with nothing unused, or the name where that is no longer. */
function shortest(names: readonly string[], unused: readonly string[], start: string): string[] {
  const written = names.map((name) => {
    for (let length = start.length; length < name.length - 1; length++)
      if (!unused.some((one) => one.startsWith(name.slice(0, length)))) return `${name.slice(0, length)}*`;
    return name;
  });
  return [...new Set(written.filter((name) => !unused.includes(name)))].map((name) => `s3:${name}`);
}

suite('the compact form', () => {
  test('ends prefixes at any letter, where that takes fewer characters', () => {
    const names = ['GetAccessGrant', 'GetAccessPoint', 'GetBucketAcl', 'GetBucketPolicy', 'GetData', 'PutObject'];
    const unused = ['GetBucketPolicy'];
    assert.deepEqual(refined(names, unused, 's3:Get*', false), ['s3:GetAccess*', 's3:GetBucketAcl', 's3:GetData']);
    assert.deepEqual(refined(names, unused, 's3:Get*', true), ['s3:GetA*', 's3:GetBucketA*', 's3:GetD*']);
  });

  test('is the shortest, by its definition', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 }).map((rest) => `G${rest}`);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 12 }), fc.nat(), (names, seed) => {
        const unused = names.filter((_, i) => (seed >> i) % 2 === 1);
        fc.pre(unused.length > 0 && unused.length < names.length);
        const compact = refined(names, unused, 's3:G*', true);
        const size = (list: readonly string[]): number => list.reduce((sum, text) => sum + text.length + 3, 0);
        assert.ok(size(compact) <= size(refined(names, unused, 's3:G*', false)));
        assert.ok(size(compact) <= size(shortest(names, unused, 'G')));
      }),
      { numRuns: 2000 },
    );
  });
});

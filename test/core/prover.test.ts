import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { createProvers, type Verdict } from '../../core/src/proof/prover.ts';
import { allowed, folded, isSubset, minus } from '../support/bruteForce.ts';
import { actionName, holds, namePattern } from '../support/property.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const names = {
  ecs: ['DescribeTasks', 'DescribeTaskSets'],
  s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'],
  sqs: ['SendMessage'],
};

function prove(
  before: readonly string[],
  after: readonly string[],
  unused: Readonly<Record<string, readonly string[] | null>>,
  untouched: readonly string[] = [],
): string {
  const prover = createProvers(catalogueOf(names), unusedOf(unused))(before);
  return inWords(prover.prove({ before, after, untouched: new Set(untouched) }));
}

function inWords(verdict: Verdict): string {
  return verdict.kind === 'proven' ? `kept ${verdict.kept}, removed ${verdict.removed}` : verdict.defect;
}

suite('what is proven', () => {
  const cases: readonly (readonly [string, () => string, string])[] = [
    ['a narrowed wildcard', () => prove(['s3:Get*'], ['s3:GetObject*'], { s3: ['GetBucketAcl'] }), 'kept 2, removed 1'],
    [
      'a removed action, in another letter case',
      () => prove(['S3:getobject', 's3:PutObject'], ['s3:PutObject'], { s3: ['GetObject'] }),
      'kept 1, removed 1',
    ],
    ['everything removed', () => prove(['s3:*'], [], { s3: null }), 'kept 0, removed 4'],
    ['all services narrowed', () => prove(['*'], ['ecs:*', 's3:*'], { sqs: null }), 'kept 6, removed 1'],
    ['a string that openly stays', () => prove(['s3:*', 's3:GetObject'], ['s3:*'], { s3: ['GetObject'] }, ['s3:*']), 'kept 4, removed 0'],
    ['an unknown name that stays', () => prove(['s3:Frob', 's3:GetObject'], ['s3:Frob'], { s3: ['GetObject'] }), 'kept 1, removed 1'],
  ];
  for (const [what, run, expected] of cases) test(what, () => assert.equal(run(), expected));
});

suite('broken refinements are caught', () => {
  const cases: readonly (readonly [string, () => string, string])[] = [
    [
      'an unused action left',
      () => prove(['s3:Get*'], ['s3:Get*'], { s3: ['GetBucketAcl'] }),
      's3:GetBucketAcl is unused and still allowed',
    ],
    [
      'a used action lost',
      () => prove(['s3:Get*'], ['s3:GetObject'], { s3: ['GetBucketAcl'] }),
      's3:GetObjectAcl is used and no longer allowed',
    ],
    [
      'a trie that looks at subtrees only',
      () => prove(['ecs:Describe*'], ['ecs:DescribeTasks*'], { ecs: ['DescribeTaskSets'] }),
      'ecs:DescribeTaskSets is unused and still allowed',
    ],
    [
      'a comparison that minds letter case',
      () => prove(['s3:Get*'], ['s3:GetObject*', 's3:getbucket*'], { s3: ['GetBucketAcl'] }),
      's3:GetBucketAcl is unused and still allowed',
    ],
    [
      'a prefix one character short',
      () => prove(['s3:GetO*'], ['s3:Get*'], { s3: ['GetBucketAcl'] }),
      's3:Get* allows more than was allowed',
    ],
    [
      'a prefix one character long',
      () => prove(['s3:Get*'], ['s3:GetObjectA*'], { s3: ['GetBucketAcl'] }),
      's3:GetObject is used and no longer allowed',
    ],
    [
      'a name the catalogue lacks is dropped',
      () => prove(['s3:Frob', 's3:GetObject'], [], { s3: ['GetObject'] }),
      's3:Frob is used and no longer allowed',
    ],
    [
      'known names right, but wider for names to come',
      () => prove(['s3:*Object'], ['s3:PutObject*', 's3:GetObject'], { s3: ['GetObjectAcl'] }),
      's3:PutObject* allows more than was allowed',
    ],
    [
      'a suffix pattern replaced by a prefix',
      () => prove(['s3:*Acl'], ['s3:GetObjectAcl*'], { s3: ['GetBucketAcl'] }),
      's3:GetObjectAcl* allows more than was allowed',
    ],
    [
      'another service',
      () => prove(['s3:Get*'], ['s3:GetObject*', 'sqs:*'], { s3: ['GetBucketAcl'] }),
      'sqs:* allows more than was allowed',
    ],
    ['all services', () => prove(['s3:Get*'], ['*'], {}), '* allows more than was allowed'],
    ['a service of all lost', () => prove(['*'], ['s3:*'], { sqs: null }), 'ecs:DescribeTasks is used and no longer allowed'],
    [
      'a string that is said to stay, and was not there',
      () => prove(['s3:Get*'], ['s3:*'], { s3: ['GetObject'] }, ['s3:*']),
      's3:* is said to stay, and was not there',
    ],
  ];
  for (const [what, run, expected] of cases) test(what, () => assert.equal(run(), expected));
});

test('the verdict agrees with brute force on every change', () => {
  const action = namePattern.map((name) => `s:${name === '' ? '*' : name}`);
  const change = fc.record({
    names: fc.uniqueArray(actionName, { minLength: 1, maxLength: 8, selector: folded }),
    unusedAt: fc.array(fc.nat({ max: 7 }), { maxLength: 4 }),
    before: fc.array(action, { minLength: 1, maxLength: 3 }),
    after: fc.array(
      fc.oneof(
        action,
        actionName.map((name) => `s:${name}`),
      ),
      { maxLength: 3 },
    ),
  });
  holds(
    change,
    ({ names: known, unusedAt, before, after }) => {
      const unused = unusedAt.map((i) => known[i % known.length] ?? '');
      const universe = [...known, ...before.map((text) => text.slice(2)).filter((name) => !/[*?]/.test(name))].map((name) => `s:${name}`);
      const gone = new Set(unused.map((name) => folded(`s:${name}`)));
      const isExact =
        isSubset(minus(allowed(before, universe), gone), allowed(after, universe)) &&
        isSubset(allowed(after, universe), minus(allowed(after, universe), gone));
      const verdict = createProvers(
        catalogueOf({ s: known }),
        unusedOf(unused.length === 0 ? {} : { s: unused }),
      )(before).prove({ before, after, untouched: new Set() });
      // The proof asks for more than what the known names show: nothing wider for names to come.
      if (verdict.kind === 'proven') assert.ok(isExact && isSubset(allowed(after, universe), allowed(before, universe)), inWords(verdict));
      else if (!verdict.defect.endsWith('allows more than was allowed')) assert.ok(!isExact, inWords(verdict));
    },
    1500,
  );
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { createProvers, mostWork } from '../../core/src/proof/prover.ts';
import { automatonOf, matcherOf } from '../../core/src/proof/wildcardLanguage.ts';
import { allowed, folded, isSubset, minus } from '../support/bruteForce.ts';
import { actionName, holds, namePattern } from '../support/property.ts';
import { changeOf, verdictInWords } from '../support/proof.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const names = {
  ecs: ['DescribeTasks', 'DescribeTaskSets'],
  s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'],
  sqs: ['SendMessage'],
  // More than there are bits in a word: by one, and by more than a word.
  edge: Array.from({ length: 33 }, (_, i) => `Name${i}`),
  many: Array.from({ length: 70 }, (_, i) => `Name${String(i).padStart(2, '0')}`),
};

function prove(
  before: readonly string[],
  after: readonly string[],
  unused: Readonly<Record<string, readonly string[] | null>>,
  untouched: readonly string[] = [],
): string {
  const prover = createProvers(catalogueOf(names), { unused: unusedOf(unused), used: [] })(before);
  return verdictInWords(prover.prove(changeOf(before, after, untouched)));
}

type Case = readonly [what: string, run: () => string, verdict: string];

suite('what is proven', () => {
  const cases: readonly Case[] = [
    ['a narrowed wildcard', () => prove(['s3:Get*'], ['s3:GetObject*'], { s3: ['GetBucketAcl'] }), 'kept 2, removed 1'],
    [
      'a removed action, in another letter case',
      () => prove(['S3:getobject', 's3:PutObject'], ['s3:PutObject'], { s3: ['GetObject'] }),
      'kept 1, removed 1',
    ],
    [
      'a name that is written in another letter case',
      () => prove(['s3:GetObject', 's3:PutObject'], ['S3:getobject'], { s3: ['PutObject'] }),
      'kept 1, removed 1',
    ],
    ['everything removed', () => prove(['s3:*'], [], { s3: null }), 'kept 0, removed 4'],
    [
      'all services narrowed',
      () => prove(['*'], ['ecs:*', 's3:*', 'edge:*', 'many:*'], { sqs: null }),
      'kept 109, removed 1',
    ],
    [
      'all services narrowed, beside a wildcard of one of them',
      () => prove(['*', 's3:Get*'], ['s3:Get*', 'ecs:*', 's3:*', 'edge:*', 'many:*'], { sqs: null }),
      'kept 109, removed 1',
    ],
    [
      'a string that openly stays',
      () => prove(['s3:*', 's3:GetObject'], ['s3:*'], { s3: ['GetObject'] }, ['s3:*']),
      'kept 4, removed 0',
    ],
    [
      'an unknown name that stays',
      () => prove(['s3:Frob', 's3:GetObject'], ['s3:Frob'], { s3: ['GetObject'] }),
      'kept 1, removed 1',
    ],
    [
      'names beyond the first word of bits',
      () => prove(['many:*'], ['many:Name0*'], { many: names.many.slice(10) }),
      'kept 10, removed 60',
    ],
  ];
  for (const [what, run, expected] of cases) test(what, () => assert.equal(run(), expected));
});

suite('broken refinements are caught', () => {
  const cases: readonly Case[] = [
    [
      'an unused action left',
      () => prove(['s3:Get*'], ['s3:Get*'], { s3: ['GetBucketAcl'] }),
      's3:GetBucketAcl is unused and still allowed',
    ],
    [
      'a used action lost',
      () => prove(['s3:Get*'], ['s3:GetObject'], { s3: ['GetBucketAcl'] }),
      's3:GetObjectAcl is not reported unused but no longer allowed',
    ],
    [
      'a prefix tree that looks at subtrees only',
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
      's3:Get* allows more than was allowed before',
    ],
    [
      'a prefix one character long',
      () => prove(['s3:Get*'], ['s3:GetObjectA*'], { s3: ['GetBucketAcl'] }),
      's3:GetObject is not reported unused but no longer allowed',
    ],
    [
      'a name the catalogue lacks is dropped',
      () => prove(['s3:Frob', 's3:GetObject'], [], { s3: ['GetObject'] }),
      's3:Frob is not reported unused but no longer allowed',
    ],
    [
      'a name that only the policy knows, and that only * allowed, is lost',
      () => {
        const prover = createProvers(catalogueOf(names), { unused: unusedOf({ sqs: null }), used: [] })(['s3:Frob']);
        const after = ['s3:Get*', 's3:PutObject', 'ecs:*', 'edge:*', 'many:*'];
        return verdictInWords(prover.prove(changeOf(['*'], after)));
      },
      's3:Frob is not reported unused but no longer allowed',
    ],
    [
      'known names right, but wider for names to come',
      () => prove(['s3:*Object'], ['s3:PutObject*', 's3:GetObject'], { s3: ['GetObjectAcl'] }),
      's3:PutObject* allows more than was allowed before',
    ],
    [
      'a suffix pattern replaced by a prefix',
      () => prove(['s3:*Acl'], ['s3:GetObjectAcl*'], { s3: ['GetBucketAcl'] }),
      's3:GetObjectAcl* allows more than was allowed before',
    ],
    [
      'another service',
      () => prove(['s3:Get*'], ['s3:GetObject*', 'sqs:*'], { s3: ['GetBucketAcl'] }),
      'sqs:* allows more than was allowed before',
    ],
    [
      'a wildcard beside one that only ends otherwise',
      () => prove(['s3:*Acl'], ['s3:*Object'], {}),
      's3:*Object allows more than was allowed before',
    ],
    [
      'a wildcard beside one that ends in another letter',
      () => prove(['s3:*Acl'], ['s3:*Ack'], {}),
      's3:*Ack allows more than was allowed before',
    ],
    [
      'a name that ends as the wildcard begins',
      () => prove(['s3:Get*'], ['s3:XGet'], {}),
      's3:XGet allows more than was allowed before',
    ],
    [
      'the second of two names that the catalogue lacks is dropped',
      () => prove(['s3:Frob', 's3:Grob', 's3:GetObject'], ['s3:Frob'], { s3: ['GetObject'] }),
      's3:Grob is not reported unused but no longer allowed',
    ],
    [
      'an unused action left, the only one of the second word',
      () => prove(['edge:*'], ['edge:Name*'], { edge: ['Name32'] }),
      'edge:Name32 is unused and still allowed',
    ],
    ...[31, 32, 33, 63, 64, 69].map((i): Case => [
      `an unused action left, the ${i + 1}th of its service`,
      () => prove(['many:*'], ['many:Name*'], { many: [`Name${i}`] }),
      `many:Name${i} is unused and still allowed`,
    ]),
    ['all services', () => prove(['s3:Get*'], ['*'], {}), '* allows more than was allowed before'],
    [
      'a service of all lost',
      () => prove(['*'], ['s3:*'], { sqs: null }),
      'ecs:DescribeTasks is not reported unused but no longer allowed',
    ],
    [
      'a string that is listed as kept but was not there before',
      () => prove(['s3:Get*'], ['s3:*'], { s3: ['GetObject'] }, ['s3:*']),
      's3:* is listed as kept but was not there before',
    ],
  ];
  for (const [what, run, expected] of cases) test(what, () => assert.equal(run(), expected));
});

suite('a new string is held against the one it is said to stand for', () => {
  const { prove: proveChange } = createProvers(catalogueOf(names), {
    unused: unusedOf({ s3: ['GetBucketAcl'] }),
    used: [],
  })([]);
  const before = ['s3:Get*', 's3:Put*'];
  const verdictFor = (standsFor: Readonly<Record<string, string>>): string =>
    verdictInWords(
      proveChange({
        before,
        after: ['s3:GetObject*', 's3:Put*'],
        untouched: new Set(),
        standsFor: new Map(Object.entries(standsFor)),
      }),
    );
  const wider = 's3:GetObject* allows more than was allowed before';

  test('the right one', () => assert.equal(verdictFor({ 's3:GetObject*': 's3:Get*' }), 'kept 3, removed 1'));
  test('another one', () => assert.equal(verdictFor({ 's3:GetObject*': 's3:Put*' }), wider));
  test('one that was not there', () => assert.equal(verdictFor({ 's3:GetObject*': 's3:GetO*' }), wider));
  test('none', () => assert.equal(verdictFor({}), wider));
});

suite('the work of a proof', () => {
  const many = { big: Array.from({ length: 1000 }, (_, i) => `Name${i}${'x'.repeat(93)}`) };
  const provers = createProvers(catalogueOf(many), { unused: unusedOf({ big: ['Name0'] }), used: [] });
  const patterns = (count: number): string[] => Array.from({ length: count }, (_, i) => `big:*${i}y*`);
  // Nothing changes, which is read no less.
  const verdictOn = (strings: readonly string[]): string =>
    provers([]).prove({ before: strings, after: strings, untouched: new Set(strings), standsFor: new Map() }).kind;

  test('is bounded, by the characters of names that wildcards read', () => {
    const perPattern = many.big.join('').length;
    const most = Math.floor(mostWork / perPattern);
    assert.deepEqual([verdictOn(patterns(most)), verdictOn(patterns(most + 1))], ['proven', 'too-much-work']);
  });

  test('what begins alike, and the same string over again, cost nothing', () => {
    const prefixes = Array.from({ length: 2000 }, (_, i) => `big:Name${i}*`);
    assert.equal(verdictOn([...prefixes, ...Array.from({ length: 2000 }, () => 'big:*y*')]), 'proven');
  });

  test('of many names, a wildcard makes each move once', () => {
    const matcher = matcherOf(automatonOf('*a*e*i*'));
    const texts = Array.from({ length: 1000 }, (_, i) => automatonOf(`name${String(i)}ofanaction`));
    for (const text of texts) matcher.accepts(text);
    const moves = matcher.moves();
    for (const text of texts) matcher.accepts(text);
    // Four sets of states, of which the last needs no moves, by the 18 different characters.
    assert.ok(moves <= 3 * 18, String(moves));
    assert.equal(matcher.moves(), moves);
  });
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
      const universe = [...known, ...before.map((text) => text.slice(2)).filter((name) => !/[*?]/.test(name))].map(
        (name) => `s:${name}`,
      );
      const gone = new Set(unused.map((name) => folded(`s:${name}`)));
      const isExact =
        isSubset(minus(allowed(before, universe), gone), allowed(after, universe)) &&
        isSubset(allowed(after, universe), minus(allowed(after, universe), gone));
      const verdict = createProvers(catalogueOf({ s: known }), {
        unused: unusedOf(unused.length === 0 ? {} : { s: unused }),
        used: [],
      })(before).prove(changeOf(before, after));
      // The proof asks for more than what the known names show: nothing wider for names to come.
      if (verdict.kind === 'proven')
        assert.ok(isExact && isSubset(allowed(after, universe), allowed(before, universe)), verdictInWords(verdict));
      else if (!verdictInWords(verdict).endsWith('allows more than was allowed before'))
        assert.ok(!isExact, verdictInWords(verdict));
    },
    1500,
  );
});

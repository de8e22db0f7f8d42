import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { createEngine, type Analysis, type Unused } from '../../core/src/index.ts';
import { examined } from '../support/policies.ts';

const names = ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject', 'PutObjectAcl', 'ListBuckets'];
const catalogue = catalogueFromNames(
  ['s3', 'ec2'].map((service) => [service, names.map((name) => ({ name }))] as const),
  'the catalogue from the test',
);
const [finding] = allFindings(
  readFindings(
    JSON.stringify([
      { serviceNamespace: 's3', actions: ['GetBucketAcl', 'PutObject', 'GetObjectFuture'] },
      { serviceNamespace: 'ec2', actions: ['ListBuckets'] },
    ]),
  ),
);
const unused: Unused = finding?.services ?? new Map();

/** All that an analysis says, without who decided. */
function said({ policies, problems, defects }: Analysis): unknown {
  return {
    policies: policies.map(({ policy, statements, isWhollyUnused }) => ({ policy, statements, isWhollyUnused })),
    problems,
    defects,
  };
}

const actions = [
  's3:Get*',
  's3:*',
  's3:PutObject',
  's3:GetObjectX',
  's3:PutObj',
  'S3:get*',
  'ec2:*Buckets',
  'ec2:ListBucketsToo',
  'x:Y',
  '*',
  's3',
  'iam:*',
];

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  element: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
  entries: fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 3 }),
});
const policy = fc.array(statement, { minLength: 1, maxLength: 4 }).map((statements) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ Effect, element, entries }) => ({ Effect, [element]: entries, Resource: '*' })),
  }),
);

suite('an analysis after an edit', () => {
  test('says what it would say of the text alone, whatever the text was before', () => {
    const engine = createEngine(catalogue);
    fc.assert(
      fc.property(fc.array(policy, { minLength: 2, maxLength: 6 }), (texts) => {
        let before: Analysis | undefined;
        for (const text of texts) {
          before = examined(engine, text, unused, { before });
          assert.deepEqual(said(before), said(examined(createEngine(catalogue), text, unused)));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('what was found of the other statements is taken over, wherever they moved', () => {
    const engine = createEngine(catalogue);
    const text = (...lists: readonly string[]): string =>
      `{"Version": "2012-10-17", "Statement": [${lists.map((list) => `{"Effect": "Allow", "Action": [${list}], "Resource": "*"}`).join()}]}`;
    const changesOf = ({ policies }: Analysis): unknown[] =>
      policies.flatMap(({ statements }) => statements.map(({ change }) => change));
    const before = examined(engine, text('"s3:*"', '"ec2:*"', '"ec2:List*"'), unused);
    const [first, second, third] = changesOf(before);
    const typed = changesOf(examined(engine, text('"s3:*"', '"s3:Get*"', '"ec2:List*"'), unused, { before }));
    assert.deepEqual([typed[0] === first, typed[1] === second, typed[2] === third], [true, false, true]);
    const put = changesOf(examined(engine, text('"s3:Get*"', '"s3:*"', '"ec2:*"', '"ec2:List*"'), unused, { before }));
    assert.deepEqual([put[1] === first, put[2] === second, put[3] === third], [true, true, true]);
    const named = changesOf(examined(engine, text('"s3:*"', '"ec2:*"', '"ec2:List*", "s3:New"'), unused, { before }));
    assert.deepEqual(
      [named[0] === first, named[1] === second],
      [false, true],
      's3:* allows s3:New, which the catalogue lacks',
    );
  });

  test('nothing is taken over where something else is unused', () => {
    const engine = createEngine(catalogue);
    const text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}';
    const before = examined(engine, text, unused);
    assert.equal(before.problems.length, 1);
    assert.deepEqual(examined(engine, text, new Map(), { before }).problems, []);
  });
});

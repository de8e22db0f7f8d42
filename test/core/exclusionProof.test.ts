/** The proof of an extended `NotAction` refuses every wrong one. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Unused } from '../../core/src/findings/model.ts';
import { createExclusionProver } from '../../core/src/proof/exclusionProof.ts';
import { catalogueOf } from '../support/samples.ts';

const catalogue = catalogueOf({
  s3: ['GetObject', 'PutObject', 'ListBucket'],
  sqs: ['SendMessage', 'ListQueues'],
  iam: ['PassRole', 'GetRole'],
});
const list = (service: string, ...names: readonly string[]): Unused =>
  new Map([[service, { service, actions: new Map(names.map((name) => [name.toLowerCase(), name])) }]]);
const whole = (service: string): Unused => new Map([[service, { service }]]);
const before = ['iam:*'];
const verdict = (
  after: readonly string[],
  unused: Unused,
  { used = [], named = [] }: { used?: string[]; named?: string[] } = {},
): unknown => {
  const found = createExclusionProver({ catalogue, unused, used, named })({ before, after });
  return found.kind === 'disproven' ? found.defect : found;
};
const proven = (stillAllowed: number, removed: number): unknown => ({ kind: 'proven', stillAllowed, removed });

suite('an extended NotAction', () => {
  const cases: readonly (readonly [what: string, found: unknown, expected: unknown])[] = [
    ['exactly what is unused', verdict(['iam:*', 's3:PutObject'], list('s3', 'PutObject')), proven(4, 1)],
    ['a service that is unused as a whole', verdict(['iam:*', 'sqs:*'], whole('sqs')), proven(3, 2)],
    [
      'a service that the catalogue lacks',
      verdict(['iam:*', 'foo:*'], whole('foo'), { named: ['foo:Bar'] }),
      proven(5, 1),
    ],
    ['a string is lost', verdict(['s3:PutObject'], list('s3', 'PutObject')), 'iam:* is no longer excluded'],
    ['one is forgotten', verdict(['iam:*'], list('s3', 'PutObject')), 's3:PutObject is unused and still allowed'],
    [
      'one too many',
      verdict(['iam:*', 's3:PutObject', 's3:GetObject'], list('s3', 'PutObject')),
      's3:GetObject is not reported unused but no longer allowed',
    ],
    [
      'a wildcard may exclude what is not known yet',
      verdict(['iam:*', 's3:Put*'], list('s3', 'PutObject')),
      's3:Put* excludes more than the evidence reports unused',
    ],
    [
      'a list of all names is not the whole service',
      verdict(['iam:*', 'sqs:*'], list('sqs', 'SendMessage', 'ListQueues')),
      'sqs:* excludes more than the evidence reports unused',
    ],
    [
      'names do not exclude a service as a whole',
      verdict(['iam:*', 'sqs:SendMessage', 'sqs:ListQueues'], whole('sqs')),
      'sqs is unused as a whole and still allowed',
    ],
    ['everything', verdict(['iam:*', '*'], whole('sqs')), '* excludes more than the evidence reports unused'],
    [
      'what a report shows as used',
      verdict(['iam:*', 's3:PutObject'], list('s3', 'PutObject'), { used: ['s3:PutObject'] }),
      's3:PutObject is used but no longer allowed',
    ],
  ];
  for (const [what, found, expected] of cases) test(what, () => assert.deepEqual(found, expected));

  test('iam is never excluded as a whole, because iam:PassRole is not tracked', () => {
    const facts = { catalogue, unused: whole('iam'), used: [], named: [] };
    const change = (...added: readonly string[]): unknown => {
      const found = createExclusionProver(facts)({ before: ['s3:*'], after: ['s3:*', ...added] });
      return found.kind === 'disproven' ? found.defect : found.kind;
    };
    assert.deepEqual(
      [change('iam:*'), change('iam:Get*', 'iam:P*'), change(), change('iam:Get*')],
      [
        'iam:PassRole is not reported unused but no longer allowed',
        'iam:PassRole is not reported unused but no longer allowed',
        'iam:GetRole is unused and still allowed',
        'proven',
      ],
    );
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Platform } from '../../platform/src/platform.ts';
import { uriOf } from './client.ts';
import { finding, policy, withClient } from './support.ts';

/** A template with a role A that has these inline policies. */
const withPolicies = (...documents: readonly unknown[]): string =>
  JSON.stringify({
    Resources: {
      A: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'A',
          AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] },
          Policies: documents.map((PolicyDocument, i) => ({ PolicyName: `P${i}`, PolicyDocument })),
        },
      },
    },
  });

const parameter = { Ref: 'X' };
const computed = { Statement: { 'Fn::FindInMap': ['M', 'a', 'b'] } };

suite('the status of a document of which nothing was read', () => {
  const cases: readonly (readonly [text: string, said: string])[] = [
    [withPolicies(parameter), '1 part was not read'],
    [withPolicies(parameter, computed), '2 parts were not read'],
  ];
  for (const [text, said] of cases)
    test(`counts no policies: ${said}`, () =>
      withClient({ files: { 'A.finding.json': finding('A', ['SendMessage']), 't.json': text } }, async (client) => {
        const { status } = await client.open('t.json', text);
        assert.deepEqual(status, {
          kind: 'none',
          text: 'No policy was read',
          detail: said,
          label: `No policy was read, ${said} · catalogue from 2026-09-26`,
        });
      }));
});

test('the age of a finding changes at its hour, whatever was told a minute before', () => {
  // The finding is from 06:01:12.
  let now = '2026-11-24T06:01:00Z';
  const host = (sound: Platform): Platform => ({ ...sound, now: () => Date.parse(now) });
  return withClient({ files: { 'A.finding.json': finding('A', ['SendMessage']) }, host }, async (client) => {
    const { status: before } = await client.open('A.json', policy);
    now = '2026-11-24T06:02:00Z';
    const { status: after } = await client.change(uriOf('A.json'), policy.replace('sqs:List*', 'sqs:ListQ*'));
    const told = (days: number): string =>
      `A, finding from 2026-11-20 (${days} days ago), matched by its path · catalogue from 2026-09-26`;
    assert.deepEqual([before?.label, after?.label], [told(3), told(4)]);
  });
});

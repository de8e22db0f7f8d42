import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Platform } from '../../platform/src/platform.ts';
import { uriOf } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

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

suite('the status is short, so that its links stay on the screen', () => {
  const long = `A${'VeryLongRoleName'.repeat(3)}`;
  const cases: readonly (readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    text: string,
    detail: string,
  ])[] = [
    ['a matched policy', { 'A.finding.json': finding('A', ['SendMessage']) }, 'A', '1 of 6 unused · finding of 20 Nov'],
    [
      'a stale finding',
      { 'A.finding.json': finding('A', ['SendMessage'], { analyzedAt: '2025-03-01T00:00:00Z' }) },
      'A',
      '1 of 6 unused · stale · finding of 1 Mar 2025',
    ],
    [
      'nothing unused',
      { 'A.finding.json': finding('A', ['PurgeQueue']) },
      'A',
      'nothing reported unused · finding of 20 Nov',
    ],
    [
      'several principals with long names',
      {
        'A.finding.json': finding(long, ['SendMessage']),
        'B.finding.json': finding(`B${long}`, ['SendMessage']),
        '.iam-refine.json': JSON.stringify({
          policies: [{ files: 'A.json', attachedTo: [roleArn(long), roleArn(`B${long}`)] }],
        }),
      },
      'AVeryLongRoleNameVeryLongRoleNa…',
      '1 of 6 unused · 2 findings …',
    ],
    ['no finding', {}, 'No finding', 'neither the file nor a folder above it is named a…'],
  ];
  for (const [what, files, text, detail] of cases)
    test(what, () =>
      withClient({ files }, async (client) => {
        const { status } = await client.open('A.json', policy);
        assert.deepEqual([status?.text, status?.detail], [text, detail]);
        assert.ok(`${status?.text}${status?.detail}`.length <= 60);
        // The rest is there for screen readers.
        assert.match(status?.label ?? '', /catalogue from 2026-09-26$/);
      }),
    );
});

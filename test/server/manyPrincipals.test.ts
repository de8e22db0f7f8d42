/** A document with many principals: a keystroke reads no findings file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyOf } from '../support/policies.ts';
import { uriOf } from './client.ts';
import { finding, roleArn, withClient } from './support.ts';

test('a keystroke in a document with many principals reads no file, and each problem has its place', () => {
  const names = Array.from({ length: 60 }, (_, i) => `Role${i}`);
  const details = JSON.stringify(
    {
      RoleDetailList: names.map((RoleName) => ({
        RoleName,
        Arn: roleArn(RoleName),
        RolePolicyList: [
          { PolicyName: 'p', PolicyDocument: JSON.parse(policyOf('sqs:SendMessage', 'sqs:ListQueues')) as unknown },
        ],
        AttachedManagedPolicies: [],
      })),
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
    },
    null,
    1,
  );
  const files = {
    'all.finding.ndjson': names.map((name) => finding(name, ['SendMessage'])).join('\n'),
    'account.json': details,
  };
  return withClient({ files }, async (client) => {
    await client.open('account.json', details);
    const linesOf = (): (number | undefined)[] =>
      (client.diagnostics.get(uriOf('account.json')) ?? []).map(
        ({ relatedInformation }) => relatedInformation?.[0]?.location.range.start.line,
      );
    const lines = names.map((_, i) => i);
    assert.deepEqual(linesOf(), lines);
    client.readFiles.length = 0;
    const offset = details.lastIndexOf('sqs:ListQueues');
    await client.replace('account.json', { offset, length: 'sqs:ListQueues'.length }, 'sqs:ListQueue');
    assert.deepEqual([client.readFiles, linesOf().filter((line) => line !== undefined)], [[], lines]);
  });
});

/** A problem takes one row of the Problems panel: no line end, and short for names of usual length. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { uriOf } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

/** Two ARNs fit, and little else. */
const longest = 120;

const withActions = (...actions: readonly string[]): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });

const unused = { 'MyRole.finding.json': finding('MyRole', ['SendMessage', 'ListQueues']) };
const attached = (...names: readonly string[]): string =>
  JSON.stringify({ policies: [{ files: 'MyRole.json', attachedTo: names.map((name) => roleArn(name)) }] });

const cases: readonly (readonly [code: string, files: Readonly<Record<string, string>>, text: string])[] = [
  ['action.unused', unused, policy],
  ['wildcard.partly-unused', unused, withActions('sqs:*')],
  ['policy.unused', { 'MyRole.finding.json': finding('MyRole', null) }, policy],
  ['action.unknown', unused, withActions('sqs:SomethingThatIsNotKnown')],
  ['service.unknown', unused, withActions('unheardof:*')],
  ['action.misspelled', unused, withActions('sqs:SendMesage')],
  ['action.malformed', unused, withActions('sqs:Send:Message')],
  ['finding.stale', { 'MyRole.finding.json': finding('MyRole', [], { analyzedAt: '2025-01-01T00:00:00Z' }) }, policy],
  [
    'finding.ambiguous',
    {
      '1.finding.json': finding('MyRole', ['SendMessage'], { resource: roleArn('MyRole', '111111111111'), id: '1' }),
      '2.finding.json': finding('MyRole', ['SendMessage'], { resource: roleArn('MyRole', '222222222222'), id: '2' }),
    },
    policy,
  ],
  ['finding.incomplete', { ...unused, '.iam-refine.json': attached('MyRole', 'Other') }, policy],
  ['finding.unreadable', { 'f/all.finding.json': finding('MyRole', ['SendMessage']).slice(0, -3) }, policy],
  ['config.unreadable', { ...unused, '.iam-refine.json': '{"keep": 1}' }, policy],
  [
    'policy.too-large',
    unused,
    JSON.stringify({
      Statement: [{ Sid: 'a'.repeat(10_300), Effect: 'Allow', Action: 'sqs:GetQueueUrl', Resource: '*' }],
    }),
  ],
  [
    'policy.unread',
    unused,
    JSON.stringify({ Statement: [{ Effect: 'Allow', Action: { 'Fn::If': 1 }, Resource: '*' }] }),
  ],
];

suite('a problem takes one row', () => {
  for (const [code, files, text] of cases)
    test(code, () =>
      withClient({ files: { ...files, 'MyRole.json': text } }, async (client) => {
        await client.open('MyRole.json', text);
        const problems = client.diagnostics.get(uriOf('MyRole.json')) ?? [];
        assert.ok(
          problems.some((problem) => problem.code === code),
          problems.map((problem) => problem.code).join(),
        );
        for (const { message } of problems) {
          const words = typeof message === 'string' ? message : message.value;
          assert.doesNotMatch(words, /[\r\n]/);
          assert.ok(words.length <= longest, `${words.length}: ${words}`);
        }
      }),
    );

  test('also where names and reasons have line ends', () =>
    withClient({ files: { ...unused, '.iam-refine.json': '{"ke\\np": 1}' } }, async (client) => {
      await client.open('MyRole.json', withActions('sqs:Send\nMessage'));
      for (const { message } of client.diagnostics.get(uriOf('MyRole.json')) ?? [])
        assert.doesNotMatch(typeof message === 'string' ? message : message.value, /[\r\n]/);
    }));
});

/** A document lists a limited number of problems, the riskiest, and says how many it does not list. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { policyOf } from '../support/policies.ts';
import { root, uriOf, type Client } from './client.ts';
import { finding, withClient } from './support.ts';

// Of SQS: two read actions, a write one, a tagging one, and one of permissions management.
const actions = ['ListQueues', 'GetQueueUrl', 'SendMessage', 'TagQueue', 'AddPermission'];
const text = policyOf('sqs:Lost', ...actions.map((action) => `sqs:${action}`), 'sqs:Purge*');
const files = { 'A.finding.json': finding('A', [...actions, 'PurgeQueue']), 'A.json': text };

const listed = (client: Client, file = 'A.json'): readonly (readonly [string, string])[] =>
  (client.diagnostics.get(uriOf(file)) ?? []).map(({ code, message, range }) => [
    String(code),
    `${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  ]);

suite('the problems of a document', () => {
  const all = [
    ['action.unknown', '7: sqs:Lost is not in the action catalogue from 2026-09-26'],
    ['action.unused', '8: sqs:ListQueues is unused'],
    ['action.unused', '9: sqs:GetQueueUrl is unused'],
    ['action.unused', '10: sqs:SendMessage is unused'],
    ['action.unused', '11: sqs:TagQueue is unused'],
    ['action.unused', '12: sqs:AddPermission is unused'],
    ['action.unused', '13: Everything sqs:Purge* allows is reported unused'],
  ] as const;
  const more = (count: number, most: number): readonly [string, string] => [
    'problems.more',
    `1: ${count} more problems are not listed: a document lists at most ${most} (iamRefine.maxProblems)`,
  ];
  const at = (...lines: readonly number[]): (typeof all)[number][] =>
    all.filter(([, message]) => lines.includes(Number.parseInt(message, 10)));

  const cases: readonly (readonly [
    what: string,
    settings: object,
    expected: readonly (readonly [string, string])[],
  ])[] = [
    ['as many as there may be: all', { maxProblems: 7 }, all],
    [
      'too many: the riskiest, in the order of the text; of equal risk, the first',
      { maxProblems: 6 },
      [...at(8, 10, 11, 12, 13), more(2, 6)],
    ],
    ['permissions management and write come first', { maxProblems: 4 }, [...at(10, 12, 13), more(4, 4)]],
    ['only one: how many there are', { maxProblems: 1 }, [more(7, 1)]],
    ['hidden ones do not count', { maxProblems: 6, severity: { 'action.unknown': 'off' } }, all.slice(1)],
    ['the note may be hidden', { maxProblems: 2, severity: { 'problems.more': 'off' } }, at(10, 12)],
    ['a wrong number is the default', { maxProblems: 0 }, all],
  ];
  for (const [what, settings, expected] of cases)
    test(what, () =>
      withClient({ files, settings }, async (client) => {
        await client.open('A.json', text);
        assert.deepEqual(listed(client), expected);
      }),
    );

  test('each folder has the access levels of its own catalogue', () => {
    const options = {
      // The catalogue of the outer folder has no access levels; the inner folder has no such file.
      files: {
        'names.json': JSON.stringify({ sqs: [...actions, 'PurgeQueue'] }),
        'in/A.finding.json': files['A.finding.json'],
      },
      settings: { maxProblems: 4, catalogue: 'names.json' },
      folders: [root, `${root}/in`],
    };
    return withClient(options, async (client) => {
      for (const [file, first] of [
        ['A.json', at(8, 9, 10)],
        ['in/A.json', at(10, 12, 13)],
      ] as const) {
        await client.open(file, text);
        assert.deepEqual(listed(client, file), [...first, more(4, 4)]);
      }
    });
  });

  test('a fix does not depend on what is listed', () =>
    withClient({ files, settings: { maxProblems: 1 } }, async (client) => {
      await client.open('A.json', text);
      const titles = (await client.actions('A.json', 'sqs:ListQueues')).map(({ title }) => title);
      assert.ok(titles.includes('Remove unused action sqs:ListQueues'), titles.join());
    }));
});

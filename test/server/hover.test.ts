import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { previewRequest, type PreviewResult } from '../../protocol/src/index.ts';
import { uriOf, type Client, type Options } from './client.ts';
import { finding, inWords, policy, roleArn, titles, withClient } from './support.ts';

const files = { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues']) };

suite('the hover of an action says what it does, and when it was last accessed', () => {
  const dated = (...actions: readonly (readonly [action: string, lastAccessed?: string])[]): string => {
    const details = {
      serviceNamespace: 'sqs',
      actions: actions.map(([action, lastAccessed]) => ({ action, lastAccessed })),
    };
    return finding('A', null, { findingDetails: [{ unusedPermissionDetails: details }] });
  };
  const first = async (client: Client, text: string, count: number): Promise<readonly string[] | undefined> =>
    (await client.hover('A.json', text))?.split('\n\n').slice(0, count);

  test('before the window, with its day', () =>
    withClient({ files: { 'A.finding.json': dated(['SendMessage', '2026-03-01T07:00:00Z']) } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await first(client, 'sqs:SendMessage', 3), [
        '**sqs:SendMessage**: unused since 2026-03-01 (8 months ago) · access level Write',
        'Grants permission to deliver a message to the specified queue',
        'Resource types: `queue` (required)',
      ]);
    }));

  test('never, as far as AWS tracks it', () =>
    withClient({ files: { 'A.finding.json': dated(['SendMessage']) } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await first(client, 'sqs:SendMessage', 1), [
        '**sqs:SendMessage**: unused, never accessed in the tracking period · access level Write',
      ]);
    }));

  test('of a whole service, by the entry of the service', () => {
    const findingDetails = [
      { unusedPermissionDetails: { serviceNamespace: 'sqs', lastAccessed: '2026-11-01T00:00:00Z' } },
    ];
    return withClient({ files: { 'A.finding.json': finding('A', null, { findingDetails }) } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await first(client, 'sqs:SendMessage', 1), [
        '**sqs:SendMessage**: unused since 2026-11-01 (23 days ago) · access level Write',
      ]);
    });
  });

  test('of a shared policy, the latest of all; where one does not say it, nothing', () => {
    const config = JSON.stringify({ policies: [{ files: 'A.json', attachedTo: [roleArn('A'), roleArn('B')] }] });
    const of = (name: string, actions: unknown): string =>
      finding(name, null, { findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions } }] });
    const shared = {
      '.iam-refine.json': config,
      'A.finding.json': of('A', [
        { action: 'SendMessage', lastAccessed: '2026-05-05T00:00:00Z' },
        { action: 'ListQueues' },
      ]),
      'B.finding.json': of('B', [{ action: 'SendMessage', lastAccessed: '2026-06-06T00:00:00Z' }, 'ListQueues']),
    };
    return withClient({ files: shared }, async (client) => {
      await client.open('A.json', policy.replace('sqs:List*', 'sqs:ListQueues'));
      assert.deepEqual(
        [await first(client, 'sqs:SendMessage', 1), await first(client, 'sqs:ListQueues', 1)],
        [
          ['**sqs:SendMessage**: unused since 2026-06-06 (5 months ago) · access level Write'],
          ['**sqs:ListQueues**: unused · access level Read'],
        ],
      );
    });
  });

  test('of a wildcard, which of its actions last, and how many never', () => {
    const actions = dated(
      ['ListQueues', '2026-01-01T00:00:00Z'],
      ['ListQueueTags', '2026-02-02T00:00:00Z'],
      ['DeleteQueue', '2026-03-03T00:00:00Z'],
      ['GetQueueUrl', '2026-04-04T00:00:00Z'],
      ['DeleteMessage'],
    );
    return withClient({ files: { 'A.finding.json': actions } }, async (client) => {
      await client.open('A.json', policy.replace('sqs:List*', 'sqs:*'));
      const line = (await client.hover('A.json', 'sqs:*'))
        ?.split('\n\n')
        .find((text) => text.startsWith('Last accessed'));
      assert.equal(
        line,
        'Last accessed: `sqs:GetQueueUrl` 2026-04-04, `sqs:DeleteQueue` 2026-03-03, `sqs:ListQueueTags` 2026-02-02, 1 more earlier, 1 never in the tracking period',
      );
    });
  });

  test('of what is used, where a report says it', () => {
    const tracked = [
      { ActionName: 'SendMessage', LastAccessedTime: '2026-11-10T00:00:00Z' },
      { ActionName: 'ListQueues' },
    ];
    const report = JSON.stringify({
      JobStatus: 'COMPLETED',
      JobCreationDate: '2026-11-20T06:01:12Z',
      ServicesLastAccessed: [
        { ServiceNamespace: 'sqs', LastAuthenticated: '2026-11-10T00:00:00Z', TrackedActionsLastAccessed: tracked },
      ],
    });
    return withClient({ files: { 'A.finding.json': report } }, async (client) => {
      await client.open('A.json', policy.replace('sqs:List*', 'sqs:ListQueues'));
      assert.deepEqual(
        [await first(client, 'sqs:SendMessage', 1), await first(client, 'sqs:ListQueues', 1)],
        [
          ['**sqs:SendMessage**: used, last accessed 2026-11-10 (14 days ago) · access level Write'],
          ['**sqs:ListQueues**: unused, never accessed in the tracking period · access level Read'],
        ],
      );
    });
  });

  test('in a statement that is left alone, too', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy.replace('Allow', 'Deny'));
      assert.equal(
        await client.hover('A.json', 'sqs:SendMessage'),
        [
          '**sqs:SendMessage**: access level Write',
          'Grants permission to deliver a message to the specified queue',
          'Resource types: `queue` (required)',
          'This statement is left unchanged: a Deny statement is never changed',
        ].join('\n\n'),
      );
    }));

  test('without the descriptions the rest is said, and the log says why', () => {
    const host: Options['host'] = (sound) => ({
      ...sound,
      readDetails: () => Promise.reject(new Error('no such file')),
    });
    return withClient({ files, host }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await first(client, 'sqs:SendMessage', 2), [
        '**sqs:SendMessage**: unused, never accessed in the tracking period · access level Write',
        'Proven: keeps 5, removes 1, adds none',
      ]);
      assert.deepEqual(
        client.log.filter((line) => line.includes('descriptions')),
        ['the descriptions of actions cannot be read: no such file'],
      );
    });
  });
});

test('the hover of a wildcard says what it becomes, why, and what the proof counted', () =>
  withClient(
    { files: { 'A.finding.json': finding('A', ['ListQueueTags', 'DeleteMessage', 'GetQueueUrl']) } },
    async (client) => {
      await client.open('A.json', policy.replace('sqs:Receive*', 'sqs:D*'));
      assert.deepEqual((await client.hover('A.json', 'sqs:List*'))?.split('\n\n').slice(0, 6), [
        '**sqs:List\\***: 1 of 4 actions unused',
        'Becomes: `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueues`',
        'Proven: keeps 6, removes 1, adds none',
        'Unused: _Read_ `sqs:ListQueueTags`',
        'Last accessed: 1 never in the tracking period',
        'Kept: _Read_ `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueues`',
      ]);
      await client.change('A.json', policy.replace('sqs:Receive*', 'sqs:*'));
      assert.deepEqual((await client.hover('A.json', 'sqs:*'))?.split('\n\n').slice(2, 4), [
        'Proven: keeps 18, removes 2, adds none',
        'Unused: _Write_ `sqs:DeleteMessage`; _Read_ `sqs:GetQueueUrl`, `sqs:ListQueueTags`',
      ]);
    },
  ));

suite('where finding, policy and catalogue do not know the same actions', () => {
  const all =
    '{"Statement": [{"Effect": "Allow", "Action": ["sqs:List*"], "Resource": "*"}, {"Effect": "Deny", "Action": "sqs:ListFuture", "Resource": "*"}]}';
  const catalogue = 'the action catalogue from 2026-09-26';

  test('the names that only the policy knows are told, in the hover and in the preview', () =>
    withClient({ files: { 'A.finding.json': finding('A', ['ListQueueTags']) } }, async (client) => {
      await client.open('A.json', all);
      const line = `Written out because the policy names them and ${catalogue} does not: `;
      assert.ok((await client.hover('A.json', 'sqs:List*'))?.split('\n\n').includes(`${line}\`sqs:ListFuture\``));
      const preview = await client.connection.sendRequest<PreviewResult>(previewRequest, { uri: uriOf('A.json') });
      assert.ok(preview.kind === 'preview');
      assert.equal(preview.onlyInPolicy, `${line}sqs:ListFuture`);
    }));

  test('an older catalogue is told, and no fix of a wildcard of the service is preferred', () =>
    withClient(
      { files: { 'A.finding.json': finding('A', ['ListQueueTags', 'SendMessage', 'SendFuture']) } },
      async (client) => {
        await client.open('A.json', policy);
        const older = `${catalogue} is older than the finding`;
        assert.ok(
          (await client.hover('A.json', 'sqs:List*'))
            ?.split('\n\n')
            .includes(`${older}, which names \`sqs:SendFuture\``),
        );
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [
          '2 action.unused: sqs:SendMessage is unused',
          `2 wildcard.partly-unused: 1 of 4 actions of sqs:List* is unused; ${older}`,
        ]);
        assert.deepEqual(titles(await client.actions('A.json', 'sqs:List*')), [
          `Replace sqs:List* with 3 shortest safe prefixes (${older})`,
          'Refine this statement',
        ]);
        assert.deepEqual(titles(await client.actions('A.json', 'sqs:SendMessage')), [
          'Remove unused action sqs:SendMessage !',
          'Refine this statement',
        ]);
      },
    ));
});

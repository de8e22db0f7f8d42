import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { hoverCommands } from '../../protocol/src/index.ts';
import { uriOf, type Client, type Options } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

const clientOptions = { clientCommands: true };
const files = { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues']) };

/** The paragraphs of a hover without its links, and the commands of the links with their labels. */
async function hoverOf(client: Client, file: string, at: string): Promise<{ lines: string[]; links: string[] }> {
  const value = (await client.hover(file, at)) ?? '';
  const all = value.split('\n\n');
  const isLinks = (line: string): boolean => line.includes('](command:');
  return {
    lines: all.filter((line) => !isLinks(line)),
    links: all
      .filter(isLinks)
      .flatMap((line) =>
        [...line.matchAll(/\[((?:[^\\\]]|\\.)*)\]\(command:([\w.]+)\?([^)]*)\)/g)].map(
          ([, label = '', command = '']) => `${label.replaceAll('\\', '')} → ${command}`,
        ),
      ),
  };
}

const hoverWith = async (
  all: Options['files'],
  text: string,
  at: string,
): Promise<Awaited<ReturnType<typeof hoverOf>>> => {
  let hover: Awaited<ReturnType<typeof hoverOf>> = { lines: [], links: [] };
  await withClient({ files: { ...all, 'A.json': text }, clientOptions }, async (client) => {
    await client.open('A.json', text);
    hover = await hoverOf(client, 'A.json', at);
  });
  return hover;
};

suite('the hover of our client is short', () => {
  test('an action: its use, what it does, and what it could do', async () =>
    assert.deepEqual(
      await hoverWith(
        {
          'A.finding.json': finding('A', null, {
            findingDetails: [
              {
                unusedPermissionDetails: {
                  serviceNamespace: 'iam',
                  actions: [{ action: 'PutRolePolicy', lastAccessed: '2026-03-01T07:00:00Z' }],
                },
              },
            ],
          }),
        },
        '{"Statement": [{"Effect": "Allow", "Action": ["iam:PutRolePolicy", "sqs:SendMessage"], "Resource": "*"}]}',
        'iam:PutRolePolicy',
      ),
      {
        lines: [
          '**iam:PutRolePolicy**: unused since 2026-03-01 (8 months ago) · access level Permissions management',
          'Grants permission to create or update an inline policy document that is embedded in the specified IAM role',
          'Can escalate privileges: it changes what a policy or a principal allows ([source](https://pathfinding.cloud/paths/iam-005))',
          'Resource types: `role` (required)',
        ],
        links: [
          'Remove unused action iam:PutRolePolicy → iamRefine.applyFix',
          'Keep… → iamRefine.keepAction',
          'Finding → iamRefine.openFinding',
        ],
      },
    ));

  test('a wildcard: one count, one date, what it becomes, what goes; more is in the prefix tree', async () =>
    assert.deepEqual(await hoverWith(files, policy, 'sqs:List*'), {
      lines: [
        '**sqs:List\\***: 1 of 4 actions unused · A, finding of 20 Nov',
        'Becomes: `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueueTags`',
        'Unused: _Read_ `sqs:ListQueues`',
        'AWS does not track the use of `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueueTags`',
      ],
      links: [
        'Replace sqs:List* with 3 shortest safe prefixes → iamRefine.applyFix',
        'Keep… → iamRefine.keepAction',
        'Finding → iamRefine.openFinding',
        'More… → iamRefine.showTrie',
      ],
    }));

  test('a kept action names the rule, and a link stops keeping it', async () => {
    const keep = [{ actions: ['sqs:Send*'], principals: [roleArn('A')], reason: 'audit' }];
    const { lines, links } = await hoverWith(
      { ...files, '.iam-refine.json': JSON.stringify({ keep }) },
      policy,
      'sqs:SendMessage',
    );
    assert.ok(
      lines.includes('Reported unused but kept: `sqs:SendMessage` — keep rule in line 1 of .iam-refine.json: audit'),
      lines.join('\n'),
    );
    assert.deepEqual(links, ['Stop Keeping sqs:Send* → iamRefine.stopKeeping', 'Finding → iamRefine.openFinding']);
  });

  test('a link says if it stops keeping for other principals, too', async () => {
    const keep = [{ actions: ['sqs:SendMessage'], reason: 'audit' }];
    const { links } = await hoverWith(
      { ...files, '.iam-refine.json': JSON.stringify({ keep }) },
      policy,
      'sqs:SendMessage',
    );
    assert.equal(links[0], 'Stop Keeping sqs:SendMessage, also for other principals → iamRefine.stopKeeping');
  });

  test('without a finding it says why, and shows the tree', async () =>
    assert.deepEqual(await hoverWith({}, policy, 'sqs:List*'), {
      lines: [
        '**sqs:List\\***: 4 actions; no finding applies to it',
        'Neither the file nor a folder above it is named after a principal with a finding',
        'AWS does not track the use of `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueues` and 1 more',
      ],
      links: ['More… → iamRefine.showTrie'],
    }));

  test('never has more than five lines and the links, whatever there is to say', () =>
    withClient(
      {
        files: {
          'A.finding.json': finding('A', null),
          'B.finding.json': finding('B', ['SendMessage', 'ListQueues', 'PurgeQueue', 'ReceiveMessage']),
          '.iam-refine.json': JSON.stringify({
            policies: [{ files: 'A.json', attachedTo: [roleArn('A'), roleArn('B')] }],
            keep: [{ actions: ['sqs:Purge*'], reason: 'audit' }],
          }),
        },
        clientOptions,
        now: '2027-06-01T00:00:00Z',
      },
      async (client) => {
        await client.open('A.json', policy.replace('sqs:List*', 'sqs:*'));
        const { lines, links } = await hoverOf(client, 'A.json', 'sqs:*');
        assert.equal(lines.length, 5, lines.join('\n'));
        for (const link of links)
          assert.ok(
            hoverCommands.some((command) => link.endsWith(` → ${command}`)),
            link,
          );
      },
    ));
});

test('a link of a hover carries what its command needs', () =>
  withClient({ files, clientOptions }, async (client) => {
    await client.open('A.json', policy);
    const hover = (await client.hover('A.json', 'sqs:List*')) ?? '';
    const argumentsOf = (command: string): unknown =>
      JSON.parse(decodeURIComponent(new RegExp(`command:${command}\\?([^)]*)\\)`).exec(hover)?.[1] ?? 'null'));
    assert.deepEqual(
      [argumentsOf('iamRefine.keepAction'), argumentsOf('iamRefine.openFinding'), argumentsOf('iamRefine.showTrie')],
      [
        [uriOf('A.json'), 'sqs:List*'],
        [uriOf('A.json'), 0],
        [uriOf('A.json'), 0, policy.indexOf('sqs:List*')],
      ],
    );
    const [fix] = argumentsOf('iamRefine.applyFix') as readonly unknown[];
    assert.equal(
      (await client.connection.sendRequest<{ kind: string }>('iamRefine/applyFix', { fix })).kind,
      'refined',
    );
  }));

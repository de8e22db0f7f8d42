/** Refine Workspace: the review shows what would be changed, and exactly what is ticked in it is changed. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  digestOfLines,
  reviewedTextRequest,
  reviewRequest,
  tickedEditsRequest,
  type FileEdits,
  type ReviewResult,
  type ReviewedTextResult,
  type TickedEditsResult,
  type TickedFile,
  type WorkspaceReview,
} from '../../protocol/src/index.ts';
import { uriOf, type Client, type Options } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

const statement = (...actions: readonly string[]): object => ({ Effect: 'Allow', Action: actions, Resource: '*' });
const json = (value: unknown): string => JSON.stringify(value);
const refinedA = `{"Statement": [{"Effect": "Allow", "Action": [
  "sqs:Receive*",
  "sqs:ListDeadLetterSourceQueues",
  "sqs:ListMessageMoveTasks",
  "sqs:ListQueueTags"
], "Resource": "*"}]}`;

const files = {
  'A.finding.json': finding('A', ['SendMessage', 'ListQueues']),
  'B.finding.json': finding('B', ['ReceiveMessage']),
  'A.json': policy,
  'team/B.json': policy,
};

/** Two roles with a policy each, in one file that belongs to people. */
const template = json({
  Resources: Object.fromEntries(
    ['A', 'B'].map((name) => [
      name,
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: name,
          Policies: [
            { PolicyName: 'p', PolicyDocument: { Statement: [statement('sqs:SendMessage', 'sqs:ReceiveMessage')] } },
          ],
        },
      },
    ]),
  ),
});

const changed = 'it has changed since the review, or its findings or the configuration have';

async function reviewed(client: Client): Promise<WorkspaceReview> {
  const result = await client.connection.sendRequest<ReviewResult>(reviewRequest, {});
  assert.ok(result.kind === 'review');
  const { kind: _, ...review } = result;
  return review;
}

const everythingIn = ({ files: all }: WorkspaceReview): TickedFile[] =>
  all.map(({ uri, mark, policies }) => ({ uri, mark, policies: policies.map((one) => one.policy) }));

const textOf = (client: Client, ticked: TickedFile, shown = 0): Promise<ReviewedTextResult> =>
  client.connection.sendRequest(reviewedTextRequest, { ...ticked, shown });

async function editsFor(client: Client, ticked: readonly TickedFile[]) {
  const result = await client.connection.sendRequest<TickedEditsResult>(tickedEditsRequest, { files: ticked });
  assert.ok(result.kind === 'edits');
  return { files: result.files, refused: result.refused };
}

/** The text of a file after its edits, which must be for its text as it is. */
function edited(client: Client, { uri, digest, edits }: FileEdits): string {
  const text = client.textOf(uri) || (client.files.get(uri) ?? '');
  assert.equal(digest, digestOfLines(text), `the edits of ${uri} are for its text`);
  return TextDocument.applyEdits(TextDocument.create(uri, 'json', 0, text), [...edits] as never);
}

suite('the review of a workspace', () => {
  test('has every policy with its counts, its risk and what replaces its action strings, the riskiest first', () =>
    withClient({ files }, async (client) => {
      const { files: shown, ...rest } = await reviewed(client);
      assert.deepEqual(
        shown.map(({ mark, ...file }) => ({ ...file, isMarked: mark.length > 5 })),
        [
          {
            uri: uriOf('A.json'),
            file: 'A.json',
            policies: [
              {
                policy: 0,
                line: 0,
                character: 1,
                principals: [{ name: 'A', account: '123456789012' }],
                age: '4 days ago',
                kept: 4,
                removed: 2,
                risk: { risk: 'Write', actions: 1 },
                entries: [
                  { text: 'sqs:SendMessage', to: [] },
                  {
                    text: 'sqs:List*',
                    to: ['sqs:ListDeadLetterSourceQueues', 'sqs:ListMessageMoveTasks', 'sqs:ListQueueTags'],
                  },
                ],
              },
            ],
            isMarked: true,
          },
          {
            uri: uriOf('team/B.json'),
            file: 'team/B.json',
            policies: [
              {
                policy: 0,
                line: 0,
                character: 1,
                principals: [{ name: 'B', account: '123456789012' }],
                age: '4 days ago',
                kept: 5,
                removed: 1,
                risk: { risk: 'Read', actions: 1 },
                entries: [{ text: 'sqs:Receive*', to: [] }],
              },
            ],
            isMarked: true,
          },
        ],
      );
      assert.deepEqual(rest, { skipped: [], ignored: { files: 0, folders: 0 }, findings: 2 });
    }));

  test('has a row for each policy of a file, and counts what a refinement of the file counts', () =>
    withClient({ files: { ...files, 'stack.json': template } }, async (client) => {
      const review = await reviewed(client);
      const stack = review.files.find(({ file }) => file === 'stack.json');
      assert.deepEqual(
        stack?.policies.map(({ policy: index, principals, kept, removed }) => [
          index,
          principals.map(({ name }) => name),
          kept,
          removed,
        ]),
        [
          [0, ['A'], 1, 1],
          [1, ['B'], 1, 1],
        ],
      );
      const { files: made } = await editsFor(client, everythingIn(review));
      const sums = Object.fromEntries(
        review.files.map(({ file, policies }) => [
          file,
          [sum(policies.map(({ kept }) => kept)), sum(policies.map(({ removed }) => removed))],
        ]),
      );
      assert.deepEqual(Object.fromEntries(made.map(({ file, kept, removed }) => [file, [kept, removed]])), sums);
    }));

  const skippedIn = async (more: Readonly<Record<string, string>>): Promise<unknown> => {
    let skipped: unknown;
    await withClient({ files: { ...files, ...more } }, async (client) => {
      const review = await reviewed(client);
      assert.deepEqual(
        review.files
          .map(({ file }) => file)
          .filter((file) => file in more && !review.skipped.some((one) => one.file === file)),
        [],
        'what is added is skipped',
      );
      skipped = review.skipped.map(({ file, reason, remedy, isPartly }) => ({
        file,
        reason,
        remedy,
        ...(isPartly === undefined ? {} : { isPartly }),
      }));
    });
    return skipped;
  };

  test('leaves out account details and generated files, which are copies of what is kept elsewhere', async () => {
    const details = {
      RoleDetailList: [
        {
          RoleName: 'A',
          Arn: roleArn('A'),
          RolePolicyList: [{ PolicyName: 'p', PolicyDocument: JSON.parse(policy) as unknown }],
          AttachedManagedPolicies: [],
        },
      ],
    };
    const state = { format_version: '1.0', values: { RoleName: 'A', PolicyDocument: JSON.parse(policy) as unknown } };
    assert.deepEqual(await skippedIn({ 'account.json': json(details), 'A/state.json': json(state) }), [
      {
        file: 'account.json',
        reason:
          'output of get-account-authorization-details, a copy of what is in AWS: change the policies where they are kept',
        remedy: 'open',
      },
      {
        file: 'A/state.json',
        reason: 'generated by Terraform: change the policy in the configuration',
        remedy: 'open',
      },
    ]);
  });

  test('names what is skipped, with the reason and what the user can do', async () => {
    assert.deepEqual(
      await skippedIn({
        'C.json': policy,
        'D.finding.json': finding('D', ['ReceiveMessage'], { analyzedAt: '2026-01-01T00:00:00Z' }),
        'D.json': policy,
        'A/broken.json': policy.slice(0, -2),
        'limits.json': json({
          Resources: {
            Limit: {
              Type: 'AWS::Organizations::Policy',
              Properties: { Type: 'SERVICE_CONTROL_POLICY', Content: { Statement: [statement('sqs:SendMessage')] } },
            },
          },
        }),
        'A/gone.json': json({ Statement: [statement('sqs:SendMessage')] }),
        'A/partly.json': json({ Statement: [statement('sqs:SendMessage', 'sqs:ReceiveMessage'), 'odd'] }),
      }),
      [
        {
          file: 'C.json',
          reason: 'neither the file nor a folder above it is named after a principal with a finding',
          remedy: 'choose-finding',
        },
        { file: 'D.json', reason: 'the finding for D is from 2026-01-01, 327 days old', remedy: 'confirm' },
        {
          file: 'A/broken.json',
          reason: 'the document has a syntax error at line 1, column 112: close bracket expected',
          remedy: 'open',
        },
        { file: 'limits.json', reason: 'it is a service control policy, to which no finding applies', remedy: 'open' },
        {
          file: 'A/gone.json',
          reason:
            'everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline',
          remedy: 'open',
        },
        { file: 'A/partly.json', reason: 'line 1: this is not a statement', remedy: 'open', isPartly: true },
      ],
    );
  });

  test('takes the text in the editor', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', json({ Statement: [statement('sqs:ReceiveMessage')] }));
      assert.deepEqual(
        (await reviewed(client)).files.map(({ file }) => file),
        ['team/B.json'],
      );
    }));

  test('of folders inside of each other has each file once', () =>
    withClient({ files, folders: [uriOf('').slice(0, -1), uriOf('team')] }, async (client) => {
      const { files: shown, skipped } = await reviewed(client);
      assert.deepEqual([shown.map(({ file }) => file), skipped.map(({ file }) => file)], [['A.json'], ['team/B.json']]);
    }));

  test('ends when the user cancels it', () =>
    withClient({ files, cancelsProgress: true, host: slowly }, async (client) => {
      assert.deepEqual(await client.connection.sendRequest(reviewRequest, {}), {
        kind: 'none',
        reason: 'it was cancelled',
      });
    }));
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Files that take time to find, so that the client has its say. */
const slowly: NonNullable<Options['host']> = (sound) => ({
  ...sound,
  async *lookBelow(folder) {
    for await (const looked of sound.lookBelow(folder)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield looked;
    }
  },
});

suite('what is ticked', () => {
  test('is shown as text: exactly the ticked policies are refined', () =>
    withClient({ files: { ...files, 'stack.json': template } }, async (client) => {
      const review = await reviewed(client);
      const of = (file: string, policies: readonly number[]): Promise<ReviewedTextResult> => {
        const { uri, mark } = review.files.find((one) => one.file === file) ?? { uri: '', mark: '' };
        return textOf(client, { uri, mark, policies });
      };
      assert.deepEqual(await of('A.json', [0]), { kind: 'refined', refined: refinedA, line: 0 });
      assert.deepEqual(await of('A.json', []), { kind: 'refined', refined: policy, line: 0 });
      const withoutSend = '"Action":["sqs:ReceiveMessage"]';
      const first = template.replace('"Action":["sqs:SendMessage","sqs:ReceiveMessage"]', withoutSend);
      assert.deepEqual(await of('stack.json', [0]), { kind: 'refined', refined: first, line: 0 });
      assert.deepEqual(await of('stack.json', [0, 7]), { kind: 'refined', refined: first, line: 0 });
    }));

  test('is shown with the line where a policy is, whatever is removed before it', () =>
    withClient({ files: { ...files, 'stack.json': JSON.stringify(JSON.parse(template), null, 2) } }, async (client) => {
      const [file] = (await reviewed(client)).files.filter((one) => one.file === 'stack.json');
      assert.ok(file !== undefined);
      for (const policies of [[], [0], [0, 1]])
        for (const shown of [0, 1]) {
          const result = await textOf(client, { uri: file.uri, mark: file.mark, policies }, shown);
          assert.ok(result.kind === 'refined');
          const starts = result.refined.split('\n').flatMap((line, i) => (line.includes('"Statement"') ? [i] : []));
          assert.equal(result.line, starts[shown]);
        }
    }));

  test('becomes edits for files that are open and for files that are not, and changes nothing itself', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const { files: made, refused } = await editsFor(client, everythingIn(await reviewed(client)));
      assert.deepEqual(
        made.map((one) => [one.file, one.kept, one.removed, edited(client, one)]),
        [
          ['A.json', 4, 2, refinedA],
          ['team/B.json', 5, 1, policy.replace('"sqs:Receive*", ', '')],
        ],
      );
      assert.deepEqual(
        [refused, client.textOf('A.json'), client.files.get(uriOf('team/B.json'))],
        [[], policy, policy],
      );
    }));

  /** What is refused if something happens between the review and its edits; everything else is refined. */
  const refusedAfter = async (happens: (client: Client) => Promise<void>, options: Options = {}): Promise<unknown> => {
    let refused: unknown;
    await withClient({ files, ...options }, async (client) => {
      await client.open('A.json', policy);
      const review = await reviewed(client);
      await happens(client);
      const made = await editsFor(client, everythingIn(review));
      assert.equal(made.files.length + made.refused.length, 2);
      for (const one of review.files.filter(({ uri }) => made.refused.some((other) => other.uri === uri)))
        assert.deepEqual(await textOf(client, { uri: one.uri, mark: one.mark, policies: [0] }), {
          kind: 'differs',
          reason: changed,
        });
      refused = made.refused.map(({ file, reason, remedy }) => [file, reason, remedy]);
    });
    return refused;
  };

  test('is refused, file by file, where a file changed after the review: in the editor, on disk, or gone', async () => {
    assert.deepEqual(await refusedAfter(async (client) => void (await client.change('A.json', `${policy}\n`))), [
      ['A.json', changed, 'open'],
    ]);
    assert.deepEqual(await refusedAfter(async (client) => void client.files.set(uriOf('team/B.json'), `${policy}\n`)), [
      ['team/B.json', changed, 'open'],
    ]);
    assert.deepEqual(await refusedAfter(async (client) => void client.files.delete(uriOf('team/B.json'))), [
      ['team/B.json', changed, 'open'],
    ]);
  });

  test('is refused where the finding or the configuration changed what would be removed', async () => {
    const setFinding =
      (actions: readonly string[], fields = {}) =>
      async (client: Client): Promise<void> =>
        void client.files.set(uriOf('A.finding.json'), finding('A', actions, fields));
    const refusedA = [['A.json', changed, 'open']];
    assert.deepEqual(await refusedAfter(setFinding(['SendMessage'])), refusedA);
    assert.deepEqual(
      await refusedAfter(setFinding(['SendMessage', 'ListQueues'], { analyzedAt: '2026-01-01T00:00:00Z' })),
      refusedA,
    );
    assert.deepEqual(await refusedAfter(setFinding(['SendMessage', 'ListQueues'], { id: 'other' })), []);
  });

  test('is not refused for line ends, which an editor may write in one way', () => {
    const lines = (end: string): string => policy.replaceAll(', "', `,${end}"`);
    return withClient({ files: { ...files, 'A.json': lines('\r\n') } }, async (client) => {
      const review = await reviewed(client);
      await client.open('A.json', lines('\n'));
      const { refused } = await editsFor(client, everythingIn(review));
      assert.deepEqual(refused, []);
    });
  });

  test('outside of the workspace or never reviewed is refused', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      for (const uri of ['file:///elsewhere/A.json', uriOf('A.json')])
        assert.deepEqual(await textOf(client, { uri, mark: 'made up', policies: [0] }), {
          kind: 'differs',
          reason: changed,
        });
    }));
});

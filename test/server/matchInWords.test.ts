import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CodeLens } from 'vscode-languageserver/node';
import {
  findingChoicesRequest,
  previewRequest,
  refineFileRequest,
  prefixTreeRequest,
  unusedAccessRequest,
  type FindingChoices,
  type PolicyStatus,
  type PreviewResult,
  type RefineFileResult,
  type PrefixTreeResult,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import { uriOf, type Client, type Options } from './client.ts';
import { finding, policy, roleArn, titles, withClient } from './support.ts';

/** Everything that says something of the use of permissions, for `A.json`. */
interface Said {
  readonly status: readonly (string | undefined)[];
  /** The lines over the policy, without the commands. */
  readonly lens: readonly string[];
  readonly commands: readonly string[];
  /** What the hover says, without the descriptions of the action and what AWS tracks. */
  readonly hover: readonly string[] | undefined;
  readonly preview: string;
  readonly refine: string;
  /** Why the view has nothing to say, or not of everything. */
  readonly view: readonly string[];
  readonly choices: string | undefined;
  readonly tree: string | undefined;
}

const isAboutUse = (line: string): boolean => !/^(Grants permission|Resource types|AWS does not track)/.test(line);

/** All that the status tells a screen reader, without the name and the catalogue. */
function wholeOf(status: PolicyStatus | undefined): string | undefined {
  return status?.label.replace(`${status.text}, `, '').replace(' · catalogue from 2026-09-26', '');
}

async function lensesOf(client: Client): Promise<Pick<Said, 'lens' | 'commands'>> {
  const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: uriOf('A.json') },
  });
  const all = lenses.map(({ command }) => ({ title: command?.title ?? '', isCommand: command?.command !== '' }));
  const titled = (isCommand: boolean): string[] =>
    all.filter((one) => one.isCommand === isCommand).map(({ title }) => title);
  return { lens: titled(false).map((title) => title.replace(/ · [\d, →of]+ characters$/, '')), commands: titled(true) };
}

async function everythingSaid(files: Options['files'], text: string, at: string): Promise<Said> {
  let hover: string[] | undefined;
  // Our own client shows the most important lines only.
  await withClient({ files: { ...files, 'A.json': text } }, async (client) => {
    await client.open('A.json', text);
    hover = (await client.hover('A.json', at))?.split('\n\n').filter(isAboutUse);
  });
  let said: Said | undefined;
  await withClient({ files: { ...files, 'A.json': text }, clientOptions: { clientCommands: true } }, async (client) => {
    const ask = <R>(method: string, params: object = {}): Promise<R> =>
      client.connection.sendRequest(method, { uri: uriOf('A.json'), ...params });
    const { status } = await client.open('A.json', text);
    const preview = await ask<PreviewResult>(previewRequest);
    const choices = await ask<FindingChoices>(findingChoicesRequest);
    const tree = await ask<PrefixTreeResult>(prefixTreeRequest, {
      position: { line: 0, character: Math.max(text.indexOf('sqs:List'), text.indexOf('sqs%3AList')) + 2 },
    });
    said = {
      status: [status?.kind, status?.text, wholeOf(status)],
      ...(await lensesOf(client)),
      hover,
      preview: preview.kind === 'nothing' ? preview.reason : `${preview.removed} go, ${preview.kept} stay`,
      view: (await ask<UnusedAccess>(unusedAccessRequest)).silent.map(({ reason }) => reason),
      choices: choices.kind === 'none' ? choices.reason : choices.why,
      tree: tree.kind === 'prefixTree' ? tree.noFinding : tree.reason,
      refine: refineInWords(await ask<RefineFileResult>(refineFileRequest)),
    };
  });
  assert.ok(said !== undefined);
  return said;
}

function refineInWords(result: RefineFileResult): string {
  switch (result.kind) {
    case 'nothing':
      return [result.reason, ...result.left.map(({ reason }) => reason)].join(' ');
    case 'refined':
      return `${result.removed} go, ${result.kept} stay`;
    case 'confirm':
    case 'not-applied':
      return `${result.kind}: ${result.reason}`;
    case 'differs':
      return result.kind;
  }
}

/** A hover ends with what it rests on. */
const footer = (text: string): string => `_${text.replace(/[()_]/g, '\\$&')} · the action catalogue from 2026-09-26_`;

const page = (code: string, anchor: string): string =>
  `[What ${code} means](https://github.com/iam-refine/iam-refine/blob/main/docs/problems.md#${anchor})`;

const dated = 'finding from 2026-11-20 (4 days ago), matched by its path';

const unusedRole = (lastAccessed?: string): string =>
  finding('A', [], {
    id: 'role',
    findingType: 'UnusedIAMRole',
    findingDetails: [{ unusedIamRoleDetails: lastAccessed === undefined ? {} : { lastAccessed } }],
  });

const report = JSON.stringify({
  JobStatus: 'COMPLETED',
  JobCreationDate: '2026-11-22T06:01:12Z',
  ServicesLastAccessed: [
    {
      ServiceNamespace: 'sqs',
      LastAuthenticated: '2026-11-10T00:00:00Z',
      LastAuthenticatedEntity: roleArn('A'),
      TrackedActionsLastAccessed: [
        { ActionName: 'SendMessage', LastAccessedEntity: roleArn('A'), LastAccessedTime: '2026-11-10T00:00:00Z' },
        { ActionName: 'ListQueues' },
      ],
    },
  ],
});

suite('without a finding that counts nothing is said of use, and the reason is named', () => {
  const external = { findingType: 'ExternalAccess', findingDetails: [{ externalAccessDetails: { condition: {} } }] };
  const cases: readonly (readonly [name: string, files: Options['files'], reason: string])[] = [
    [
      'resolved',
      { 'A.finding.json': finding('A', ['SendMessage'], { status: 'RESOLVED' }) },
      'its finding from 2026-11-20 is RESOLVED',
    ],
    [
      'archived',
      { 'x.finding.json': finding('A', null, { status: 'ARCHIVED' }) },
      'its finding from 2026-11-20 is ARCHIVED',
    ],
    [
      'failed',
      { 'A.finding.json': finding('A', [], { error: 'INTERNAL_ERROR' }) },
      'its finding reports an error (INTERNAL_ERROR)',
    ],
    [
      'of external access',
      { 'A.finding.json': finding('A', [], external) },
      'the principal has an external access finding',
    ],
    [
      'of no known shape, elsewhere',
      { 'f/A.finding.json': '{"hello": 1}' },
      'A.finding.json contains no finding in a known format',
    ],
  ];
  for (const [name, files, reason] of cases)
    test(name, async () =>
      assert.deepEqual(await everythingSaid(files, policy, 'sqs:SendMessage'), {
        status: ['none', 'No finding', reason],
        lens: [`No finding applies: ${reason}`],
        commands: ['Choose…', 'How to fetch'],
        hover: ['**sqs:SendMessage**: no finding applies to it · access level Write', footer(reason)],
        preview: `No finding applies to this policy: ${reason}.`,
        refine: `No finding applies to this policy: ${reason}.`,
        view: [reason],
        choices: `No finding in this workspace can be chosen: ${reason}.`,
        tree: reason,
      }),
    );

  test('a file that cannot be read, of whatever name, and names the principal', async () => {
    const reason = 'all.finding.json names A but cannot be read (close brace expected)';
    assert.deepEqual(
      await everythingSaid(
        { 'f/all.finding.json': finding('A', ['SendMessage']).slice(0, -3) },
        policy,
        'sqs:SendMessage',
      ),
      {
        status: ['blocked', 'No finding is used', reason],
        lens: [reason],
        commands: [],
        hover: ['**sqs:SendMessage**: no finding is used · access level Write', footer(reason)],
        preview: `Nothing was changed: ${reason}.`,
        refine: `Nothing was changed: ${reason}.`,
        view: [reason],
        choices: `No finding in this workspace can be chosen: ${reason}.`,
        tree: reason,
      },
    );
  });

  test('where nothing at all is known, the lens leads to a finding', async () => {
    const reason = 'neither the file nor a folder above it is named after a principal with a finding';
    assert.deepEqual(await everythingSaid({ 'f/b.finding.json': finding('B', null) }, policy, 'sqs:List*'), {
      status: ['none', 'No finding', reason],
      lens: ['No finding for this policy'],
      commands: ['Choose…', 'How to fetch'],
      hover: ['**sqs:List\\***: 4 actions; no finding applies to it', footer(reason)],
      preview: `No finding applies to this policy: ${reason}.`,
      refine: `No finding applies to this policy: ${reason}.`,
      view: [reason],
      choices: undefined,
      tree: reason,
    });
  });

  test('where one of several holders has none', async () => {
    const config = JSON.stringify({ policies: [{ files: 'A.json', attachedTo: [roleArn('A'), roleArn('B')] }] });
    const reason = 'shared policy (by .iam-refine.json, line 1): B has no finding, so nothing is removed';
    assert.deepEqual(
      await everythingSaid(
        { 'A.finding.json': finding('A', null), '.iam-refine.json': config },
        policy,
        'sqs:SendMessage',
      ),
      {
        status: ['blocked', 'No finding is used', reason],
        lens: [`S${reason.slice(1)}`],
        commands: [],
        hover: ['**sqs:SendMessage**: no finding is used · access level Write', footer(reason)],
        preview: `Nothing was changed: ${reason}.`,
        refine: `Nothing was changed: ${reason}.`,
        view: [reason],
        choices: reason,
        tree: reason,
      },
    );
  });
});

suite('with a finding no more is said than it says', () => {
  test('an action that it does not name is not reported unused', async () =>
    assert.deepEqual(
      await everythingSaid({ 'A.finding.json': finding('A', ['GetQueueUrl']) }, policy, 'sqs:SendMessage'),
      {
        status: ['matched', 'A', dated],
        lens: ['Nothing reported unused by A (finding of 20 Nov)'],
        commands: ['Finding'],
        hover: ['**sqs:SendMessage**: not reported unused · access level Write', footer(dated)],
        preview: 'Nothing in this policy is reported unused.',
        refine: 'Nothing in this policy is reported unused.',
        view: [],
        choices: undefined,
        tree: undefined,
      },
    ));

  test('a wildcard of which it names nothing has no count of what is unused', async () => {
    const { hover } = await everythingSaid({ 'A.finding.json': finding('A', ['GetQueueUrl']) }, policy, 'sqs:List*');
    assert.deepEqual(hover, ['**sqs:List\\***: 4 actions, none of them reported unused', footer(dated)]);
  });

  test('two of one role: the status names the one that does not report an action', async () => {
    const files = {
      'A.finding.json': finding('A', ['SendMessage', 'ListQueues'], { id: '11111111-aaaa-4000-8000-000000000000' }),
      'B.finding.json': finding('A', ['ListQueues'], {
        id: '22222222-aaaa-4000-8000-000000000000',
        analyzedAt: '2026-11-23T06:01:12Z',
      }),
    };
    const why = 'not reported unused by the finding 22222222… from 2026-11-23';
    const both = '2 findings, the oldest from 2026-11-20 (4 days ago), matched by its path';
    assert.deepEqual(await everythingSaid(files, policy, 'sqs:SendMessage'), {
      status: ['matched', 'A', `${both}; 1 action kept: ${why}`],
      lens: ['A: 1 of 6 unused'],
      commands: ['Refine', 'Preview', 'Finding'],
      hover: [
        '**sqs:SendMessage**: kept · access level Write',
        `Reported unused but kept: \`sqs:SendMessage\` — ${why}`,
        footer(both),
      ],
      preview: '1 go, 5 stay',
      refine: '1 go, 5 stay',
      view: [],
      choices: undefined,
      tree: undefined,
    });
  });

  test('a report shows an action as used that a finding calls unused', async () => {
    const reasons =
      '1 action kept: used according to the last-accessed report from 2026-11-22; 1 action kept: not reported unused by the finding id-A from 2026-11-20';
    const both = '2 findings, the oldest from 2026-11-20 (4 days ago), matched by its path';
    const files = { 'A.finding.json': finding('A', ['SendMessage']), 'B.finding.json': report };
    assert.deepEqual(await everythingSaid(files, policy, 'sqs:SendMessage'), {
      status: ['matched', 'A', `${both}; ${reasons}`],
      lens: [`Nothing can be removed (${reasons})`],
      commands: ['Finding'],
      hover: [
        '**sqs:SendMessage**: used, last accessed 2026-11-10 (14 days ago) · access level Write',
        'Reported unused but kept: `sqs:SendMessage` — used according to the last-accessed report from 2026-11-22',
        footer(both),
      ],
      preview: `Nothing was changed: ${reasons}.`,
      refine: `Nothing was changed: ${reasons}.`,
      view: [],
      choices: undefined,
      tree: undefined,
    });
  });

  test('what the configuration keeps is not called used, nor nothing unused', async () => {
    const config = '{"keep": [{"actions": ["sqs:*"], "reason": "audit"}]}';
    const why = '1 action kept: keep rule in line 1 of .iam-refine.json: audit';
    const said = await everythingSaid(
      { 'A.finding.json': finding('A', ['ListQueues']), '.iam-refine.json': config },
      policy,
      'sqs:List*',
    );
    assert.deepEqual(
      [said.status[2], said.lens, said.hover?.[0], said.preview],
      [
        `${dated}; 1 keep rule; ${why}`,
        [`Nothing can be removed (${why})`],
        '**sqs:List\\***: 4 actions; all of them are kept',
        `Nothing was changed: ${why}.`,
      ],
    );
  });
});

suite('an unused role', () => {
  test('is the headline: nothing is said of its single permissions', async () => {
    const never = 'A itself is unused (never used in the tracking period)';
    assert.deepEqual(await everythingSaid({ 'A.finding.json': unusedRole() }, policy, 'sqs:SendMessage'), {
      status: ['matched', 'A', `${never}; ${dated}`],
      lens: [`${never}: consider deleting it`],
      commands: ['Finding'],
      hover: [
        String.raw`**sqs:SendMessage**: A itself is unused \(never used in the tracking period\) · access level Write`,
        footer(`${never}; ${dated}`),
      ],
      preview: `Nothing was changed: ${never}.`,
      refine: `Nothing was changed: ${never}.`,
      view: [],
      choices: undefined,
      tree: never,
    });
  });

  test('stands above what another finding says of its permissions', async () => {
    const files = {
      'A.finding.json': unusedRole('2026-03-01T00:00:00Z'),
      'B.finding.json': finding('A', ['SendMessage']),
    };
    const { lens, commands, hover } = await everythingSaid(files, policy, 'sqs:SendMessage');
    assert.deepEqual(
      [lens, commands, hover?.[0]],
      [
        ['A itself is unused (last used 2026-03-01): consider deleting it', 'A: 1 of 6 unused, 1 write'],
        ['Refine', 'Preview', 'Finding'],
        '**sqs:SendMessage**: unused, never accessed in the tracking period · access level Write',
      ],
    );
  });
});

test('a policy of which everything is reported unused is to be detached, or deleted where it is inline: there is nothing to refine', async () => {
  const inline = JSON.stringify({ RoleName: 'A', PolicyName: 'P', PolicyDocument: JSON.parse(policy) as unknown });
  for (const [text, recommendation] of [
    [policy, 'detach it, or delete it if it is inline'],
    [inline, 'delete it'],
  ] as const) {
    const { lens, commands } = await everythingSaid({ 'A.finding.json': finding('A', null) }, text, 'sqs:SendMessage');
    assert.deepEqual([lens, commands], [[`Everything is unused: ${recommendation} (A, 4 days ago)`], ['Finding']]);
  }
});

suite('what cannot be read or written limits what is said', () => {
  test('a policy that is percent-encoded is read-only, and says why', async () => {
    const why = 'percent-encoded, as the IAM API returns it: decode it to refine it';
    const text = JSON.stringify({ note: encodeURIComponent(policy) });
    const files = { 'A.finding.json': finding('A', ['SendMessage']) };
    assert.deepEqual(await everythingSaid(files, text, 'SendMessage'), {
      status: ['matched', 'A', `${dated}; read-only: ${why}`],
      lens: [`A: 1 of 6 unused, 1 write · read-only: ${why}`],
      commands: ['Finding'],
      hover: [
        '**sqs:SendMessage**: unused, never accessed in the tracking period · access level Write',
        `This policy is read-only: ${why} ${page('policy.unread', 'policyunread')}`,
        footer(dated),
      ],
      preview: `Nothing was changed. P${why.slice(1)}.`,
      refine: `Nothing was changed. ${why}`,
      view: [],
      choices: undefined,
      tree: undefined,
    });
    await withClient({ files }, async (client) => {
      await client.open('A.json', text);
      assert.deepEqual(titles(await client.actions('A.json', 'SendMessage')), [
        `Remove unused action sqs:SendMessage (${why})`,
        `Refine this statement (${why})`,
      ]);
    });
  });

  test('a part that was not read is told wherever nothing is reported unused in the rest', async () => {
    const computed = '{"Fn::Transform": {"Name": "x"}}';
    const text = `{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:List*"], "Resource": "*"}, ${computed}]}`;
    const why = 'this statement is computed by Fn::Transform when the document is used';
    const nothing = `Nothing is reported unused in what was checked; 1 part was not read (line 1: ${why}).`;
    assert.deepEqual(await everythingSaid({ 'A.finding.json': finding('A', ['GetQueueUrl']) }, text, 'Fn::Transform'), {
      status: ['matched', 'A', `${dated}; 1 part was not read`],
      lens: ['Nothing reported unused by A (finding of 20 Nov) · 1 part was not read'],
      commands: ['Finding'],
      hover: [`Not read: ${why}`, page('policy.unread', 'policyunread')],
      preview: nothing,
      refine: nothing,
      view: [why],
      choices: undefined,
      tree: undefined,
    });
  });

  test('of a file with several policies, those without a finding are counted, and the view says so beside what is unused', async () => {
    const role = (name: string): unknown => ({
      RoleName: name,
      Arn: roleArn(name),
      RolePolicyList: [{ PolicyName: 'P', PolicyDocument: JSON.parse(policy) as unknown }],
      AttachedManagedPolicies: [],
    });
    const text = JSON.stringify({
      RoleDetailList: [role('A'), role('B')],
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
    });
    const why = 'matched to B (by the Arn of the role in the document), but there is no finding for B';
    const quiet = await everythingSaid({ 'A.finding.json': finding('A', ['GetQueueUrl']) }, text, 'sqs:SendMessage');
    assert.deepEqual(
      [quiet.preview, quiet.view],
      ['Nothing is reported unused in what was checked; no finding applies to 1 policy.', [why]],
    );
    const { view } = await everythingSaid({ 'A.finding.json': finding('A', ['SendMessage']) }, text, 'sqs:SendMessage');
    assert.deepEqual(view, [`partly: ${why}`]);
  });

  test('a string that IAM rejects leads to what that means', async () => {
    const { hover } = await everythingSaid(
      { 'A.finding.json': finding('A', ['GetQueueUrl']) },
      policy.replace('sqs:SendMessage', 's*s:SendMessage'),
      's*s:SendMessage',
    );
    assert.deepEqual(hover, [
      '**s\\*s:SendMessage**: a service prefix must not contain wildcards',
      page('action.malformed', 'actionmalformed'),
      footer(dated),
    ]);
  });

  test('a role that is younger than the report makes it doubtful, as a stale one is', async () => {
    const RoleDetailList = [
      {
        RoleName: 'A',
        Arn: roleArn('A'),
        CreateDate: '2026-11-15T00:00:00Z',
        RolePolicyList: [{ PolicyName: 'P', PolicyDocument: JSON.parse(policy) as unknown }],
        AttachedManagedPolicies: [],
      },
    ];
    const text = JSON.stringify({ RoleDetailList, UserDetailList: [], GroupDetailList: [], Policies: [] });
    const why =
      'the last-accessed report for A is from 2026-11-22, but A was created on 2026-11-15: too new to tell what is unused';
    const by = `last-accessed report from 2026-11-22 (2 days ago), matched by the Arn of the role in the document; ${why}`;
    const said = await everythingSaid({ 'B.finding.json': report }, text, 'sqs:SendMessage');
    assert.deepEqual(
      [said.status, said.lens, said.hover, said.refine],
      [
        ['stale', 'A', by],
        ['A: 1 of 6 unused · too new to tell what is unused'],
        [
          '**sqs:SendMessage**: used, last accessed 2026-11-10 (14 days ago) · access level Write',
          page('finding.too-new', 'findingtoo-new'),
          footer(by),
        ],
        `confirm: ${why}`,
      ],
    );
  });
});

test('in German', () =>
  withClient({ files: { 'A.finding.json': unusedRole(), 'f/B.finding.json': '{}' }, locale: 'de' }, async (client) => {
    const { status } = await client.open('A.json', policy);
    assert.equal(
      status?.label,
      'A, A ist selbst ungenutzt (im Verfolgungszeitraum nie verwendet); Befund vom 2026-11-20 (vor 4 Tagen), zugeordnet nach dem Pfad · Aktionskatalog vom 2026-09-26',
    );
    await client.open('B.json', policy);
    assert.ok(
      (await client.hover('B.json', 'sqs:SendMessage'))?.startsWith('**sqs:SendMessage**: kein Befund gilt dafür'),
    );
  }));

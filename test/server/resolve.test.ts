/**
 * A code action is an offer: its edit is made when it is chosen, for the text and the evidence of that moment, or not
 * at all.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver/node';
import {
  applyFixRequest,
  previewRequest,
  refineFileRequest,
  type ApplyFixParams,
  type PreviewResult,
  type RefineFileParams,
  type RefineFileResult,
} from '../../protocol/src/index.ts';
import { everything, uriOf, withoutResolve, type Client } from './client.ts';
import { finding, policy, roleArn, titles, withClient } from './support.ts';

const file = 'A.json';
const findingFile = 'A.finding.json';
const files = { [findingFile]: finding('A', ['SendMessage', 'ListQueues']) };
const refusal = (reason: string): object => ({ code: -32_803, message: `Nothing was changed: ${reason}.` });
const fileChanged = refusal('the file changed after this was offered');
const evidenceChanged = refusal('the finding or the configuration changed after this was offered');

/** The code action with this title, anywhere in the document. */
async function offered(client: Client, title: string): Promise<CodeAction> {
  const action = (await client.actionsIn(file)).find((candidate) => candidate.title === title);
  assert.ok(action, title);
  return action;
}

async function fixAllOf(client: Client): Promise<CodeAction> {
  const [action] = await client.actions(file, 'Statement', { only: ['source.fixAll'] });
  assert.ok(action);
  return action;
}

const remove = 'Remove unused action sqs:SendMessage';
const replace = 'Replace sqs:List* with 3 shortest safe prefixes';

suite('an offer', () => {
  test('carries what it takes to make the edit, and no edit', () =>
    withClient({ files }, async (client) => {
      await client.open(file, policy);
      const action = await offered(client, remove);
      const { edit, command } = action;
      const { offered: mark, ...rest } = action.data as { offered: string };
      assert.deepEqual(
        [rest, typeof mark, edit, command],
        [
          { uri: uriOf(file), version: 1, fix: { kind: 'entry', policy: 0, statement: 0, entry: 0 } },
          'string',
          undefined,
          undefined,
        ],
      );
    }));

  test('is resolved only for clients that can ask: to others the edit is given at once, for the version that it is for', () =>
    withClient({ files, capabilities: withoutResolve }, async (client) => {
      const { codeActionProvider } = client.offered;
      assert.equal(typeof codeActionProvider === 'object' && codeActionProvider.resolveProvider, undefined);
      await client.open(file, policy);
      for (const { data, edit } of [...(await client.actionsIn(file)), await fixAllOf(client)]) {
        assert.equal(data, undefined);
        const [change] = edit?.documentChanges ?? [];
        assert.deepEqual(change !== undefined && 'textDocument' in change && change.textDocument, {
          uri: uriOf(file),
          version: 1,
        });
      }
    }));

  for (const codeAction of [
    { dataSupport: true },
    { resolveSupport: { properties: ['edit'] } },
    { dataSupport: true, resolveSupport: { properties: ['command'] } },
  ])
    test(`has its edit at once for a client with no more than ${JSON.stringify(codeAction)}`, () =>
      withClient({ files, capabilities: { ...everything, textDocument: { codeAction } } }, async (client) => {
        await client.open(file, policy);
        assert.ok((await offered(client, remove)).edit);
      }));
});

suite('a code action that is chosen after the file changed', () => {
  /** The menu is open, and the file is written by somebody else. */
  const changedTo = (
    text: string,
    run: (client: Client, action: CodeAction) => Promise<void>,
    title = replace,
  ): Promise<void> =>
    withClient({ files }, async (client) => {
      await client.open(file, policy);
      const action = await offered(client, title);
      const followed = client.change(file, text);
      await run(client, action);
      await followed;
    });

  test('is for the text as it is, where the same still stands there', () => {
    const text = `\n\n${policy.replace('"Resource"', '"Sid": "x", "Resource"')}`;
    return changedTo(text, async (client, action) => {
      const names = ['SendMessage', 'Receive*', 'ListDeadLetterSourceQueues', 'ListMessageMoveTasks', 'ListQueueTags'];
      const refined = text.replace(/\["sqs:.*?\]/, `[\n${names.map((name) => `  "sqs:${name}"`).join(',\n')}\n]`);
      assert.equal(await client.chosen(action), refined);
    });
  });

  const others: readonly (readonly [what: string, text: string])[] = [
    ['the action went', policy.replace(', "sqs:List*"', '')],
    ['an action was put before it', policy.replace('"sqs:SendMessage"', '"sqs:PurgeQueue", "sqs:SendMessage"')],
    ['a statement was put before it', policy.replace('[{', '[{"Effect": "Deny", "Action": "*", "Resource": "*"}, {')],
    ['it became a Deny', policy.replace('Allow', 'Deny')],
    ['something else stands there', policy.replace('sqs:List*', 'sqs:ListQ*')],
    ['another action of the statement covers a part of it', policy.replace('sqs:Receive*', 'sqs:ListQueueTags')],
    ['the file is cut off', policy.slice(0, 60)],
    ['the file is no policy any more', '{}'],
    ['the file is empty', ''],
  ];
  for (const [what, text] of others)
    test(`is refused, with the reason, where ${what}`, () =>
      changedTo(text, async (client, action) => {
        await assert.rejects(client.resolved(action), fileChanged);
        assert.equal(client.textOf(file), text);
      }));

  test('is refused for a whole statement of which an action changed', () =>
    changedTo(
      policy.replace('sqs:Receive*', 'sqs:Purge*'),
      (client, action) => assert.rejects(client.resolved(action), fileChanged),
      'Refine this statement',
    ));

  test('is refused where the file was closed', () =>
    withClient({ files }, async (client) => {
      await client.open(file, policy);
      const action = await offered(client, replace);
      await client.close(file);
      await assert.rejects(client.resolved(action), refusal('the file is not open'));
    }));

  test('an action that is spelled wrong is changed only where it still stands', () =>
    withClient({ files }, async (client) => {
      const text = policy.replace('SendMessage', 'SendMesage');
      await client.open(file, text);
      const action = await offered(client, 'Change to sqs:SendMessage');
      await client.change(file, ` ${text}`);
      assert.equal(await client.chosen(action), ` ${policy}`);
      await client.change(file, policy);
      await assert.rejects(client.resolved(action), fileChanged);
    }));

  test('the whole file is refined as it is then, and refused where nothing is left to do', () =>
    withClient({ files }, async (client) => {
      await client.open(file, policy.replace(', "sqs:List*"', ''));
      const action = await fixAllOf(client);
      await client.change(file, policy);
      assert.ok(!(await client.chosen(action)).includes('sqs:List*'));
      await client.change(file, policy.replace('"sqs:SendMessage", ', '').replace(', "sqs:List*"', ''));
      await assert.rejects(client.resolved(action), fileChanged);
    }));
});

suite('a code action that is chosen after the evidence changed, though nobody has said so', () => {
  const before: Readonly<Record<string, string>> = { ...files, '.iam-refine.json': '{}' };
  const cases: readonly (readonly [what: string, name: string, text: string | undefined])[] = [
    ['the finding is gone', findingFile, undefined],
    ['the finding names other actions', findingFile, finding('A', ['SendMessage', 'ListQueueTags'])],
    ['the finding is resolved', findingFile, finding('A', ['SendMessage', 'ListQueues'], { status: 'RESOLVED' })],
    ['the finding is half-written', findingFile, finding('A', ['SendMessage', 'ListQueues']).slice(0, -20)],
    [
      'the finding is stale',
      findingFile,
      finding('A', ['SendMessage', 'ListQueues'], { analyzedAt: '2026-01-01T00:00:00Z' }),
    ],
    ['the action is to be kept', '.iam-refine.json', '{"keep": [{"actions": ["sqs:ListQueues"], "reason": "audit"}]}'],
    ['the configuration cannot be read', '.iam-refine.json', '{"keep": ['],
  ];
  for (const [what, name, text] of cases)
    for (const typed of [policy, ` ${policy}`])
      test(`${what}: it is refused${typed === policy ? '' : ', also for a text that changed too'}`, () =>
        withClient({ files: before }, async (client) => {
          await client.open(file, policy);
          const action = await offered(client, replace);
          if (text === undefined) client.files.delete(uriOf(name));
          else client.files.set(uriOf(name), text);
          const followed = client.next(file, typed === policy ? 1 : 2);
          if (typed !== policy) void client.change(file, typed);
          await assert.rejects(client.resolved(action), typed === policy ? evidenceChanged : fileChanged);
          await followed;
        }));
});

test('a choice of the finding is written for the configuration as it is then, and only while the principal may be meant', () => {
  const twins = {
    'f.finding.json': `${finding('A', ['SendMessage'])}\n${finding('A', [], { resource: roleArn('A', '999999999999') })}`,
  };
  const title = 'Use the finding for the role A in account 999999999999 (writes .iam-refine.json)';
  return withClient({ files: { ...twins, '.iam-refine.json': '{}' } }, async (client) => {
    await client.open(file, policy);
    const action = await offered(client, title);
    client.files.set(uriOf('.iam-refine.json'), '{"keep": [{"actions": ["s3:*"], "reason": "audit"}]}');
    const { edit } = await client.resolved(action);
    assert.ok(edit);
    await client.accept(edit);
    assert.deepEqual(JSON.parse(client.files.get(uriOf('.iam-refine.json')) ?? ''), {
      keep: [{ actions: ['s3:*'], reason: 'audit' }],
      policies: [{ files: file, attachedTo: [roleArn('A', '999999999999')] }],
    });
    await assert.rejects(client.resolved(action), evidenceChanged);
  });
});

test('what is not of our making is given back as it came', () =>
  withClient({ files }, async (client) => {
    await client.open(file, policy);
    const action = await offered(client, remove);
    const ours = action.data as Record<string, unknown>;
    const fix = ours['fix'] as Record<string, unknown>;
    const strange: readonly unknown[] = [
      undefined,
      null,
      7,
      'x',
      [],
      {},
      { id: 1 },
      ...['uri', 'version', 'fix', 'offered'].map((key) => ({ ...ours, [key]: null })),
      ...[
        null,
        'entry',
        {},
        { ...fix, kind: 'all' },
        { ...fix, policy: -1 },
        { ...fix, entry: '0' },
        { kind: 'pin', policy: 0 },
      ].map((other) => ({
        ...ours,
        fix: other,
      })),
    ];
    for (const other of strange) {
      const foreign: CodeAction = {
        title: 'Something',
        kind: 'quickfix',
        ...(other === undefined ? {} : { data: other }),
      };
      assert.deepEqual(await client.resolved(foreign), foreign);
    }
    // Places that are nowhere, and marks of something else.
    const places = [{ policy: 9 }, { statement: 9 }, { entry: 9 }].map((place) => ({
      ...ours,
      fix: { ...fix, ...place },
    }));
    for (const wrong of [...places, { ...ours, offered: 'x' }])
      await assert.rejects(client.resolved({ title: 'Something', data: wrong }), evidenceChanged);
    await assert.rejects(
      client.resolved({ title: 'Something', data: { ...ours, uri: 'x' } }),
      refusal('the file is not open'),
    );
  }));

/** When the finding of the tests is 192 days old. */
const late = '2027-06-01T00:00:00Z';
const doubt = 'the finding for A is from 2026-11-20, 192 days old';
const ours = { clientOptions: { clientCommands: true } };

const refineFile = (client: Client, params: Partial<RefineFileParams> = {}): Promise<RefineFileResult> =>
  client.connection.sendRequest(refineFileRequest, { uri: uriOf(file), ...params });

const applyFix = (client: Client, params: ApplyFixParams): Promise<RefineFileResult> =>
  client.connection.sendRequest(applyFixRequest, params);

/** The findings that somebody is asked about. */
function askedAbout(result: RefineFileResult): readonly string[] {
  assert.ok(result.kind === 'confirm', JSON.stringify(result));
  assert.equal(result.reason, doubt);
  return result.findings;
}

suite('a doubtful finding', () => {
  test('is asked about before the whole file is refined, and once it is confirmed no more', () =>
    withClient({ files, now: late }, async (client) => {
      await client.open(file, policy);
      for (const isCompact of [false, true]) askedAbout(await refineFile(client, { isCompact }));
      const confirmed = askedAbout(await refineFile(client));
      askedAbout(await refineFile(client, { confirmed: ['another'] }));
      assert.equal(client.textOf(file), policy);
      assert.deepEqual(await refineFile(client, { confirmed }), { kind: 'refined', kept: 4, removed: 2, left: [] });
    }));

  test('is asked about again when it is another one', () =>
    withClient({ files, now: late }, async (client) => {
      await client.open(file, policy);
      const confirmed = askedAbout(await refineFile(client));
      client.files.set(uriOf(findingFile), finding('A', ['SendMessage'], { analyzedAt: '2026-11-21T00:00:00Z' }));
      const result = await refineFile(client, { confirmed });
      assert.deepEqual([result.kind, client.textOf(file)], ['confirm', policy]);
    }));

  test('of which nothing would be removed is nothing to ask about', () =>
    withClient({ files, now: late }, async (client) => {
      await client.open(file, policy.replace('"sqs:SendMessage", ', '').replace(', "sqs:List*"', ''));
      assert.deepEqual(await refineFile(client), {
        kind: 'nothing',
        reason: 'Nothing in this policy is reported unused.',
        left: [],
      });
    }));

  test('gives our client fixes that ask first, and are never preferred', () =>
    withClient({ ...ours, files, now: late }, async (client) => {
      await client.open(file, policy);
      const actions = await client.actions(file, 'sqs:SendMessage');
      assert.deepEqual(titles(actions), [
        remove,
        'Refine this statement',
        'Keep sqs:SendMessage…',
        'Refine Whole File',
      ]);
      assert.deepEqual(
        actions.map(({ command, edit, data }) => [command?.command, edit, data]),
        [
          ['iamRefine.applyFix', undefined, undefined],
          ['iamRefine.applyFix', undefined, undefined],
          ['iamRefine.keepAction', undefined, undefined],
          ['iamRefine.refineFile', undefined, undefined],
        ],
      );
      // VS Code asks for the edit of whatever has none.
      assert.deepEqual(await client.resolved(actions[0]), actions[0]);
      const fix: unknown = actions[0]?.command?.arguments?.[0];
      const confirmed = askedAbout(await applyFix(client, { fix }));
      assert.equal(client.textOf(file), policy);
      const refined = client.next(file, 2);
      assert.deepEqual(await applyFix(client, { fix, confirmed }), { kind: 'refined', kept: 5, removed: 1, left: [] });
      await refined;
      assert.equal(client.textOf(file), policy.replace('"sqs:SendMessage", ', ''));
      assert.deepEqual(await applyFix(client, { fix, confirmed }), {
        kind: 'nothing',
        reason: 'Nothing was changed: the file changed after this was offered.',
        left: [],
      });
    }));

  test('gives our client nothing for a fix that is none', () =>
    withClient({ ...ours, files, now: late }, async (client) => {
      await client.open(file, policy);
      for (const fix of [undefined, null, 'x', {}, { uri: uriOf(file) }])
        assert.deepEqual(await applyFix(client, { fix }), {
          kind: 'nothing',
          reason: 'Nothing was changed: this is not an IAM Refine code action.',
          left: [],
        });
    }));

  for (const capabilities of [everything, withoutResolve])
    test(`is told in the title to a client that cannot ask, ${capabilities === everything ? 'with' : 'without'} edits that are resolved`, () =>
      withClient({ files, now: late, capabilities }, async (client) => {
        await client.open(file, policy);
        const [action, ...others] = await client.actions(file, 'sqs:SendMessage');
        assert.deepEqual(titles([action as CodeAction, ...others]), [
          `${remove} (${doubt})`,
          `Refine this statement (${doubt})`,
        ]);
        assert.equal(await client.chosen(action), policy.replace('"sqs:SendMessage", ', ''));
      }));

  test('never comes into what runs on every save, not even when it became doubtful after that was offered', () => {
    let now = Date.parse('2026-11-24T12:00:00Z');
    return withClient({ files, host: (sound) => ({ ...sound, now: () => now }) }, async (client) => {
      await client.open(file, policy);
      const action = await fixAllOf(client);
      now = Date.parse(late);
      await client.change(file, `${policy} `);
      await assert.rejects(client.resolved(action), fileChanged);
      assert.deepEqual(await client.actions(file, 'Statement', { only: ['source.fixAll'] }), []);
    });
  });

  test('a fix that was not doubtful when it was offered is refused when it is', () => {
    let now = Date.parse('2026-11-24T12:00:00Z');
    return withClient({ ...ours, files, host: (sound) => ({ ...sound, now: () => now }) }, async (client) => {
      await client.open(file, policy);
      const action = await offered(client, remove);
      now = Date.parse(late);
      await client.change(file, `${policy} `);
      await assert.rejects(client.resolved(action), fileChanged);
    });
  });
});

suite('what a preview shows', () => {
  const previewed = async (client: Client): Promise<string> => {
    const result = await client.connection.sendRequest<PreviewResult>(previewRequest, { uri: uriOf(file) });
    assert.ok(result.kind === 'preview');
    return result.refined;
  };

  test('is what is applied', () =>
    withClient({ files }, async (client) => {
      await client.open(file, policy);
      const shown = await previewed(client);
      assert.equal((await refineFile(client, { shown })).kind, 'refined');
      assert.equal(client.textOf(file), shown);
    }));

  test('is not applied where something else would come out: another text, another finding, another form', () =>
    withClient({ files }, async (client) => {
      await client.open(file, policy);
      const shown = await previewed(client);
      client.files.set(uriOf(findingFile), finding('A', ['SendMessage']));
      const followed = client.next(file);
      assert.deepEqual(await refineFile(client, { shown }), { kind: 'differs' });
      await followed;
      client.files.set(uriOf(findingFile), files[findingFile] ?? '');
      await client.change(file, `${policy}\n`);
      assert.deepEqual(await refineFile(client, { shown }), { kind: 'differs' });
      assert.deepEqual(await refineFile(client, { shown: '' }), { kind: 'differs' });
      assert.equal(client.textOf(file), `${policy}\n`);
      assert.equal((await refineFile(client, { shown: await previewed(client) })).kind, 'refined');
    }));
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CodeLens, CompletionItem, InlayHint } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  keepRequest,
  prefixTreeRequest,
  type ConfigWriteResult,
  type PrefixTreeResult,
} from '../../protocol/src/index.ts';
import { slow } from '../support/slow.ts';
import { everything, uriOf, type Client, type Options } from './client.ts';
import { finding, policy, positionOf, roleArn, titles, withClient } from './support.ts';

const files = { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues']) };

/** A client with the commands of ours, as VS Code with our extension is. */
const ours: Options = { files, clientOptions: { clientCommands: true } };

const lenses = (client: Client, file: string): Promise<CodeLens[]> =>
  client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri: uriOf(file) } });

const inWords = (list: readonly CodeLens[]): string[] =>
  list.map(
    ({ range, command }) =>
      `${range.start.line}:${range.start.character} ${command?.title}${command?.command ? ` → ${command.command}` : ''}`,
  );

suite('code lenses', () => {
  test('count what is unused over each policy, and lead to what can be done', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(inWords(await lenses(client, 'A.json')), [
        '0:1 A: 2 of 6 unused, 1 write · 105 → 155 of 6,144 characters',
        '0:1 Refine → iamRefine.refineFile',
        '0:1 Preview → iamRefine.previewFile',
        '0:1 Finding → iamRefine.openFinding',
      ]);
    }));

  test('without the commands of our client they only count', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(inWords(await lenses(client, 'A.json')), [
        '0:1 A: 2 of 6 unused, 1 write · 105 → 155 of 6,144 characters',
      ]);
    }));

  test('over statements where the settings want it, nowhere where they do not', () =>
    withClient({ files, settings: { codeLens: 'statements' } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(inWords(await lenses(client, 'A.json')), [
        '0:1 A: 2 of 6 unused, 1 write · 105 → 155 of 6,144 characters',
        '0:15 2 of 6 actions unused',
      ]);
      await client.setSettings({ codeLens: 'off' }, 'A.json');
      assert.deepEqual(await lenses(client, 'A.json'), []);
    }));

  test('a policy of which nothing is reported unused says so, without a count; one without a finding leads to it', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy.replace('"sqs:SendMessage", ', '').replace('sqs:List*', 'sqs:ListQueueTags'));
      assert.deepEqual(inWords(await lenses(client, 'A.json')), [
        '0:1 Nothing reported unused by A (finding of 20 Nov) · 95 of 6,144 characters',
        '0:1 Finding → iamRefine.openFinding',
      ]);
      await client.open('B.json', policy);
      assert.deepEqual(inWords(await lenses(client, 'B.json')), [
        '0:1 No finding for this policy',
        '0:1 Choose… → iamRefine.chooseFinding',
        '0:1 How to fetch → iamRefine.howToFetch',
      ]);
    }));
});

test('a burst of typing costs one analysis, of the text as it is at its end', () =>
  withClient({ files }, async (client) => {
    await client.open('A.json', policy);
    assert.deepEqual(client.analysed, [uriOf('A.json')]);
    const uri = uriOf('A.json');
    const typed = Array.from({ length: 20 }, (_, i) => policy.replace('sqs:List*', `sqs:List${'Q'.repeat(i)}*`));
    const last = client.next('A.json', typed.length + 1);
    for (const [i, text] of typed.entries())
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: i + 2 },
        contentChanges: [{ text }],
      });
    await last;
    assert.deepEqual(client.analysed, [uri, uri]);
  }));

test('inlay hints say behind a wildcard how much of it is unused, where the settings want it', () =>
  withClient({ files, settings: { inlayHints: true } }, async (client) => {
    await client.open('A.json', policy);
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const ask = (): Promise<InlayHint[]> =>
      client.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri: uriOf('A.json') }, range });
    assert.deepEqual(
      (await ask()).map(({ position, label }) => [position, label]),
      [[positionOf(policy, '"sqs:List*"', 11), '1 of 4 unused']],
    );
    await client.setSettings({}, 'A.json');
    assert.deepEqual(await ask(), []);
  }));

suite('completion', () => {
  const text = '{"Statement": [{"Effect": "Allow", "Action": ["sqs:Send*", "", "sqs:", "sqs:L"], "Resource": "sqs:"}]}';
  const complete = async (client: Client, part: string, behind: number): Promise<CompletionItem[]> =>
    client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: uriOf('A.json') },
      position: positionOf(text, part, behind),
    });

  test('offers service prefixes, and behind one what the statement does not allow yet, with wildcards last', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', text);
      const services = await complete(client, '"", ', 1);
      assert.ok(services.length > 400);
      assert.deepEqual(
        services.filter(({ label }) => label === 'sqs').map(({ detail, textEdit }) => [detail, textEdit?.newText]),
        [['20 actions', 'sqs:']],
      );
      assert.deepEqual(
        ['1 action', '1 actions'].map((count) => services.some(({ detail }) => detail === count)),
        [true, false],
      );
      const actions = await complete(client, '"sqs:", ', 5);
      const sorted = actions.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
      assert.deepEqual(
        [...sorted.slice(0, 3), ...sorted.slice(-3)].map(({ label, detail }) => `${label} (${detail})`),
        [
          'AddPermission (Permissions management)',
          'CancelMessageMoveTask (Write)',
          'ChangeMessageVisibility (Write)',
          'Delete* (2 actions)',
          'Get* (2 actions)',
          'List* (4 actions)',
        ],
      );
      assert.deepEqual(
        actions.filter(({ label }) => label.startsWith('Send')),
        [],
        'sqs:Send* allows them',
      );
    }));

  test('says of the one that is shown what it is: a service by its name, an action by its description, a wildcard by its actions', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', text);
      const documented = async (items: readonly CompletionItem[], label: string): Promise<unknown> => {
        const item = items.find((candidate) => candidate.label === label);
        const { documentation } = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
        return documentation;
      };
      const services = await complete(client, '"", ', 1);
      const actions = await complete(client, '"sqs:", ', 5);
      assert.deepEqual(
        [
          await documented(services, 'sqs'),
          await documented(actions, 'AddPermission'),
          await documented(actions, 'Get*'),
        ],
        [
          'Amazon SQS',
          'Grants permission to a queue for a specific principal\n\nResource types: `queue` (required)',
          '`GetQueueAttributes`, `GetQueueUrl`',
        ].map((value) => ({ kind: 'markdown', value })),
      );
    }));

  test('takes the place of the whole string, and is nowhere but in actions', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', text);
      const [item] = (await complete(client, 'sqs:L', 5)).filter(({ label }) => label === 'ListQueues');
      const edit = item?.textEdit;
      assert.ok(edit !== undefined && 'range' in edit);
      const document = TextDocument.create('', '', 0, text);
      assert.equal(TextDocument.applyEdits(document, [edit]), text.replace('"sqs:L"', '"sqs:ListQueues"'));
      assert.deepEqual(await complete(client, '"Resource": "sqs:', 17), []);
      assert.deepEqual(await complete(client, '"Action"', 3), []);
    }));
});

test('the menu of code actions leads to what explains them, where a client can show and open it', async () => {
  const capabilities = { ...everything, textDocument: { codeAction: { documentationSupport: true } } };
  const page = 'https://github.com/iam-refine/iam-refine/blob/main/docs/refinement.md';
  const linked = {
    kind: 'quickfix',
    command: { title: 'How refinement works', command: 'vscode.open', arguments: [page] },
  };
  for (const [options, documentation] of [
    [{ capabilities, clientOptions: { clientCommands: true } }, [linked]],
    [{ capabilities }, undefined],
    [{ clientOptions: { clientCommands: true } }, undefined],
  ] as const)
    await withClient(options, async ({ offered: { codeActionProvider } }) => {
      assert.deepEqual(typeof codeActionProvider === 'object' && codeActionProvider.documentation, documentation);
    });
});

suite('an action that is spelled wrong', () => {
  test('is told with the one that is spelled most like it, and can be changed to it', () =>
    withClient({ files }, async (client) => {
      const text = policy.replace('sqs:SendMessage', 'sqs:SendMesage').replace('sqs:List*', 'sqss:ListQueues');
      await client.open('A.json', text);
      const unknown = (client.diagnostics.get(uriOf('A.json')) ?? []).map(({ message }) => message);
      assert.deepEqual(unknown, [
        'sqs:SendMesage is not a known action: did you mean sqs:SendMessage?',
        'sqss:ListQueues is not a known action: did you mean sqs:ListQueues?',
      ]);
      const [fix] = await client.actions('A.json', 'sqs:SendMesage');
      assert.equal(fix?.title, 'Change to sqs:SendMessage');
      assert.equal(await client.chosen(fix), text.replace('SendMesage', 'SendMessage'));
      assert.deepEqual(titles(await client.actions('A.json', 'sqss:')), ['Change to sqs:ListQueues']);
    }));

  test('is only called unknown where nothing is near', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy.replace('sqs:SendMessage', 'sqs:FoldPaperPlane'));
      assert.deepEqual(
        (client.diagnostics.get(uriOf('A.json')) ?? []).map(({ message }) => message),
        ['sqs:FoldPaperPlane is not in the action catalogue from 2026-09-26', '1 of 4 actions of sqs:List* is unused'],
      );
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:Fold')), ['Refine this statement']);
    }));
});

slow('with thousands of problems selected, those of the first hundred are fixed one by one', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `X${i}`);
  const text = JSON.stringify({
    Statement: [{ Effect: 'Allow', Action: ['sqs:ListQueues', ...names.map((name) => `sqs:${name}`)], Resource: '*' }],
  });
  return withClient({ files: { 'A.finding.json': finding('A', names) } }, async (client) => {
    await client.open('A.json', text);
    const offered = titles(await client.actionsIn('A.json'));
    assert.deepEqual(
      offered.filter((title) => title.startsWith('Remove')),
      // One of the hundred is about the policy as a whole.
      names.slice(0, 99).map((name) => `Remove unused action sqs:${name} !`),
    );
  });
});

suite('keeping an action', () => {
  const keep = (client: Client, until?: string): Promise<ConfigWriteResult> =>
    client.connection.sendRequest(keepRequest, {
      uri: uriOf('A.json'),
      actions: ['sqs:SendMessage'],
      reason: 'disaster recovery',
      ...(until === undefined ? {} : { until }),
    });

  test('is offered where our client can ask for the reason', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      const offered = await client.actions('A.json', 'sqs:SendMessage');
      assert.deepEqual(titles(offered), [
        'Remove unused action sqs:SendMessage !',
        'Refine this statement',
        'Keep sqs:SendMessage…',
        'Refine Whole File',
      ]);
      assert.deepEqual(offered[2]?.command?.arguments, [uriOf('A.json'), 'sqs:SendMessage']);
    }));

  test('writes .iam-refine.json for the principals of the finding', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await keep(client, '2027-06-30'), {
        kind: 'written',
        file: '.iam-refine.json',
        uri: uriOf('.iam-refine.json'),
      });
      assert.deepEqual(JSON.parse(client.files.get(uriOf('.iam-refine.json')) ?? ''), {
        keep: [
          {
            actions: ['sqs:SendMessage'],
            principals: [roleArn('A')],
            reason: 'disaster recovery',
            until: '2027-06-30',
          },
        ],
      });
    }));

  test('until a day that is past is refused; today it holds still', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await keep(client, '2026-11-23'), {
        kind: 'refused',
        reason: '2026-11-23 is in the past; choose today or a later date',
      });
      assert.deepEqual(
        [client.files.has(uriOf('.iam-refine.json')), (await keep(client, '2026-11-24')).kind],
        [false, 'written'],
      );
    }));

  test('goes behind what is there, and is refused where that cannot be read or the day is none', () => {
    const there = '{\n  // ours\n  "keep": [\n    { "actions": ["s3:*"], "reason": "old" }\n  ]\n}\n';
    return withClient({ ...ours, files: { ...files, '.iam-refine.json': there } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await keep(client, 'tomorrow'), {
        kind: 'refused',
        reason: 'until must be a date such as 2027-03-31, not tomorrow',
      });
      assert.equal((await keep(client)).kind, 'written');
      assert.match(
        client.files.get(uriOf('.iam-refine.json')) ?? '',
        /\/\/ ours[\s\S]*"old"[\s\S]*"disaster recovery"/,
      );
    });
  });
});

test('the prefix tree of the wildcard at the cursor', () =>
  withClient({ files }, async (client) => {
    await client.open('A.json', policy);
    const ask = (part: string): Promise<PrefixTreeResult> =>
      client.connection.sendRequest(prefixTreeRequest, { uri: uriOf('A.json'), position: positionOf(policy, part, 2) });
    const result = await ask('sqs:List');
    assert.ok(result.kind === 'prefixTree');
    assert.deepEqual(
      [result.prefixTree.text, result.prefixTree.roots.map(({ prefix, actions, unused }) => [prefix, actions, unused])],
      ['sqs:List*', [['List', 4, 1]]],
    );
    assert.equal((await ask('sqs:SendMessage')).kind, 'none');
    assert.equal((await ask('Resource')).kind, 'none');
  }));

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType, type CodeAction, type FileEvent } from 'vscode-languageserver/node';
import { refineFileRequest, type RefineFileResult } from '../../protocol/src/index.ts';
import { sample } from '../support/samples.ts';
import { uriOf, type Client } from './client.ts';
import { finding, inWords, policy, titles, withClient } from './support.ts';

const files = { 'findings/A.finding.json': finding('A', ['SendMessage', 'ListQueues']) };

suite('diagnostics over the protocol', () => {
  test('a diagnostic in full', () =>
    withClient({ files }, async (client) => {
      const params = await client.open('A.json', policy);
      assert.deepEqual(params, {
        uri: uriOf('A.json'),
        version: 1,
        problems: 2,
        status: {
          kind: 'matched',
          text: 'A',
          detail: '2 of 6 unused · finding of 20 Nov',
          label: 'A, finding from 2026-11-20 (4 days ago), matched by its path · catalogue from 2026-09-26',
        },
        finding: {
          id: 'id-A',
          principals: ['arn:aws:iam::123456789012:role/A'],
          uri: uriOf('findings/A.finding.json'),
          why: 'by its path',
        },
      });
      const at = policy.indexOf('"sqs:SendMessage"');
      const evidence = files['findings/A.finding.json'].indexOf('{"action":"SendMessage"}');
      assert.deepEqual(client.diagnostics.get(uriOf('A.json'))?.[0], {
        range: { start: { line: 0, character: at }, end: { line: 0, character: at + 17 } },
        severity: 2,
        source: 'iam-refine',
        code: 'action.unused',
        codeDescription: { href: 'https://github.com/iam-refine/iam-refine/blob/main/docs/problems.md#actionunused' },
        message: 'sqs:SendMessage is unused',
        tags: [1],
        relatedInformation: [
          {
            location: {
              uri: uriOf('findings/A.finding.json'),
              range: { start: { line: 0, character: evidence }, end: { line: 0, character: evidence + 24 } },
            },
            message: 'Unused by A, 2026-11-20',
          },
        ],
        data: { policy: 0, statement: 0, entry: 0, text: 'sqs:SendMessage' },
      });
    }));

  test('JSON that is no policy: no diagnostics, no search for findings, no watch', () =>
    withClient({ files }, async (client) => {
      for (const text of ['{}', '{"Statement": 3}', 'Statement', '[']) {
        assert.deepEqual(await client.open('notes.json', text), { uri: uriOf('notes.json'), version: 1, problems: 0 });
        await client.close('notes.json');
      }
      assert.deepEqual([client.diagnostics.size, client.watched, client.log], [0, [], []]);
    }));

  test('what was said goes when the text is a policy no more, and when the document closes', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      await client.change('A.json', '{}');
      assert.deepEqual(client.diagnostics.get(uriOf('A.json')), []);
      await client.change('A.json', policy);
      assert.equal(client.diagnostics.get(uriOf('A.json'))?.length, 2);
      await client.close('A.json');
      await client.open('other.json', '{}');
      assert.deepEqual(client.diagnostics.get(uriOf('A.json')), []);
    }));

  suite('a document that is too large says so, and is not analysed; when it is smaller, it is', () => {
    const statements = (count: number, action: (i: number) => unknown): string =>
      JSON.stringify({
        Statement: Array.from({ length: count }, (_, i) => ({ Effect: 'Allow', Action: action(i), Resource: '*' })),
      });
    const many = (count: number, action: (i: number) => string): string =>
      statements(1, () => Array.from({ length: count }, (_, i) => action(i)));
    const cases: readonly (readonly [bound: string, text: string])[] = [
      ['more than 5,000,000 characters', policy.replace('{', `{"Id": "${'x'.repeat(5_000_000)}", `)],
      ['more than 10,000 statements', statements(10_001, () => 'sqs:SendMessage')],
      ['more than 100,000 actions', many(100_001, () => 'sqs:SendMessage')],
      ['more than 2,000 wildcards', many(2001, (i) => `sqs:*${i}*`)],
    ];
    for (const [bound, text] of cases)
      test(bound, () =>
        withClient({ files }, async (client) => {
          assert.equal((await client.open('A.json', text)).finding, undefined);
          const said = `3 document.too-large: This document has ${bound}, so it is not analysed in the editor: use the command line tool iam-refine`;
          assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [said]);
          assert.deepEqual(await client.actions('A.json', 'sqs:SendMessage'), []);
          assert.equal((await client.change('A.json', policy)).problems, 2);
          assert.equal(client.diagnostics.get(uriOf('A.json'))?.[0]?.code, 'action.unused');
        }),
      );
  });

  test('a statement that is left alone says why in the hover', () =>
    withClient({ files }, async (client) => {
      const statement = (rest: string): string =>
        `{"Statement": [{"Effect": "Allow", "Action": "s3:*"}, {${rest}, "Resource": "*"}]}`;
      const cases: readonly (readonly [rest: string, reason: string])[] = [
        ['"Effect": "Deny", "Action": "sqs:SendMessage"', 'a Deny statement is never changed'],
        ['"Effect": "Allow", "NotAction": "sqs:SendMessage"', 'a statement with NotAction cannot be refined'],
        [
          '"Effect": "Allow", "Action": "sqs:SendMessage", "Action": "sqs:*"',
          'duplicate key Action in the statement: IAM does not define which one applies',
        ],
      ];
      await client.open('A.json', '{}');
      for (const [rest, reason] of cases) {
        await client.change('A.json', statement(rest));
        const said = (await client.hover('A.json', 'sqs:SendMessage'))?.split('\n\n').at(-1);
        assert.equal(said, `This statement is left unchanged: ${reason}`);
      }
    }));

  test('a policy outside the workspace looks in its own folder only', () =>
    withClient(
      {
        files: {
          'file:///x/A.finding.json': finding('A', ['SendMessage']),
          'file:///x/deep/B.finding.json': finding('B', null),
        },
      },
      async (client) => {
        assert.equal((await client.open('file:///x/A.json', policy)).problems, 1);
        assert.equal((await client.open('file:///x/B.json', policy)).problems, 0);
      },
    ));

  test('a resource-based policy is not touched by the finding of a principal', () =>
    withClient({ files }, async (client) => {
      const trust = policy.replace('"Resource"', '"Principal": "*", "Resource"');
      assert.equal((await client.open('A.json', trust)).problems, 0);
    }));

  test('a client without extras still gets diagnostics: settings from its options, edits without versions', () =>
    withClient(
      { files, capabilities: {}, settings: { severity: { 'action.unused': 'information' } } },
      async (client) => {
        await client.open('A.json', policy);
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [
          '3 action.unused: sqs:SendMessage is unused',
          '2 wildcard.partly-unused: 1 of 4 actions of sqs:List* is unused',
        ]);
        const members = (client.diagnostics.get(uriOf('A.json')) ?? []).flatMap((one) => Object.keys(one));
        assert.deepEqual(
          [...new Set(members)],
          ['range', 'severity', 'source', 'code', 'message', 'data'],
          'nothing is sent that the client does not show',
        );
        const [remove] = await client.actions('A.json', 'sqs:Send');
        assert.deepEqual(Object.keys(remove?.edit ?? {}), ['changes']);
      },
    ));
});

suite('settings', () => {
  test('severities, off, and a log line for each wrong value', () =>
    withClient(
      {
        files,
        settings: {
          severity: { 'action.unused': 'off', 'wildcard.partly-unused': 'loud', nonsense: 'error' },
          findings: 'x',
          catalogue: 7,
        },
      },
      async (client) => {
        await client.open('A.json', policy);
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [
          '2 wildcard.partly-unused: 1 of 4 actions of sqs:List* is unused',
        ]);
        assert.deepEqual(client.log.slice(0, 4), [
          'iamRefine.findings must be a list of globs; its default is used',
          'iamRefine.catalogue must be a path; its default is used',
          'iamRefine.severity: wildcard.partly-unused: "loud" is ignored',
          'iamRefine.severity: nonsense: "error" is ignored',
        ]);
      },
    ));

  test('a catalogue of the user, and what is wrong with it', () =>
    withClient(
      {
        files: { ...files, 'good.json': '{"sqs": ["SendMessage"]}', 'bad.json': '{\n"sqs": 3}' },
        settings: { catalogue: 'good.json' },
      },
      async (client) => {
        await client.open('C.json', policy);
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('C.json'))), [
          '4 action.unknown: sqs:Receive* matches no action in the catalogue good.json',
          '4 action.unknown: sqs:List* matches no action in the catalogue good.json',
        ]);
        await client.setSettings({ catalogue: 'bad.json' }, 'C.json');
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('C.json'))), []);
        assert.ok(
          client.log.includes(
            `iamRefine.catalogue: ${uriOf('bad.json')}:2:8: expected a list of action names for sqs; the action catalogue from 2026-09-26 is used`,
          ),
          client.log.join('\n'),
        );
      },
    ));
});

suite('findings files', () => {
  const file = uriOf('findings/A.finding.json');
  const changed: FileEvent[] = [{ uri: file, type: FileChangeType.Changed }];

  test('are watched where they are looked for', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const anyCase =
        '**/*[fF][iI][nN][dD][iI][nN][gG]*.{[jJ][sS][oO][nN],[nN][dD][jJ][sS][oO][nN],[jJ][sS][oO][nN][lL]}';
      const deployed = [
        '**/*[sS][tT][aA][cC][kK]-[rR][eE][sS][oO][uU][rR][cC][eE][sS]*.[jJ][sS][oO][nN]',
        '**/*.[tT][fF][sS][tT][aA][tT][eE]',
        '**/*[tT][fF][sS][tT][aA][tT][eE]*.[jJ][sS][oO][nN]',
      ];
      const watchers = [anyCase, ...deployed, '**/.iam-refine.json'].map((pattern) => ({
        globPattern: { baseUri: 'file:///w', pattern },
      }));
      // What appears and disappears: nothing else is told of the files in a folder that does.
      const folders = { globPattern: { baseUri: 'file:///w', pattern: '**' }, kind: 5 };
      assert.deepEqual(client.watched, [{ watchers: [...watchers, folders] }]);
    }));

  test('that change, break, heal and go are followed; a broken one counts for nothing, and blocks whom it names', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      client.files.set(file, finding('A', ['ReceiveMessage']));
      await client.report(changed, 'A.json');
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [
        '2 action.unused: Everything sqs:Receive* allows is reported unused',
      ]);

      client.files.set(file, finding('A', ['ReceiveMessage']).slice(0, 100));
      const silent = await client.report(changed, 'A.json');
      assert.deepEqual(
        [silent.problems, silent.finding, await client.actions('A.json', 'sqs:Receive')],
        [1, undefined, []],
      );
      assert.match(
        inWords(client.diagnostics.get(uriOf('A.json'))).join(),
        /^3 finding\.unreadable: A\.finding\.json names A but cannot be read \(.+\)$/,
      );
      assert.match(
        inWords(client.diagnostics.get(file)).join(),
        /^3 finding\.unreadable: Line 1, column \d+: .+\. No finding in this file is used\.$/,
      );

      client.files.set(file, finding('A', null));
      await client.report(changed, 'A.json');
      assert.deepEqual(
        [client.diagnostics.get(file), client.diagnostics.get(uriOf('A.json'))?.[0]?.code],
        [[], 'policy.unused'],
      );

      client.files.delete(file);
      const gone = await client.report([{ uri: file, type: FileChangeType.Deleted }], 'A.json');
      assert.deepEqual([gone.problems, gone.finding], [0, undefined]);
    }));

  test('an unused role is told, and its policy left alone', () =>
    withClient(
      { files: { 'finding.json': sample('get-finding-v2.unused-iam-role.json') }, now: '2025-06-01T00:00:00Z' },
      async (client) => {
        await client.open('old-batch.json', policy);
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('old-batch.json'))), [
          '3 role.unused: The role old-batch itself is unused (last used 2024-09-30): consider deleting it',
        ]);
        assert.deepEqual(await client.actions('old-batch.json', 'sqs:Send'), []);
      },
    ));

  test('a broken one leaves the others alone', () =>
    withClient({ files: { ...files, 'findings/B.finding.json': '[{' } }, async (client) => {
      assert.equal((await client.open('A.json', policy)).problems, 2);
      assert.equal(client.diagnostics.get(uriOf('findings/B.finding.json'))?.length, 1);
    }));

  test('one page of several: no removal, and the reason', () =>
    withClient({ files: { 'A.finding.json': finding('A', ['SendMessage'], { nextToken: 't' }) } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [
        '3 finding.incomplete: The finding for A is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed',
      ]);
      assert.deepEqual(await client.actions('A.json', 'sqs:Send'), []);
    }));

  test('events for files in folders that are never searched are not heard', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const foreign = 'file:///w/node_modules/x/A.finding.json';
      client.files.set(foreign, finding('A', ['ReceiveMessage'], { analyzedAt: '2027-01-01T00:00:00Z' }));
      await client.report([{ uri: foreign, type: FileChangeType.Created }, ...changed], 'A.json');
      assert.equal(client.diagnostics.get(uriOf('A.json'))?.[0]?.message, 'sqs:SendMessage is unused');
    }));
});

suite('code actions over the protocol', () => {
  test('for an unused action and for a wildcard: the fix, preferred, and the statement', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const forAction = await client.actions('A.json', 'sqs:SendMessage');
      assert.deepEqual(titles(forAction), ['Remove unused action sqs:SendMessage !', 'Refine this statement']);
      assert.deepEqual(
        forAction.map(({ diagnostics }) => diagnostics?.map(({ code }) => code)),
        [['action.unused'], ['action.unused', 'wildcard.partly-unused']],
      );
      assert.equal(await client.chosen(forAction[0]), policy.replace('"sqs:SendMessage", ', ''));
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:List*')), [
        'Replace sqs:List* with 3 shortest safe prefixes !',
        'Refine this statement',
      ]);
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:Receive*')), []);
    }));

  test('fix all only where it is asked for', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      for (const only of ['source.fixAll.iamRefine', 'source.fixAll', 'source']) {
        const actions = await client.actions('A.json', 'Statement', { only: [only] });
        assert.deepEqual(
          actions.map(({ title, kind }) => [title, kind]),
          [['Refine Whole File', 'source.fixAll.iamRefine']],
        );
        assert.equal(
          await client.chosen(actions[0]),
          policy.replace(
            '["sqs:SendMessage", "sqs:Receive*", "sqs:List*"]',
            // Too long for one line.
            '[\n  "sqs:Receive*",\n  "sqs:ListDeadLetterSourceQueues",\n  "sqs:ListMessageMoveTasks",\n  "sqs:ListQueueTags"\n]',
          ),
        );
      }
      assert.deepEqual(await client.actions('A.json', 'sqs:SendMessage', { only: ['refactor'] }), []);
    }));

  test('diagnostics with data of another making do no harm', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const [shown] = client.diagnostics.get(uriOf('A.json')) ?? [];
      assert.ok(shown);
      const strange = [
        null,
        'x',
        {},
        { policy: -1, statement: 0 },
        { policy: 0, statement: 9, entry: 9, text: 'a' },
        { policy: 0, statement: 0, entry: 0, text: 'other' },
      ];
      const actions = await client.actions('A.json', 'sqs:SendMessage', {
        diagnostics: strange.map((data) => ({ ...shown, data })),
      });
      assert.deepEqual(
        actions.map(({ diagnostics }) => diagnostics),
        [[], []],
      );
    }));

  test('a fix is for the text as it is now, also when the diagnostics are of an older one', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const old = client.diagnostics.get(uriOf('A.json')) ?? [];
      const answer = client.change('A.json', `\n\n${policy}`);
      const [remove] = await client.actions('A.json', 'sqs:SendMessage', { diagnostics: old });
      assert.equal(await client.chosen(remove), `\n\n${policy.replace('"sqs:SendMessage", ', '')}`);
      await answer;
    }));

  test('the last action of a policy: disabled, with the advice', () =>
    withClient({ files }, async (client) => {
      await client.open(
        'A.json',
        '{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "*"}]}',
      );
      const reason =
        'everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline';
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:SendMessage')), [
        `Remove unused action sqs:SendMessage (${reason})`,
        `Refine this statement (${reason})`,
      ]);
    }));

  test('* can be narrowed, and that is never preferred', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}');
      const [narrow, ...others] = await client.actions('A.json', '"*"');
      assert.deepEqual([titles([narrow as CodeAction]), others], [['Replace * with one entry for each service'], []]);
      const { Statement } = JSON.parse(await client.chosen(narrow)) as { Statement: { Action: string[] }[] };
      const actions = Statement[0]?.Action ?? [];
      assert.ok(actions.includes('s3:*') && actions.includes('sqs:ListQueueTags') && !actions.includes('sqs:*'));
    }));
});

suite('refining the whole file through the server', () => {
  const ask = (client: Client): Promise<RefineFileResult> =>
    client.connection.sendRequest(refineFileRequest, { uri: uriOf('A.json') });

  test('applies one edit and says what was done', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await ask(client), { kind: 'refined', kept: 4, removed: 2, left: [] });
      assert.deepEqual(await ask(client), {
        kind: 'nothing',
        reason: 'Nothing in this policy is reported unused.',
        left: [],
      });
    }));

  test('says why nothing was done', () =>
    withClient({ files }, async (client) => {
      assert.equal((await ask(client)).kind, 'not-applied');
      await client.open('A.json', '{}');
      assert.deepEqual(await ask(client), {
        kind: 'nothing',
        reason: 'This file contains no identity-based IAM policy.',
        left: [],
      });
      await client.change('A.json', policy.slice(0, -1));
      assert.deepEqual(await ask(client), {
        kind: 'nothing',
        reason: 'Nothing was changed.',
        left: [
          {
            code: 'document.broken',
            reason: `the document has a syntax error at line 1, column ${policy.length}: close brace expected`,
          },
        ],
      });
    }));

  test('the policy of the post, with its finding in the short form beside it', () =>
    withClient({ files: { 'post/findings.json': sample('seed-blog.unused-shorthand.json') } }, async (client) => {
      assert.equal(
        (await client.open('post/policy.json', sample('policy.MyRole.original.json'))).finding?.why,
        'by its folder',
      );
      const [fixAll] = await client.actions('post/policy.json', 'Statement', { only: ['source.fixAll'] });
      const { Statement } = JSON.parse(await client.chosen(fixAll)) as { Statement: { Action: string[] }[] };
      assert.deepEqual(Statement[0]?.Action, ['lambda:Invoke*']);
    }));
});

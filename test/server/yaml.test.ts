/** YAML in the editor, as JSON: from the first diagnostics to the edit, while it is typed, and when it is broken. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CompletionItem } from 'vscode-languageserver/node';
import {
  previewRequest,
  refineFileRequest,
  reviewRequest,
  tickedEditsRequest,
  unusedAccessRequest,
  type PreviewResult,
  type RefineFileResult,
  type ReviewResult,
  type TickedEditsResult,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import { uriOf, type Client } from './client.ts';
import { finding, textOf, withClient } from './support.ts';

const files = { 'findings/A.finding.json': finding('A', ['SendMessage', 'ListQueues']) };

const template = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: A
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action:
                  - sqs:SendMessage # sends
                  - sqs:ReceiveMessage
                Resource: !GetAtt Queue.Arn
`;

const shown = ({ diagnostics }: Client, file: string): string[] =>
  (diagnostics.get(uriOf(file)) ?? []).map(
    ({ range: { start }, code, message }) => `${start.line + 1}:${start.character + 1} ${code} ${textOf(message)}`,
  );

const unused = '12:21 action.unused sqs:SendMessage is unused';

suite('YAML in the editor', () => {
  test('diagnostics, hover, quick fix and the whole file', () =>
    withClient({ files }, async (client) => {
      const { status } = await client.open('template.yaml', template, 'yaml');
      assert.equal(status?.kind, 'matched');
      assert.deepEqual(shown(client, 'template.yaml'), [unused]);
      assert.match((await client.hover('template.yaml', 'sqs:SendMessage')) ?? '', /SendMessage/);
      const fixed = template.replace('                  - sqs:SendMessage # sends\n', '');
      const actions = await client.actions('template.yaml', 'sqs:SendMessage');
      const remove = actions.find(({ title }) => title === 'Remove unused action sqs:SendMessage');
      assert.equal(await client.chosen(remove), fixed);
      const asked = { uri: uriOf('template.yaml') };
      const done = await client.connection.sendRequest<RefineFileResult>(refineFileRequest, asked);
      assert.equal(done.kind, 'refined');
      assert.equal(client.textOf('template.yaml'), fixed);
    }));

  test('the view and Refine Workspace find it on disk, and preview it', () =>
    withClient({ files: { ...files, 'stacks/template.yaml': template } }, async (client) => {
      const { connection } = client;
      const { policies, silent } = await connection.sendRequest<UnusedAccess>(unusedAccessRequest, {});
      assert.deepEqual([policies.map(({ file }) => file), silent], [['stacks/template.yaml'], []]);
      const review = await connection.sendRequest<ReviewResult>(reviewRequest, {});
      assert.ok(review.kind === 'review');
      const ticked = review.files.map(({ uri, mark, policies: all }) => ({
        uri,
        mark,
        policies: all.map((one) => one.policy),
      }));
      const result = await connection.sendRequest<TickedEditsResult>(tickedEditsRequest, { files: ticked });
      assert.ok(result.kind === 'edits');
      const line = { line: 11, character: 0 };
      const edits = result.files.map((file) => file.edits);
      assert.deepEqual(edits, [[{ range: { start: line, end: { line: 12, character: 0 } }, newText: '' }]]);
      await client.open('stacks/template.yaml', template, 'yaml');
      const before = await connection.sendRequest<PreviewResult>(previewRequest, {
        uri: uriOf('stacks/template.yaml'),
      });
      assert.ok(before.kind === 'preview');
      assert.equal(before.refined, template.replace('                  - sqs:SendMessage # sends\n', ''));
    }));

  test('the kind of a document is told by its name if its language does not tell it', () =>
    withClient({ files }, async (client) => {
      for (const [file, language] of [
        ['a.yml', 'plaintext'],
        ['b.template', 'cloudformation'],
        ['stack', 'plaintext'],
        ['d.json', 'yaml'],
      ] as const) {
        await client.open(file, template, language);
        assert.deepEqual(shown(client, file), [unused], file);
      }
    }));

  test('an action is completed while it is written, although YAML reads its service as a key', () =>
    withClient({ files }, async (client) => {
      for (const [written, label, newText] of [
        ['sqs:', 'SendMessage', 'sqs:SendMessage'],
        ['sqs:Sen', 'SendMessage', 'sqs:SendMessage'],
        ["'sqs:'", 'SendMessage', 'sqs:SendMessage'],
        ['sq', 'sqs', 'sqs:'],
        ['', 'sqs', 'sqs:'],
      ] as const) {
        const text = template.replace('sqs:SendMessage # sends', written);
        await client.open('template.yaml', text, 'yaml');
        const line = text.split('\n')[11] ?? '';
        const character = written.endsWith("'") ? line.length - 1 : line.length;
        const items = await client.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
          textDocument: { uri: uriOf('template.yaml') },
          position: { line: 11, character },
        });
        const item = items.find((one) => one.label === label);
        const start = 20 + (written.startsWith("'") ? 1 : 0);
        assert.deepEqual(
          item?.textEdit,
          { newText, range: { start: { line: 11, character: start }, end: { line: 11, character } } },
          written,
        );
        await client.close('template.yaml');
      }
    }));

  test('a syntax error is reported with its place, nothing is offered, and the rest comes back with the next version', () =>
    withClient({ files }, async (client) => {
      await client.open('template.yaml', template.replace('Resource: !GetAtt', 'Resource: [!GetAtt'), 'yaml');
      const [error = '', ...others] = shown(client, 'template.yaml');
      assert.match(error, /^15:1 policy\.unread Not read: .*\]/);
      assert.deepEqual(others, [unused]);
      const actions = await client.actions('template.yaml', 'sqs:SendMessage');
      assert.ok(
        actions.length > 0 && actions.every(({ disabled, edit }) => disabled !== undefined && edit === undefined),
      );
      await client.change('template.yaml', template);
      assert.deepEqual(shown(client, 'template.yaml'), [unused]);
    }));

  test('YAML without a policy: no diagnostics, and its reader is not loaded', () =>
    withClient(
      {
        files,
        host: (sound) => ({ ...sound, loadSyntax: () => Promise.reject(new Error('not to be loaded')) }),
      },
      async (client) => {
        for (const text of ['a: b', 'on: push\njobs: {}', '- x']) {
          assert.deepEqual(await client.open('notes.yaml', text, 'yaml'), {
            uri: uriOf('notes.yaml'),
            version: 1,
            problems: 0,
          });
          await client.close('notes.yaml');
        }
        assert.deepEqual([client.diagnostics.size, client.log], [0, []]);
        await client.open('template.yaml', template, 'yaml');
        assert.deepEqual(shown(client, 'template.yaml'), [
          '1:1 policy.unread Not read: YAML cannot be read, because a part of this program is missing: not to be loaded',
        ]);
      },
    ));
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { refinedGet } from '../refinedExample.ts';
import { finding, policy } from '../samples.ts';
import {
  actionsAt,
  apply,
  diagnosticsOf,
  hoverAt,
  open,
  restore,
  untilAnalysed,
  untilDiagnostics,
  writeFile,
} from './support.ts';

const refinedS3 = [...refinedGet, 's3:List*'];

function actionsOf(text: string): unknown[] {
  const { Statement } = JSON.parse(text) as { Statement: { Action: unknown }[] };
  return Statement.map(({ Action }) => Action);
}

export function fixesSuite(): void {
  suite('fixes', () => {
    let document: vscode.TextDocument;
    setup(async () => {
      document = await open('MyRole.json');
    });
    teardown(() => restore(document));

    test('a wildcard is replaced by its shortest safe prefixes', async () => {
      const actions = await actionsAt(document, '"s3:Get*"');
      assert.deepEqual(
        actions.map(({ title, isPreferred }) => ({ title, isPreferred })),
        [
          { title: 'Replace s3:Get* with 7 shortest safe prefixes', isPreferred: true },
          { title: 'Refine this statement', isPreferred: undefined },
          { title: 'Refine Whole File', isPreferred: undefined },
        ],
      );
      const before = document.getText();
      const written = refinedGet.map((action) => `"${action}"`);
      assert.equal(await apply(document, actions[0]), before.replace('"s3:Get*"', written.join(',\n                ')));
    });

    test('an unused action is removed with its line', async () => {
      const [remove] = await actionsAt(document, '"lambda:GetFunction"');
      assert.equal(remove?.title, 'Remove unused action lambda:GetFunction');
      const before = document.getText();
      assert.equal(await apply(document, remove), before.replace('                "lambda:GetFunction",\n', ''));
    });

    test('a statement is refined, and the rest of the file is left', async () => {
      const actions = await actionsAt(document, '"lambda:GetFunction"');
      const text = await apply(
        document,
        actions.find(({ title }) => title === 'Refine this statement'),
      );
      assert.deepEqual(actionsOf(text), [['lambda:Invoke*'], ['s3:Get*', 's3:List*']]);
    });

    test('fix all refines the whole file', async () => {
      const kind = vscode.CodeActionKind.SourceFixAll.append('iamRefine');
      const [fixAll, ...others] = await actionsAt(document, '"Statement"', kind);
      assert.deepEqual(others, []);
      assert.deepEqual(actionsOf(await apply(document, fixAll)), [['lambda:Invoke*'], refinedS3]);
      assert.deepEqual(diagnosticsOf(document.uri), []);
    });

    test('the command refines the whole file in one step, and undo takes it back', async () => {
      const before = document.getText();
      await vscode.commands.executeCommand('iamRefine.refineFile');
      await untilDiagnostics(document.uri, 'nothing is unused any more', (list) => list.length === 0);
      assert.deepEqual(actionsOf(document.getText()), [['lambda:Invoke*'], refinedS3]);
      await vscode.commands.executeCommand('undo');
      await untilAnalysed(document);
      assert.equal(document.getText(), before);
      assert.equal(diagnosticsOf(document.uri).length, 9);
    });

    test('a change of the text gets fixes for the text as it is now', async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '\n\n');
      await vscode.workspace.applyEdit(edit);
      const [replace] = await actionsAt(document, '"s3:Get*"');
      assert.deepEqual(actionsOf(await apply(document, replace))[1], refinedS3);
    });

    test('an edit is made when the action is chosen, and not before', async () => {
      const at = document.positionAt(document.getText().indexOf('"s3:Get*"') + 1);
      const offered = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(at, at),
      );
      const replace = offered.filter(({ title }) => title.startsWith('Replace s3:Get*'));
      assert.deepEqual(
        replace.map(({ edit, command }) => ({ edit, command })),
        [{ edit: undefined, command: undefined }],
      );
    });

    test('an action that IAM rejects is marked with the reason, and left; iam:PassRole goes only when it is asked for', async () => {
      await writeFile('findings/odd.finding.json', finding('Odd', 'iam'));
      await writeFile('Odd.json', policy('s3*:Get*', 'iam:*', 'iam:PassRole', 'iam:GetRole', 'lambda:ListTags'));
      const odd = await open('Odd.json');
      const found = await untilDiagnostics(odd.uri, 'the finding speaks', (list) => list.length === 3);
      assert.deepEqual(
        found.map(({ code, severity, message }) => `${severity} ${code}: ${message}`),
        [
          'Warning action.malformed: IAM rejects "s3*:Get*": a service prefix must not contain wildcards',
          'Warning wildcard.partly-unused: 189 of 190 actions of iam:* are unused',
          'Warning action.unused: iam:GetRole is unused',
        ],
      );
      const fixesOf = async (text: string): Promise<unknown[]> =>
        (await actionsAt(odd, text)).map(({ title, isPreferred }) => [title, isPreferred ?? false]);
      assert.deepEqual(await fixesOf('"s3*:Get*"'), [
        ['Refine this statement', false],
        ['Refine Whole File', false],
      ]);
      assert.deepEqual(await fixesOf('"iam:*"'), [
        ['Replace iam:* with iam:PassRole', true],
        ['Refine this statement', false],
        ['Remove iam:* – also removes iam:PassRole, whose use AWS does not track', false],
        ['Refine Whole File', false],
      ]);
      assert.deepEqual(await fixesOf('"iam:PassRole"'), [['Remove iam:PassRole, whose use AWS does not track', false]]);
      assert.match(
        await hoverAt(odd, '"lambda:ListTags"'),
        /AWS does not track its use \(as of 2026-08-22\), so no finding can name it/,
      );
      assert.match(
        await hoverAt(odd, '"iam:PassRole"'),
        /is kept: it is never requested on its own, so an unused service iam does not mean that it is unused/,
      );
      const before = odd.getText();
      const [remove] = await actionsAt(odd, '"iam:PassRole"');
      assert.equal(await apply(odd, remove), before.replace(/\n *"iam:PassRole",/, ''));
      await restore(odd);
    });

    test('the last actions of a policy cannot be removed, and the reason is there', async () => {
      const last =
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["lambda:GetFunction"], "Resource": "*"}]}';
      await writeFile('MyRole/only.json', last);
      const only = await open('MyRole/only.json');
      assert.deepEqual(
        diagnosticsOf(only.uri).map(({ code }) => code),
        ['policy.unused', 'action.unused'],
      );
      const edits = (await actionsAt(only, '"lambda:GetFunction"')).filter(({ edit }) => edit !== undefined);
      assert.deepEqual(edits, []);
      await vscode.commands.executeCommand('iamRefine.refineFile');
      assert.equal(only.getText(), last);
    });

    test('a file with a syntax error keeps its diagnostics and gets no edit', async () => {
      await writeFile(
        'MyRole/broken.json',
        '{"Statement": [{"Effect": "Allow", "Action": ["lambda:GetFunction", "lambda:Invoke*"], "Resource": }]}',
      );
      const broken = await open('MyRole/broken.json');
      assert.deepEqual(
        diagnosticsOf(broken.uri).map(({ code }) => code),
        ['action.unused'],
      );
      assert.deepEqual(
        (await actionsAt(broken, '"lambda:GetFunction"')).filter(({ edit }) => edit !== undefined),
        [],
      );
    });
  });
}

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  conditionalTemplate,
  exportingTemplate,
  finding,
  policyAsText,
  policyPercentEncoded,
  samTemplate,
} from '../samples.ts';
import { actionsAt, apply, diagnosticsOf, open, untilAnalysed, untilDiagnostics, writeFile } from './support.ts';

const fixAll = vscode.CodeActionKind.SourceFixAll.append('iamRefine');

const inWords = (uri: vscode.Uri): string[] =>
  diagnosticsOf(uri).map(({ code, severity, message, at }) => `${at} ${severity} ${code}: ${message}`);

/** The number of the line on which something stands. */
function lineOf(document: vscode.TextDocument, text: string): number {
  return document.positionAt(document.getText().indexOf(text)).line + 1;
}

export function unreadSuite(): void {
  suite('templates, and what is not read', () => {
    test('a template with Fn::If: problems stand in each branch, fix all refines all of them, and undo takes it back', async () => {
      await writeFile('findings/stack.finding.json', finding('Stack', 'lambda', ['CreateFunction']));
      await writeFile('stack.json', conditionalTemplate('Stack'));
      const document = await open('stack.json');
      await untilDiagnostics(document.uri, 'the finding for the role speaks', (list) => list.length === 3);
      const unused = (at: string): string => `${at} Warning action.unused: lambda:CreateFunction is unused`;
      assert.deepEqual(inWords(document.uri), [unused('30:49-30:72'), unused('38:49-38:72'), unused('49:41-49:64')]);

      const before = document.getText();
      const [fix, ...others] = await actionsAt(document, '"Statement"', fixAll);
      assert.deepEqual(others, []);
      assert.equal(await apply(document, fix), before.replaceAll(/\n *"lambda:CreateFunction",/g, ''));
      assert.deepEqual(diagnosticsOf(document.uri), []);
      await vscode.commands.executeCommand('undo');
      await untilAnalysed(document);
      assert.equal(document.getText(), before);
      assert.equal(diagnosticsOf(document.uri).length, 3);
    });

    test('a template that exports its policy: who holds it is not known, which is said with the line, and nothing is offered', async () => {
      await writeFile('findings/exporter.finding.json', finding('Exporter', 'lambda', ['CreateFunction']));
      await writeFile('exporting.json', exportingTemplate('Exporter'));
      const document = await open('exporting.json');
      await untilDiagnostics(document.uri, 'the doubt is told', (list) => list.length === 1);
      const line = lineOf(document, '"Value"');
      assert.deepEqual(inWords(document.uri), [
        `${lineOf(document, '"Statement"')}:21-${lineOf(document, '"Statement"')}:32 Information finding.incomplete: Not all principals with this policy are known (an Output in line ${line} exposes Functions, so other principals may have it), so nothing is removed`,
      ]);
      assert.deepEqual(await actionsAt(document, '"lambda:CreateFunction"'), []);
      assert.deepEqual(await actionsAt(document, '"lambda:CreateFunction"', fixAll), []);
    });

    test('a policy template of SAM is said to be unread, where it stands', async () => {
      await writeFile('sam.json', samTemplate());
      const document = await open('sam.json');
      assert.deepEqual(
        diagnosticsOf(document.uri).map(
          ({ code, severity, message, at }) => `${at.split('-')[0]} ${severity} ${code}: ${message}`,
        ),
        ['11:21 Information policy.unread: DynamoDBReadPolicy is a SAM policy template, which is not supported yet'],
      );
    });

    test('a policy that is kept as text shows its problems, and is refined in its string', async () => {
      await writeFile('findings/texted.finding.json', finding('Texted', 'lambda', ['CreateFunction']));
      await writeFile('Texted.json', policyAsText('lambda:CreateFunction', 'lambda:ListFunctions'));
      const document = await open('Texted.json');
      await untilDiagnostics(document.uri, 'the finding speaks', (list) => list.length === 1);
      assert.deepEqual(
        diagnosticsOf(document.uri).map(({ code, message, isFaded }) => [code, message, isFaded]),
        [['action.unused', 'lambda:CreateFunction is unused', true]],
      );
      await vscode.commands.executeCommand('iamRefine.refineFile');
      assert.equal(document.getText(), policyAsText('lambda:ListFunctions'));
    });

    test('a policy that is percent-encoded shows its problems, and is not changed', async () => {
      await writeFile('Encoded.json', policyPercentEncoded('lambda:CreateFunction', 'lambda:ListFunctions'));
      await writeFile('findings/encoded.finding.json', finding('Encoded', 'lambda', ['CreateFunction']));
      const document = await open('Encoded.json');
      const [readOnly, unused] = await untilDiagnostics(
        document.uri,
        'the finding applies',
        (list) => list.length === 2,
      );
      assert.deepEqual([readOnly?.code, unused?.message], ['policy.unread', 'lambda:CreateFunction is unused']);
      // VS Code leaves out what is disabled.
      assert.deepEqual(await actionsAt(document, 'lambda%3ACreateFunction'), []);
      assert.deepEqual(await actionsAt(document, 'lambda%3ACreateFunction', fixAll), []);
      const before = document.getText();
      await vscode.commands.executeCommand('iamRefine.refineFile');
      assert.equal(document.getText(), before);
    });
  });
}

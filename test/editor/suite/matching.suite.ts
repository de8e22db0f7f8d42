import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  actionsAt,
  diagnosticsOf,
  inWorkspace,
  open,
  readFile,
  untilDiagnostics,
  untilStatus,
  writeFile,
} from './support.ts';

const policy =
  '{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"], "Resource": "*"}]}\n';
const role = (name: string, account: string): string => `arn:aws:iam::${account}:role/${name}`;

function finding(resource: string, actions: readonly string[]): string {
  return JSON.stringify({
    resource,
    id: resource,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: new Date(Date.now() - 86_400_000).toISOString(),
    findingDetails: [
      { unusedPermissionDetails: { serviceNamespace: 'sqs', actions: actions.map((action) => ({ action })) } },
    ],
  });
}

const config = (): vscode.Uri => inWorkspace('.iam-refine.json');

/** Takes away the configuration that a test has made, in the editor and on disk. */
async function withoutConfig(): Promise<void> {
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty && document.uri.scheme === 'file') assert.ok(await document.save());
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.fs.delete(config(), { useTrash: false }).then(undefined, () => undefined);
}

export function matchingSuite(): void {
  suite('matching', () => {
    teardown(withoutConfig);

    test('two principals that may be meant: the choice is written down, and the policy is analysed by it', async () => {
      await writeFile('Pair.json', policy);
      await writeFile('findings/pair1.finding.json', finding(role('Pair', '123456789012'), ['SendMessage']));
      await writeFile('findings/pair2.finding.json', finding(role('Pair', '210987654321'), ['ReceiveMessage']));
      const document = await open('Pair.json');
      await untilDiagnostics(document.uri, 'the ambiguity is told', (list) => list[0]?.code === 'finding.ambiguous');
      const pins = await actionsAt(document, '"Statement"');
      assert.deepEqual(
        pins.map(({ title }) => title),
        ['123456789012', '210987654321'].map(
          (account) => `Use the finding for the role Pair in account ${account} (writes .iam-refine.json)`,
        ),
      );
      const command = pins[1]?.command;
      assert.ok(command);
      await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
      const [unused, ...others] = await untilDiagnostics(
        document.uri,
        'the chosen finding speaks',
        (list) => list[0]?.code === 'action.unused',
      );
      assert.deepEqual([unused?.message, others], ['sqs:ReceiveMessage is unused', []]);
      assert.deepEqual(JSON.parse(await readFile(config())), {
        policies: [{ files: 'Pair.json', attachedTo: [role('Pair', '210987654321')] }],
      });
      const status = await untilStatus(document, 'the reason is told', ({ label }) =>
        label.includes('.iam-refine.json'),
      );
      assert.match(
        status.label,
        /^Pair, finding from \d{4}-\d\d-\d\d \([^)]+\), matched by \.iam-refine\.json, line 3 · catalogue from 2026-09-26$/,
      );
    });

    test('the configuration is validated and completed by its schema, and its links lead to both sides', async () => {
      await writeFile(
        '.iam-refine.json',
        '{\n  "policies": [{ "files": "MyRole.json", "attachedTo": ["arn:aws:iam::123456789012:role/MyRole"] }],\n  "kep": []\n}\n',
      );
      await open('MyRole.json');
      const document = await vscode.workspace.openTextDocument(config());
      assert.equal(document.languageId, 'jsonc');
      await vscode.window.showTextDocument(document);
      await untilDiagnostics(config(), 'our own reading tells it', (list) =>
        list.some(({ code }) => code === 'config.unreadable'),
      );
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', config());
      assert.deepEqual(links, []);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(config(), new vscode.Range(2, 2, 2, 11), '"keep": []');
      await vscode.workspace.applyEdit(edit);
      await untilDiagnostics(config(), 'it is mended', (list) => list.length === 0);
      const mended = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        config(),
        100,
      );
      assert.deepEqual(
        mended.map(({ target, tooltip }) => [target?.path.slice(target.path.lastIndexOf('/') + 1), tooltip]),
        [
          ['MyRole.json', 'Open the policy (the first match)'],
          ['MyRole.finding.json', 'Open the finding for MyRole'],
        ],
      );
      const completions = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        config(),
        new vscode.Position(0, 1),
      );
      const labels = completions.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('findings'), labels.join());
    });

    test('a wildcard and a kept action explain themselves', async () => {
      await writeFile(
        '.iam-refine.json',
        '{"keep": [{"actions": ["lambda:GetFunction"], "reason": "deployments", "until": "2099-01-01"}]}\n',
      );
      const document = await open('MyRole.json');
      await untilDiagnostics(document.uri, 'what is kept is no problem', (list) => list.length === 8);
      const hoverAt = async (text: string): Promise<string> => {
        const position = document.positionAt(document.getText().indexOf(text) + 1);
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          position,
        );
        return hovers
          .flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value))
          .join('\n');
      };
      assert.match(
        await hoverAt('"s3:Get*"'),
        /\*\*s3:Get\\\*\*\*: 24 of 63 actions unused · MyRole, finding of \d+ \w+\n\nBecomes: `s3:GetAccess\*`/,
      );
      assert.match(
        await hoverAt('"lambda:GetFunction"'),
        /keep rule in line 1 of \.iam-refine\.json: deployments, until 2099-01-01/,
      );
    });

    test('the preview is a diff of the file and what refining it would give; the finding is opened at its place', async () => {
      const document = await open('MyRole.json');
      await untilDiagnostics(document.uri, 'nothing is kept any more', (list) => list.length === 9);
      await vscode.commands.executeCommand('iamRefine.previewFile');
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.equal(input.original.toString(), document.uri.toString());
      const refined = await vscode.workspace.openTextDocument(input.modified);
      assert.ok(refined.getText().includes('"s3:GetAccess*"') && !refined.getText().includes('lambda:GetFunction'));
      assert.deepEqual(diagnosticsOf(input.modified), []);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('iamRefine.openFinding');
      assert.equal(vscode.window.activeTextEditor?.document.uri.path, inWorkspace('findings/MyRole.finding.json').path);
    });

    test('policies in the output of the AWS CLI are refined in it', async () => {
      const text = `${JSON.stringify({ RoleName: 'MyRole', PolicyName: 'Inline', PolicyDocument: JSON.parse(policy.replace(/sqs:\w+/g, 'lambda:GetFunction').replace('"lambda:GetFunction", ', '"lambda:InvokeFunction", ')) as object }, null, 4)}\n`;
      await writeFile('exported.json', text);
      const document = await open('exported.json');
      const [unused] = await untilDiagnostics(
        document.uri,
        'the finding for the role speaks',
        (list) => list.length === 1,
      );
      assert.equal(unused?.message, 'lambda:GetFunction is unused');
      const [remove] = await actionsAt(document, '"lambda:GetFunction"');
      assert.ok(remove?.edit);
      assert.ok(await vscode.workspace.applyEdit(remove.edit));
      assert.equal(document.getText(), text.replace(/,\s*"lambda:GetFunction"/, ''));
    });
  });
}

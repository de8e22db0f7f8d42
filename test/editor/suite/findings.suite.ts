import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { actionsAt, diagnosticsOf, inWorkspace, open, untilDiagnostics, writeFile } from './support.ts';

const policy =
  '{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"], "Resource": "*"}]}\n';

function finding(actions: readonly string[], fields: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({
    resource: 'arn:aws:iam::123456789012:role/Worker',
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: '2026-11-20T06:01:12Z',
    findingDetails: [
      { unusedPermissionDetails: { serviceNamespace: 'sqs', actions: actions.map((action) => ({ action })) } },
    ],
    ...fields,
  });
}

const messages = (uri: vscode.Uri): string[] => diagnosticsOf(uri).map(({ message }) => message);

export function findingsSuite(): void {
  suite('findings', () => {
    test('a findings file that appears, changes, breaks, heals and goes is followed without a restart', async () => {
      await writeFile('Worker.json', policy);
      const document = await open('Worker.json');
      assert.deepEqual(messages(document.uri), []);

      const file = await writeFile('findings/worker.finding.json', finding(['SendMessage']));
      await untilDiagnostics(document.uri, 'the new file speaks', (list) => list.length === 1);
      assert.deepEqual(messages(document.uri), ['sqs:SendMessage is unused']);

      await writeFile('findings/worker.finding.json', finding(['ReceiveMessage']));
      await untilDiagnostics(
        document.uri,
        'the changed file speaks',
        (list) => list[0]?.message.startsWith('sqs:Receive') === true,
      );

      await writeFile('findings/worker.finding.json', finding(['SendMessage']).slice(0, -20));
      await untilDiagnostics(document.uri, 'the half-written file is silent', (list) =>
        list.every(({ code }) => code !== 'action.unused'),
      );
      const [broken] = await untilDiagnostics(file, 'the half-written file is marked', (list) => list.length === 1);
      assert.match(broken?.message ?? '', /^Line 1, column \d+: .+\. No finding in this file is used\.$/);
      assert.deepEqual((await actionsAt(document, '"sqs:SendMessage"')).length, 0);

      await writeFile('findings/worker.finding.json', finding(['SendMessage']));
      await untilDiagnostics(document.uri, 'the whole file speaks again', (list) => list.length === 1);
      await untilDiagnostics(file, 'the mark is gone', (list) => list.length === 0);

      await vscode.workspace.fs.delete(file);
      await untilDiagnostics(document.uri, 'the file that is gone is silent', (list) => list.length === 0);
    });

    test('a folder of findings that appears, moves and goes is followed, though nothing tells of the files in it', async () => {
      await writeFile('Mover.json', policy);
      const document = await open('Mover.json');
      const file = (name: string): string => inWorkspace(name).fsPath;
      const isMarked = (list: readonly { readonly message: string }[]): boolean =>
        list[0]?.message === 'sqs:SendMessage is unused';
      const about = finding(['SendMessage'], { resource: 'arn:aws:iam::123456789012:role/Mover' });

      // As a loop in a terminal does: the folder, and at once a file in it.
      mkdirSync(file('fetched'));
      writeFileSync(file('fetched/1.finding.jsonl'), `${about}\n`);
      await untilDiagnostics(document.uri, 'the findings of a new folder count', isMarked);
      renameSync(file('fetched'), file('moved'));
      rmSync(file('moved/1.finding.jsonl'));
      await untilDiagnostics(document.uri, 'those that are gone do not', (list) => list.length === 0);
      mkdirSync(file('moved/deep'));
      writeFileSync(file('moved/deep/2.finding.ndjson'), `${about}\n`);
      await untilDiagnostics(document.uri, 'those of a new folder in it count', isMarked);
      rmSync(file('moved'), { recursive: true });
      await untilDiagnostics(document.uri, 'none counts when the folder is gone', (list) => list.length === 0);
    });

    test('two principals that may be meant: nothing is removed, and the message names them', async () => {
      await writeFile('Twin.json', policy);
      const other = { resource: 'arn:aws:iam::210987654321:role/Twin' };
      await writeFile(
        'findings/twin1.finding.json',
        finding(['SendMessage'], { resource: 'arn:aws:iam::123456789012:role/Twin' }),
      );
      await writeFile('findings/twin2.finding.json', finding(['SendMessage'], other));
      const document = await open('Twin.json');
      const [ambiguous, ...others] = await untilDiagnostics(
        document.uri,
        'the ambiguity is told',
        (list) => list[0]?.code === 'finding.ambiguous',
      );
      assert.deepEqual(others, []);
      assert.match(ambiguous?.message ?? '', /123456789012:role\/Twin.*210987654321:role\/Twin/);
    });

    test('findings are found whatever the letter case of the file name, and line by line, and followed', async () => {
      await writeFile('Upper.json', policy);
      await writeFile('Lines.json', policy);
      const upper = await open('Upper.json');
      const lines = await open('Lines.json');
      const of = (name: string, action: string): string =>
        finding([action], { resource: `arn:aws:iam::123456789012:role/${name}` });

      const whole = await writeFile('reports/UnusedAccessFindings.json', of('Upper', 'SendMessage'));
      await untilDiagnostics(upper.uri, 'the file with capitals speaks', (list) => list.length === 1);
      await writeFile('reports/UnusedAccessFindings.json', of('Upper', 'ReceiveMessage'));
      await untilDiagnostics(
        upper.uri,
        'it is followed',
        (list) => list[0]?.message === 'sqs:ReceiveMessage is unused',
      );

      const byLine = await writeFile(
        'reports/Findings.ndjson',
        `${of('Other', 'SendMessage')}\n${of('Lines', 'SendMessage')}\n`,
      );
      await untilDiagnostics(
        lines.uri,
        'the second line speaks',
        (list) => list[0]?.message === 'sqs:SendMessage is unused',
      );
      await writeFile('reports/Findings.ndjson', `${of('Other', 'SendMessage')}\n${of('Lines', 'ReceiveMessage')}\n`);
      await untilDiagnostics(
        lines.uri,
        'the second line is followed',
        (list) => list[0]?.message === 'sqs:ReceiveMessage is unused',
      );

      for (const file of [whole, byLine]) await vscode.workspace.fs.delete(file);
      for (const { uri } of [upper, lines])
        await untilDiagnostics(uri, 'what is gone is silent', (list) => list.length === 0);
    });

    test('the glob of findings is a setting', async () => {
      const document = await open('MyRole.json');
      const settings = vscode.workspace.getConfiguration('iamRefine', inWorkspace('MyRole.json'));
      await settings.update('findings', ['elsewhere/*.json'], vscode.ConfigurationTarget.Workspace);
      await untilDiagnostics(document.uri, 'no finding is found', (list) => list.length === 0);
      await settings.update('findings', undefined, vscode.ConfigurationTarget.Workspace);
      await untilDiagnostics(document.uri, 'the findings are back', (list) => list.length === 9);
    });

    test('the catalogue is a setting, and its name is in the messages', async () => {
      await writeFile('small-catalogue.json', '{"sqs": ["SendMessage"]}');
      await writeFile('Small.json', policy);
      const document = await open('Small.json');
      assert.deepEqual(messages(document.uri), []);
      const settings = vscode.workspace.getConfiguration('iamRefine', document.uri);
      await settings.update('catalogue', 'small-catalogue.json', vscode.ConfigurationTarget.Workspace);
      await untilDiagnostics(document.uri, 'the small catalogue is used', (list) => list.length === 1);
      assert.deepEqual(messages(document.uri), ['sqs:ReceiveMessage is not in the catalogue small-catalogue.json']);
      await settings.update('catalogue', undefined, vscode.ConfigurationTarget.Workspace);
      await untilDiagnostics(document.uri, 'the built-in catalogue is used', (list) => list.length === 0);
    });
  });
}

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  diagnosticsOf,
  findingDay,
  listen,
  open,
  untilAnalysed,
  untilDiagnostics,
  writeFile,
  type PlainDiagnostic,
} from './support.ts';

const unused = (day: string, action: string, at: string, line: number): PlainDiagnostic => ({
  code: 'action.unused',
  severity: 'Warning',
  message: `${action} is unused`,
  at,
  isFaded: true,
  related: [`MyRole.finding.json:${line} Unused by MyRole, ${day}`],
});

export function diagnosticsSuite(): void {
  suite('diagnostics', () => {
    suiteSetup(listen);

    test('the policy of the post shows its unused actions, faded, and its partly unused wildcard', async () => {
      const document = await open('MyRole.json');
      const day = await findingDay('MyRole');
      assert.deepEqual(diagnosticsOf(document.uri), [
        unused(day, 'lambda:AddPermission', '7:17-7:39', 6),
        unused(day, 'lambda:GetFunctionConfiguration', '8:17-8:50', 18),
        unused(day, 'lambda:UpdateFunctionConfiguration', '9:17-9:53', 27),
        unused(day, 'lambda:UpdateFunctionCode', '10:17-10:44', 24),
        unused(day, 'lambda:CreateFunction', '11:17-11:40', 9),
        unused(day, 'lambda:DeleteFunction', '12:17-12:40', 12),
        unused(day, 'lambda:ListVersionsByFunction', '13:17-13:48', 21),
        unused(day, 'lambda:GetFunction', '14:17-14:37', 15),
        {
          code: 'wildcard.partly-unused',
          severity: 'Warning',
          message: '24 of 63 actions of s3:Get* are unused',
          at: '22:17-22:26',
          isFaded: false,
          related: [
            `MyRole.finding.json:36 Unused by MyRole, ${day}; the other actions are those of the action catalogue from 2026-09-26`,
          ],
        },
      ]);
    });

    test('the server says which finding speaks, and why', async () => {
      const params = await untilAnalysed(await open('MyRole.json'));
      assert.match(params.status?.detail ?? '', /^32 of 92 unused · finding of \d+ \w+$/);
      assert.deepEqual(
        { ...params, uri: '', status: { ...params.status, detail: '' }, finding: { ...params.finding, uri: '' } },
        {
          uri: '',
          version: params.version,
          problems: 9,
          status: {
            kind: 'matched',
            text: 'MyRole',
            detail: '',
            label: `MyRole, finding from ${await findingDay('MyRole')} (yesterday), matched by its path · catalogue from 2026-09-26`,
          },
          finding: {
            id: '0fa3f5a1-0000-4000-8000-000000000001',
            principals: ['arn:aws:iam::123456789012:role/MyRole'],
            uri: '',
            why: 'by its path',
          },
        },
      );
    });

    test('a statement of which nothing is used says so; a Deny says nothing', async () => {
      const document = await open('DataPipeline/policy.json');
      const codes = diagnosticsOf(document.uri).map(({ code, at }) => `${at.split('-')[0]} ${code}`);
      assert.deepEqual(codes, [
        '7:23 wildcard.partly-unused',
        '14:17 wildcard.partly-unused',
        '29:17 wildcard.partly-unused',
        '30:17 action.unused',
        '31:17 wildcard.partly-unused',
        '38:13 statement.unused',
        '39:17 action.unused',
        '40:17 action.unused',
      ]);
    });

    test('a policy without unused actions, and JSON that is no policy, have no diagnostics', async () => {
      assert.deepEqual(diagnosticsOf((await open('Auditor.json')).uri), []);
      await writeFile('notes.json', '{"Statement": "of accounts", "s3:Get*": ["lambda:AddPermission"]}');
      assert.deepEqual(diagnosticsOf((await open('notes.json')).uri), []);
    });

    test('names that the catalogue lacks get a hint, with its date', async () => {
      await writeFile(
        'unknown.json',
        '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObjcet", "s4:GetObject"], "Resource": "*"}]}',
      );
      const document = await open('unknown.json');
      assert.deepEqual(
        diagnosticsOf(document.uri).map(({ code, severity, message }) => `${severity} ${code}: ${message}`),
        [
          'Warning action.misspelled: s3:GetObjcet is not a known action: did you mean s3:GetObject?',
          'Hint service.unknown: The service s4 is not in the action catalogue from 2026-09-26',
        ],
      );
    });

    test('an untitled document is analysed too', async () => {
      const content = '{"Statement": [{"Effect": "Allow", "Action": "s4:Get", "Resource": "*"}]}';
      const document = await vscode.workspace.openTextDocument({ language: 'json', content });
      const found = await untilDiagnostics(
        document.uri,
        'the untitled policy has a diagnostic',
        (list) => list.length > 0,
      );
      assert.deepEqual(
        found.map(({ code }) => code),
        ['service.unknown'],
      );
    });

    test('severities follow the settings at once', async () => {
      const document = await open('MyRole.json');
      const settings = vscode.workspace.getConfiguration('iamRefine', document.uri);
      await settings.update(
        'severity',
        { 'action.unused': 'off', 'wildcard.partly-unused': 'error' },
        vscode.ConfigurationTarget.Workspace,
      );
      const changed = await untilDiagnostics(document.uri, 'one diagnostic is left', (list) => list.length === 1);
      assert.deepEqual(
        changed.map(({ severity, code }) => `${severity} ${code}`),
        ['Error wildcard.partly-unused'],
      );
      await settings.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
      await untilDiagnostics(document.uri, 'all diagnostics are back', (list) => list.length === 9);
    });
  });
}

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { accountDetails, daysAgo, finding, lastAccessedReport, policy } from '../samples.ts';
import { actionsAt, diagnosticsOf, open, savedWithFixes, untilDiagnostics, writeFile } from './support.ts';

const fixAll = vscode.CodeActionKind.SourceFixAll.append('iamRefine');

/**
 * A finding that may not be acted upon without asking: nothing rests on it unseen, and no fix of it is the first
 * choice.
 */
async function assertOnlyAsked(document: vscode.TextDocument): Promise<void> {
  const before = document.getText();
  const fixes = await actionsAt(document, '"lambda:CreateFunction"');
  assert.deepEqual(
    fixes.map(({ title, isPreferred, edit, command }) => ({
      title,
      isPreferred: isPreferred ?? false,
      edit,
      command: command?.command,
    })),
    [
      ['Remove unused action lambda:CreateFunction', 'iamRefine.applyFix'],
      ['Refine this statement', 'iamRefine.applyFix'],
      ['Refine Whole File', 'iamRefine.refineFile'],
    ].map(([title, command]) => ({ title, isPreferred: false, edit: undefined, command })),
  );
  assert.deepEqual(await actionsAt(document, '"lambda:CreateFunction"', fixAll), []);
  assert.equal(await savedWithFixes(document), `${before}\n`);
}

export function doubtSuite(): void {
  suite('doubtful findings', () => {
    test('a stale finding: the fixes ask first, none is preferred, and fixing on save leaves the file', async () => {
      await writeFile('findings/old.finding.json', finding('Old', 'lambda', ['CreateFunction'], 120));
      await writeFile('Old.json', policy('lambda:CreateFunction', 'lambda:ListFunctions'));
      const document = await open('Old.json');
      const found = await untilDiagnostics(document.uri, 'the old finding speaks', (list) => list.length === 2);
      assert.deepEqual(
        found.map(({ code, severity, message }) => `${severity} ${code}: ${message}`),
        [
          `Information finding.stale: The finding for Old is from ${daysAgo(120).slice(0, 10)}, 120 days old: fetch it again before removing anything`,
          'Warning action.unused: lambda:CreateFunction is unused',
        ],
      );
      await assertOnlyAsked(document);
    });

    test('a policy that was changed an hour before the last-accessed report: likewise, until the settings say otherwise', async () => {
      await writeFile('reports/Young.finding.json', lastAccessedReport('Young'));
      await writeFile('account.json', accountDetails('Young'));
      const document = await open('account.json');
      const found = await untilDiagnostics(document.uri, 'the report speaks', (list) => list.length === 2);
      const today = daysAgo(0).slice(0, 10);
      const changed = daysAgo(1 / 24).slice(0, 10);
      assert.deepEqual(
        found.map(({ code, severity, message }) => `${severity} ${code}: ${message}`),
        [
          `Information finding.too-new: The last-accessed report for Young is from ${today}, but the policy was created or changed on ${changed}: too new to tell what is unused`,
          'Warning action.unused: lambda:CreateFunction is unused',
        ],
      );
      await assertOnlyAsked(document);
      const settings = vscode.workspace.getConfiguration('iamRefine', document.uri);
      await settings.update('minimumAgeDays', 0, vscode.ConfigurationTarget.Workspace);
      await untilDiagnostics(document.uri, 'no age is asked for', (list) =>
        list.every(({ code }) => code === 'action.unused'),
      );
      const before = document.getText();
      assert.equal(await savedWithFixes(document), `${before.replace(/\n *"lambda:CreateFunction",/, '')}\n`);
      await settings.update('minimumAgeDays', undefined, vscode.ConfigurationTarget.Workspace);
      await untilDiagnostics(document.uri, 'the report is too new again', (list) => list.length === 1);
      assert.deepEqual(
        diagnosticsOf(document.uri).map(({ code }) => code),
        ['finding.too-new'],
      );
    });
  });
}

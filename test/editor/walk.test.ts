/** Does with the packaged extension what a person does: sees, picks a fix, refines the file, takes it back. Keeps a picture of each step. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { original, refined, withFix } from './refinedLines.ts';
import { startSession, type Session } from './session.ts';
import type { Workbench } from './workbench.ts';

suite('a walk through the packaged extension', { timeout: 300_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await startSession({ name: 'workspace', viewport: { width: 1280, height: 960 }, workspaceTrust: true });
    workbench = session.workbench;
  });
  after(() => session?.stop());

  test('in Restricted Mode the unused actions are marked and faded', async () => {
    await workbench.page.getByText('Restricted Mode is intended for safe code browsing').first().waitFor();
    await workbench.openFile('MyRole.json');
    await workbench.fadedText().nth(7).waitFor({ timeout: 30_000 });
    await workbench.screenshot('1-unused-actions');
    assert.equal(await workbench.squiggles('warning').count(), 9);
    const faded = (await workbench.fadedText().allInnerTexts()).join('').replaceAll('\u00a0', ' ');
    assert.match(faded, /lambda:AddPermission/);
    assert.doesNotMatch(faded, /s3:Get/);
  });

  test('the coloured parts of an action are told apart', async () => {
    const line = workbench.page.locator('.view-line', { hasText: 's3:List*' }).locator('span > span');
    const colours = await line.evaluateAll((spans) => spans.map((span) => [span.textContent, getComputedStyle(span).color]));
    const colourOf = (text: string): string | undefined => colours.find(([shown]) => shown === text)?.[1] ?? undefined;
    const parts = ['s3', 'List', '*'].map(colourOf);
    assert.ok(
      parts.every((colour) => colour !== undefined),
      JSON.stringify(colours),
    );
    assert.equal(new Set(parts).size, 3, JSON.stringify(colours));
  });

  test('a wildcard is replaced from the light bulb', async () => {
    await workbench.goTo(22, 20);
    await workbench.openActionMenu();
    const fix = workbench.actionMenu().locator('.monaco-list-row', { hasText: 'Replace s3:Get* with 7 shortest safe prefixes' });
    await fix.waitFor();
    await workbench.screenshot('2-quick-fix');
    await workbench.editorScreenshot('quick-fix');
    await fix.click();
    await workbench.untilLines('the wildcard is replaced', withFix);
    await workbench.screenshot('3-wildcard-replaced');
    await workbench.page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes it back', original);
  });

  test('the whole file is refined from the command palette, and undo takes it back', async () => {
    await workbench.runCommand('IAM Refine: Refine Whole File');
    await workbench.untilLines('the file is refined', refined);
    await workbench.page.locator('.statusbar-item', { hasText: 'removed 32 unused actions, kept 60' }).waitFor();
    await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
    await workbench.screenshot('4-file-refined');
    await workbench.editorScreenshot('file-refined');
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes it back', original);
    await workbench.fadedText().nth(7).waitFor();
    await workbench.screenshot('5-undone');
  });

  test('the preview shows the file beside what refining it would give', async () => {
    await workbench.runCommand('IAM Refine: Preview Refinement');
    const { page } = workbench;
    await page.locator('.tab.active', { hasText: 'MyRole.json ↔ Refined (32 unused actions go, 60 stay; 444 → 346 characters)' }).waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await workbench.screenshot('6-preview');
    await workbench.runCommand('View: Close Editor');
    await page.locator('.tab', { hasText: '↔ Refined' }).waitFor({ state: 'detached' });
  });

  test('the status says whose finding is used, of when, and why this one', async () => {
    await workbench.openFile('MyRole.json');
    const { page } = workbench;
    await page.locator('.view-lines').first().click();
    await page.locator('#status\\.languageStatus').hover();
    const hover = page.locator('.hover-language-status', { hasText: 'by its path' });
    await hover.waitFor();
    await workbench.screenshot('7-status');
    assert.match(
      (await hover.innerText()).replace(/\s+/g, ' '),
      /MyRole.*finding of \d{4}-\d\d-\d\d \(yesterday\), by its path · catalogue of 2026-09-26/,
    );
  });

  test('the hover of a wildcard says what is kept, what it becomes, and what nobody can know', async () => {
    const { page } = workbench;
    await workbench.goTo(22, 20);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    const hover = page.locator('.monaco-hover:visible', { hasText: '63 actions, 24 of them unused' });
    await hover.waitFor();
    await workbench.screenshot('8-hover');
    assert.match(await hover.innerText(), /Becomes: s3:GetAccess\*, s3:GetAccountPublicAccessBlock/);
    assert.match(
      await hover.innerText(),
      /Why: GetAccess\* \(12\), GetMulti\* \(4\), .* are safe, because .*; Get\* is not safe: GetAccelerateConfiguration and 23 more are unused/,
    );
    assert.match(await hover.innerText(), /Checked: in this statement \d+ stay, 24 go, 0 are added/);
    assert.match(await hover.innerText(), /AWS does not track the use of these \(as of 2026-08-22\), so no finding can ever name them/);
    await page.keyboard.press('Escape');
  });

  test('the finding for a file is chosen from a list, and the choice is written down', async () => {
    const { page } = workbench;
    await workbench.openFile('Auditor.json');
    await workbench.startCommand('IAM Refine: Choose Finding for This File…');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'DataPipeline' }).first().waitFor();
    await workbench.screenshot('9-choose-finding');
    await rows.filter({ hasText: 'MyRole' }).click();
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item', { hasText: 'the choice is in .iam-refine.json' }).waitFor();
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: '.iam-refine.json' }).dblclick();
    await page.locator('.tab.active:not(.dirty)', { hasText: '.iam-refine.json' }).waitFor();
    await workbench.untilLines('the choice is written down', [
      '{',
      '  "policies": [',
      '    {',
      '      "files": "Auditor.json",',
      '      "attachedTo": [',
      '        "arn:aws:iam::123456789012:role/MyRole"',
      '      ]',
      '    }',
      '  ]',
      '}',
      '',
    ]);
    await workbench.screenshot('10-mapping');
  });
});

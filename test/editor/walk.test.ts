/**
 * Does with the packaged extension what a person does: sees, picks a fix, refines the file, takes it back. Keeps a
 * picture of each step.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { original, refined, withFix } from './refinedLines.ts';
import {
  accountDetails,
  conditionalTemplate,
  exportingTemplate,
  finding,
  lastAccessedReport,
  policy,
  policyPercentEncoded,
  samTemplate,
} from './samples.ts';
import { startSession, type Session } from './session.ts';
import type { Workbench } from './workbench.ts';

suite('a walk through the packaged extension', { timeout: 600_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await startSession({ name: 'workspace', viewport: { width: 1280, height: 960 }, workspaceTrust: true });
    workbench = session.workbench;
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  const write = (file: string, text: string): void => writeFileSync(path.join(session.folder, file), text);
  /** From the explorer: the list by name is still the one of before for a while. */
  const openNew = async (file: string, text: string): Promise<void> => {
    write(file, text);
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).dblclick();
    await workbench.page.locator('.tab.active', { hasText: file }).waitFor();
    await workbench.page.locator('.editor-instance .view-line').first().waitFor();
  };

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
    const colours = await line.evaluateAll((spans) =>
      spans.map((span) => [span.textContent, getComputedStyle(span).color]),
    );
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
    const fix = workbench
      .actionMenu()
      .locator('.monaco-list-row', { hasText: 'Replace s3:Get* with 7 shortest safe prefixes' });
    await fix.waitFor();
    await workbench.screenshot('2-quick-fix');
    await workbench.editorScreenshot('quick-fix');
    await fix.click();
    await workbench.untilLines('the wildcard is replaced', withFix);
    await workbench.screenshot('3-wildcard-replaced');
    await workbench.page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes it back', original);
  });

  test('a fix that is chosen after the file changed on disk is for the text as it is, or is refused with the reason', async () => {
    const openedMenu = async (line: number): Promise<Locator> => {
      await workbench.squiggles('warning').nth(8).waitFor();
      // The light bulb comes with a move of the cursor.
      await workbench.goTo(1, 1);
      await workbench.goTo(line, 20);
      await workbench.openActionMenu();
      const fix = workbench
        .actionMenu()
        .locator('.monaco-list-row', { hasText: 'Replace s3:Get* with 7 shortest safe prefixes' });
      await fix.waitFor();
      return fix;
    };
    const fix = await openedMenu(22);
    write('MyRole.json', ['', '', ...original].join('\n'));
    await workbench.untilLines('the editor follows the file', ['', '', ...original]);
    await fix.click();
    await workbench.untilLines('the wildcard is replaced where it stands now', ['', '', ...withFix]);
    await workbench.page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes the fix back', ['', '', ...original]);

    const other = ['', '', ...original.with(21, (original[21] ?? '').replace('s3:Get*', 's3:GetBucket*'))];
    const outdated = await openedMenu(24);
    write('MyRole.json', other.join('\n'));
    await workbench.page.locator('.view-line', { hasText: 's3:GetBucket*' }).waitFor();
    await outdated.click();
    const refusal = workbench.page.locator('.notification-toast', {
      hasText: 'Nothing was changed: the file changed after this was offered.',
    });
    await refusal.waitFor();
    await workbench.screenshot('26-outdated-fix');
    await workbench.startCommand('Notifications: Clear All Notifications');
    // The rest may be scrolled away.
    await workbench.goTo(1, 1);
    await workbench.untilLines('nothing is changed', other);
    write('MyRole.json', original.join('\n'));
    await workbench.untilLines('the file is as it was', original);
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
    await page
      .locator('.tab.active', {
        hasText: 'MyRole.json ↔ Refined (actions −32, characters 444 → 346)',
      })
      .waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await workbench.screenshot('6-preview');
    await workbench.runCommand('View: Close Editor');
    await page.locator('.tab', { hasText: '↔ Refined' }).waitFor({ state: 'detached' });
  });

  test('the status says whose finding is used, of when, and what it reports', async () => {
    await workbench.openFile('MyRole.json');
    const { page } = workbench;
    await page.locator('.view-lines').first().click();
    await page.locator('#status\\.languageStatus').hover();
    const hover = page.locator('.hover-language-status', { hasText: 'of 92 unused' });
    await hover.waitFor();
    await workbench.screenshot('7-status');
    assert.match((await hover.innerText()).replace(/\s+/g, ' '), /MyRole.*32 of 92 unused · finding of \d+ \w{3}/);
  });

  test('the hover of a wildcard says what is unused, what it becomes, and what nobody can know', async () => {
    const { page } = workbench;
    await workbench.goTo(22, 20);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    const hover = page.locator('.monaco-hover:visible', { hasText: '24 of 63 actions unused' });
    await hover.waitFor();
    await workbench.screenshot('8-hover');
    const shown = await hover.innerText();
    assert.match(shown, /s3:Get\*: 24 of 63 actions unused · MyRole, finding of \d+ \w{3}/);
    assert.match(shown, /Becomes: s3:GetAccess\*, s3:GetAccountPublicAccessBlock, s3:GetDataAccess and 4 more/);
    assert.match(shown, /Unused: Read s3:GetAccelerateConfiguration, .* and 21 more/);
    assert.match(shown, /AWS does not track the use of s3:GetJobTagging, s3:GetObject, s3:GetObjectAcl and 16 more/);
    assert.match(shown, /Replace s3:Get\* with 7 shortest safe prefixes · Keep… · Finding · More…/);
    await page.keyboard.press('Escape');
  });

  test('the finding for a file is chosen from a list, and the choice is written down', async () => {
    const { page } = workbench;
    await workbench.openFile('Auditor.json');
    await workbench.startCommand('IAM Refine: Choose Finding for This Policy…');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'DataPipeline' }).first().waitFor();
    await workbench.screenshot('9-choose-finding');
    await rows.filter({ hasText: 'MyRole' }).click();
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item', { hasText: 'the choice was saved in .iam-refine.json' }).waitFor();
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

  test('a stale finding is asked about by the light bulb, the lens and the palette, until it is confirmed', async () => {
    const { page } = workbench;
    write('findings/old.finding.json', finding('Old', 'lambda', ['CreateFunction'], 120));
    await openNew('Old.json', policy('lambda:CreateFunction', 'lambda:ListFunctions'));
    const lens = page.locator('.codelens-decoration', { hasText: 'Old: 1 of 2 unused' });
    await lens.waitFor();
    const whole = await workbench.lines();
    const refinedOld = whole.filter((line) => !line.includes('lambda:CreateFunction'));
    const question = page.locator('.monaco-dialog-box', {
      hasText: /The finding for Old is from .*\. Refine anyway\?/,
    });
    const answer = async (button: string): Promise<void> => {
      await question.getByRole('button', { name: button }).click();
      await question.waitFor({ state: 'detached' });
    };

    await workbench.goTo(7, 25);
    await workbench.openActionMenu();
    await workbench.screenshot('27-stale-quick-fix');
    await workbench
      .actionMenu()
      .locator('.monaco-list-row', { hasText: 'Remove unused action lambda:CreateFunction' })
      .click();
    await question.waitFor();
    await workbench.screenshot('28-stale-question');
    await answer('Cancel');
    await lens.getByRole('button', { name: 'Refine' }).click();
    await question.waitFor();
    await answer('Cancel');
    assert.deepEqual(await workbench.lines(), whole);

    await workbench.runCommand('IAM Refine: Refine Whole File');
    await question.waitFor();
    await answer('Refine');
    await workbench.untilLines('the file is refined once it is confirmed', refinedOld);
    await page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes it back', whole);
    await lens.waitFor();
    await workbench.runCommand('IAM Refine: Refine Whole File');
    await workbench.untilLines('the file is refined without another question', refinedOld);
    assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
    await page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes it back again', whole);
  });

  test('what stands in the way is told in the Problems panel', async () => {
    const { page } = workbench;
    write('findings/stack.finding.json', finding('Stack', 'lambda', ['CreateFunction']));
    write('findings/exporter.finding.json', finding('Exporter', 'lambda', ['CreateFunction']));
    write('findings/Young.finding.json', lastAccessedReport('Young'));
    write('findings/texted.finding.json', finding('Texted', 'lambda', ['CreateFunction']));
    const files = {
      'sam.json': samTemplate(),
      'account.json': accountDetails('Young'),
      'Texted.json': policyPercentEncoded('lambda:CreateFunction', 'lambda:ListFunctions'),
      'exporting.json': exportingTemplate('Exporter'),
      'stack.json': conditionalTemplate('Stack'),
    };
    await workbench.runCommand('View: Close All Editors');
    for (const [file, text] of Object.entries(files)) await openNew(file, text);
    await workbench.runCommand('Problems: Focus on Problems View');
    await workbench.runCommand('View: Toggle Maximized Panel');
    const rows = page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: 'exposes Functions' }).waitFor();
    await rows.filter({ hasText: 'DynamoDBReadPolicy is a SAM policy template' }).waitFor();
    await page.mouse.move(640, 900);
    await workbench.screenshot('29-problems');
    await workbench.runCommand('View: Toggle Maximized Panel');
    await page.keyboard.press('Control+j');
    await page.locator('.markers-panel').waitFor({ state: 'hidden' });
    await workbench.goTo(30, 55);
    await page.mouse.move(640, 900);
    await workbench.screenshot('30-template');
  });

  test('a policy that is percent-encoded is not edited, and says why', async () => {
    const { page } = workbench;
    await workbench.openFile('Texted.json');
    await workbench.runCommand('IAM Refine: Refine Whole File');
    const reason = page.locator('.notification-toast', {
      hasText: 'percent-encoded, as the IAM API returns it',
    });
    await reason.waitFor();
    await page.mouse.move(640, 500);
    await workbench.screenshot('31-percent-encoded');
    await workbench.startCommand('Notifications: Clear All Notifications');
  });

  test('the view and Refine Workspace go by what files hold, whatever their names, but for what git ignores', async () => {
    const { page } = workbench;
    for (const folder of ['MyRole', 'ignored/MyRole'])
      mkdirSync(path.join(session.folder, folder), { recursive: true });
    write('.gitignore', 'ignored/\n');
    write('ignored/MyRole/policy.json', policy('lambda:CreateFunction'));
    write('MyRole/commented.jsonc', `// of the deployment\n${policy('lambda:CreateFunction', 'lambda:ListFunctions')}`);
    write('MyRole/app.template', policy('lambda:DeleteFunction', 'lambda:ListFunctions'));
    write('MyRole/web.policy', policy('lambda:GetFunction', 'lambda:ListFunctions'));
    await page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();
    const view = page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
    const row = (label: string): Locator => view.locator(`.monaco-list-row[aria-label^="${label}"]`);
    await row('MyRole, 35 unused').locator('.monaco-tl-twistie').click({ timeout: 30_000 });
    await row('app.template').waitFor();
    await workbench.screenshot('32-unused-access-by-content');
    const names = await view
      .locator('.monaco-list-row')
      .evaluateAll((list) => list.map((item) => item.getAttribute('aria-label')));
    assert.deepEqual(names, [
      'MyRole, 35 unused · 123456789012 · 1 can escalate privileges',
      'MyRole.json, 32 unused · 1 can escalate privileges',
      'app.template, 1 unused · MyRole',
      'commented.jsonc, 1 unused · MyRole',
      'web.policy, 1 unused · MyRole',
      'DataPipeline, 23 unused · 123456789012 · 3 permissions management',
      'Texted, 1 unused · 123456789012',
      'Stack, 1 unused · 123456789012',
      'Stale Findings, 1',
      'Old, 1 unused · 123456789012',
      'Too New, 1',
      'Young, 1 unused · 123456789012',
      'Blocked, 1',
      'exporting.json, not all principals with this policy are known (an Output in line 46 exposes Functions, so other principals may have it), so nothing is removed',
    ]);
    // VS Code takes it for plain text.
    await row('app.template').hover();
    await row('app.template').getByRole('button', { name: 'Refine' }).click();
    await page.locator('.tab.active', { hasText: 'app.template' }).waitFor();
    await workbench.untilLines('it is refined from its row', policy('lambda:ListFunctions').split('\n'));
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+z');
    await workbench.untilLines(
      'undo takes it back',
      policy('lambda:DeleteFunction', 'lambda:ListFunctions').split('\n'),
    );
    await page.locator('.codelens-decoration', { hasText: 'MyRole: 1 of 2 unused' }).waitFor();
    await workbench.runCommand('IAM Refine: Refine Workspace…');
    const review = page.locator('.pane-body .monaco-list[aria-label="Refine Workspace"] .monaco-list-row');
    const offered = review.filter({ has: page.getByRole('checkbox') });
    await offered.filter({ hasText: 'app.template' }).waitFor({ timeout: 30_000 });
    await workbench.screenshot('34-review-by-content');
    // Not what is doubtful, nor what cannot be edited.
    const texts = await offered.locator('.label-name').allInnerTexts();
    assert.deepEqual(texts.toSorted(), [
      'MyRole.json',
      'app.template',
      'commented.jsonc',
      'policy.json',
      'stack.json',
      'web.policy',
    ]);
    await review.filter({ hasText: 'Cancel' }).click();
    await page.locator('.statusbar-item', { hasText: 'nothing was changed' }).waitFor();
  });
});

/**
 * From nothing to the first fix, as a new user comes to it, with the keyboard alone: a folder with one policy and no
 * findings. Each step is counted, and a picture of it is kept.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { startSession, type Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const mostSteps = 6;

suite('a new user', { timeout: 300_000 }, () => {
  let session: Session;
  let workbench: Workbench;
  let findings = '';
  const steps: string[] = [];

  /** Does one step of the user, resolves when its outcome shows, and keeps a picture. */
  const step = async (what: string, act: () => Promise<void>): Promise<void> => {
    await act();
    steps.push(what);
    await workbench.screenshot(`new-user-${steps.length}`);
  };

  /** Runs a command by its title, with the keyboard alone. */
  const run = async (title: string): Promise<void> => {
    const { page } = workbench;
    await page.keyboard.press('F1');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value === '>',
    );
    await page.keyboard.type(title);
    const label = page.locator('.label-name').getByText(title, { exact: true });
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ has: label }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  };

  before(async () => {
    session = await startSession({ name: 'new-user', viewport: { width: 1280, height: 800 } });
    workbench = session.workbench;
    findings = readFileSync(path.join(session.folder, 'findings/MyRole.finding.json'), 'utf8');
    // Its commands come with the extension.
    await workbench.page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .waitFor();
    for (const other of ['findings', 'Auditor.json', 'DataPipeline'])
      rmSync(path.join(session.folder, other), { recursive: true });
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  test(`has saved the first fix after at most ${mostSteps} steps`, async (t) => {
    const { page } = workbench;

    await step('open the policy: a line over it says that there is no finding, and how to fetch one', async () => {
      await workbench.openFile('MyRole.json');
      await page
        .locator('.codelens-decoration', { hasText: 'No finding for this policy' })
        .getByText('How to fetch')
        .waitFor({ timeout: 60_000 });
    });

    await step('open the commands, which can be copied', async () => {
      await run('IAM Refine: How to Fetch Findings');
      await page.locator('.tab.active', { hasText: 'How to Fetch Findings' }).waitFor();
      await page.locator('.view-line', { hasText: 'aws accessanalyzer list-analyzers' }).first().waitFor();
    });

    await step('run them in a terminal', async () => {
      // As the loop does: the folder, and at once a file in it.
      mkdirSync(path.join(session.folder, 'findings'));
      writeFileSync(path.join(session.folder, 'findings/7f9c1c9e.finding.json'), findings);
    });

    await step('go back to the policy: the unused actions are marked, without a reload', async () => {
      await workbench.openFile('MyRole.json');
      await workbench.squiggles('warning').nth(8).waitFor({ timeout: 30_000 });
    });

    await step('choose the fix of an action', async () => {
      await workbench.goTo(7, 25);
      await workbench.openActionMenu();
      await workbench.actionMenu().getByText('Remove unused action lambda:AddPermission').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.view-line', { hasText: 'lambda:AddPermission' }).waitFor({ state: 'detached' });
    });

    await step('save', async () => {
      await page.keyboard.press('Control+s');
      await page.locator('.tab.active:not(.dirty)', { hasText: 'MyRole.json' }).waitFor();
    });

    const saved = readFileSync(path.join(session.folder, 'MyRole.json'), 'utf8');
    assert.doesNotMatch(saved, /lambda:AddPermission/);
    assert.match(saved, /lambda:GetFunctionConfiguration/);
    steps.forEach((what, i) => t.diagnostic(`step ${i + 1}: ${what}`));
    assert.ok(steps.length <= mostSteps, `${steps.length} steps`);
  });

  test('sees the findings in the view, and the way to new ones when their folder goes', async () => {
    const { page } = workbench;
    await page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();
    const view = page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
    await view.locator('.monaco-list-row', { hasText: 'MyRole' }).first().waitFor({ timeout: 30_000 });
    rmSync(path.join(session.folder, 'findings'), { recursive: true });
    await page.locator('.cdr.squiggly-warning').first().waitFor({ state: 'detached', timeout: 30_000 });
    const welcome = page.locator('.welcome-view-content:visible', { hasText: 'There are no findings' });
    await welcome.waitFor({ timeout: 30_000 });
    await workbench.screenshot('new-user-gone');
    assert.equal(await welcome.getByText('Copy', { exact: true }).count(), 4);
  });

  test('is told what to do by the walkthrough where no policy is open', async () => {
    const { page } = workbench;
    await workbench.runCommand('View: Close All Editors');
    await workbench.startCommand('Welcome: Open Walkthrough...');
    await page.keyboard.type('Remove unused permissions');
    await page
      .locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Remove unused permissions' })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.getting-started-step', { hasText: 'Remove what is unused' }).click();
    await page.locator('.getting-started-step.expanded').getByText('Refine Whole File').click();
    await page.locator('.notification-list-item', { hasText: 'Open a policy file first' }).waitFor();
    await workbench.screenshot('new-user-walkthrough');
  });
});

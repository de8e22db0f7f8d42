/**
 * Works through the view Unused Access of a realistic workspace as a person does: what is riskiest, what must be decided
 * first, filters, and rows that change exactly what they show. Keeps a picture of each step.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { daysAgo, finding, policy, roleArn } from './samples.ts';
import { startSession, type Session } from './session.ts';
import type { Workbench } from './workbench.ts';

suite('working through the view Unused Access', { timeout: 600_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await startSession({ name: 'triage', viewport: { width: 1440, height: 900 } });
    workbench = session.workbench;
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(session.folder, file)), { recursive: true });
      writeFileSync(path.join(session.folder, file), text);
    }
    await workbench.page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  const view = (): Locator => workbench.page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
  const row = (start: string): Locator => view().locator(`.monaco-list-row[aria-label^="${start}"]`);
  const open = async (start: string): Promise<void> => row(start).locator('.monaco-tl-twistie').click();
  const labels = (): Promise<(string | null)[]> =>
    view()
      .locator('.monaco-list-row')
      .evaluateAll((list) =>
        list
          .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map((item) => item.getAttribute('aria-label')),
      );
  const press = async (start: string, button: string): Promise<void> => {
    await row(start).hover();
    await row(start).getByRole('button', { name: button }).click();
  };
  const onDisk = (file: string): string => readFileSync(path.join(session.folder, file), 'utf8');

  test('unused roles come first, then the riskiest; what must be decided and what is kept come last', async () => {
    await row('Unused Roles').waitFor({ timeout: 60_000 });
    await workbench.screenshot('triage-1-view');
    assert.deepEqual(await labels(), [
      'Unused Roles, 1',
      'Idle, 123456789012 · last used 2026-03-01',
      'MyRole, 32 unused · 123456789012 · 1 can escalate privileges',
      'Admin, 3 unused · 123456789012 · 1 can escalate privileges',
      'DataPipeline, 23 unused · 123456789012 · 3 permissions management',
      'Deployer, 4 unused · 123456789012',
      'Stale Findings, 1',
      'Old, 1 unused · 123456789012',
      'Ambiguous, 1',
      'Choose the account of team/**…, 1 policy',
      'Twin.json, several principals match (arn:aws:iam::111111111111:role/Twin, arn:aws:iam::222222222222:role/Twin): choose one',
      'Without a Finding, 2',
      'Kept, 1',
    ]);
    await workbench.page.locator('.activitybar .badge', { hasText: '6' }).waitFor();
  });

  test('a filter is named above the rows, and an action is removed from its row alone', async () => {
    await workbench.startCommand('IAM Refine: Filter by Access Level…');
    const choices = workbench.page.locator('.quick-input-list .monaco-list-row');
    await choices.filter({ hasText: 'Write' }).waitFor();
    for (const level of ['Permissions management', 'Tagging', 'Read', 'List'])
      await choices.filter({ hasText: level }).click();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.pane-body .message', { hasText: 'Only shown: Write' }).waitFor();
    await row('Deployer, 3 unused').waitFor();
    await open('Deployer');
    await open('watch.json');
    await open('lambda');
    await workbench.screenshot('triage-2-filtered');
    await press('lambda, 2 unused', 'Refine');
    await workbench.page.locator('.statusbar-item', { hasText: 'removed 2 unused actions, kept 2.' }).waitFor();
    await workbench.untilLines(
      'the hidden action stays, although it is unused',
      policy('lambda:GetFunction', 'lambda:ListFunctions').split('\n'),
    );
    // VS Code saves what has the focus.
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.runCommand('File: Save');
    await workbench.page.locator('.tab.active:not(.dirty)', { hasText: 'watch.json' }).waitFor();
    await row('Deployer, 1 unused').waitFor();
    assert.equal(onDisk('Deployer/watch.json'), policy('lambda:GetFunction', 'lambda:ListFunctions'));
  });

  test('the filter is remembered with the workspace, and cleared in one click', async () => {
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await workbench.page.locator('.pane-body .message', { hasText: 'Only shown: Write' }).waitFor({ timeout: 60_000 });
    await row('Deployer, 1 unused').waitFor({ timeout: 60_000 });
    await workbench.page.getByRole('button', { name: 'Clear Filters' }).click();
    await row('Deployer, 2 unused').waitFor();
    assert.equal(await workbench.page.locator('.pane-body .message', { hasText: 'Only shown' }).count(), 0);
  });

  test('what is kept shows its reason and end, and is no longer kept at a click', async () => {
    await open('Kept');
    await row('iam:CreateUser, needed for the yearly audit · until 2027-03-31').waitFor();
    await workbench.screenshot('triage-3-kept');
    await press('iam:CreateUser', 'Stop Keeping');
    await row('Admin, 4 unused').waitFor();
    await row('Kept').waitFor({ state: 'detached' });
    assert.deepEqual(JSON.parse(onDisk('.iam-refine.json')), { findings: ['findings/*.json'], keep: [] });
  });

  test('a service is kept as exactly the actions that its row shows', async () => {
    const { page } = workbench;
    await open('Admin');
    await press('iam, 4 unused', 'Keep…');
    await page.locator('.quick-input-title', { hasText: 'Keep iam:PutRolePolicy and 3 more' }).waitFor();
    await page.locator('.quick-input-widget input.input').fill('the next audit');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'No End Date' }).click();
    await row('Admin').waitFor({ state: 'detached' });
    await row('Kept').waitFor();
    if ((await row('Kept').getAttribute('aria-expanded')) === 'false') await open('Kept');
    await row('iam:PutRolePolicy, iam:GetRole, iam:ListRoles, iam:CreateUser, the next audit · no end date').waitFor();
    assert.deepEqual((JSON.parse(onDisk('.iam-refine.json')) as { keep: unknown }).keep, [
      {
        actions: ['iam:PutRolePolicy', 'iam:GetRole', 'iam:ListRoles', 'iam:CreateUser'],
        principals: [roleArn('Admin')],
        reason: 'the next audit',
      },
    ]);
  });

  test('the account of a folder is chosen once for all its policies', async () => {
    await row('Choose the account of team/**…').click();
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Use account 222222222222' }).click();
    await row('Ambiguous').waitFor({ state: 'detached' });
    await row('Twin, 1 unused · 222222222222').waitFor();
    await workbench.screenshot('triage-5-account');
    assert.deepEqual((JSON.parse(onDisk('.iam-refine.json')) as { accounts: unknown }).accounts, [
      { files: 'team/**', account: '222222222222' },
    ]);
  });

  test('everything can be opened at once', async () => {
    await workbench.page.getByRole('button', { name: 'Expand All' }).click();
    await row('UpdateFunctionCode, can escalate privileges · Write').waitFor();
    await workbench.screenshot('triage-6-expanded');
  });

  for (const theme of ['Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'])
    test(`the view in ${theme}, in a large and a small window`, async () => {
      mkdirSync(path.join(session.folder, '.vscode'), { recursive: true });
      writeFileSync(
        path.join(session.folder, '.vscode/settings.json'),
        JSON.stringify({ 'workbench.colorTheme': theme }),
      );
      const { page } = workbench;
      const kind = theme.includes('Light') ? 'hc-light' : theme.includes('Contrast') ? 'hc-black' : 'vs-dark';
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await workbench.screenshot(`triage-7-${kind}-1440x900`);
      await page.setViewportSize({ width: 1000, height: 600 });
      await row('Unused Roles').waitFor();
      await workbench.screenshot(`triage-7-${kind}-1000x600`);
      await page.setViewportSize({ width: 1440, height: 900 });
    });
});

const findingOf = (role: string, account: string): string =>
  finding(role, 'lambda', ['CreateFunction']).replaceAll('123456789012', account);

const idleRole = JSON.stringify({
  id: 'finding of the role Idle',
  resource: roleArn('Idle'),
  resourceType: 'AWS::IAM::Role',
  status: 'ACTIVE',
  findingType: 'UnusedIAMRole',
  analyzedAt: daysAgo(1),
  findingDetails: [{ unusedIamRoleDetails: { lastAccessed: '2026-03-01T00:00:00Z' } }],
});

/** Beside the examples. */
const files: Readonly<Record<string, string>> = {
  'findings/Idle.finding.json': idleRole,
  'Idle.json': policy('s3:GetObject'),
  'findings/Admin.finding.json': finding('Admin', 'iam', ['PutRolePolicy', 'GetRole', 'ListRoles', 'CreateUser']),
  'iam/prod/Admin.json': policy('iam:PutRolePolicy', 'iam:GetRole', 'iam:ListRoles', 'iam:CreateUser', 'iam:GetUser'),
  'findings/Deployer.finding.json': finding('Deployer', 'lambda', ['CreateFunction', 'DeleteFunction', 'GetFunction']),
  'Deployer/run.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  'Deployer/watch.json': policy(
    'lambda:DeleteFunction',
    'lambda:GetFunction',
    'lambda:CreateFunction',
    'lambda:ListFunctions',
  ),
  'findings/Old.finding.json': finding('Old', 'lambda', ['CreateFunction'], 120),
  'Old.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  'findings/Twin1.finding.json': findingOf('Twin', '111111111111'),
  'findings/Twin2.finding.json': findingOf('Twin', '222222222222'),
  'team/Twin.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  'Nobody.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  '.iam-refine.json': JSON.stringify(
    {
      findings: ['findings/*.json'],
      keep: [{ actions: ['iam:CreateUser'], reason: 'needed for the yearly audit', until: '2027-03-31' }],
    },
    null,
    2,
  ),
};

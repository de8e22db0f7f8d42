/**
 * Refine Workspace as a person uses it: reviews what would be changed, unticks, looks at the changes, applies, and
 * takes it back. Keeps a picture of each step.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { copyExamples } from '../../scripts/examples.ts';
import { addressOf } from '../../scripts/vscode/serve.ts';
import { original, refined } from './refinedLines.ts';
import { finding, policy, roleArn } from './samples.ts';
import { makeFolder, openWindow, startSession, type Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const viewport = { width: 1440, height: 900 };

suite('Refine Workspace', { timeout: 600_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  const fileOf = (name: string): string => path.join(session.folder, name);
  const read = (name: string): string => readFileSync(fileOf(name), 'utf8');
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(fileOf(name)), { recursive: true });
    writeFileSync(fileOf(name), text);
  };

  before(async () => {
    session = await startSession({ name: 'review', viewport });
    workbench = session.workbench;
    for (const [name, text] of Object.entries(files)) write(name, text);
    await workbench.openFile('MyRole.json');
    await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  const list = (): Locator => workbench.page.locator('.pane-body .monaco-list[aria-label="Refine Workspace"]');
  const row = (label: string): Locator => list().locator(`.monaco-list-row[aria-label^="${label}"]`);
  const tickOf = (label: string): Locator => row(label).getByRole('checkbox');
  const rows = (): Promise<(string | null)[]> =>
    list()
      .locator('.monaco-list-row')
      .evaluateAll((all) =>
        all
          .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map((one) => one.getAttribute('aria-label')),
      );
  const reviewAgain = async (): Promise<void> => {
    await workbench.runCommand('IAM Refine: Refine Workspace…');
    await row('MyRole.json').waitFor({ timeout: 30_000 });
  };
  const statusSays = (text: string): Promise<void> =>
    workbench.page.locator('.statusbar-item', { hasText: text }).waitFor();
  /** The lines on the right side of the diff. */
  const changed = (): Locator => workbench.page.locator('.editor.modified .view-line');

  test('lists each policy with its wildcards, the riskiest first, all of them ticked', async () => {
    await reviewAgain();
    await row('Apply (5 policies)').waitFor();
    assert.deepEqual(await rows(), [
      'Apply (5 policies), removes 58 actions',
      'Cancel',
      '4 files skipped, see why',
      'MyRole.json, removes 32, keeps 60 · 1 can escalate privileges · MyRole',
      's3:Get*, → 7 prefixes',
      '8 actions, removed',
      'policy.json, removes 23, keeps 40 · 3 permissions management · DataPipeline · DataPipeline',
      'sqs:*, → 11 prefixes',
      'dynamodb:Describe*, → 10 prefixes',
      'ec2:DescribeInstance*, → 9 prefixes',
      'ec2:Describe?olumes, removed',
      'ec2:*Tags, → 2 prefixes',
      'kms:List*, removed',
      'kms:Decrypt, removed',
      'WorkerPolicy, removes 1, keeps 1 · Worker · stack.json',
      'lambda:CreateFunction, removed',
      'RunnerPolicy, removes 1, keeps 1 · Runner · stack.json',
      'lambda:CreateFunction, removed',
      'Worker.json, removes 1, keeps 1 · Worker · team',
      'lambda:CreateFunction, removed',
    ]);
    assert.equal(await list().locator('[role=checkbox][aria-checked=true]').count(), 5);
    const spoken = await list().ariaSnapshot();
    assert.match(spoken, /button "Apply \(5 policies\), removes 58 actions"/);
    assert.match(spoken, /checkbox "Refine MyRole\.json" \[checked\]/);
    assert.equal(await workbench.page.locator('.monaco-list[aria-label="Unused Access"]').count(), 0);
  });

  test('shows the changes of the policy that is selected, in a diff editor', async () => {
    await row('MyRole.json').click();
    await workbench.page.locator('.tab.active', { hasText: 'MyRole.json ↔ Refined' }).waitFor();
    await changed().filter({ hasText: 's3:GetMulti*' }).waitFor();
    await workbench.screenshot('review-1-list');
  });

  test('is used with the keyboard: Space unticks the policy, and its changes are gone from the diff', async () => {
    const { page } = workbench;
    await page.keyboard.press('Space');
    await row('Apply (4 policies), removes 26 actions').waitFor();
    assert.equal(await tickOf('MyRole.json').getAttribute('aria-checked'), 'false');
    await changed().filter({ hasText: 's3:Get*' }).waitFor();
    await workbench.screenshot('review-2-unticked');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await row('Apply (5 policies)').waitFor();
    await changed().filter({ hasText: 's3:GetMulti*' }).waitFor();
  });

  test('of a file with several policies, exactly the ticked ones are changed', async () => {
    await row('WorkerPolicy').click();
    await workbench.page.locator('.tab.active', { hasText: 'stack.json ↔ Refined' }).waitFor();
    await changed().first().waitFor();
    const lines = async (): Promise<string> => (await changed().allInnerTexts()).join('\n');
    assert.doesNotMatch(await lines(), /lambda:CreateFunction/);
    await tickOf('RunnerPolicy').click();
    await changed().filter({ hasText: 'lambda:CreateFunction' }).waitFor();
    assert.equal((await lines()).match(/lambda:CreateFunction/g)?.length, 1);
    await row('Apply (4 policies), removes 57 actions').waitFor();
    await workbench.screenshot('review-3-one-of-two');
  });

  test('lists skipped files in a document, with the reason and what can be done', async () => {
    const { page } = workbench;
    await row('4 files skipped').click();
    await page.locator('.tab.active', { hasText: 'Skipped Files' }).waitFor();
    await page.locator('.view-line .detected-link').first().waitFor();
    await workbench.screenshot('review-4-skipped');
    const lines = await workbench.lines();
    assert.deepEqual(
      lines.map((line) => line.replace(/\d{4}-\d\d-\d\d/, 'DAY')),
      skippedLines,
    );
    const link = page.locator('.view-line', { hasText: 'Old.json' }).locator('.detected-link');
    // VS Code’s layers of text take turns in being the topmost.
    await link.click({ modifiers: ['Control'], force: true });
    await page.locator('.tab.active', { hasText: 'Old.json' }).waitFor();
    await page.locator('.monaco-dialog-box', { hasText: 'Refine anyway?' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('is cancelled without a change, and the view Unused Access comes back', async () => {
    const { page } = workbench;
    await row('Cancel').click();
    await statusSays('nothing was changed: it was cancelled');
    await page.locator('.monaco-list[aria-label="Unused Access"]').waitFor();
    assert.equal(await page.locator('.tab', { hasText: '↔ Refined' }).count(), 0);
    assert.deepEqual([read('MyRole.json'), read('stack.json')], [original.join('\n'), files['stack.json']]);
  });

  test('a file that changed since is not changed, and is named', async () => {
    const { page } = workbench;
    await reviewAgain();
    write('team/Worker.json', `${files['team/Worker.json']}\n`);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await statusSays('removed 57 unused actions from 3 files, kept 102.');
    const toast = page.locator('.notification-toast', { hasText: '1 file was left as it is' });
    await toast.waitFor();
    await workbench.screenshot('review-5-applied');
    await toast.getByRole('button', { name: 'See Why' }).click();
    await page.locator('.tab.active', { hasText: 'Skipped Files' }).waitFor();
    await page.locator('.view-line', { hasText: 'team/Worker.json' }).waitFor();
    assert.match((await workbench.lines()).join('\n'), /It has changed since the review/);
    assert.equal(read('team/Worker.json'), `${files['team/Worker.json']}\n`);
    assert.equal(read('MyRole.json'), refined.join('\n'));
    assert.doesNotMatch(read('stack.json'), /lambda:CreateFunction/);
  });

  test('one undo takes all of it back', async () => {
    const { page } = workbench;
    await workbench.openFile('MyRole.json');
    await workbench.untilLines('the file is refined', refined);
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+z');
    await workbench.untilLines('the file is as before', original);
    // VS Code opens what is not saved after a while; what has no editor yet is not saved by the command.
    for (const name of ['MyRole.json', 'policy.json', 'stack.json'])
      await page.locator('.tab.dirty', { hasText: name }).waitFor();
    await workbench.runCommand('File: Save All Files');
    await page.locator('.monaco-workbench:not(:has(.tab.dirty))').waitFor();
    assert.deepEqual([read('MyRole.json'), read('stack.json')], [original.join('\n'), files['stack.json']]);
  });

  test('can be read in dark and in high contrast, and in a small window', async () => {
    const { page } = workbench;
    await reviewAgain();
    await row('MyRole.json').click();
    for (const [name, theme] of Object.entries(themes)) {
      write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': theme }));
      await page.locator(`.monaco-workbench.${name}`).first().waitFor();
      await workbench.screenshot(`review-6-${name}`);
    }
    await page.setViewportSize({ width: 1000, height: 600 });
    await row('MyRole.json').click();
    await workbench.screenshot('review-7-small');
    write('.vscode/settings.json', '{}');
    await page.locator('.monaco-workbench.vs').first().waitFor();
    await workbench.screenshot('review-7-small-light');
    await page.setViewportSize(viewport);
    await workbench.runCommand('IAM Refine: Cancel Review');
  });

  test('is said in German where VS Code is German', async () => {
    const other = await openWindow(
      session.browser,
      { viewport, language: 'de' },
      addressOf(session.server, session.folder),
    );
    const { page } = other;
    await other.openFile('MyRole.json');
    await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
    await other.runCommand('IAM Refine: Arbeitsbereich bereinigen…');
    await page.locator('.monaco-list-row[aria-label^="Anwenden (5 Richtlinien)"]').waitFor({ timeout: 30_000 });
    await page.locator('.monaco-list-row[aria-label^="4 Dateien übersprungen"]').click();
    await page.locator('.tab.active', { hasText: 'Übersprungene Dateien' }).waitFor();
    await other.screenshot('review-8-german');
    await page.close();
  });

  test('hundreds of policies are reviewed and refined at once, all of them on disk', async () => {
    const huge = makeFolder('huge');
    copyExamples(huge);
    mkdirSync(path.join(huge, 'MyRole'));
    const name = (i: number): string => path.join(huge, `MyRole/policy${i}.json`);
    const numbers = Array.from({ length: 300 }, (_, i) => i);
    for (const i of numbers) writeFileSync(name(i), original.join('\n'));
    const other = await openWindow(session.browser, { viewport }, addressOf(session.server, huge));
    const { page } = other;
    await other.openFile('MyRole.json');
    await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
    await other.runCommand('IAM Refine: Refine Workspace…');
    const applies = page.locator('.monaco-list-row[aria-label^="Apply (302 policies)"]');
    await applies.waitFor({ timeout: 60_000 });
    await other.screenshot('review-9-hundreds');
    await applies.click();
    await page.locator('.statusbar-item', { hasText: 'from 302 files' }).waitFor({ timeout: 120_000 });
    await page.locator('.monaco-workbench:not(:has(.tab.dirty))').waitFor({ timeout: 60_000 });
    const unlike = numbers.filter((i) => readFileSync(name(i), 'utf8') !== refined.join('\n'));
    assert.deepEqual(unlike, []);
    await page.close();
    rmSync(huge, { recursive: true, force: true });
  });
});

const themes = {
  'vs-dark': 'Default Dark Modern',
  'hc-black': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

const skippedLines = [
  '4 files were skipped',
  '',
  'Its finding from DAY is RESOLVED.',
  '  Auditor.json — Choose Finding…',
  '',
  'The finding for Old is from DAY, 200 days old.',
  '  Old.json — Refine This File Alone…',
  '',
  'Output of get-account-authorization-details, a copy of what is in AWS: change the policies where they are kept.',
  '  account.json — Open File',
  '',
  'Neither the file nor a folder above it is named after a principal with a finding.',
  '  unmatched.json — Choose Finding…',
  '',
];

const role = (name: string): object => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: name,
    Policies: [
      {
        PolicyName: `${name}Policy`,
        PolicyDocument: JSON.parse(policy('lambda:CreateFunction', 'lambda:ListFunctions')) as unknown,
      },
    ],
  },
});

/** Beside the examples: a policy in a folder, two in a template, and what is skipped. */
const files: Readonly<Record<string, string>> = {
  'findings/Worker.finding.json': finding('Worker', 'lambda', ['CreateFunction']),
  'findings/Runner.finding.json': finding('Runner', 'lambda', ['CreateFunction']),
  'findings/Old.finding.json': finding('Old', 'lambda', ['CreateFunction'], 200),
  'team/Worker.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  'stack.json': `${JSON.stringify({ Resources: { Worker: role('Worker'), Runner: role('Runner') } }, null, 2)}\n`,
  'Old.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  'unmatched.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  'account.json': JSON.stringify({
    RoleDetailList: [
      {
        RoleName: 'Worker',
        Arn: roleArn('Worker'),
        RolePolicyList: [
          {
            PolicyName: 'p',
            PolicyDocument: JSON.parse(policy('lambda:CreateFunction', 'lambda:ListFunctions')) as unknown,
          },
        ],
        AttachedManagedPolicies: [],
      },
    ],
  }),
};

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
      'Idle, last used 2026-03-01 · 123456789012',
      'Admin, 3 unused, 1 can escalate privileges · 123456789012',
      'MyRole, 32 unused, 2 permissions management · 123456789012',
      'Deployer, 4 unused · 123456789012',
      'DataPipeline, 23 unused · 123456789012',
      'Stale Findings, 1',
      'Old, 1 unused · 123456789012',
      'Ambiguous, 1',
      'Twin.json, several principals match: Twin in 111111111111, Twin in 222222222222',
      'Without a Finding, 1',
      'Kept, 1',
    ]);
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
  'Deployer/watch.json': policy('lambda:DeleteFunction', 'lambda:GetFunction', 'lambda:CreateFunction', 'lambda:ListFunctions'),
  'findings/Old.finding.json': finding('Old', 'lambda', ['CreateFunction'], 120),
  'Old.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
  'findings/Twin1.finding.json': findingOf('Twin', '111111111111'),
  'findings/Twin2.finding.json': findingOf('Twin', '222222222222'),
  'Twin.json': policy('lambda:CreateFunction', 'lambda:ListFunctions'),
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

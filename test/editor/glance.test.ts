/** What is read at a glance: the lens, the hover, the light bulb, the status, and completion. Keeps a picture of each. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { policy } from './samples.ts';
import { startSession, type Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const viewport = { width: 1440, height: 900 };

suite('at a glance', { timeout: 600_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await startSession({ name: 'glance', viewport });
    workbench = session.workbench;
    // Quick Open remembers which files there were when it was first asked.
    write('Escalation.json', policy('iam:PutRolePolicy', 'lambda:UpdateFunctionCode'));
    write('Typed.json', policy('s3:'));
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'Typed.json' }).waitFor();
    await workbench.openFile('MyRole.json');
    await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  const lens = (text: string): Locator => workbench.page.locator('.codelens-decoration', { hasText: text });
  const hoverAt = async (line: number, column: number, text: string): Promise<Locator> => {
    const { page } = workbench;
    await workbench.goTo(line, column);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    const hover = page.locator('.monaco-hover:visible', { hasText: text });
    await hover.waitFor();
    return hover;
  };
  const write = (file: string, text: string): void => writeFileSync(path.join(session.folder, file), text);

  test('the lens tells risk and size, and what can be done', async () => {
    await lens('of 92 unused').waitFor();
    await workbench.screenshot('40-lens');
    assert.match(
      (await lens('of 92 unused').innerText()).replace(/\s+/g, ' '),
      /^MyRole: 32 of 92 unused, 1 permissions management · 444 → 346 of 6,144 characters ?\| ?Refine ?\| ?Preview ?\| ?Finding$/,
    );
  });

  test('the hover of a wildcard is short, and its links work: more is in the prefix tree', async () => {
    const { page } = workbench;
    const hover = await hoverAt(22, 20, '24 of 63 actions unused');
    await workbench.screenshot('41-hover-wildcard');
    const lines = (
      await hover.locator('.rendered-markdown', { hasText: '24 of 63' }).first().locator('p').allInnerTexts()
    ).map((line) => line.trim());
    assert.ok(lines.length <= 6, lines.join('\n'));
    await hover.getByRole('link', { name: 'More…' }).or(hover.getByText('More…')).first().click();
    await page.locator('.tab', { hasText: 'Prefix Tree of s3:Get*' }).waitFor({ timeout: 30_000 });
    await workbench.screenshot('42-more');
  });

  test('the hover of an action says what it could do', async () => {
    await workbench.openFile('Escalation.json');
    await lens('No finding for this policy').waitFor({ timeout: 30_000 });
    const hover = await hoverAt(7, 25, 'Can escalate privileges');
    await workbench.screenshot('43-hover-risk');
    assert.match(await hover.innerText(), /it changes what a policy or a principal allows \(source\)/);
    await workbench.page.keyboard.press('Escape');
  });

  test('a policy without a finding leads to one', async () => {
    const { page } = workbench;
    await workbench.screenshot('44-lens-no-finding');
    assert.match(
      (await lens('No finding for this policy').innerText()).replace(/\s+/g, ' '),
      /^No finding for this policy ?\| ?Choose… ?\| ?How to fetch$/,
    );
    await lens('No finding for this policy').getByRole('button', { name: 'How to fetch' }).click();
    await page.locator('.tab.active', { hasText: 'How to Fetch Findings' }).waitFor();
    await workbench.openFile('Escalation.json');
    await lens('No finding for this policy').getByRole('button', { name: 'Choose…' }).click();
    await page.locator('.quick-input-title', { hasText: 'Choose Finding for This Policy' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('the light bulb leads to the whole file and the prefix tree, and the hover’s link fixes', async () => {
    await workbench.openFile('MyRole.json');
    await lens('of 92 unused').waitFor();
    await workbench.goTo(22, 20);
    await workbench.openActionMenu();
    const menu = workbench.actionMenu();
    for (const title of ['Refine Whole File', 'Show Prefix Tree', 'Keep s3:Get*…'])
      await menu.locator('.monaco-list-row', { hasText: title }).waitFor();
    await workbench.screenshot('45-light-bulb');
    await workbench.page.keyboard.press('Escape');
    const hover = await hoverAt(22, 20, '24 of 63 actions unused');
    await hover.getByText('Replace s3:Get* with 7 shortest safe prefixes').click();
    await workbench.page.locator('.statusbar-item', { hasText: 'removed 24 unused actions' }).waitFor();
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.page.keyboard.press('Control+z');
    await lens('MyRole: 32 of 92 unused').waitFor();
  });

  test('what a rule keeps is kept no longer: by the light bulb, in the file on disk', async () => {
    const { page } = workbench;
    const keep = [
      { actions: ['lambda:*', 's3:PutObject'], principals: ['arn:aws:iam::123456789012:role/MyRole'], reason: 'audit' },
    ];
    write('.iam-refine.json', `${JSON.stringify({ keep }, null, 2)}\n`);
    await lens('24 of 92 unused').waitFor({ timeout: 30_000 });
    await workbench.goTo(8, 25);
    await workbench.openActionMenu();
    await workbench.screenshot('46-stop-keeping');
    await workbench
      .actionMenu()
      .locator('.monaco-list-row', { hasText: 'Stop Keeping lambda:* (keep rule in line 3 of .iam-refine.json)' })
      .click();
    await page.locator('.statusbar-item', { hasText: 'lambda:* is no longer kept by .iam-refine.json' }).waitFor();
    await lens('MyRole: 32 of 92 unused').waitFor();
    assert.deepEqual(JSON.parse(readFileSync(path.join(session.folder, '.iam-refine.json'), 'utf8')), {
      keep: [{ ...keep[0], actions: ['s3:PutObject'] }],
    });
  });

  test('the status is short enough for its links', async () => {
    const { page } = workbench;
    await page.locator('#status\\.languageStatus').click();
    const status = page.locator('.hover-language-status', { hasText: 'MyRole' }).first();
    await status.waitFor();
    await workbench.screenshot('47-status');
    const link = status.getByText('Open Finding');
    const box = await link.boundingBox();
    assert.ok(box !== null && box.x + box.width <= viewport.width, JSON.stringify(box));
    await page.keyboard.press('Escape');
  });

  test('completion puts plain actions before wildcards: s3:put and Enter write no wildcard', async () => {
    const { page } = workbench;
    await workbench.openFile('Typed.json');
    await lens('No finding for this policy').waitFor({ timeout: 30_000 });
    await workbench.goTo(7, 21);
    await page.keyboard.type('put', { delay: 50 });
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'Put' }).first().waitFor();
    await workbench.screenshot('48-completion');
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: '"s3:Put' }).waitFor();
    assert.match((await workbench.lines()).join('\n'), /"s3:Put[A-Za-z]+"/);
  });
});

/**
 * Looks at what the extension shows beside squiggles and fixes, and uses it as a person does. Keeps a picture of each
 * step.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { copyExamples } from '../../scripts/examples.ts';
import { addressOf } from '../../scripts/vscode/serve.ts';
import { refined } from './refinedLines.ts';
import { makeFolder, openWindow, startSession, type Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const viewport = { width: 1440, height: 960 };

suite('what the extension shows', { timeout: 600_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await startSession({ name: 'experience', viewport, settings: { 'iamRefine.inlayHints': true } });
    workbench = session.workbench;
    await workbench.openFile('MyRole.json');
    await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  const previewIcon = (): Locator =>
    workbench.page.locator('.editor-actions .action-label[aria-label^="Preview Refinement"]');

  test('a line over the policy counts what is unused, and hints stand behind the wildcards', async () => {
    const { page } = workbench;
    const lens = page.locator('.codelens-decoration', { hasText: 'of 92 unused' });
    await lens.waitFor();
    await page.locator('.view-line', { hasText: '24 of 63 unused' }).first().waitFor();
    await previewIcon().waitFor();
    await workbench.screenshot('11-code-lens');
    assert.match(
      (await lens.innerText()).replace(/\s+/g, ' '),
      /^MyRole: 32 of 92 unused, 1 permissions management · 444 → 346 of 6,144 characters ?\| ?Refine ?\| ?Preview ?\| ?Finding$/,
    );
  });

  test('the hover of an action says what it does, and since when it is unused', async () => {
    const { page } = workbench;
    await workbench.goTo(7, 25);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    const hover = page.locator('.monaco-hover:visible', { hasText: 'lambda:AddPermission' });
    await hover.getByText('Resource types: function (required)').waitFor();
    await workbench.screenshot('22-hover-action');
    assert.match(await hover.innerText(), /unused.*access level Permissions management/);
    assert.match(await hover.innerText(), /Grants permission to .*Lambda function/);
    await page.keyboard.press('Escape');
  });

  test('the prefix tree is a picture, and a list that is moved through with the keyboard', async () => {
    const { page } = workbench;
    await workbench.goTo(22, 20);
    await workbench.runCommand('IAM Refine: Show Prefix Tree');
    const tree: FrameLocator = page.frameLocator('iframe.webview').frameLocator('iframe');
    await tree.locator('#heading', { hasText: 's3:Get*: 63 actions, 24 unused' }).waitFor({ timeout: 30_000 });
    await tree.locator('svg .node.safe.written').first().waitFor();
    await workbench.screenshot('12-prefix-tree');
    const words = tree.locator('#words');
    assert.match(
      await words.ariaSnapshot(),
      /treeitem "Get\*: 63 actions, 24 unused, not safe" \[expanded\] \[level=1\] \[selected\]/,
    );
    await words.locator('[role=treeitem]').first().focus();
    await page.keyboard.press('ArrowDown');
    await words.locator('[aria-selected=true]', { hasText: 'GetAccelerateConfiguration: unused' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await words.locator('[aria-selected=true][aria-expanded=false]', { hasText: 'Get*' }).waitFor();
    assert.equal(await tree.locator('svg .node').count(), 1);
    await page.keyboard.press('Enter');
    await tree.locator('#details li.unused').nth(23).waitFor();
    await tree.locator('#copy').click();
    await page.locator('.statusbar-item', { hasText: 'the picture was copied to the clipboard as SVG' }).waitFor();
    await page.locator('.tab', { hasText: 'Prefix Tree of' }).click();
    await workbench.runCommand('View: Close Editor');
    await page.locator('.tab', { hasText: 'Prefix Tree of' }).waitFor({ state: 'detached' });
  });

  test('the view shows all that is unused in the workspace, the riskiest principal first', async () => {
    const { page } = workbench;
    await page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();
    const view = page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
    await view.locator('.monaco-list-row', { hasText: 'MyRole' }).first().waitFor({ timeout: 30_000 });
    await workbench.screenshot('13-unused-access');
    const names = await view
      .locator('.monaco-list-row')
      .evaluateAll((list) => list.map((row) => row.getAttribute('aria-label')));
    assert.deepEqual(names, [
      'MyRole, 32 unused · 123456789012 · 1 can escalate privileges',
      'DataPipeline, 23 unused · 123456789012 · 3 permissions management',
      'Without a Finding, 1',
    ]);
  });

  test('a row of the view leads to the finding: to the entry of its action', async () => {
    const { page } = workbench;
    const view = page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
    const row = (label: string): Locator => view.locator(`.monaco-list-row[aria-label="${label}"]`);
    await row('MyRole, 32 unused · 123456789012 · 1 can escalate privileges').locator('.monaco-tl-twistie').click();
    await row('lambda, 8 unused · 1 can escalate privileges').locator('.monaco-tl-twistie').click();
    await row('CreateFunction, Write').hover();
    await row('CreateFunction, Write').getByRole('button', { name: 'Open Finding' }).click();
    await page.locator('.tab.active', { hasText: 'MyRole.finding.json' }).waitFor();
    await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
    await workbench.screenshot('23-open-finding');
    assert.equal(await previewIcon().count(), 0, 'a findings file is no policy');
    const at = /Ln (\d+)/.exec(await page.locator('#status\\.editor\\.selection').innerText())?.[1];
    const lines = readFileSync(path.join(session.folder, 'findings/MyRole.finding.json'), 'utf8').split('\n');
    const entry = lines.slice(Number(at) - 1, Number(at) + 1).map((line) => line.trim());
    assert.deepEqual(entry, ['{', '"action": "CreateFunction"']);
    await workbench.runCommand('View: Close Editor');
    await row('MyRole, 32 unused · 123456789012 · 1 can escalate privileges').locator('.monaco-tl-twistie').click();
  });

  test('the preview can be applied', async () => {
    const { page } = workbench;
    await workbench.openFile('MyRole.json');
    await workbench.runCommand('IAM Refine: Preview Refinement');
    await page.locator('.tab.active', { hasText: '↔ Refined' }).waitFor();
    await page.locator('.editor-actions .action-label[aria-label^="Apply Refinement"]').first().click();
    await page.locator('.statusbar-item', { hasText: 'removed 32 unused actions, kept 60' }).waitFor();
    await page.locator('.tab', { hasText: '↔ Refined' }).waitFor({ state: 'detached' });
    await workbench.untilLines('the file is refined', refined);
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+z');
    await page.locator('.codelens-decoration', { hasText: 'MyRole: 32 of 92 unused' }).waitFor();
  });

  test('an action is kept, with the reason', async () => {
    const { page } = workbench;
    await workbench.openFile('MyRole.json');
    await workbench.goTo(7, 25);
    await workbench.openActionMenu();
    await workbench.actionMenu().getByText('How refinement works').waitFor();
    await workbench.screenshot('24-quick-fix');
    await workbench.actionMenu().getByText('Keep lambda:AddPermission…').click();
    const input = page.locator('.quick-input-widget input.input');
    await page.locator('.quick-input-title', { hasText: 'Keep lambda:AddPermission' }).waitFor();
    await input.fill('disaster recovery');
    await workbench.screenshot('15-keep');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'A Date…' }).click();
    await page.locator('.quick-input-message', { hasText: 'Last day on which it is kept' }).waitFor();
    for (const [day, fault] of [
      ['2020-01-01', 'This date is in the past. Choose today or a later date.'],
      ['2027-02-30', 'Use YYYY-MM-DD, such as 2027-03-31.'],
    ] as const) {
      await input.fill(day);
      await page.locator('.quick-input-message', { hasText: fault }).waitFor();
      if (day === '2020-01-01') await workbench.screenshot('33-keep-past');
      // A fault that is shown is not to be confirmed away.
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-message', { hasText: fault }).waitFor();
    }
    await input.fill('2099-03-31');
    await page.locator('.quick-input-message', { hasText: 'Last day on which it is kept' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item', { hasText: 'lambda:AddPermission is kept' }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'of 92 unused' }).waitFor();
    const written = JSON.parse(readFileSync(path.join(session.folder, '.iam-refine.json'), 'utf8')) as unknown;
    assert.deepEqual(written, {
      keep: [
        {
          actions: ['lambda:AddPermission'],
          principals: ['arn:aws:iam::123456789012:role/MyRole'],
          reason: 'disaster recovery',
          until: '2099-03-31',
        },
      ],
    });
  });

  test('action names are completed', async () => {
    const { page } = workbench;
    await workbench.goTo(8, 37);
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row').first().waitFor();
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-details', { hasText: 'Grants permission to' }).waitFor();
    await workbench.screenshot('16-completion');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  test('the first steps are there', async () => {
    const { page } = workbench;
    await workbench.startCommand('Welcome: Open Walkthrough...');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'IAM' }).first().click();
    const media = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await page.locator('.getting-started-step', { hasText: 'Fetch your findings' }).click();
    await media.getByText('aws accessanalyzer list-analyzers').waitFor();
    // The others have a picture.
    for (const [step, picture] of [
      ['See it on a sample', 'The view Unused Access'],
      ['Remove what is unused', 'The light bulb of s3:Get*'],
      ['Templates and Terraform', 'A Terraform policy document'],
      ['See why', 'The prefix tree of s3:Get*'],
    ] as const) {
      await page.locator('.getting-started-step', { hasText: step }).click();
      const image = media.locator(`img[alt^="${picture}"]`);
      await image.waitFor();
      assert.ok(await image.evaluate((node) => node instanceof HTMLImageElement && node.naturalWidth > 100), picture);
      await workbench.screenshot(`17-walkthrough: ${step}`);
    }
  });

  test('a folder without findings says how to fetch them', async () => {
    const empty = makeFolder('empty');
    const other = await newWorkbench(addressOf(session.server, empty));
    const { page } = other;
    await page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();
    await page.getByText('There are no findings in this workspace.').first().waitFor({ timeout: 60_000 });
    await other.screenshot('18-no-findings');
    await page.getByRole('button', { name: 'How to Fetch Findings' }).click();
    await page.locator('.view-line', { hasText: 'aws accessanalyzer list-analyzers' }).first().waitFor();
    await runEverything(other);
    await page.close();
    rmSync(empty, { recursive: true, force: true });
  });

  test('the sample is made in a folder that is picked, and works', async () => {
    const parent = makeFolder('parent');
    const other = await newWorkbench(addressOf(session.server, parent));
    const { page } = other;
    await other.startCommand('IAM Refine: Create Sample Folder…');
    const input = page.locator('.quick-input-widget input.input');
    await page.locator('.quick-input-title', { hasText: 'Where to create the folder' }).waitFor();
    await input.fill(`${parent}/`);
    await page.locator('.quick-input-widget').getByRole('button', { name: 'Create Sample Here' }).click();
    await page.locator('.explorer-folders-view', { hasText: 'MyRole.json' }).waitFor({ timeout: 60_000 });
    await other.openFile('MyRole.json');
    await page.locator('.codelens-decoration', { hasText: 'MyRole: 32 of 92 unused' }).waitFor({ timeout: 60_000 });
    await other.screenshot('19-sample');
    await page.close();
    rmSync(parent, { recursive: true, force: true });
  });

  test('no command fails without a workspace', async () => {
    const other = await newWorkbench(`${session.server.origin}/?ew=true`);
    await other.startCommand('IAM Refine: Refine Workspace…');
    await other.page.locator('.notification-toast', { hasText: 'Open a folder first' }).first().waitFor();
    await runEverything(other);
    await other.page.close();
  });

  test('no command fails in a workspace of a thousand policies', async () => {
    const huge = makeFolder('huge');
    copyExamples(huge);
    const policy = readFileSync('examples/MyRole.json', 'utf8');
    mkdirSync(path.join(huge, 'MyRole'));
    for (let i = 0; i < 1000; i++) writeFileSync(path.join(huge, `MyRole/policy${i}.json`), policy);
    const other = await newWorkbench(addressOf(session.server, huge));
    const { page } = other;
    await page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();
    await page.locator('.monaco-list-row[aria-label^="MyRole, 32,032 unused"]').waitFor({ timeout: 60_000 });
    await runEverything(other, true);
    await page.close();
    rmSync(huge, { recursive: true, force: true });
  });

  test('all of it is said in German where VS Code is German', async () => {
    const folder = makeFolder('german');
    copyExamples(folder);
    const other = await openWindow(session.browser, { viewport, language: 'de' }, addressOf(session.server, folder));
    const { page } = other;
    await other.openFile('MyRole.json');
    await page.locator('.codelens-decoration', { hasText: 'MyRole: 32 von 92 ungenutzt' }).waitFor({ timeout: 60_000 });
    await other.goTo(22, 20);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    await page.locator('.monaco-hover:visible', { hasText: '24 von 63 Aktionen ungenutzt' }).waitFor();
    await other.screenshot('20-german-hover');
    await page.keyboard.press('Escape');
    await other.openActionMenu();
    await other.actionMenu().getByText('s3:Get* durch 7 kürzeste sichere Präfixe ersetzen').waitFor();
    await page.keyboard.press('Escape');
    await other.runCommand('IAM Refine: Präfixbaum anzeigen');
    const tree: FrameLocator = page.frameLocator('iframe.webview').frameLocator('iframe');
    await tree.locator('#heading', { hasText: 's3:Get*: 63 Aktionen, 24 ungenutzt' }).waitFor({ timeout: 30_000 });
    await page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();
    await page.locator('.monaco-list-row[aria-label^="MyRole, 32 ungenutzt"]').waitFor({ timeout: 30_000 });
    await other.screenshot('21-german');
    // Not by a command: where the focus is while the panel is shown is not known.
    await page.locator('.tab', { hasText: 'Präfixbaum von' }).getByRole('button', { name: /Close/ }).click();
    await other.startCommand('Welcome: Open Walkthrough...');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'IAM' }).first().waitFor();
    await page.keyboard.type('IAM');
    // A click may hit another row, because the list moves while it is filled.
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'IAM' }).waitFor();
    await page.keyboard.press('Enter');
    const media = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await media.locator('img[alt^="Die Ansicht Ungenutzte Zugriffe"]').waitFor();
    await other.screenshot('25-german-walkthrough');
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function newWorkbench(address: string): Promise<Workbench> {
    const other = await openWindow(session.browser, { viewport }, address);
    await other.page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .waitFor();
    return other;
  }
});

/** The commands that are there wherever one is; `services`: something is known to be unused. */
async function runEverything({ page, startCommand }: Workbench, services = false): Promise<void> {
  const untilAsked = async (title: string): Promise<void> => {
    await page.locator('.quick-input-title', { hasText: title }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  };
  await startCommand('IAM Refine: Filter by Access Level…');
  await untilAsked('Filter by Access Level');
  await startCommand('IAM Refine: Filter by Service…');
  if (services) await untilAsked('Filter by Service');
  else await page.locator('.notification-toast', { hasText: 'There are no services to choose from' }).first().waitFor();
  // The last one moves the focus, which would close what is asked next.
  for (const title of ['Refresh Unused Access', 'Restart Server', 'Show Output'])
    await startCommand(`IAM Refine: ${title}`);
  await page.locator('.tab, .action-label', { hasText: 'Output' }).first().waitFor();
  assert.deepEqual(
    await page.locator('.notification-toast', { has: page.locator('.codicon-error') }).allInnerTexts(),
    [],
  );
}

/**
 * The prefix tree, the preview, Keep and the settings, as they look in each kind of theme, in large and in small
 * windows, and as they are used with the keyboard. Keeps a picture of each.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { defaultSeverities } from '../../core/src/index.ts';
import { addressOf } from '../../scripts/vscode/serve.ts';
import { pageFaults } from './pageFaults.ts';
import { original, refined, withFix } from './refinedLines.ts';
import { finding, policy } from './samples.ts';
import { openWindow, startSession, type Session } from './session.ts';
import { inEveryLook, sizes, themes } from './themes.ts';
import type { Workbench } from './workbench.ts';

suite('the prefix tree, the preview, Keep and the settings', { timeout: 900_000 }, () => {
  let session: Session;
  let workbench: Workbench;
  let tree: FrameLocator;

  before(async () => {
    const [viewport = { width: 1440, height: 900 }] = sizes;
    const settings = { 'workbench.colorTheme': themes['light']?.theme };
    session = await startSession({ name: 'looks', viewport, settings });
    workbench = session.workbench;
    tree = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
    await workbench.openFile('MyRole.json');
    await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  const selectedWord = (text: string): Locator => tree.locator('#words [aria-selected=true]', { hasText: text });
  const replace = (): Locator => tree.locator('#replace');
  const showTree = async (line: number, column: number, heading: string): Promise<void> => {
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.goTo(line, column);
    await workbench.runCommand('IAM Refine: Show Prefix Tree');
    await tree.locator('#heading', { hasText: heading }).waitFor({ timeout: 30_000 });
  };
  const showTreeOfGet = (): Promise<void> => showTree(22, 20, 's3:Get*: 63 actions, 24 unused');

  test('a screen reader is told what the tree offers, what it holds and what its marks mean', async () => {
    await showTreeOfGet();
    const shown = await tree.locator('body').ariaSnapshot();
    const lines = shown.split('\n').map((line) => line.trim());
    const upTo = (end: string): string[] =>
      lines.splice(
        0,
        lines.findIndex((line) => line.startsWith(end)),
      );
    assert.deepEqual(upTo('- main'), [
      '- document:',
      '- banner:',
      `- 'heading "s3:Get*: 63 actions, 24 unused" [level=1]'`,
      '- button "Replace s3:Get* with 7 shortest safe prefixes"',
      '- status',
      '- search:',
      '- searchbox "Find an action"',
      '- button "Previous Match (Shift+Enter)": ↑',
      '- button "Next Match (Enter)": ↓',
      '- status',
      '- button "Zoom In": +',
      '- button "Zoom Out": −',
      '- button "Fit"',
      '- button "Open All"',
      '- button "Close All"',
      '- button "Copy as SVG"',
    ]);
    upTo('- tree');
    assert.deepEqual(upTo('- region "Selected').slice(0, 4), [
      '- tree "Prefix Tree":',
      `- 'treeitem "Get*: 63 actions, 24 unused, not safe" [expanded] [level=1] [selected]'`,
      `- 'treeitem "GetAccelerateConfiguration: unused" [level=2]'`,
      `- 'treeitem "GetAccess*: 12 actions, none of them reported unused, safe, written as s3:GetAccess*" [level=2]'`,
    ]);
    upTo('- region "Legend');
    assert.deepEqual(lines, [
      '- region "Legend":',
      '- heading "Legend" [level=2]',
      '- list:',
      '- listitem: "Solid: no action below is reported unused (safe)"',
      '- listitem: "Dashed: some actions below are unused (not safe)"',
      '- listitem: "Thick: written in place of the wildcard"',
      '- listitem: 2 of 5 actions are unused',
      '- listitem: Unused action',
      '- listitem: "Closed: press Enter to open it"',
      '- listitem: "Underlined: found"',
    ]);
  });

  test('an action is found with the keyboard, and the tree is opened down to it', async () => {
    const { page } = workbench;
    await tree.locator('#words [role=treeitem]').first().focus();
    await page.keyboard.press('/');
    await page.keyboard.type('s3:*acl');
    await tree.locator('#hits', { hasText: '1 of 3' }).waitFor();
    await selectedWord('GetBucketAcl: unused').waitFor();
    assert.deepEqual(await tree.locator('#words mark').allInnerTexts(), ['Acl', 'Acl', 'Acl']);
    await tree.locator('#picture .node.found.selected').waitFor();
    await page.keyboard.press('Enter');
    await selectedWord('GetObjectAcl: not reported unused').waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await selectedWord('GetObjectVersionAcl').waitFor();
    await tree.locator('#hits', { hasText: '3 of 3' }).waitFor();
    const [list, word] = [await tree.locator('#words').boundingBox(), await selectedWord('').boundingBox()];
    assert.ok(list !== null && word !== null && word.y >= list.y - 1, 'the word is in sight');
    assert.ok(word.y + word.height <= list.y + list.height + 1, 'the word is in sight');
    await page.keyboard.press('Control+f');
    // Not key by key: "not" is in an action.
    await page.keyboard.insertText('nothing');
    await tree.locator('#hits', { hasText: 'no action found' }).waitFor();
    await page.keyboard.press('Escape');
    await tree.locator('#words [aria-selected=true]:focus', { hasText: 'GetObjectVersionAcl' }).waitFor();
    assert.equal(await tree.locator('#hits').innerText(), '');
  });

  test('Fit shows the whole tree, also after the window changes', async () => {
    const { page } = workbench;
    await tree.locator('#openAll').click();
    await tree.locator('#fit').click();
    for (const size of sizes.toReversed()) {
      await page.setViewportSize(size);
      await tree.locator('#frame').evaluate(async (frame) => {
        const isFitted = ({ scrollHeight, clientHeight, scrollWidth, clientWidth }: Element): boolean =>
          scrollHeight <= clientHeight && scrollWidth <= clientWidth;
        const until = Date.now() + 5000;
        while (!isFitted(frame) && Date.now() < until) await new Promise(requestAnimationFrame);
        if (!isFitted(frame)) throw new Error('the tree does not fit');
      });
      await workbench.screenshot(`50-tree-fit-${size.width}`);
    }
    await tree.locator('#closeAll').click();
    await tree.locator('#zoomIn').click();
  });

  test('nothing is cut off or invisible in any theme at any size', async () => {
    const { page } = workbench;
    const faults: string[] = [];
    // Another tree in between: a tree that is shown anew starts with the zoom that fits its width.
    await showTree(15, 25, 'lambda:Invoke*');
    await showTreeOfGet();
    await tree.locator('#search').fill('acl');
    const look = async (name: string, isHighContrast: boolean): Promise<void> => {
      await workbench.screenshot(`51-tree-${name}`);
      const found = await tree.locator('body').evaluate(pageFaults, isHighContrast);
      faults.push(...found.map((fault) => `${name}: ${fault}`));
      // In a small window, the rest of the page is reached by scrolling.
      await tree.locator('#legend li:visible').last().scrollIntoViewIfNeeded();
      await workbench.screenshot(`51-tree-${name}-end`);
      await tree.locator('#heading').scrollIntoViewIfNeeded();
    };
    await inEveryLook(session, (name, { isHighContrast }) => look(name, isHighContrast));
    await page.emulateMedia({ forcedColors: 'active' });
    await look('forced-colours', true);
    await page.emulateMedia({ forcedColors: null });
    assert.deepEqual(faults, []);
  });

  test('Replace does what the light bulb does, and says when there is nothing to do any more', async () => {
    const { page } = workbench;
    const gone = tree.locator('#reason', { hasText: 'The wildcard is no longer in the file' });
    // The editor may be scrolled since the window was small.
    await page.locator('.editor-instance .view-lines').first().click();
    await workbench.goTo(1, 1);
    await replace().focus();
    await page.keyboard.press('Enter');
    await workbench.untilLines('the wildcard is replaced', withFix);
    await page.locator('.statusbar-item', { hasText: /removed 24 unused actions, kept \d+/ }).waitFor();
    await gone.waitFor();
    assert.equal(await replace().getAttribute('aria-disabled'), 'true');
    await workbench.screenshot('52-tree-replaced');
    await replace().click({ force: true });
    assert.deepEqual(await workbench.lines(), withFix, 'a second click does nothing');
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes it back', original);
    await tree.locator('#replace[aria-disabled=false]', { hasText: 'Replace s3:Get*' }).waitFor();
  });

  test('Replace says why there is nothing to do', async () => {
    await showTree(15, 25, 'lambda:Invoke*');
    await tree.locator('#reason', { hasText: 'None of its actions is reported unused.' }).waitFor();
    assert.equal(await replace().getAttribute('aria-disabled'), 'true');
    assert.equal(await replace().innerText(), 'Replace');
    await workbench.screenshot('53-tree-nothing-to-replace');
  });

  test('Replace asks before it uses a doubtful finding', async () => {
    const { page } = workbench;
    writeFileSync(
      path.join(session.folder, 'findings/old.finding.json'),
      finding('Old', 's3', ['ListAllMyBuckets'], 120),
    );
    writeFileSync(path.join(session.folder, 'Old.json'), policy('s3:List*'));
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'Old.json' }).dblclick();
    await page.locator('.tab.active', { hasText: 'Old.json' }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'Old: ' }).waitFor();
    const whole = policy('s3:List*').split('\n');
    await workbench.untilLines('the file is shown', whole);
    await showTree(7, 20, 's3:List*');
    await replace().click();
    const question = page.locator('.monaco-dialog-box', {
      hasText: /The finding for Old is from .*\. Refine anyway\?/,
    });
    await question.waitFor();
    await workbench.screenshot('54-tree-question');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    assert.deepEqual(await workbench.lines(), whole);
  });

  test('the preview tells both sides apart in every theme, and is closed by Apply', async () => {
    const { page } = workbench;
    await workbench.runCommand('View: Close All Editors');
    await page.locator('.tab', { hasText: 'Prefix Tree of' }).waitFor({ state: 'detached' });
    await workbench.openFile('MyRole.json');
    await workbench.runCommand('IAM Refine: Preview Refinement');
    const tab = page.locator('.tab', { hasText: '↔ Refined' });
    await tab.waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await page.keyboard.press('F7');
    await page.locator('.diff-review').waitFor();
    const removed = await page
      .locator('.diff-review [role=listitem][aria-label^="- "]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
    assert.deepEqual(
      removed,
      original.slice(6, 14).map((line, i) => `- ${line} original line ${i + 7}`),
    );
    await workbench.screenshot('55-preview-accessible');
    await page.keyboard.press('Escape');
    await page.locator('.diff-review').waitFor({ state: 'hidden' });
    await inEveryLook(session, (name) => workbench.screenshot(`55-preview-${name}`));
    await page.locator('.editor-actions .action-label[aria-label^="Apply Refinement"]').first().click();
    await page.locator('.statusbar-item', { hasText: 'removed 32 unused actions, kept 60' }).waitFor();
    await tab.waitFor({ state: 'detached' });
    await page.locator('.tab.active', { hasText: 'MyRole.json' }).waitFor();
    await workbench.untilLines('the file is refined', refined);
    await workbench.screenshot('56-preview-applied');
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+z');
    await workbench.untilLines('undo takes it back', original);
  });

  test('the preview stays when it is not applied', async () => {
    const { page } = workbench;
    await workbench.runCommand('IAM Refine: Preview Refinement');
    const tab = page.locator('.tab', { hasText: '↔ Refined' });
    await tab.waitFor();
    const other = original.with(6, (original[6] ?? '').replace('AddPermission', 'RemovePermission'));
    writeFileSync(path.join(session.folder, 'MyRole.json'), other.join('\n'));
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'lambda:RemovePermission' }).first().waitFor();
    await page.locator('.editor-actions .action-label[aria-label^="Apply Refinement"]').first().click();
    await page
      .locator('.notification-toast', {
        hasText: 'the result would differ from the preview. The preview is shown again',
      })
      .waitFor();
    await page.locator('.tab.active', { hasText: '↔ Refined' }).waitFor();
    await workbench.startCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('View: Close Editor');
    writeFileSync(path.join(session.folder, 'MyRole.json'), original.join('\n'));
    await workbench.openFile('MyRole.json');
    await workbench.untilLines('the file is as it was', original);
  });

  test('Keep offers ends with their dates, or none', async () => {
    const { page } = workbench;
    const day = (years: number, days: number): string => {
      const date = new Date(Date.now() + days * 86_400_000);
      date.setUTCFullYear(date.getUTCFullYear() + years);
      return date.toISOString().slice(0, 10);
    };
    const input = page.locator('.quick-input-widget input.input');
    const choices = page.locator('.quick-input-list .monaco-list-row');
    const keep = async (action: string, line: number): Promise<void> => {
      await workbench.squiggles('warning').nth(5).waitFor();
      await workbench.goTo(1, 1);
      await workbench.goTo(line, 25);
      await workbench.openActionMenu();
      await workbench.actionMenu().getByText(`Keep ${action}…`).click();
      await page.locator('.quick-input-title', { hasText: `Keep ${action}` }).waitFor();
      await input.fill('disaster recovery');
      await page.keyboard.press('Enter');
      await choices.filter({ hasText: '90 Days' }).waitFor();
    };
    await keep('lambda:AddPermission', 7);
    await workbench.screenshot('57-keep-until');
    const shown = await choices.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
    assert.deepEqual(
      shown.map((label) => label?.replace(/\s+/g, ' ')),
      [
        `90 Days, until ${day(0, 90)}`,
        `1 Year, until ${day(1, 0)}`,
        'No End Date, until the rule is removed',
        'A Date…',
      ],
    );
    await choices.filter({ hasText: '90 Days' }).click();
    await page.locator('.statusbar-item', { hasText: 'lambda:AddPermission is kept' }).waitFor();
    await keep('lambda:CreateFunction', 11);
    await choices.filter({ hasText: 'No End Date' }).click();
    await page.locator('.statusbar-item', { hasText: 'lambda:CreateFunction is kept' }).waitFor();
    const written = JSON.parse(readFileSync(path.join(session.folder, '.iam-refine.json'), 'utf8')) as {
      readonly keep: readonly { readonly actions: readonly string[]; readonly until?: string }[];
    };
    assert.deepEqual(
      written.keep.map(({ actions, until }) => [actions, until]),
      [
        [['lambda:AddPermission'], day(0, 90)],
        [['lambda:CreateFunction'], undefined],
      ],
    );
  });

  test('the settings show each problem code with its meaning and its default, and a row to change it', async () => {
    const { page } = workbench;
    const codes = Object.keys(defaultSeverities);
    await workbench.runCommand('Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .suggest-input-container').first().click();
    await page.keyboard.type('iamRefine.severity');
    const setting = page.locator('.setting-item-contents', { hasText: 'How severe each problem is.' });
    await setting
      .locator('.setting-list-object-row')
      .nth(codes.length - 1)
      .waitFor();
    await inEveryLook(session, (name) => workbench.screenshot(`58-settings-${name}`));
    const meanings = await setting.locator('.setting-item-description tr').allInnerTexts();
    assert.deepEqual(
      meanings.slice(1).map((row) => row.split('\t').at(0)),
      codes,
    );
    assert.ok(
      meanings.every((row) => row.split('\t').every((cell) => cell.trim() !== '')),
      'no cell is empty',
    );
    const rows = await setting.locator('.setting-list-object-row').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.trim().split(/\s+/)),
      Object.entries(defaultSeverities),
    );
    await setting.locator('.setting-list-object-row').first().scrollIntoViewIfNeeded();
    await workbench.screenshot('59-settings-rows');
  });

  test('in German nothing is cut off either', async () => {
    const [, viewport = { width: 1000, height: 600 }] = sizes;
    const options = { viewport, language: 'de' };
    const other = await openWindow(session.browser, options, addressOf(session.server, session.folder));
    await other.openFile('MyRole.json');
    await other.fadedText().nth(5).waitFor({ timeout: 60_000 });
    await other.goTo(22, 20);
    await other.runCommand('IAM Refine: Präfixbaum anzeigen');
    const german = other.page.frameLocator('iframe.webview').frameLocator('iframe');
    await german.locator('#replace', { hasText: 's3:Get* durch 7 kürzeste sichere Präfixe ersetzen' }).waitFor();
    await other.screenshot('60-tree-german');
    await german.locator('#legend li:visible').last().scrollIntoViewIfNeeded();
    await other.screenshot('60-tree-german-end');
    assert.deepEqual(await german.locator('body').evaluate(pageFaults, false), []);
    await other.page.close();
  });
});

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { SuiteContext, TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';

const screenshots = path.resolve('out/test/editor/screenshots');

/** VS Code's window as a person sees and uses it. The selectors are VS Code's own classes and roles. */
export interface Workbench {
  readonly page: Page;
  readonly open: (address: string) => Promise<void>;
  /** Opens a file of the workspace by its name. */
  readonly openFile: (name: string) => Promise<void>;
  /** Runs a command by its whole title: `IAM Refine: Refine Whole File`. */
  readonly runCommand: (title: string) => Promise<void>;
  /** As `runCommand`, for a command that goes on to ask something in a list. */
  readonly startCommand: (title: string) => Promise<void>;
  readonly goTo: (line: number, column: number) => Promise<void>;
  /** The lines that the active editor shows, top to bottom. */
  readonly lines: () => Promise<string[]>;
  /** Resolves when the editor shows exactly these lines; `what` names the condition. */
  readonly untilLines: (what: string, wanted: readonly string[]) => Promise<void>;
  /** The squiggles of a kind that the active editor shows. */
  readonly squiggles: (kind: 'warning' | 'error' | 'info') => Locator;
  readonly fadedText: () => Locator;
  /**
   * Opens the menu of code actions for the cursor, once the light bulb is beside it: VS Code drops what is asked
   * before, and lets go of what is in an open menu when it is done with a move of the cursor.
   */
  readonly openActionMenu: () => Promise<void>;
  /** The open menu of code actions. */
  readonly actionMenu: () => Locator;
  readonly screenshot: (name: string) => Promise<void>;
  /** A picture of how a test that failed left the window. */
  readonly screenshotOfFailure: (test: TestContext | SuiteContext) => Promise<void>;
  /** A picture of the editor alone, without the frame around it. */
  readonly editorScreenshot: (name: string) => Promise<void>;
}

export function createWorkbench(page: Page): Workbench {
  const input = page.locator('.quick-input-widget input.input');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const editor = page.locator('.editor-instance .view-lines').first();
  const actionMenu = (): Locator => page.locator('.action-widget:not(.action-list-submenu-panel)');
  const lines = async (): Promise<string[]> => {
    const shown = await editor.evaluate((node) =>
      [...node.querySelectorAll<HTMLElement>('.view-line')].map((line) => ({
        top: Number.parseFloat(line.style.top),
        text: line.textContent ?? '',
      })),
    );
    return shown.toSorted((a, b) => a.top - b.top).map(({ text }) => text.replaceAll('\u00a0', ' '));
  };
  const startCommand = async (title: string): Promise<void> => {
    await page.keyboard.press('F1');
    // VS Code writes this itself, and would write it over what is typed before.
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value === '>',
    );
    await input.fill(`>${title}`);
    await rows
      .filter({ has: page.locator('.label-name').getByText(title, { exact: true }) })
      .first()
      .click();
  };
  const screenshot = async (name: string): Promise<void> => {
    mkdirSync(screenshots, { recursive: true });
    // Not while something fades in.
    await page.screenshot({ path: path.join(screenshots, `${name}.png`), animations: 'disabled' });
  };
  return {
    page,
    async open(address) {
      await page.goto(address);
      await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    },
    async openFile(name) {
      await page.keyboard.press('Control+p');
      await input.fill(name);
      // Not a click: the list moves while it is filled.
      const label = page.locator('.label-name').getByText(name, { exact: true });
      await rows.and(page.locator('.focused')).filter({ has: label }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: name }).waitFor();
      await editor.locator('.view-line').first().waitFor();
    },
    startCommand,
    async runCommand(title) {
      await startCommand(title);
      await input.waitFor({ state: 'hidden' });
    },
    async goTo(line, column) {
      await page.keyboard.press('Control+g');
      await input.fill(`:${line}:${column}`);
      await page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden' });
      // Keys pressed before would go nowhere.
      await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
    },
    lines,
    async untilLines(what, wanted) {
      const end = Date.now() + 20_000;
      for (let shown = await lines(); !isDeepStrictEqual(shown, wanted); shown = await lines()) {
        if (Date.now() > end) assert.deepEqual(shown, wanted, `in 20 s it did not happen that ${what}`);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      }
    },
    squiggles: (kind) => page.locator(`.cdr.squiggly-${kind}`),
    fadedText: () => page.locator('.squiggly-inline-unnecessary'),
    async openActionMenu() {
      // Problems that come at the moment of the key close the menu, or take the key for themselves.
      for (let left = 4; left >= 0; left--) {
        await page.waitForFunction(lightBulbIsBesideCursor);
        await page.keyboard.press('Control+.');
        const isOpen = await actionMenu()
          .waitFor({ timeout: left === 0 ? 30_000 : 5000 })
          .then(
            () => true,
            () => false,
          );
        if (isOpen) return;
      }
      throw new Error('the menu of actions did not open');
    },
    actionMenu,
    screenshot,
    async screenshotOfFailure(test) {
      if ('passed' in test && !test.passed) await screenshot(`failed: ${test.name}`);
    },
    async editorScreenshot(name) {
      mkdirSync(screenshots, { recursive: true });
      await page.locator('.part.editor').screenshot({ path: path.join(screenshots, `${name}.png`) });
    },
  };
}

/**
 * Asked in the page. A bulb stays where it was until VS Code has asked for the actions at the cursor; then it is on
 * that line or the one beside it.
 */
function lightBulbIsBesideCursor(): boolean {
  const [bulb, cursor] = [':is([class*="codicon-gutter-lightbulb"], .lightBulbWidget)', '.cursors-layer .cursor'].map(
    (selector) => document.querySelector(`.editor-instance ${selector}`)?.getBoundingClientRect(),
  );
  return (
    bulb !== undefined &&
    cursor !== undefined &&
    bulb.height > 0 &&
    Math.abs(bulb.top - cursor.top) < 1.5 * cursor.height
  );
}

/**
 * Makes the pictures of the README and of the walkthrough from the real editor, the moving one too: what is unused, the
 * light bulb, the wildcard replaced, the whole file refined. Run with `npm run pictures`, after `npm run package`.
 */
import { writeFileSync } from 'node:fs';
import * as gifenc from 'gifenc';
import type { Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { startSession } from './session.ts';

interface Frame {
  readonly png: Buffer;
  /** How long it is shown. */
  readonly milliseconds: number;
}

// Node gives the names of a CommonJS module as its default.
const { GIFEncoder, quantize, applyPalette } = gifenc.default;

/** A picture of a screen is a tenth as large as a GIF of few colours as it is as a PNG. */
function writeGif(file: string, frames: readonly Frame[], colours: number): void {
  const gif = GIFEncoder();
  for (const { png, milliseconds } of frames) {
    const { data, width, height } = PNG.sync.read(png);
    const palette = quantize(data, colours);
    gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: milliseconds });
  }
  gif.finish();
  writeFileSync(file, gif.bytes());
  console.log(`${file}: ${(gif.bytes().length / 1000).toFixed(0)} KB, ${frames.length} pictures`);
}

const frames: Frame[] = [];
const viewport = { width: 900, height: 640 };
const { workbench, stop } = await startSession({ name: 'pictures', viewport });
try {
  const { page } = workbench;
  const editor = page.locator('.part.editor');
  const take = async (milliseconds: number): Promise<void> => {
    frames.push({ png: await editor.screenshot(), milliseconds });
  };
  const still = async (file: string, of: Locator): Promise<void> => {
    writeGif(file, [{ png: await of.screenshot(), milliseconds: 0 }], 32);
  };
  await workbench.openFile('MyRole.json');
  await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  await page.locator('.codelens-decoration', { hasText: 'of 92 unused' }).waitFor();
  await take(2500);
  await still('media/walkthrough/sample.gif', editor);
  await workbench.goTo(22, 20);
  await workbench.openActionMenu();
  const fix = workbench.actionMenu().getByText('Replace s3:Get* with 7 shortest safe prefixes');
  await fix.waitFor();
  await take(2500);
  await still('media/walkthrough/fix.gif', editor);
  await page.keyboard.press('Escape');
  await workbench.runCommand('IAM Refine: Show Prefix Tree');
  const tree = page.frameLocator('iframe.webview').frameLocator('iframe');
  await tree.locator('svg .node.safe.written').first().waitFor({ timeout: 30_000 });
  await page.setViewportSize({ width: 1600, height: 760 });
  const panel = page.locator('.editor-group-container', { hasText: 'Prefix Tree of' });
  await still('media/walkthrough/why.gif', panel);
  await page.locator('.tab', { hasText: 'Prefix Tree of' }).click();
  await workbench.runCommand('View: Close Editor');
  await page.setViewportSize(viewport);
  await page
    .getByRole('tab', { name: /IAM Refine/ })
    .first()
    .click();
  const view = page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
  await view.locator('.monaco-list-row[aria-label^="MyRole.json"] .monaco-tl-twistie').click({ timeout: 30_000 });
  await view.locator('.monaco-list-row', { hasText: 'lambda' }).first().locator('.monaco-tl-twistie').click();
  await view.locator('.monaco-list-row', { hasText: 'CreateFunction' }).waitFor();
  await still('media/walkthrough/findings.gif', page.locator('.part.sidebar'));
  await workbench.openFile('MyRole.json');
  await workbench.goTo(22, 20);
  await workbench.openActionMenu();
  await fix.click();
  await page.locator('.view-line', { hasText: 's3:GetAccess*' }).waitFor();
  await take(2500);
  await workbench.runCommand('IAM Refine: Refine Whole File');
  await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
  await workbench.goTo(1, 1);
  await page.locator('.codelens-decoration', { hasText: 'Nothing reported unused by MyRole' }).waitFor();
  await take(3500);
  await still('docs/images/file-refined.gif', editor);
} finally {
  await stop();
}
writeGif('docs/images/refine.gif', frames, 256);

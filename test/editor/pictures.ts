/**
 * Makes the pictures of the README and of the walkthrough from the real editor, the moving one too: what is unused, the
 * light bulb, the wildcard replaced, the whole file refined. Run with `npm run pictures`, after `npm run package`.
 */
import { writeFileSync } from 'node:fs';
import * as gifenc from 'gifenc';
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

// Tall enough for the whole policy, so that it does not scroll from one picture to the next. Each picture is the whole
// window, so that nothing that opens over the editor is cut off.
const viewport = { width: 1000, height: 800 };
const frames: Frame[] = [];
const { workbench, stop } = await startSession({ name: 'pictures', viewport });
try {
  const { page } = workbench;
  const take = async (milliseconds: number): Promise<void> => {
    frames.push({ png: await page.screenshot({ animations: 'disabled' }), milliseconds });
  };
  const still = async (file: string): Promise<void> => {
    writeGif(file, [{ png: await page.screenshot({ animations: 'disabled' }), milliseconds: 0 }], 48);
  };
  const openView = (): Promise<void> =>
    page
      .getByRole('tab', { name: /IAM Refine/ })
      .first()
      .click();

  await openView();
  const view = page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
  await view
    .locator('.monaco-list-row', { hasText: 'MyRole' })
    .locator('.monaco-tl-twistie')
    .click({ timeout: 60_000 });
  await view.locator('.monaco-list-row', { hasText: 'lambda' }).first().locator('.monaco-tl-twistie').click();
  await view.locator('.monaco-list-row', { hasText: 'UpdateFunctionCode' }).click();
  await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  await page.locator('.codelens-decoration', { hasText: 'MyRole: 32 of 92 unused' }).waitFor();
  await still('docs/images/view.gif');
  await still('media/walkthrough/findings.gif');

  await workbench.startCommand('IAM Refine: Refine Workspace…');
  const review = page.locator('.pane-body .monaco-list-row', { hasText: 's3:Get*' });
  await review.waitFor({ timeout: 60_000 });
  await page.locator('.pane-body .monaco-list-row', { hasText: 'MyRole.json' }).first().click();
  await page.locator('.tab.active', { hasText: 'MyRole.json ↔' }).waitFor();
  await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  await still('docs/images/review.gif');
  await page.locator('.pane-body .monaco-list-row', { hasText: 'Cancel' }).click();
  await workbench.runCommand('View: Close All Editors');

  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.openFile('MyRole.json');
  await workbench.fadedText().nth(7).waitFor();
  await page.locator('.codelens-decoration', { hasText: 'MyRole: 32 of 92 unused' }).waitFor();
  await take(2500);
  await still('media/walkthrough/sample.gif');
  await workbench.goTo(22, 20);
  await workbench.openActionMenu();
  const fix = workbench.actionMenu().getByText('Replace s3:Get* with 7 shortest safe prefixes');
  await fix.waitFor();
  await take(2500);
  await still('media/walkthrough/fix.gif');
  await fix.click();
  await page.locator('.view-line', { hasText: 's3:GetAccess*' }).waitFor();
  await take(2500);
  await workbench.runCommand('IAM Refine: Refine Whole File');
  await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
  await workbench.goTo(1, 1);
  await page.locator('.codelens-decoration', { hasText: 'Nothing reported unused' }).waitFor();
  await take(3500);
  await still('docs/images/file-refined.gif');

  await workbench.runCommand('File: Revert File');
  await workbench.fadedText().nth(7).waitFor();
  await workbench.goTo(22, 20);
  await workbench.runCommand('IAM Refine: Show Prefix Tree');
  const tree = page.frameLocator('iframe.webview').frameLocator('iframe');
  await tree.locator('svg .node.safe.written').first().waitFor({ timeout: 30_000 });
  await page.setViewportSize({ width: 1600, height: 760 });
  await still('media/walkthrough/why.gif');
} finally {
  await stop();
}
writeGif('docs/images/refine.gif', frames, 256);

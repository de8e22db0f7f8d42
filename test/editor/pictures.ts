/**
 * Makes the pictures of the README and of the walkthrough from the real editor, the moving one too: what is unused, the
 * light bulb, the wildcard replaced, the whole file refined. Run with `npm run pictures`, after `npm run package`.
 */
import { writeFileSync } from 'node:fs';
import * as gifenc from 'gifenc';
import { PNG } from 'pngjs';
import { indexedPng } from './indexedPng.ts';
import { startSession } from './session.ts';
import { terraformExtension } from './terraformExtension.ts';

interface Frame {
  readonly png: Buffer;
  /** How long it is shown. */
  readonly milliseconds: number;
}

// Node gives the names of a CommonJS module as its default.
const { GIFEncoder, quantize, applyPalette } = gifenc.default;

/** A picture of a screen with few colours is a tenth as large as with all, and as a PNG a third smaller than as a GIF. */
function writePng(file: string, png: Buffer): void {
  const { data, width, height } = PNG.sync.read(png);
  const palette = quantize(data, 32);
  const written = indexedPng({ width, height, palette, pixels: applyPalette(data, palette) });
  writeFileSync(file, written);
  console.log(`${file}: ${(written.length / 1000).toFixed(0)} KB`);
}

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

// Large enough for the whole policy, which does not scroll from one picture to the next. Each picture is the whole
// window, so that nothing is cut off that opens over the editor.
const viewport = { width: 1080, height: 760 };
const settings = { 'editor.scrollBeyondLastLine': false, 'editor.stickyScroll.enabled': false };
const frames: Frame[] = [];
const { workbench, stop } = await startSession({
  name: 'pictures',
  viewport,
  settings,
  examples: 'all',
  otherExtensions: [terraformExtension()],
});
try {
  const { page } = workbench;
  const take = async (milliseconds: number): Promise<void> => {
    frames.push({ png: await page.screenshot({ animations: 'disabled' }), milliseconds });
  };
  const still = async (file: string): Promise<void> =>
    writePng(file, await page.screenshot({ animations: 'disabled' }));
  const lens = page.locator('.codelens-decoration', { hasText: 'MyRole: 32 of 92 unused' });
  const sideBar = (): Promise<void> => workbench.runCommand('View: Toggle Primary Side Bar Visibility');

  await page
    .getByRole('tab', { name: /IAM Refine/ })
    .first()
    .click();
  const view = page.locator('.pane-body .monaco-list[aria-label="Unused Access"]');
  await view
    .locator('.monaco-list-row', { hasText: 'MyRole' })
    .locator('.monaco-tl-twistie')
    .click({ timeout: 60_000 });
  await view.locator('.monaco-list-row', { hasText: 'lambda' }).first().locator('.monaco-tl-twistie').click();
  await view.locator('.monaco-list-row', { hasText: 'UpdateFunctionCode' }).click();
  await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  await lens.waitFor();
  await still('docs/images/view.png');
  await still('media/walkthrough/findings.png');
  await workbench.runCommand('View: Close All Editors');

  await sideBar();
  await workbench.openFile('MyRole.json');
  await workbench.fadedText().nth(7).waitFor();
  await lens.waitFor();
  await take(2500);
  await workbench.goTo(22, 20);
  await workbench.openActionMenu();
  const fix = workbench.actionMenu().getByText('Replace s3:Get* with 7 shortest safe prefixes');
  await fix.waitFor();
  await take(2500);
  await still('media/walkthrough/fix.png');
  await page.keyboard.press('Escape');

  await workbench.runCommand('IAM Refine: Show Prefix Tree');
  const tree = page.frameLocator('iframe.webview').frameLocator('iframe');
  await tree.locator('svg .node.safe.written').first().waitFor({ timeout: 30_000 });
  await page.locator('.tab', { hasText: 'Prefix Tree of' }).click();
  await workbench.runCommand('View: Maximize Editor Group and Hide Side Bars');
  await page.locator('.tab', { hasText: 'MyRole.json' }).waitFor({ state: 'hidden' });
  await still('media/walkthrough/why.png');
  await page.locator('.tab', { hasText: 'Prefix Tree of' }).getByRole('button', { name: /Close/ }).click();

  await workbench.goTo(22, 20);
  await workbench.openActionMenu();
  await fix.click();
  await page.locator('.view-line', { hasText: 's3:GetAccess*' }).waitFor();
  await take(2500);
  await workbench.runCommand('IAM Refine: Refine Whole File');
  await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
  await page.locator('.codelens-decoration', { hasText: 'Nothing reported unused' }).waitFor();
  await take(3500);
  await still('docs/images/file-refined.png');

  await workbench.openFile('policy.tf');
  await page.locator('.codelens-decoration', { hasText: 'Ingest: 9 of' }).waitFor();
  await workbench.fadedText().nth(1).waitFor();
  await still('media/walkthrough/terraform.png');
  await workbench.runCommand('View: Close Editor');

  await workbench.runCommand('File: Revert File');
  await workbench.fadedText().nth(7).waitFor();
  await sideBar();
  await workbench.startCommand('IAM Refine: Refine Workspace…');
  const rows = page.locator('.pane-body .monaco-list-row');
  await rows.filter({ hasText: 's3:Get*' }).waitFor({ timeout: 60_000 });
  await rows.filter({ hasText: 'MyRole.json' }).first().click();
  await page.locator('.tab.active', { hasText: 'MyRole.json ↔' }).waitFor();
  await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  await still('docs/images/review.png');
} finally {
  await stop();
}
writeGif('docs/images/refine.gif', frames, 256);

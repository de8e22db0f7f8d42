/**
 * Makes the moving picture of the README from the real editor: what is unused, the light bulb, the wildcard replaced, the whole file refined. Run with
 * `npm run pictures`, after `npm run package`.
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
const frames: Frame[] = [];
const { workbench, stop } = await startSession({ name: 'pictures', viewport: { width: 900, height: 640 } });
try {
  const { page } = workbench;
  const take = async (milliseconds: number): Promise<void> => {
    frames.push({ png: await page.locator('.part.editor').screenshot(), milliseconds });
  };
  await workbench.openFile('MyRole.json');
  await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
  await page.locator('.codelens-decoration', { hasText: 'actions unused by MyRole' }).waitFor();
  await take(2500);
  await workbench.goTo(22, 20);
  await page.keyboard.press('Control+.');
  const fix = workbench.actionMenu().getByText('Replace s3:Get* with 7 shortest safe prefixes');
  await fix.waitFor();
  await take(2500);
  await fix.click();
  await page.locator('.view-line', { hasText: 's3:GetAccess*' }).waitFor();
  await take(2500);
  await workbench.runCommand('IAM Refine: Refine Whole File');
  await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
  await workbench.goTo(1, 1);
  await page.locator('.codelens-decoration', { hasText: 'All 60 actions are used by MyRole' }).waitFor();
  await take(3500);
} finally {
  await stop();
}
const gif = GIFEncoder();
for (const { png, milliseconds } of frames) {
  const { data, width, height } = PNG.sync.read(png);
  const palette = quantize(data, 256);
  gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: milliseconds });
}
gif.finish();
writeFileSync('docs/images/refine.gif', gif.bytes());
console.log(`docs/images/refine.gif: ${(gif.bytes().length / 1000).toFixed(0)} KB, ${frames.length} pictures`);

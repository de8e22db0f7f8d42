/**
 * Makes `media/icon.png` from `media/icon.svg`, and the moving picture of the README from the packaged extension. Run
 * with `npm run pictures`.
 */
import { readFileSync } from 'node:fs';
import { buildBundles } from './build.ts';
import { runProgram } from './buildTests.ts';
import { packageExtension } from './package.ts';
import { launchBrowser } from './vscode/browser.ts';

const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>body{margin:0}</style>${readFileSync('media/icon.svg', 'utf8')}`);
await page.screenshot({ path: 'media/icon.png', omitBackground: true });
await browser.close();
await buildBundles();
packageExtension();
process.exitCode = await runProgram('test/editor/pictures.ts', []);

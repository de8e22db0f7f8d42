/** Makes `media/icon.png` from `media/icon.svg`. Run with `node scripts/pictures.ts`. */
import { readFileSync } from 'node:fs';
import { launchBrowser } from './vscode/browser.ts';

const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>body{margin:0}</style>${readFileSync('media/icon.svg', 'utf8')}`);
await page.screenshot({ path: 'media/icon.png', omitBackground: true });
await browser.close();

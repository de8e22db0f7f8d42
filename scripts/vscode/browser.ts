import { chromium, type Browser } from 'playwright-core';
import { installChromium } from './install.ts';

/** Debian's Chromium, quiet enough for a machine without a way out. */
export async function launchBrowser(): Promise<Browser> {
  const switches = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const offline = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: installChromium(), args: [...switches, ...offline] });
}

import { chromium, type Browser } from 'playwright-core';
import { installChromium } from './install.ts';

/** Starts Debian's Chromium without background requests, for machines without internet access. */
export async function launchBrowser(): Promise<Browser> {
  const switches = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const offline = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: installChromium(), args: [...switches, ...offline] });
}

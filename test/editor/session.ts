/** A VS Code with the packaged extension, a folder with the examples, and a window on it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { copyExamples } from '../../scripts/examples.ts';
import { packageFile } from '../../scripts/package.ts';
import { launchBrowser } from '../../scripts/vscode/browser.ts';
import { installVsCode, releases } from '../../scripts/vscode/install.ts';
import { addressOf, serveVsCode, type ServedVsCode, type ServeOptions } from '../../scripts/vscode/serve.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

export interface SessionOptions extends Omit<ServeOptions, 'vsix'> {
  /** The folder's name begins so. */
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** The examples in the folder: those in JSON, unless all are wanted. */
  readonly examples?: 'json' | 'all';
}

export interface Session {
  readonly server: ServedVsCode;
  readonly browser: Browser;
  readonly workbench: Workbench;
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

export async function startSession({ name, viewport, examples, ...options }: SessionOptions): Promise<Session> {
  const folder = makeFolder(name);
  copyExamples(folder, examples);
  const server = await serveVsCode(installVsCode(releases.current), { ...options, vsix: packageFile });
  let browser: Browser | undefined;
  const stop = async (): Promise<void> => {
    await browser?.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    browser = await launchBrowser();
    return {
      server,
      browser,
      folder,
      workbench: await openWindow(browser, { viewport }, addressOf(server, folder)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A folder of its own, where VS Code may open it. */
export function makeFolder(name: string): string {
  mkdirSync('out/test/editor', { recursive: true });
  return mkdtempSync(path.resolve(`out/test/editor/${name}-`));
}

/** `language`: as if VS Code had a language pack for it, for extensions; its own texts stay English. */
export async function openWindow(
  browser: Browser,
  { viewport, language }: Pick<SessionOptions, 'viewport'> & { readonly language?: string },
  address: string,
): Promise<Workbench> {
  const context = await browser.newContext({ viewport });
  // VS Code sets it itself, and must not.
  if (language !== undefined)
    await context.addInitScript((tag) => {
      Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => tag, set() {} });
    }, language);
  const workbench = createWorkbench(await context.newPage());
  await workbench.open(address);
  return workbench;
}

/**
 * Runs the mocha suite inside the extension host of VS Code, in the lowest supported version and in the current one.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { copyExamples } from '../../scripts/examples.ts';
import { installVsCode, releases, type VsCode } from '../../scripts/vscode/install.ts';
import { addressOf, serveVsCode } from '../../scripts/vscode/serve.ts';
import { launchBrowser } from '../../scripts/vscode/browser.ts';
import type { SuiteResults } from './results.ts';

for (const release of [releases.minimum, releases.current]) {
  test(`VS Code ${release.version}`, { timeout: 600_000 }, async (t) => {
    const results = await runSuite(installVsCode(release));
    assert.ok(results.tests.length > 0, 'the suite ran');
    assert.ok(results.version.startsWith(release.version), results.version);
    for (const { title, error } of results.tests) {
      await t.test(title, () => {
        if (error !== undefined) throw new Error(error);
      });
    }
  });
}

async function runSuite(vsCode: VsCode): Promise<SuiteResults> {
  const file = path.resolve(`out/test/editor/results/${vsCode.version}.json`);
  rmSync(file, { force: true });
  mkdirSync('out/test/editor', { recursive: true });
  const workspace = mkdtempSync(path.resolve('out/test/editor/workspace-'));
  copyExamples(workspace);
  const server = await serveVsCode(vsCode, { testDriver: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const log: string[] = [];
    page.on('console', (message) => log.push(message.text()));
    const exit = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, lines: unknown[]) => log.push(lines.join(' ')));
    const remote = (folder: string): string => `vscode-remote://${server.authority}${path.resolve(folder)}`;
    const payload = [
      ['extensionDevelopmentPath', remote('.')],
      ['extensionTestsPath', remote('out/test/editor/suite/index.cjs')],
    ] as const;
    await page.goto(addressOf(server, workspace, payload));
    await exit;
    return readResults(file, log);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
}

function readResults(file: string, log: readonly string[]): SuiteResults {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SuiteResults;
  } catch (error) {
    throw new Error(`the suite left no results; the workbench said:\n${log.slice(-20).join('\n')}`, { cause: error });
  }
}

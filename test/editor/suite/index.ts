/**
 * The entry that VS Code calls inside its extension host. Collects the suites, runs them with mocha, and leaves the
 * results in a file for the process that started VS Code.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SuiteResults } from '../results.ts';
import { diagnosticsSuite } from './diagnostics.suite.ts';
import { doubtSuite } from './doubt.suite.ts';
import { findingsSuite } from './findings.suite.ts';
import { fixesSuite } from './fixes.suite.ts';
import { lifeSuite } from './life.suite.ts';
import { matchingSuite } from './matching.suite.ts';
import { reviewSuite } from './review.suite.ts';
import { unreadSuite } from './unread.suite.ts';

export async function run(): Promise<void> {
  // Mocha is an ES module, and the extension hosts differ in what `require` makes of one.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', timeout: 20_000, reporter: 'min' });
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
  for (const define of [
    diagnosticsSuite,
    fixesSuite,
    findingsSuite,
    matchingSuite,
    doubtSuite,
    unreadSuite,
    reviewSuite,
    lifeSuite,
  ])
    define();
  const results: SuiteResults = { version: vscode.version, tests: [] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', (passed) => results.tests.push({ title: passed.fullTitle() }));
    runner.on('fail', (failed, error: Error) =>
      results.tests.push({ title: failed.fullTitle(), error: error.stack ?? String(error) }),
    );
  });
  const folder = path.resolve(__dirname, '../results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${vscode.version.split('.').slice(0, 2).join('.')}.json`), JSON.stringify(results));
  if (results.tests.some(({ error }) => error !== undefined)) throw new Error('some editor tests failed');
}

/**
 * Runs the same mocha suite in a desktop VS Code that `@vscode/test-electron` downloads from Microsoft, in the lowest
 * supported version and in the newest. Needs the internet and a display, so it is no part of `npm test`: `npm run
 * test:desktop`.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { runTests } from '@vscode/test-electron';
import { releases } from '../../../scripts/vscode/install.ts';

for (const version of [`${releases.minimum.version}.0`, 'stable']) {
  test(`desktop VS Code ${version}`, async () => {
    mkdirSync('out/test/editor', { recursive: true });
    const workspace = mkdtempSync(path.resolve('out/test/editor/workspace-'));
    cpSync('examples', workspace, { recursive: true });
    try {
      await runTests({
        version,
        extensionDevelopmentPath: path.resolve('.'),
        extensionTestsPath: path.resolve('out/test/editor/suite/index.cjs'),
        launchArgs: [workspace, '--disable-extensions'],
      });
    } finally {
      rmSync(workspace, { recursive: true, force: true });
    }
  });
}

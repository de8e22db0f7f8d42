/** Measures the activation time of our extension as VS Code reports it, compared with VS Code's JSON extension. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { copyExamples } from '../scripts/examples.ts';
import { packageFile } from '../scripts/package.ts';
import { installVsCode, releases } from '../scripts/vscode/install.ts';
import { addressOf, serveVsCode } from '../scripts/vscode/serve.ts';
import { launchBrowser } from '../scripts/vscode/browser.ts';
import { createWorkbench } from '../test/editor/workbench.ts';
import { median, ms, type Figure } from './measure.ts';

/** Opens a policy, and reads the activation times from the page **Show Running Extensions**. */
export async function activationFigure(rounds: number): Promise<Figure> {
  mkdirSync('out/bench', { recursive: true });
  const folder = mkdtempSync(path.resolve('out/bench/workspace-'));
  copyExamples(folder);
  const server = await serveVsCode(installVsCode(releases.current), { vsix: packageFile });
  const browser = await launchBrowser();
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 960 } });
      const workbench = createWorkbench(await context.newPage());
      await workbench.open(addressOf(server, folder));
      await workbench.openFile('MyRole.json');
      await workbench.fadedText().nth(7).waitFor({ timeout: 60_000 });
      await workbench.runCommand('Developer: Show Running Extensions');
      const timeOf = async (name: string): Promise<number> => {
        const row = workbench.page.locator('.runtime-extensions-editor .extension', { hasText: name }).first();
        const text = await row.locator('.activation-time').innerText();
        return Number(/(\d+)\s*ms/.exec(text)?.[1] ?? Number.NaN);
      };
      ours.push(await timeOf('IAM Refine'));
      theirs.push(await timeOf('JSON Language Features'));
      await context.close();
    }
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const [mine, other] = [median(ours), median(theirs)];
  return {
    what: 'activation in VS Code',
    against: 'JSON Language Features',
    ratio: mine / other,
    aim: { most: 1 },
    took: ms(mine),
  };
}

/**
 * Opens the examples in VS Code with the extension running: in the user's own VS Code if there is one, or else in one
 * that is installed from npm and runs in the browser. Run with `npm start`. The examples are copied first, so that no
 * file of the project is changed.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { buildBundles } from './build.ts';
import { copyExamples } from './examples.ts';
import { packageExtension, packageFile } from './package.ts';
import { installVsCode, releases, which } from './vscode/install.ts';
import { addressOf, serveVsCode } from './vscode/serve.ts';

const workspace = path.resolve('out/examples');
const hint = 'Open MyRole.json: Ctrl+. on a marked action, or F1 and “IAM Refine: Refine Whole File”.';

await buildBundles();
rmSync(workspace, { recursive: true, force: true });
copyExamples(workspace, 'all');
if (!openInOwnVsCode()) await serveInBrowser();

/** Opens the folder in the user's own VS Code; returns false if that is not possible. */
function openInOwnVsCode(): boolean {
  const code = which('code');
  if (code === undefined) return false;
  const { status } = spawnSync(code, [`--extensionDevelopmentPath=${path.resolve('.')}`, workspace], {
    stdio: 'inherit',
  });
  if (status === 0)
    console.log(`Opened ${path.relative('', workspace)} in your VS Code, with the extension running. ${hint}`);
  return status === 0;
}

async function serveInBrowser(): Promise<void> {
  packageExtension();
  const server = await serveVsCode(installVsCode(releases.current), { vsix: packageFile });
  const address = addressOf(server, workspace);
  console.log(
    `VS Code ${releases.current.version} is running with the extension installed:\n\n  ${address}\n\n${hint}\nCtrl+C ends it.`,
  );
  openBrowser(address);
  const end = (): void => void server.stop().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

/** Opens the browser of the desktop, if there is one. Otherwise, the printed address is enough. */
function openBrowser(address: string): void {
  const opener = process.platform === 'darwin' ? 'open' : which('xdg-open');
  const hasDesktop =
    process.platform === 'darwin' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;
  if (opener !== undefined && hasDesktop) spawnSync(opener, [address], { stdio: 'ignore', timeout: 5000 });
}

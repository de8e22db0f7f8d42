import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import {
  diagnosticsOf,
  inWorkspace,
  open,
  restore,
  savedWithFixes,
  untilAnalysedAgain,
  untilDiagnostics,
  writeFile,
} from './support.ts';

/** The server processes that this extension host has started. */
function serverPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const isServer = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/server.cjs');
        const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        return isServer && Number(parent) === process.pid;
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}

function killServer(): void {
  const [pid, ...others] = serverPids();
  assert.deepEqual(others, []);
  assert.ok(pid !== undefined, 'the server is running');
  process.kill(pid, 'SIGKILL');
}

export function lifeSuite(): void {
  suite('life', () => {
    test('a restart of the server brings the diagnostics back, and with them the fixes', async () => {
      const document = await open('MyRole.json');
      const restarted = vscode.commands.executeCommand('iamRefine.restartServer');
      await untilDiagnostics(document.uri, 'the old server takes its diagnostics along', (list) => list.length === 0);
      await restarted;
      await untilDiagnostics(document.uri, 'the new server has answered', (list) => list.length === 9);
    });

    test('a server that is killed is started again with all it said, five times a minute; then only on command', async () => {
      const document = await open('MyRole.json');
      // A new client, which has seen no crash yet.
      await vscode.commands.executeCommand('iamRefine.restartServer');
      await untilDiagnostics(document.uri, 'the new server has answered', (list) => list.length === 9);
      for (let crash = 1; crash <= 5; crash++) {
        const analysed = untilAnalysedAgain(document, `the server has answered after crash ${crash}`);
        const typed = new vscode.WorkspaceEdit();
        typed.insert(document.uri, new vscode.Position(0, 0), ' ');
        await vscode.workspace.applyEdit(typed);
        // It has heard of the change, and not answered yet.
        killServer();
        await analysed;
        await untilDiagnostics(document.uri, 'all is said again', (list) => list.length === 9);
      }
      killServer();
      await untilDiagnostics(document.uri, 'the server is gone', (list) => list.length === 0);
      assert.deepEqual(serverPids(), []);
      await vscode.commands.executeCommand('iamRefine.restartServer');
      await untilDiagnostics(document.uri, 'the server is there on command', (list) => list.length === 9);
      await restore(document);
    });

    test('every command of the manifest is there', async () => {
      const all = await vscode.commands.getCommands(true);
      const missing = manifest.contributes.commands
        .map(({ command }) => command)
        .filter((command) => !all.includes(command));
      assert.deepEqual(missing, []);
    });

    test('no command throws where there is nothing to do', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (const { command } of manifest.contributes.commands) await runAndDecline(command);
    });

    test('fixing on save is possible, and is the user’s choice', async () => {
      await writeFile(
        'MyRole/saved.json',
        '{"Statement": [{"Effect": "Allow", "Action": ["lambda:GetFunction", "lambda:Invoke*"], "Resource": "*"}]}',
      );
      const document = await open('MyRole/saved.json');
      assert.equal(
        await savedWithFixes(document),
        '{"Statement": [{"Effect": "Allow", "Action": ["lambda:Invoke*"], "Resource": "*"}]}\n',
      );
      assert.deepEqual(diagnosticsOf(inWorkspace('MyRole/saved.json')), []);
    });
  });
}

/** Runs a command, and answers whatever it asks with no. */
async function runAndDecline(command: string): Promise<void> {
  const state = { isDone: false };
  const running = Promise.resolve(vscode.commands.executeCommand(command)).finally(() => (state.isDone = true));
  while (!state.isDone) {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('refactorPreview.discard');
  }
  await running;
}

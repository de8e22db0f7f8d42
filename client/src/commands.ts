import * as vscode from 'vscode';
import { refineFileRequest, type LeftUndone, type RefineFileParams, type RefineFileResult } from '../../protocol/src/index.ts';
import { showErrorWithOutput } from './messages.ts';
import type { ServerControl } from './serverControl.ts';

export function registerCommands(server: ServerControl, output: vscode.LogOutputChannel): vscode.Disposable[] {
  const commands: Readonly<Record<string, () => Promise<unknown>>> = {
    'iamRefine.refineFile': () => refineFile(server, output),
    'iamRefine.restartServer': server.restart,
    'iamRefine.showOutput': async () => output.show(),
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

async function refineFile(server: ServerControl, output: vscode.LogOutputChannel): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    void vscode.window.showInformationMessage('Open a policy file first: IAM Refine works on the active editor.');
    return;
  }
  const params: RefineFileParams = { uri: document.uri.toString() };
  try {
    tell(await server.ask<RefineFileResult>(refineFileRequest, params), output);
  } catch (error) {
    output.error(`Refine Whole File failed: ${String(error)}`);
    void showErrorWithOutput('Refine Whole File failed.', output);
  }
}

/** What was done passes by in the status bar; what was not is a message, because it was asked for. */
function tell(result: RefineFileResult, output: vscode.LogOutputChannel): void {
  switch (result.kind) {
    case 'refined': {
      const done = `IAM Refine: removed ${result.removed} unused actions, kept ${result.kept}.`;
      vscode.window.setStatusBarMessage(done, 10_000);
      output.info(done);
      if (result.left.length > 0) void vscode.window.showWarningMessage(`${done} ${inWords(result.left)}`);
      return;
    }
    case 'nothing':
      void vscode.window.showInformationMessage(`${result.reason} ${inWords(result.left)}`.trim());
      return;
    case 'not-applied':
      void showErrorWithOutput(`The edit was not applied: ${result.reason}.`, output);
      return;
  }
}

function inWords(left: readonly LeftUndone[]): string {
  return left.map(({ reason }) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`).join(' ');
}

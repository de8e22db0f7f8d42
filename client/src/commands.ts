import * as vscode from 'vscode';
import { refineFileRequest, type DocumentParams, type LeftUndone, type RefineFileResult } from '../../protocol/src/index.ts';
import { chooseFinding, openFinding } from './findings.ts';
import { passBy, showErrorWithOutput, showInformation, showWarning } from './messages.ts';
import { previewFile } from './preview.ts';
import type { ServerControl } from './serverControl.ts';

export function registerCommands(server: ServerControl, output: vscode.LogOutputChannel): vscode.Disposable[] {
  const ofActive = (title: string, run: (document: vscode.TextDocument) => Promise<void>) => () => withActiveDocument(title, output, run);
  const commands: Readonly<Record<string, () => Promise<unknown>>> = {
    'iamRefine.refineFile': ofActive('Refine Whole File', (document) => refineFile(server, output, document)),
    'iamRefine.previewFile': ofActive('Preview Refinement', (document) => previewFile(server, document)),
    'iamRefine.chooseFinding': ofActive('Choose Finding', (document) => chooseFinding(server, document)),
    'iamRefine.openFinding': ofActive('Open Finding', (document) => openFinding(server, document)),
    'iamRefine.restartServer': server.restart,
    'iamRefine.showOutput': async () => output.show(),
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

/** Runs a command on the document of the active editor; what goes wrong is told, with a way to the rest of it. */
async function withActiveDocument(
  title: string,
  output: vscode.LogOutputChannel,
  run: (document: vscode.TextDocument) => Promise<void>,
): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    showInformation('Open a policy file first: IAM Refine works on the active editor.');
    return;
  }
  try {
    await run(document);
  } catch (error) {
    output.error(`${title} failed: ${String(error)}`);
    void showErrorWithOutput(`${title} failed.`, output);
  }
}

async function refineFile(server: ServerControl, output: vscode.LogOutputChannel, document: vscode.TextDocument): Promise<void> {
  const params: DocumentParams = { uri: document.uri.toString() };
  tell(await server.ask<RefineFileResult>(refineFileRequest, params), output);
}

/** What was done passes by in the status bar; what was not is a message, because it was asked for. */
function tell(result: RefineFileResult, output: vscode.LogOutputChannel): void {
  switch (result.kind) {
    case 'refined': {
      const done = `removed ${result.removed} unused actions, kept ${result.kept}.`;
      passBy(done);
      output.info(done);
      if (result.left.length > 0) showWarning(`IAM Refine: ${done} ${inWords(result.left)}`);
      return;
    }
    case 'nothing':
      showInformation(`${result.reason} ${inWords(result.left)}`.trim());
      return;
    case 'not-applied':
      void showErrorWithOutput(`The edit was not applied: ${result.reason}.`, output);
      return;
  }
}

function inWords(left: readonly LeftUndone[]): string {
  return left.map(({ reason }) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`).join(' ');
}

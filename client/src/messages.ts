import * as vscode from 'vscode';

/** Shows an error with a way to the output, where the rest stands. */
export async function showErrorWithOutput(message: string, output: vscode.LogOutputChannel): Promise<void> {
  const choice = await vscode.window.showErrorMessage(message, 'Show Output');
  if (choice !== undefined) output.show();
}

import * as vscode from 'vscode';
import { asPlainText } from './plainText.ts';

export function showInformation(message: string): void {
  void vscode.window.showInformationMessage(asPlainText(message));
}

export function showWarning(message: string): void {
  void vscode.window.showWarningMessage(asPlainText(message));
}

/** Asks before something is done: the label of the button that was chosen, `undefined` where the user cancelled. */
export function askFirst(message: string, button: string): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(asPlainText(message), { modal: true }, button);
}

/** Says in the status bar what was done. */
export function passBy(message: string): void {
  vscode.window.setStatusBarMessage(asPlainText(`IAM Refine: ${message}`), 10_000);
}

/** Shows an error with a way to the output, where the rest stands. */
export async function showErrorWithOutput(message: string, output: vscode.LogOutputChannel): Promise<void> {
  const choice = await vscode.window.showErrorMessage(asPlainText(message), vscode.l10n.t('Show Output'));
  if (choice !== undefined) output.show();
}

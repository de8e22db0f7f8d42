/** Shows messages to the user, as plain text. */
import * as vscode from 'vscode';
import { asPlainText } from './plainText.ts';

export function showInformation(message: string): void {
  void vscode.window.showInformationMessage(asPlainText(message));
}

/** Shows a message with a button: the label of the button, or `undefined` if the user did not press it. */
export function offer(message: string, button: string): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(asPlainText(message), button);
}

export function showWarning(message: string): void {
  void vscode.window.showWarningMessage(asPlainText(message));
}

/** Asks the user for confirmation in a dialog: the label of the button, or `undefined` if the user cancelled. */
export function askFirst(message: string, button: string): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(asPlainText(message), { modal: true }, button);
}

/** Shows a message with a button. Was the button chosen? */
export async function isChosen(message: string, button: string): Promise<boolean> {
  return (await vscode.window.showInformationMessage(asPlainText(message), button)) === button;
}

/** Shows in the status bar for ten seconds what was done. */
export function showDone(message: string): void {
  vscode.window.setStatusBarMessage(asPlainText(`IAM Refine: ${message}`), 10_000);
}

/** Shows an error with a button that opens the output, which has the details. */
export async function showErrorWithOutput(message: string, output: vscode.LogOutputChannel): Promise<void> {
  const choice = await vscode.window.showErrorMessage(asPlainText(message), vscode.l10n.t('Show Output'));
  if (choice !== undefined) output.show();
}

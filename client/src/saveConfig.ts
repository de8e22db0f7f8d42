/** Saves a `.iam-refine.json` that the server has edited. */
import * as vscode from 'vscode';
import type { ConfigWriteResult } from '../../protocol/src/index.ts';
import { showDone, showWarning } from './messages.ts';

/** The message for each outcome. */
export interface ConfigMessages {
  readonly refused: (reason: string) => string;
  readonly saved: (file: string) => string;
  readonly unsaved: (file: string) => string;
}

/** Saves the `.iam-refine.json` that the server has edited in the editor, and shows the outcome. */
export async function saveConfig(result: ConfigWriteResult, say: ConfigMessages): Promise<void> {
  if (result.kind === 'refused') {
    showWarning(say.refused(result.reason));
    return;
  }
  const written = await vscode.workspace.openTextDocument(vscode.Uri.parse(result.uri));
  if (await written.save()) showDone(say.saved(result.file));
  else showWarning(say.unsaved(result.file));
}

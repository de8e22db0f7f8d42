import * as vscode from 'vscode';
import type { ConfigWriteResult } from '../../protocol/src/index.ts';
import { passBy, showWarning } from './messages.ts';

/** What is said of each outcome. */
export interface ConfigMessages {
  readonly refused: (reason: string) => string;
  readonly saved: (file: string) => string;
  readonly unsaved: (file: string) => string;
}

/** Saves the `.iam-refine.json` that the server has written into the editor, and says what came of it. */
export async function saveConfig(result: ConfigWriteResult, say: ConfigMessages): Promise<void> {
  if (result.kind === 'refused') {
    showWarning(say.refused(result.reason));
    return;
  }
  const written = await vscode.workspace.openTextDocument(vscode.Uri.parse(result.uri));
  if (await written.save()) passBy(say.saved(result.file));
  else showWarning(say.unsaved(result.file));
}

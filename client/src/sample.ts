import * as vscode from 'vscode';
import { showInformation } from './messages.ts';

/** Copies the sample policy and its finding into a folder that the user picks, and opens that. Nothing that is there is written over. */
export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const { t } = vscode.l10n;
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: t('Create Sample Here'),
      title: t('Where to create the folder iam-refine-sample'),
    })) ?? [];
  if (parent === undefined) return;
  const target = vscode.Uri.joinPath(parent, 'iam-refine-sample');
  try {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, 'examples'), target, { overwrite: false });
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError) || error.code !== 'FileExists') throw error;
    showInformation(t('The folder iam-refine-sample is there already, and is opened as it is.'));
  }
  await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: false });
}

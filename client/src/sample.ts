import * as vscode from 'vscode';
import { showInformation } from './messages.ts';

/**
 * Copies the sample policy and its finding into a folder that the user picks, and opens that. Nothing that is there is
 * written over.
 */
export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const { t } = vscode.l10n;
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: t('Create Sample Here'),
      title: t('Choose where to create the folder iam-refine-sample'),
    })) ?? [];
  if (parent === undefined) return;
  const target = vscode.Uri.joinPath(parent, 'iam-refine-sample');
  try {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, 'examples'), target, { overwrite: false });
    await makeFresh(vscode.Uri.joinPath(target, 'findings'));
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError) || error.code !== 'FileExists') throw error;
    showInformation(t('The folder iam-refine-sample already exists and is opened unchanged.'));
  }
  await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: false });
}

/** The findings of the sample are of yesterday: those that ship grow old, and would be called stale. */
async function makeFresh(folder: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  const utf8 = { encoding: 'utf8' };
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
  for (const [name] of await fs.readDirectory(folder)) {
    const file = vscode.Uri.joinPath(folder, name);
    const text = await vscode.workspace.decode(await fs.readFile(file), utf8);
    const fresh = text.replace(/"(analyzedAt|updatedAt)": "[\d:T-]+/g, `"$1": "${yesterday}`);
    await fs.writeFile(file, await vscode.workspace.encode(fresh, utf8));
  }
}

import * as vscode from 'vscode';
import { refineWorkspaceRequest, unusedAccessRequest, type RefineWorkspaceResult, type UnusedAccess } from '../../protocol/src/index.ts';
import { passBy, showErrorWithOutput, showInformation } from './messages.ts';
import type { ServerControl } from './serverControl.ts';

/**
 * Refines all policies of the workspace, after each file was confirmed in VS Code's own preview. The files are opened, unseen, so that the edit
 * is for what they hold then, and is refused where they change.
 */
export async function refineWorkspace(server: ServerControl, output: vscode.LogOutputChannel): Promise<void> {
  const { t } = vscode.l10n;
  if (vscode.workspace.workspaceFolders === undefined) {
    showInformation(t('Open a folder first: IAM Refine looks for policies in the workspace.'));
    return;
  }
  const found = await server.ask<UnusedAccess>(unusedAccessRequest, {});
  const uris = [...new Set(found.policies.map(({ uri }) => uri))];
  for (const { file, reason } of found.silent) output.info(`${file}: skipped: ${reason}`);
  if (uris.length === 0) {
    showInformation(nothingFound(found));
    return;
  }
  for (const uri of uris) await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await tell(await server.ask<RefineWorkspaceResult>(refineWorkspaceRequest, { uris }), found.silent.length, output);
}

function nothingFound({ findings, silent }: UnusedAccess): string {
  const { t } = vscode.l10n;
  if (findings === 0) return t('There is no finding in this workspace: fetch them with the AWS CLI, as the view Unused Access says.');
  if (silent.length > 0) return t('Nothing in this workspace is known to be unused; for {0} files no finding speaks.', silent.length);
  return t('Nothing in the policies of this workspace is unused.');
}

async function tell(result: RefineWorkspaceResult, silent: number, output: vscode.LogOutputChannel): Promise<void> {
  const { t } = vscode.l10n;
  if (result.kind === 'not-applied') {
    output.info(`the workspace was not refined: ${result.reason}`);
    passBy(t('nothing was changed: {0}.', result.reason));
    return;
  }
  for (const { uri, reason } of result.skipped) output.info(`${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}: ${reason}`);
  if (result.kind === 'nothing') {
    await showErrorWithOutput(result.reason, output);
    return;
  }
  const skipped = result.skipped.length + silent;
  const done = t('{0} unused actions removed in {1} files, {2} kept.', result.removed, result.files, result.kept);
  passBy(skipped === 0 ? done : `${done} ${t('{0} files were skipped, as the output says.', skipped)}`);
}

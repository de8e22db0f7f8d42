import * as vscode from 'vscode';
import {
  refineWorkspaceRequest,
  unusedAccessRequest,
  type RefinedFile,
  type RefineWorkspaceResult,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import { passBy, showErrorWithOutput, showInformation } from './messages.ts';
import { visible } from './plainText.ts';
import type { ServerControl } from './serverControl.ts';

/**
 * Refines all policies of the workspace, after each file was confirmed in VS Code's own preview. The files are opened,
 * unseen, so that the edit is for what they hold then, and is refused where they change.
 */
export async function refineWorkspace(server: ServerControl, output: vscode.LogOutputChannel): Promise<void> {
  const { t } = vscode.l10n;
  if (vscode.workspace.workspaceFolders === undefined) {
    showInformation(t('Open a folder first: IAM Refine searches the workspace for policies.'));
    return;
  }
  const found = await server.look(unusedAccessRequest, {});
  const uris = [...new Set(found.policies.map(({ uri }) => uri))];
  for (const { file, reason } of found.silent) output.info(`${file}: not checked: ${reason}`);
  const { files, folders } = found.ignored;
  if (files + folders > 0) output.info(`skipped because of .gitignore: files: ${files}, folders: ${folders}`);
  if (uris.length === 0) {
    showInformation(nothingFound(found));
    return;
  }
  const versions = new Map<string, number>();
  for (const uri of uris) versions.set(uri, (await documentOf(uri)).version);
  const result = await server.ask(refineWorkspaceRequest, { uris });
  const ticked: RefinedFile[] = [];
  if (result.kind === 'refined')
    for (const file of result.files)
      if ((await documentOf(file.uri)).version !== versions.get(file.uri)) ticked.push(file);
  await tell(result, { ticked, silent: found.silent.map(({ uri }) => uri) }, output);
}

/** A policy whose name says nothing to VS Code is opened as JSON, else the server would not see it. */
export async function documentOf(uri: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  return document.languageId === 'plaintext' ? vscode.languages.setTextDocumentLanguage(document, 'json') : document;
}

function nothingFound({ findings, silent }: UnusedAccess): string {
  const { t } = vscode.l10n;
  if (findings === 0)
    return t(
      'There are no findings in this workspace. Fetch them with the AWS CLI: the view Unused Access lists the commands.',
    );
  if (silent.length === 1)
    return t('Nothing is reported unused in the files that were checked. 1 file was not checked.');
  if (silent.length > 0)
    return t('Nothing is reported unused in the files that were checked. {0} files were not checked.', silent.length);
  return t('Nothing in the policies of this workspace is reported unused.');
}

interface Outcome {
  readonly ticked: readonly RefinedFile[];
  /** Files of which nothing could be said, or not of all of it. */
  readonly silent: readonly string[];
}

async function tell(
  result: RefineWorkspaceResult,
  { ticked, silent }: Outcome,
  output: vscode.LogOutputChannel,
): Promise<void> {
  const { t } = vscode.l10n;
  if (result.kind === 'not-applied') {
    output.info(`the workspace was not refined: ${result.reason}`);
    passBy(t('nothing was changed: {0}.', result.reason));
    return;
  }
  for (const { uri, reason } of result.skipped)
    output.info(visible(`${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}: ${reason}`));
  if (result.kind === 'nothing') {
    await showErrorWithOutput(result.reason, output);
    return;
  }
  if (ticked.length === 0) {
    passBy(t('nothing was changed: {0}.', t('no file was selected')));
    return;
  }
  const skipped = new Set([...result.skipped.map(({ uri }) => uri), ...silent]).size;
  const sum = (count: (file: RefinedFile) => number): number => ticked.reduce((total, file) => total + count(file), 0);
  const [removed, kept] = [sum((file) => file.removed), sum((file) => file.kept)];
  const done = doneInWords(ticked.length, removed, kept);
  passBy(skipped === 0 ? done : `${done} ${t('Files skipped: {0} (see the output).', skipped)}`);
}

function doneInWords(files: number, removed: number, kept: number): string {
  const { t } = vscode.l10n;
  if (files === 1)
    return removed === 1
      ? t('removed 1 unused action from 1 file, kept {0}.', kept)
      : t('removed {0} unused actions from 1 file, kept {1}.', removed, kept);
  return removed === 1
    ? t('removed 1 unused action from {0} files, kept {1}.', files, kept)
    : t('removed {0} unused actions from {1} files, kept {2}.', removed, files, kept);
}

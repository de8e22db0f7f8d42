/** The command "Refine Workspace…": a review of all policies that can be refined, and applying what is ticked in it. */
import * as vscode from 'vscode';
import {
  reviewRequest,
  tickedEditsRequest,
  type FileEdits,
  type SkippedFile,
  type WorkspaceReview,
} from '../../protocol/src/index.ts';
import { isChosen, showDone, showErrorWithOutput, showInformation } from './messages.ts';
import { oneAtATime } from './oneAtATime.ts';
import { applyAtOnce } from './review/applyEdits.ts';
import { openReview, skippedFiles, tickedIn, type OpenReview } from './review/rows.ts';
import { createSkippedDocument, type SkippedDocument } from './review/skippedDocument.ts';
import { createReviewView, type ReviewView } from './review/view.ts';
import type { ServerControl } from './serverControl.ts';

/** The commands of Refine Workspace. Those after `review` do nothing unless a review is open. */
export interface WorkspaceReviews extends vscode.Disposable {
  /** Searches the workspace, and opens the review. */
  readonly review: () => Promise<void>;
  /** Applies what is ticked, and closes the review. */
  readonly apply: () => Promise<void>;
  readonly cancel: () => Promise<void>;
  readonly showSkipped: () => Promise<void>;
  /** Shows the changes of the file of a row. */
  readonly showRow: (row: unknown) => Promise<void>;
  /** Ticks or unticks the focused row. */
  readonly toggle: () => Promise<void>;
  readonly tickAll: (isTicked: boolean) => Promise<void>;
}

/** What a review works with. */
interface Reviewing {
  readonly server: ServerControl;
  readonly output: vscode.LogOutputChannel;
  readonly view: ReviewView;
  readonly skippedDocument: SkippedDocument;
}

export function createWorkspaceReviews(server: ServerControl, output: vscode.LogOutputChannel): WorkspaceReviews {
  const { t } = vscode.l10n;
  const skippedDocument = createSkippedDocument();
  const view = createReviewView(server);
  const reviewing = { server, output, view, skippedDocument };
  const ifOpen = async (run: (open: OpenReview) => Promise<void>): Promise<void> => {
    const open = view.current();
    if (open !== undefined) await run(open);
  };
  /** A second click while the edits are made would find the files changed. */
  const applyOnce = oneAtATime(() => ifOpen((open) => apply(open, reviewing)));
  const cancel = async (): Promise<void> => {
    await view.close();
    showDone(t('nothing was changed: {0}.', t('it was cancelled')));
  };
  return {
    review: () => review(reviewing),
    apply: applyOnce,
    cancel: () => ifOpen(cancel),
    showSkipped: () => ifOpen(({ found }) => skippedDocument.show(found.skipped)),
    async showRow(row) {
      const reason = await view.show(row);
      if (reason === undefined) return;
      const message = t('The changes cannot be shown: {0}.', reason);
      if (await isChosen(message, t('Review Again'))) await review(reviewing);
    },
    toggle: view.toggle,
    tickAll: view.tickAll,
    dispose: () => vscode.Disposable.from(view, skippedDocument).dispose(),
  };
}

async function review(reviewing: Reviewing): Promise<void> {
  const { server, output, view } = reviewing;
  const { t } = vscode.l10n;
  if (vscode.workspace.workspaceFolders === undefined) {
    showInformation(t('Open a folder first: IAM Refine searches the workspace for policies.'));
    return;
  }
  const found = await server.look(reviewRequest, {});
  if (found.kind === 'none') {
    showDone(t('nothing was changed: {0}.', found.reason));
    return;
  }
  const { files, folders } = found.ignored;
  if (files + folders > 0) output.info(`skipped because of .gitignore: files: ${files}, folders: ${folders}`);
  if (found.files.length > 0) await view.open(openReview(found));
  // Without findings, every file is skipped for the same reason, which the message says.
  else await offerSkipped(nothingFound(found), found.findings === 0 ? [] : found.skipped, reviewing);
}

/** Applies what is ticked, and closes the review. */
async function apply(open: OpenReview, reviewing: Reviewing): Promise<void> {
  const { server, output, view } = reviewing;
  const { t } = vscode.l10n;
  const files = tickedIn(open);
  if (files.length === 0) {
    showInformation(t('No policy is selected.'));
    return;
  }
  const made = await server.ask(tickedEditsRequest, { files });
  if (made.kind === 'none') {
    showDone(t('nothing was changed: {0}.', made.reason));
    return;
  }
  const { applied, changed, isRefused } = await applyAtOnce(made.files);
  if (isRefused) {
    await showErrorWithOutput(t('The edit was not applied: {0}.', t('the editor did not apply the edit')), output);
    return;
  }
  await view.close();
  if (applied.length > 0) showDone(doneInWords(applied));
  const refused = [...made.refused, ...changed.map(changedFile)];
  if (refused.length > 0) await offerSkipped(refusedInWords(skippedFiles({ skipped: refused })), refused, reviewing);
}

function changedFile({ uri, file }: FileEdits): SkippedFile {
  return { uri, file, reason: vscode.l10n.t('it has changed in the meantime'), remedy: 'open' };
}

async function offerSkipped(
  message: string,
  skipped: readonly SkippedFile[],
  { skippedDocument }: Reviewing,
): Promise<void> {
  if (skipped.length === 0) showInformation(message);
  else if (await isChosen(message, vscode.l10n.t('See Why'))) await skippedDocument.show(skipped);
}

function nothingFound({ findings, skipped }: WorkspaceReview): string {
  const { t } = vscode.l10n;
  if (findings === 0)
    return t(
      'There are no findings in this workspace. Fetch them with the AWS CLI: the view Unused Access lists the commands.',
    );
  const files = skippedFiles({ skipped });
  if (files === 1) return t('Nothing can be refined in the files that were checked. 1 file was skipped.');
  if (files > 0) return t('Nothing can be refined in the files that were checked. {0} files were skipped.', files);
  return t('Nothing in the policies of this workspace is reported unused.');
}

function refusedInWords(files: number): string {
  const { t } = vscode.l10n;
  return files === 1
    ? t('1 file was left as it is, because it is not as it was reviewed.')
    : t('{0} files were left as they are, because they are not as they were reviewed.', files);
}

function doneInWords(files: readonly FileEdits[]): string {
  const { t } = vscode.l10n;
  const sum = (count: (file: FileEdits) => number): number => files.reduce((total, file) => total + count(file), 0);
  const [removed, kept] = [sum((file) => file.removed), sum((file) => file.kept)];
  if (files.length === 1)
    return removed === 1
      ? t('removed 1 unused action from 1 file, kept {0}.', kept)
      : t('removed {0} unused actions from 1 file, kept {1}.', removed, kept);
  return removed === 1
    ? t('removed 1 unused action from {0} files, kept {1}.', files.length, kept)
    : t('removed {0} unused actions from {1} files, kept {2}.', removed, files.length, kept);
}

/** Shows a file of a review beside the file as it would be with what is ticked. */
import * as vscode from 'vscode';
import { reviewedTextRequest, type ReviewedFile, type ReviewedTextResult } from '../../../protocol/src/index.ts';
import { visible } from '../plainText.ts';
import type { ServerControl } from '../serverControl.ts';
import { tickedOf, type OpenReview, type PolicyRow } from './rows.ts';

const scheme = 'iam-refine-review';

export interface ReviewDiffs extends vscode.Disposable {
  /** Shows the changes of the file of a policy. Returns why they cannot be shown, if so. */
  readonly show: (row: PolicyRow, review: OpenReview) => Promise<string | undefined>;
  /** Shows the changes again, if they are on screen: something was ticked. */
  readonly update: (row: PolicyRow, review: OpenReview) => Promise<void>;
  /** Closes all diffs. */
  readonly close: () => Promise<void>;
}

export function createReviewDiffs(server: ServerControl): ReviewDiffs {
  /** The refined texts on screen, by URI. */
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const listeners = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  ];
  const fetch = async ({ file, policy }: PolicyRow, review: OpenReview): Promise<ReviewedTextResult> => {
    const result = await server.look(reviewedTextRequest, { ...tickedOf(file, review), shown: policy.policy });
    if (result.kind === 'differs') return result;
    const uri = refinedUri(file);
    texts.set(uri.toString(), result.refined);
    changed.fire(uri);
    return result;
  };
  // A diff that was restored with its window has no text, and would show that everything is removed.
  void closeAll().then(undefined, () => undefined);
  return {
    async show(row, review) {
      const result = await fetch(row, review);
      if (result.kind === 'differs') return result.reason;
      const { file, policy } = row;
      const name = visible(file.file.slice(file.file.lastIndexOf('/') + 1));
      const title = vscode.l10n.t('{0} ↔ Refined (selected policies)', name);
      const [left, right] = [vscode.Uri.parse(file.uri), refinedUri(file)];
      // Only where a file has several policies, this one may be off screen.
      const selection =
        policy.name === undefined ? {} : { selection: new vscode.Range(result.line, 0, result.line, 0) };
      const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true, ...selection };
      await vscode.commands.executeCommand('vscode.diff', left, right, title, options);
      return undefined;
    },
    async update(row, review) {
      if (texts.has(refinedUri(row.file).toString())) await fetch(row, review);
    },
    close: closeAll,
    dispose: () => vscode.Disposable.from(...listeners).dispose(),
  };
}

function refinedUri({ uri }: ReviewedFile): vscode.Uri {
  return vscode.Uri.from({ scheme, path: vscode.Uri.parse(uri).path, query: uri });
}

async function closeAll(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(isReviewDiff);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}

function isReviewDiff({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme;
}

/** Shows a file of a review beside the file as it would be with what is ticked. */
import * as vscode from 'vscode';
import { reviewedTextRequest, type ReviewedFile } from '../../../protocol/src/index.ts';
import { visible } from '../plainText.ts';
import type { ServerControl } from '../serverControl.ts';
import { tickedOf, type OpenReview } from './rows.ts';

const scheme = 'iam-refine-review';

export interface ReviewDiffs extends vscode.Disposable {
  /** Shows the changes of a file. Returns why they cannot be shown, if so. */
  readonly show: (file: ReviewedFile, review: OpenReview) => Promise<string | undefined>;
  /** Shows the changes of a file again, if they are on screen: something was ticked. */
  readonly update: (file: ReviewedFile, review: OpenReview) => Promise<void>;
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
  /** Gets the text from the server. Returns why there is none, if so. */
  const fetch = async (file: ReviewedFile, review: OpenReview): Promise<string | undefined> => {
    const result = await server.look(reviewedTextRequest, tickedOf(file, review));
    if (result.kind === 'differs') return result.reason;
    const uri = refinedUri(file);
    texts.set(uri.toString(), result.refined);
    changed.fire(uri);
    return undefined;
  };
  // A diff that was restored with its window has no text, and would show that everything is removed.
  void closeAll().then(undefined, () => undefined);
  return {
    async show(file, review) {
      const reason = await fetch(file, review);
      if (reason !== undefined) return reason;
      const name = visible(file.file.slice(file.file.lastIndexOf('/') + 1));
      const title = vscode.l10n.t('{0} ↔ Refined (selected policies)', name);
      const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true };
      await vscode.commands.executeCommand('vscode.diff', vscode.Uri.parse(file.uri), refinedUri(file), title, options);
      return undefined;
    },
    async update(file, review) {
      if (texts.has(refinedUri(file).toString())) await fetch(file, review);
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

/** The view with a review: a list of policies to tick, which shows the changes of the one that is selected. */
import * as vscode from 'vscode';
import type { ServerControl } from '../serverControl.ts';
import { createReviewDiffs } from './diff.ts';
import { itemFor } from './items.ts';
import { rowsBelow, type OpenReview, type PolicyRow, type ReviewRow } from './rows.ts';

const viewId = 'iamRefine.review';
/** While it is set, the manifest shows the view, and hides Unused Access. */
const contextKey = 'iamRefine.isReviewing';

export interface ReviewView extends vscode.Disposable {
  /** Shows a review in place of any other. */
  readonly open: (review: OpenReview) => Promise<void>;
  readonly current: () => OpenReview | undefined;
  readonly close: () => Promise<void>;
  /** Shows the changes of the file of a row. Returns why they cannot be shown, if so. */
  readonly show: (row: unknown) => Promise<string | undefined>;
  readonly toggle: () => Promise<void>;
  readonly tickAll: (isTicked: boolean) => Promise<void>;
}

export function createReviewView(server: ServerControl): ReviewView {
  let review: OpenReview | undefined;
  const changed = new vscode.EventEmitter<void>();
  const diffs = createReviewDiffs(server);
  const view = vscode.window.createTreeView<ReviewRow>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => (review === undefined ? [] : [...rowsBelow(row, review)]),
      getTreeItem: (row) => (review === undefined ? new vscode.TreeItem('') : itemFor(row, review)),
      getParent: (row) => (row.kind === 'entry' ? row.of : undefined),
    },
    showCollapseAll: true,
  });
  const tick = async (rows: readonly (readonly [PolicyRow, boolean])[]): Promise<void> => {
    const open = review;
    if (open === undefined) return;
    for (const [row, isTicked] of rows) open.tick(row, isTicked);
    changed.fire();
    // One row of each file.
    for (const row of new Map(rows.map(([one]) => [one.file, one])).values()) await diffs.update(row, open);
  };
  const listener = view.onDidChangeCheckboxState(({ items }) => {
    const rows = items.flatMap(([row, state]) =>
      row.kind === 'policy' ? [[row, state === vscode.TreeItemCheckboxState.Checked] as const] : [],
    );
    void tick(rows).then(undefined, () => undefined);
  });
  return {
    async open(next) {
      await diffs.close();
      review = next;
      await vscode.commands.executeCommand('setContext', contextKey, true);
      changed.fire();
      await vscode.commands.executeCommand(`${viewId}.focus`);
    },
    current: () => review,
    async close() {
      review = undefined;
      await diffs.close();
      await vscode.commands.executeCommand('setContext', contextKey, false);
      changed.fire();
    },
    async show(row) {
      return review !== undefined && isPolicyRow(row) ? diffs.show(row, review) : undefined;
    },
    async toggle() {
      // A command of a keybinding is not told which row has the focus, but selecting that row tells the view.
      await vscode.commands.executeCommand('list.selectAndPreserveFocus');
      const [row] = view.selection;
      const policy = row?.kind === 'entry' ? row.of : row;
      if (policy?.kind === 'policy' && review !== undefined) await tick([[policy, !review.isTicked(policy)]]);
    },
    tickAll: (isTicked) => tick((review?.policies ?? []).map((row) => [row, isTicked])),
    dispose: () => vscode.Disposable.from(view, listener, changed, diffs).dispose(),
  };
}

/** VS Code passes the row of a command as it is; anybody else may pass anything. */
function isPolicyRow(row: unknown): row is PolicyRow {
  return typeof row === 'object' && row !== null && 'kind' in row && row.kind === 'policy' && 'file' in row;
}

/** The view Unused Access: what is unused in the workspace, as a list to work through. */
import * as vscode from 'vscode';
import { unusedAccessRequest, type UnusedAccess } from '../../../protocol/src/index.ts';
import { followEvidence } from '../freshness.ts';
import { oneAtATime } from '../oneAtATime.ts';
import { mayHoldPolicies, type ServerControl } from '../serverControl.ts';
import { chooseLevels, chooseServices, filterInWords, readFilter, storeFilter } from './filter.ts';
import { itemFor } from './items.ts';
import { createRowTree, type Filter, type Row } from './rows.ts';

export interface UnusedAccessView extends vscode.Disposable {
  readonly refresh: () => Promise<void>;
  readonly filterByLevel: () => Promise<void>;
  readonly filterByService: () => Promise<void>;
  readonly clearFilters: () => Promise<void>;
  readonly expandAll: () => Promise<void>;
}

/**
 * Makes the view. It searches the workspace when it is shown, and again when a JSON file is saved, and, once it was
 * shown, when findings or configurations change. Files that could not
 * be checked are listed in the output. The filter is remembered with the workspace.
 */
export function createUnusedAccessView(
  { workspaceState }: vscode.ExtensionContext,
  server: ServerControl,
  output: vscode.LogOutputChannel,
): UnusedAccessView {
  const changed = new vscode.EventEmitter<void>();
  let found: UnusedAccess | undefined;
  let filter = readFilter(workspaceState);
  let rows = createRowTree(found, filter);
  const reportUnchecked = createUncheckedReport(output);
  const view = vscode.window.createTreeView<Row>('iamRefine.unusedAccess', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => [...rows.below(row)],
      getParent: (row) => rows.above(row),
      getTreeItem: itemFor,
    },
    showCollapseAll: true,
  });
  const show = async (): Promise<void> => {
    rows = createRowTree(found, filter);
    const limits = filterInWords(filter);
    view.message = limits ?? '';
    await setContext('isFiltered', limits !== undefined);
    changed.fire();
  };
  const search = async (): Promise<void> => {
    found = await server.look(unusedAccessRequest, {});
    await setContext('hasFindings', found.findings > 0);
    await setContext('isUnchecked', found.silent.length > 0);
    await setContext('isSearched', true);
    reportUnchecked(found.silent);
    view.badge = badgeFor(found.policies.length);
    await show();
  };
  const refresh = oneAtATime(search);
  const setFilter = async (next: Filter): Promise<void> => {
    filter = next;
    await storeFilter(workspaceState, filter);
    await show();
  };
  const listeners = [
    view.onDidChangeVisibility(({ visible }) => visible && inBackground(refresh())),
    followEvidence(
      server.onEvidenceChanged,
      () => view.visible || found !== undefined,
      () => inBackground(refresh()),
    ),
    // Not at every keystroke, because the whole workspace is searched.
    vscode.workspace.onDidSaveTextDocument(
      (document) => view.visible && mayHoldPolicies(document) && inBackground(refresh()),
    ),
  ];
  inBackground(show());
  return {
    refresh,
    filterByLevel: async () => setFilter(await chooseLevels(filter)),
    filterByService: async () => setFilter(await chooseServices(filter, found?.policies ?? [])),
    clearFilters: async () => setFilter({}),
    async expandAll() {
      // A principal, a policy, a service and an action are the most that are below each other.
      const top = rows.below(undefined);
      for (const row of top.slice(0, mostExpanded)) await view.reveal(row, { expand: 3, select: false });
      if (top[0] !== undefined) await view.reveal(top[0], { select: false });
    },
    dispose: () => vscode.Disposable.from(view, changed, ...listeners).dispose(),
  };
}

/** The most rows that are opened at once: more cannot be read, and VS Code opens them one by one. */
const mostExpanded = 200;

async function setContext(key: string, value: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', `iamRefine.${key}`, value);
}

function badgeFor(policies: number): vscode.ViewBadge | undefined {
  if (policies === 0) return undefined;
  const { t } = vscode.l10n;
  const tooltip =
    policies === 1 ? t('1 policy with unused permissions') : t('{0} policies with unused permissions', policies);
  return { value: policies, tooltip };
}

/** Makes a function that writes unchecked files to the output, unless they are the same as the last time. */
function createUncheckedReport(output: vscode.LogOutputChannel): (silent: UnusedAccess['silent']) => void {
  let last = '';
  return (silent) => {
    const lines = silent.map(({ file, reason }) => `${file}: not checked: ${reason}`).join('\n');
    if (lines !== last && lines !== '') output.info(lines);
    last = lines;
  };
}

/** Ignores errors of work in the background: if the server is not running, another message has said so. */
function inBackground(work: Promise<void>): void {
  void work.then(undefined, () => undefined);
}

/** The view Unused Access: the unused actions of the workspace as a tree. */
import * as vscode from 'vscode';
import {
  levelsByDanger,
  unusedAccessRequest,
  type UnusedAccess,
  type UnusedAction,
  type UnusedPolicy,
} from '../../protocol/src/index.ts';
import { showInformation } from './messages.ts';
import { oneAtATime } from './oneAtATime.ts';
import { policyLanguages, type ServerControl } from './serverControl.ts';

/** A row of the view: a principal (or several), a policy, one of its services, or an unused action. */
export type Row =
  | { readonly kind: 'principal'; readonly name: string; readonly policies: readonly UnusedPolicy[] }
  | { readonly kind: 'policy'; readonly policy: UnusedPolicy }
  | {
      readonly kind: 'service';
      readonly policy: UnusedPolicy;
      readonly service: string;
      readonly actions: readonly UnusedAction[];
    }
  | { readonly kind: 'action'; readonly policy: UnusedPolicy; readonly action: UnusedAction };

/** The access levels and services that are shown. Absent: all. */
export interface Filter {
  readonly levels?: ReadonlySet<string> | undefined;
  readonly services?: ReadonlySet<string> | undefined;
}

export interface UnusedAccessView extends vscode.Disposable {
  readonly refresh: () => Promise<void>;
  readonly filterByLevel: () => Promise<void>;
  readonly filterByService: () => Promise<void>;
}

/**
 * Makes the view. It searches the workspace when it is shown, and again when a JSON file is saved. Files that could not
 * be checked are listed in the output.
 */
export function createUnusedAccessView(server: ServerControl, output: vscode.LogOutputChannel): UnusedAccessView {
  const changed = new vscode.EventEmitter<void>();
  let found: UnusedAccess | undefined;
  let filter: Filter = {};
  const reportUnchecked = createUncheckedReport(output);
  const view = vscode.window.createTreeView<Row>('iamRefine.unusedAccess', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => childrenOf(row, found, filter),
      getTreeItem: itemFor,
    },
    showCollapseAll: true,
  });
  const search = async (): Promise<void> => {
    found = await server.look(unusedAccessRequest, {});
    await vscode.commands.executeCommand('setContext', 'iamRefine.hasFindings', found.findings > 0);
    await vscode.commands.executeCommand('setContext', 'iamRefine.isUnchecked', found.silent.length > 0);
    await vscode.commands.executeCommand('setContext', 'iamRefine.isSearched', true);
    reportUnchecked(found.silent);
    const actions = found.policies.flatMap(({ services }) => services.flatMap((service) => service.actions));
    view.badge =
      actions.length === 0
        ? undefined
        : {
            value: actions.length,
            tooltip:
              actions.length === 1
                ? vscode.l10n.t('1 unused action')
                : vscode.l10n.t('{0} unused actions', actions.length),
          };
    changed.fire();
  };
  const refresh = oneAtATime(search);
  const setFilter = (next: Filter): void => {
    filter = next;
    view.description = [...(filter.levels ?? []), ...(filter.services ?? [])].join(', ');
    changed.fire();
  };
  const listeners = [
    view.onDidChangeVisibility(({ visible }) => visible && inBackground(refresh())),
    // Not at every keystroke, because the whole workspace is searched.
    vscode.workspace.onDidSaveTextDocument(
      ({ languageId }) => view.visible && policyLanguages.includes(languageId) && inBackground(refresh()),
    ),
  ];
  return {
    refresh,
    async filterByLevel() {
      setFilter({
        ...filter,
        levels: await choose(vscode.l10n.t('Show Access Levels'), levelsByDanger, filter.levels),
      });
    },
    async filterByService() {
      const services = new Set(
        (found?.policies ?? []).flatMap((policy) => policy.services.map(({ service }) => service)),
      );
      if (services.size === 0) {
        showInformation(
          vscode.l10n.t('There are no services to choose from: nothing in this workspace is reported unused.'),
        );
        return;
      }
      setFilter({
        ...filter,
        services: await choose(vscode.l10n.t('Show Services'), [...services].toSorted(), filter.services),
      });
    },
    dispose: () => vscode.Disposable.from(view, changed, ...listeners).dispose(),
  };
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

async function choose(title: string, all: readonly string[], chosen: ReadonlySet<string> | undefined) {
  const items = all.map((label) => ({ label, picked: chosen?.has(label) ?? true }));
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  if (picked === undefined) return chosen;
  return picked.length === all.length ? undefined : new Set(picked.map(({ label }) => label));
}

/** Ignores errors of work in the background: if the server is not running, another message has said so. */
function inBackground(work: Promise<void>): void {
  void work.then(undefined, () => undefined);
}

/** The rows below a row, or the top rows. */
export function childrenOf(row: Row | undefined, found: UnusedAccess | undefined, filter: Filter): Row[] {
  if (row === undefined) return principalsOf(found?.policies.flatMap((policy) => filtered(policy, filter)) ?? []);
  switch (row.kind) {
    case 'principal':
      return row.policies.map((policy) => ({ kind: 'policy', policy }));
    case 'policy':
      return row.policy.services.map(({ service, actions }) => ({
        kind: 'service',
        policy: row.policy,
        service,
        actions,
      }));
    case 'service':
      return row.actions.toSorted(byDanger).map((action) => ({ kind: 'action', policy: row.policy, action }));
    case 'action':
      return [];
  }
}

/** The policy with the actions that the filter shows; empty if there are none. */
function filtered(policy: UnusedPolicy, { levels, services }: Filter): UnusedPolicy[] {
  const left = policy.services
    .filter(({ service }) => services?.has(service) ?? true)
    .map(({ service, actions }) => ({
      service,
      actions: actions.filter(({ level }) => levels?.has(level ?? '') ?? true),
    }))
    .filter(({ actions }) => actions.length > 0);
  return left.length === 0 ? [] : [{ ...policy, services: left }];
}

function principalsOf(policies: readonly UnusedPolicy[]): Row[] {
  const byName = new Map<string, UnusedPolicy[]>();
  for (const policy of policies) {
    const name = policy.principals.join(', ');
    byName.set(name, [...(byName.get(name) ?? []), policy]);
  }
  return [...byName]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => ({ kind: 'principal', name, policies: of }));
}

function byDanger(a: UnusedAction, b: UnusedAction): number {
  return rankOf(a) - rankOf(b) || (a.action < b.action ? -1 : 1);
}

function rankOf({ level }: UnusedAction): number {
  return level === undefined ? levelsByDanger.length : levelsByDanger.indexOf(level);
}

function countOf(policies: readonly UnusedPolicy[]): number {
  return policies.reduce(
    (sum, { services }) => sum + services.reduce((inner, { actions }) => inner + actions.length, 0),
    0,
  );
}

function itemFor(row: Row): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (row.kind) {
    case 'principal':
      return item(row.name === '' ? t('A finding without a principal') : row.name, Expanded, {
        description: t('{0} unused', countOf(row.policies)),
        iconPath: new vscode.ThemeIcon('person'),
        contextValue: 'principal',
      });
    case 'policy': {
      const { file, age, uri } = row.policy;
      const count = t('{0} unused', countOf([row.policy]));
      return item(file, Collapsed, {
        description: age === undefined ? count : `${count} · ${t('finding: {0}', age)}`,
        iconPath: new vscode.ThemeIcon('shield'),
        contextValue: 'policy',
        resourceUri: vscode.Uri.parse(uri),
        command: opening(uri, 0, 0),
      });
    }
    case 'service':
      return item(row.service, Collapsed, {
        description: String(row.actions.length),
        iconPath: new vscode.ThemeIcon('symbol-namespace'),
        contextValue: 'service',
      });
    case 'action': {
      const { action, level, text, line, character } = row.action;
      return item(action.slice(action.indexOf(':') + 1), None, {
        description: level ?? false,
        tooltip: text === action ? action : t('{0}, allowed by {1}', action, text),
        iconPath: new vscode.ThemeIcon(
          level === 'Permissions management' || level === 'Write' ? 'warning' : 'circle-outline',
        ),
        contextValue: 'action',
        command: opening(row.policy.uri, line, character),
      });
    }
  }
}

function item(label: string, state: vscode.TreeItemCollapsibleState, rest: Partial<vscode.TreeItem>): vscode.TreeItem {
  const made = Object.assign(new vscode.TreeItem(label, state), rest);
  made.accessibilityInformation = {
    label: [label, rest.description].filter((part) => typeof part === 'string' && part !== '').join(', '),
  };
  return made;
}

function opening(uri: string, line: number, character: number): vscode.Command {
  const position = new vscode.Position(line, character);
  const options: vscode.TextDocumentShowOptions = {
    selection: new vscode.Range(position, position),
    preserveFocus: true,
  };
  return { title: vscode.l10n.t('Open'), command: 'vscode.open', arguments: [vscode.Uri.parse(uri), options] };
}

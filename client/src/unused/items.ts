/** How the rows of the view Unused Access look. */
import * as vscode from 'vscode';
import type { PolicyAt, ShownPrincipal } from '../../../protocol/src/index.ts';
import { folderOf, numbered, policyLabel, riskIcons, riskInWords } from '../policyLabels.ts';
import { actionsUnder, idOf, policyOf, worstRisk, type Group, type Row, type ShownPolicy } from './rows.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** The item of a row. Its `contextValue` decides what the menus offer. */
export function itemFor(row: Row): vscode.TreeItem {
  switch (row.kind) {
    case 'group':
      return groupItem(row);
    case 'principal':
      return principalItem(row);
    case 'policy':
      return policyItem(row);
    case 'service':
      return item(row, row.service, Collapsed, {
        description: [countOf(row), ...riskyOf(row)].join(' · '),
        iconPath: riskIcon(row, 'symbol-namespace'),
        contextValue: partOf(row.policy, 'service'),
      });
    case 'action':
      return actionItem(row);
    case 'role':
      return roleItem(row);
    case 'undecided':
      return undecidedItem(row);
    case 'account':
      return accountItem(row);
    case 'kept':
      return keptItem(row);
  }
}

type RowOf<K extends Row['kind']> = Extract<Row, { readonly kind: K }>;

function groupItem(row: RowOf<'group'>): vscode.TreeItem {
  const state = row.group === 'unmatched' || row.group === 'kept' ? Collapsed : Expanded;
  const { label, tooltip, icon } = groupLooks(row.group);
  return item(row, label, state, {
    description: numbered(row.rows.filter(({ kind }) => kind !== 'account').length),
    tooltip,
    iconPath: new vscode.ThemeIcon(icon),
    contextValue: `group-${row.group}`,
  });
}

/** The count comes first, because the view may be too narrow for the rest. */
function principalItem(row: RowOf<'principal'>): vscode.TreeItem {
  const only = policyOf(row);
  const names = row.principals.map(({ name }) => name).join(', ');
  const accounts = [...new Set(row.principals.flatMap(({ account }) => account ?? []))];
  return item(row, names === '' ? vscode.l10n.t('A finding without a principal') : names, Collapsed, {
    description: [countOf(row), ...accounts, ...riskyOf(row)].join(' · '),
    tooltip: [principalsIn(row.principals), ...(only === undefined ? [] : [aboutPolicy(only)])].join('\n'),
    iconPath: riskIcon(row, 'person'),
    contextValue: only === undefined ? 'principal' : contextOf(only),
    ...(only === undefined ? {} : { command: openingPolicy(only) }),
  });
}

function policyItem(row: RowOf<'policy'>): vscode.TreeItem {
  const { policy } = row;
  const folder = folderOf(policy.file);
  return item(row, policyLabel(policy), Collapsed, {
    description: [countOf(row), ...riskyOf(row), ...(folder === '' ? [] : [folder])].join(' · '),
    tooltip: aboutPolicy(policy),
    iconPath: riskIcon(row, 'shield'),
    contextValue: contextOf(policy),
    command: openingPolicy(policy),
  });
}

function actionItem(row: RowOf<'action'>): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { action, level, risk, text, line, character } = row.action;
  const escalates = risk === 'Privilege escalation' ? [t('can escalate privileges')] : [];
  return item(row, action.slice(action.indexOf(':') + 1), None, {
    description: [...escalates, ...(level === undefined ? [] : [level])].join(' · '),
    tooltip: text === action ? action : t('{0}, allowed by {1}', action, text),
    iconPath: riskIcon(row, 'circle-outline'),
    contextValue: partOf(row.policy, 'action'),
    command: opening(row.policy.uri, line, character),
  });
}

function roleItem(row: RowOf<'role'>): vscode.TreeItem {
  const { principal, lastUse, file } = row.policy;
  return item(row, principal.name, None, {
    description: [...(principal.account === undefined ? [] : [principal.account]), lastUse].join(' · '),
    tooltip: `${vscode.l10n.t('The role itself is unused: consider deleting it.')}\n${file}`,
    iconPath: new vscode.ThemeIcon('circle-slash'),
    contextValue: 'role',
    command: openingPolicy(row.policy),
  });
}

function undecidedItem(row: RowOf<'undecided'>): vscode.TreeItem {
  const { policy } = row;
  return item(row, policyLabel(policy), None, {
    description: policy.reason,
    tooltip: `${policy.file}\n${policy.reason}`,
    iconPath: new vscode.ThemeIcon(policy.kind === 'blocked' ? 'error' : 'question'),
    contextValue: policy.kind,
    command: openingPolicy(policy),
  });
}

function accountItem(row: RowOf<'account'>): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { files, accounts } = row.choices;
  const title = t('Choose the account of {0}…', files);
  return item(row, title, None, {
    description: row.policies === 1 ? t('1 policy') : t('{0} policies', row.policies),
    tooltip: t('Principals of the same name are in these accounts: {0}', accounts.join(', ')),
    iconPath: new vscode.ThemeIcon('organization'),
    contextValue: 'account',
    command: { title, command: 'iamRefine.useAccountRow', arguments: [row] },
  });
}

function keptItem(row: RowOf<'kept'>): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { patterns, reason, until, actions, file, configUri, line } = row.rule;
  const end = until === undefined ? t('no end date') : t('until {0}', until);
  return item(row, patterns.join(', '), None, {
    description: `${reason} · ${end}`,
    tooltip: `${t('{0}, line {1}: {2} ({3})', file, line, reason, end)}\n${t('Keeps: {0}', actions.join(', '))}`,
    iconPath: new vscode.ThemeIcon('pinned'),
    contextValue: 'kept',
    command: opening(configUri, line - 1, 0),
  });
}

function groupLooks(group: Group): { readonly label: string; readonly tooltip: string; readonly icon: string } {
  const { t } = vscode.l10n;
  switch (group) {
    case 'roles':
      return {
        label: t('Unused Roles'),
        tooltip: t('These roles were not used at all: consider deleting them.'),
        icon: 'circle-slash',
      };
    case 'stale':
      return {
        label: t('Stale Findings'),
        tooltip: t('The findings are old: fetch newer ones, or confirm when you refine.'),
        icon: 'history',
      };
    case 'too-new':
      return {
        label: t('Too New'),
        tooltip: t('The policies or roles are too new to tell what is unused. Refining asks first.'),
        icon: 'clock',
      };
    case 'unconfirmed':
      return {
        label: t('Generated Names'),
        tooltip: t('These policies are matched by names that CloudFormation generated. Refining asks first.'),
        icon: 'question',
      };
    case 'ambiguous':
      return {
        label: t('Ambiguous'),
        tooltip: t('Several principals match these policies: choose one.'),
        icon: 'question',
      };
    case 'blocked':
      return {
        label: t('Blocked'),
        tooltip: t('A finding or the configuration of these policies cannot be used.'),
        icon: 'error',
      };
    case 'unmatched':
      return {
        label: t('Without a Finding'),
        tooltip: t('No finding applies to these policies: choose one, or fetch more.'),
        icon: 'circle-outline',
      };
    case 'kept':
      return { label: t('Kept'), tooltip: t('Unused actions that keep rules keep.'), icon: 'pinned' };
  }
}

/** A policy that can only be detached or deleted says that it is all of it. */
function countOf(row: Row): string {
  const { t } = vscode.l10n;
  const count = numbered(actionsUnder(row).length);
  const only = row.kind === 'policy' || row.kind === 'principal' ? policyOf(row) : undefined;
  return only?.isWhollyUnused === true && !only.isPartly ? t('all {0} unused', count) : t('{0} unused', count);
}

/** How many of the actions have the worst risk, if it is one to tell. */
function riskyOf(row: Row): string[] {
  const actions = actionsUnder(row);
  const worst = worstRisk(actions);
  const told = riskInWords(worst, actions.filter(({ risk }) => risk === worst).length);
  return told === undefined ? [] : [told];
}

/** Actions and services show their worst risk as an icon; others their own icon in its colour. */
function riskIcon(row: Row, own: string): vscode.ThemeIcon {
  const risk = worstRisk(actionsUnder(row));
  const [icon, colour] = risk === undefined ? [own] : riskIcons[risk];
  const shown = row.kind === 'action' || row.kind === 'service' ? icon : own;
  return colour === undefined
    ? new vscode.ThemeIcon(shown)
    : new vscode.ThemeIcon(shown, new vscode.ThemeColor(colour));
}

/** The menus offer to refine what can be refined. */
function contextOf({ readOnly, isWhollyUnused }: ShownPolicy): string {
  return readOnly === undefined && !isWhollyUnused ? 'policy' : 'policy-fixed';
}

function partOf(policy: ShownPolicy, part: 'service' | 'action'): string {
  return policy.readOnly === undefined ? part : `${part}-fixed`;
}

function principalsIn(principals: readonly ShownPrincipal[]): string {
  return principals.map(({ name, account }) => (account === undefined ? name : `${name} (${account})`)).join(', ');
}

function aboutPolicy({ file, name, age, doubt, readOnly, isWhollyUnused, isPartly }: ShownPolicy): string {
  const { t } = vscode.l10n;
  return [
    name === undefined ? file : `${file}: ${name}`,
    ...(age === undefined ? [] : [t('finding: {0}', age)]),
    ...(doubt === undefined ? [] : [doubt.reason]),
    ...(readOnly === undefined ? [] : [t('read-only: {0}', readOnly)]),
    ...(isWhollyUnused ? [t('Everything is unused: detach or delete the policy.')] : []),
    ...(isPartly ? [t('The filter hides some of its unused actions.')] : []),
  ].join('\n');
}

function item(
  row: Row,
  label: string,
  state: vscode.TreeItemCollapsibleState,
  rest: Partial<vscode.TreeItem>,
): vscode.TreeItem {
  const made = Object.assign(new vscode.TreeItem(label, state), rest);
  made.id = idOf(row);
  made.accessibilityInformation = {
    label: [label, rest.description].filter((part) => typeof part === 'string' && part !== '').join(', '),
  };
  return made;
}

function openingPolicy({ uri, line, character }: PolicyAt): vscode.Command {
  return opening(uri, line, character);
}

function opening(uri: string, line: number, character: number): vscode.Command {
  const position = new vscode.Position(line, character);
  const options: vscode.TextDocumentShowOptions = {
    selection: new vscode.Range(position, position),
    preserveFocus: true,
  };
  return { title: vscode.l10n.t('Open'), command: 'vscode.open', arguments: [vscode.Uri.parse(uri), options] };
}

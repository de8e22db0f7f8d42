/** How the rows of a review look, and how they are read out. */
import * as vscode from 'vscode';
import { visible } from '../plainText.ts';
import { folderOf, policyLabel, riskIcons, riskInWords } from '../policyLabels.ts';
import { idOf, type EntryRow, type OpenReview, type PolicyRow, type ReviewRow } from './rows.ts';

/** The command of a row that shows the changes of its file. Only rows run it. */
export const showReviewedCommand = 'iamRefine.showReviewed';

/** What a row looks like. */
interface Looks extends vscode.TreeItem {
  readonly label: string;
  readonly description?: string;
  /** What a screen reader says for the description, if that is too short to be read out. */
  readonly spoken?: string;
  /** Of the row, for screen readers; absent: that of a tree item. */
  readonly role?: string;
}

export function itemFor(row: ReviewRow, review: OpenReview): vscode.TreeItem {
  const { role, spoken, ...looks } = looksOf(row, review);
  const more = spoken ?? looks.description;
  const label = more === undefined ? looks.label : `${looks.label}, ${more}`;
  return Object.assign(new vscode.TreeItem(''), {
    id: idOf(row),
    accessibilityInformation: { label, ...(role === undefined ? {} : { role }) },
    ...looks,
  });
}

function looksOf(row: ReviewRow, review: OpenReview): Looks {
  const { t } = vscode.l10n;
  switch (row.kind) {
    case 'apply':
      return {
        label: row.policies === 1 ? t('Apply (1 policy)') : t('Apply ({0} policies)', row.policies),
        description: row.removed === 1 ? t('−1 action') : t('−{0} actions', row.removed),
        spoken: row.removed === 1 ? t('removes 1 action') : t('removes {0} actions', row.removed),
        iconPath: new vscode.ThemeIcon('check', new vscode.ThemeColor('testing.iconPassed')),
        tooltip: t('Refine the selected policies in one step. One undo takes it back.'),
        command: { title: t('Apply'), command: 'iamRefine.applyReview' },
        role: 'button',
      };
    case 'cancel':
      return {
        label: t('Cancel'),
        iconPath: new vscode.ThemeIcon('close'),
        tooltip: t('Change nothing.'),
        command: { title: t('Cancel'), command: 'iamRefine.cancelReview' },
        role: 'button',
      };
    case 'skipped':
      return {
        label: row.files === 1 ? t('1 file skipped') : t('{0} files skipped', row.files),
        description: t('see why'),
        iconPath: new vscode.ThemeIcon('info'),
        tooltip: t('List the files that are left as they are, why, and what you can do.'),
        command: { title: t('See Why'), command: 'iamRefine.showSkipped' },
      };
    case 'policy':
      return policyLooks(row, review);
    case 'entry':
      return entryLooks(row);
  }
}

/** With more policies, their wildcards would hide them. */
const mostExpanded = 10;

function policyLooks(row: PolicyRow, { policies, isTicked }: OpenReview): Looks {
  const { t } = vscode.l10n;
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const { file, policy } = row;
  const names = policy.principals.map(({ name }) => name).join(', ');
  const label = policyLabel({ ...policy, file: file.file });
  const counts = countsOf(row);
  const { removed, kept } = policy;
  const risk = policy.risk && riskInWords(policy.risk.risk, policy.risk.actions);
  const rest = [risk, names, placeOf(row)].filter((part) => part !== undefined && part !== '');
  const state = isTicked(row) ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked;
  const about = [file.file, policy.name, names === '' ? undefined : t('For {0}', names)];
  const finding = policy.age === undefined ? undefined : t('finding: {0}', policy.age);
  return {
    label,
    collapsibleState: policies.length > mostExpanded ? Collapsed : Expanded,
    // Short, because the view is narrow.
    description: [t('−{0}, keeps {1}', removed, kept), ...rest].join(' · '),
    spoken: [counts, ...rest].join(' · '),
    tooltip: [...about, counts, risk, finding].filter((part) => part !== undefined).join('\n'),
    iconPath: iconOf(row),
    contextValue: 'reviewedPolicy',
    checkboxState: {
      state,
      tooltip: isTicked(row) ? t('Is refined') : t('Stays as it is'),
      accessibilityInformation: { label: t('Refine {0}', label), role: 'checkbox' },
    },
    command: showing(row),
  };
}

/** Where the label does not tell it: the file, or the folder. */
function placeOf({ file: { file }, policy: { name } }: PolicyRow): string {
  return name === undefined ? folderOf(file) : file;
}

function countsOf({ policy: { removed, kept } }: PolicyRow): string {
  const { t } = vscode.l10n;
  return removed === 1 ? t('removes 1, keeps {0}', kept) : t('removes {0}, keeps {1}', removed, kept);
}

function iconOf({ policy: { risk } }: PolicyRow): vscode.ThemeIcon {
  const [icon, colour] = risk === undefined ? ['shield'] : riskIcons[risk.risk];
  return new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}

function entryLooks(row: EntryRow): Looks {
  const { t } = vscode.l10n;
  const { texts, to, of } = row;
  const [first = '', ...more] = texts.map(visible);
  const all = to.length === 0 ? texts : [...texts, ...to.map((one) => `→ ${one}`)];
  return {
    label: more.length === 0 ? first : t('{0} actions', texts.length),
    description: more.length > 0 ? t('removed') : becomes(to),
    tooltip: all.map(visible).join('\n'),
    iconPath: new vscode.ThemeIcon(to.length === 0 ? 'trash' : 'replace'),
    contextValue: 'reviewedEntry',
    command: showing(of),
  };
}

function becomes([first, ...more]: readonly string[]): string {
  const { t } = vscode.l10n;
  if (first === undefined) return t('removed');
  return more.length === 0 ? `→ ${visible(first)}` : t('→ {0} prefixes', more.length + 1);
}

function showing(row: PolicyRow): vscode.Command {
  return { title: vscode.l10n.t('Show Changes'), command: showReviewedCommand, arguments: [row] };
}

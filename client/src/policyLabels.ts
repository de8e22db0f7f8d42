/** How the views name a policy and its risk. */
import * as vscode from 'vscode';
import type { PolicyAt, UnusedAction } from '../../protocol/src/index.ts';

type Risk = NonNullable<UnusedAction['risk']>;

/** The name of the file, or of the policy where a file has several. */
export function policyLabel({ file, name }: Pick<PolicyAt, 'file' | 'name'>): string {
  return name ?? file.slice(file.lastIndexOf('/') + 1);
}

/** The folder of a file as it is shown; empty at the top. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** `1,015`, as people write numbers. */
export function numbered(count: number): string {
  return count.toLocaleString(vscode.env.language);
}

/** How many actions have a risk, if it is one of the worst; `undefined` for any other. */
export function riskInWords(risk: Risk | undefined, actions: number): string | undefined {
  const { t } = vscode.l10n;
  if (risk === 'Permissions management') return t('{0} permissions management', numbered(actions));
  if (risk !== 'Privilege escalation') return undefined;
  return actions === 1 ? t('1 can escalate privileges') : t('{0} can escalate privileges', numbered(actions));
}

/** The icon of each risk, and its colour if it stands out. */
export const riskIcons: Readonly<Record<Risk, readonly [icon: string, colour?: string]>> = {
  'Privilege escalation': ['flame', 'problemsErrorIcon.foreground'],
  'Permissions management': ['key', 'problemsWarningIcon.foreground'],
  Write: ['edit'],
  Tagging: ['tag'],
  Read: ['eye'],
  List: ['list-unordered'],
};

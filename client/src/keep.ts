/** The commands "Keep Action" and "Stop Keeping". */
import * as vscode from 'vscode';
import { keepRequest, stopKeepingRequest, type KeepParams, type StopKeepingParams } from '../../protocol/src/index.ts';
import { dayAfter, dayFault, sameDayNextYear } from './days.ts';
import { visible } from './plainText.ts';
import { saveConfig } from './saveConfig.ts';
import type { ServerControl } from './serverControl.ts';

/** Asks for the reason and the last day of a keep rule, and has the server write it into `.iam-refine.json`. */
export async function keepActions(server: ServerControl, uri: string, actions: readonly string[]): Promise<void> {
  const { t } = vscode.l10n;
  const [first = '', ...more] = actions;
  const what = more.length === 0 ? first : t('{0} and {1} more', first, more.length);
  const title = t('Keep {0}', visible(what));
  const reason = await vscode.window.showInputBox({
    title,
    prompt: t('Why is it kept? The reason is written to .iam-refine.json and shown in the hover.'),
    placeHolder: t('needed once a year for the audit'),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? t('Enter a reason.') : undefined),
  });
  if (reason === undefined) return;
  const end = await pickEnd(title);
  if (end === undefined) return;
  const params: KeepParams = { uri, actions, reason: reason.trim(), ...end };
  const result = await server.ask(keepRequest, params);
  await saveConfig(result, {
    refused: (because) => t('The keep rule was not written: {0}.', because),
    saved: (file) => t('{0} is kept by {1}.', what, file),
    unsaved: (file) => t('{0} could not be saved.', file),
  });
}

/** Has the server take actions out of the keep rules for a document. */
export async function stopKeeping(server: ServerControl, params: StopKeepingParams): Promise<void> {
  const { t } = vscode.l10n;
  const result = await server.ask(stopKeepingRequest, params);
  await saveConfig(result, {
    refused: (because) => t('The keep rule was not changed: {0}.', because),
    saved: (file) => t('{0} is no longer kept by {1}.', params.actions.join(', '), file),
    unsaved: (file) => t('{0} could not be saved.', file),
  });
}

/** The last day of a keep rule; without `until`, it never expires. */
interface KeepEnd {
  readonly until?: string;
}

/** A choice of the end; without `end`, a date is asked for. */
interface EndChoice extends vscode.QuickPickItem {
  readonly end?: KeepEnd;
}

/** Asks for the last day of a keep rule; `undefined` if the user cancels. */
async function pickEnd(title: string): Promise<KeepEnd | undefined> {
  const { t } = vscode.l10n;
  const placeHolder = t('Until when?');
  const picked = await vscode.window.showQuickPick(endChoices(), { title, placeHolder, ignoreFocusOut: true });
  return picked === undefined ? undefined : (picked.end ?? askDay(title));
}

function endChoices(): EndChoice[] {
  const { t } = vscode.l10n;
  const now = Date.now();
  const endingOn = (label: string, until: string): EndChoice => ({
    label,
    description: t('until {0}', until),
    end: { until },
  });
  return [
    endingOn(t('90 Days'), dayAfter(90, now)),
    endingOn(t('1 Year'), sameDayNextYear(now)),
    { label: t('No End Date'), description: t('until the rule is removed'), end: {} },
    { label: t('A Date…') },
  ];
}

async function askDay(title: string): Promise<KeepEnd | undefined> {
  const until = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Last day on which it is kept (UTC), such as 2027-03-31.'),
    placeHolder: vscode.l10n.t('YYYY-MM-DD'),
    ignoreFocusOut: true,
    validateInput: untilFault,
  });
  return until === undefined ? undefined : { until };
}

function untilFault(value: string): string | undefined {
  const { t } = vscode.l10n;
  switch (dayFault(value, Date.now())) {
    case 'malformed':
      return t('Use YYYY-MM-DD, such as 2027-03-31.');
    case 'past':
      return t('This date is in the past. Choose today or a later date.');
    case undefined:
      return undefined;
  }
}

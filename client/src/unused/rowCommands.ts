/** The commands on rows of the view Unused Access. They affect exactly what the row shows. */
import * as vscode from 'vscode';
import { useAccountRequest, type PolicyPart } from '../../../protocol/src/index.ts';
import { chooseFinding, openFinding } from '../findings.ts';
import { keepActions, stopKeeping } from '../keep.ts';
import { documentOf } from '../openDocument.ts';
import { saveConfig } from '../saveConfig.ts';
import type { ServerControl } from '../serverControl.ts';
import { actionsUnder, policyOf, type Row } from './rows.ts';

/** Is the argument of the command a row of the view Unused Access? VS Code passes the row itself. */
function isRow(argument: unknown): argument is Row {
  return typeof argument === 'object' && argument !== null && 'kind' in argument;
}

/** Refines what a row shows: a policy, the actions of one service, or one action. */
export async function refineRow(
  argument: unknown,
  refine: (uri: vscode.Uri, part: PolicyPart) => Promise<void>,
): Promise<void> {
  const policy = isRow(argument) ? policyOf(argument) : undefined;
  if (!isRow(argument) || policy === undefined) return;
  const document = await documentOf(policy.uri);
  await vscode.window.showTextDocument(document);
  const isWhole = (argument.kind === 'principal' || argument.kind === 'policy') && !policy.isPartly;
  const actions = actionsUnder(argument).map(({ action }) => action);
  await refine(document.uri, {
    policy: policy.policy,
    mark: policy.mark,
    ...(isWhole ? {} : { actions }),
  });
}

/** Keeps the action of a row, or all actions that a service row shows. */
export async function keepRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument) || (argument.kind !== 'action' && argument.kind !== 'service')) return;
  const { uri } = argument.policy;
  await documentOf(uri);
  const actions = actionsUnder(argument).map(({ action }) => action);
  await keepActions(server, uri, actions);
}

/** Takes a keep rule out of the `.iam-refine.json`. */
export async function stopKeepingRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument) || argument.kind !== 'kept') return;
  const { uri, patterns, offset } = argument.rule;
  await documentOf(uri);
  await stopKeeping(server, { uri, actions: patterns, rule: offset });
}

/** Asks which principals the policy of a row is attached to. */
export async function chooseFindingOfRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument) || argument.kind !== 'undecided') return;
  const { uri, policy } = argument.policy;
  await documentOf(uri);
  await chooseFinding(server, { uri, policy });
}

/** Asks to which account the policies of a row belong, and has the server write it into `.iam-refine.json`. */
export async function useAccountOfRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument) || argument.kind !== 'account') return;
  const { t } = vscode.l10n;
  const { uri, choices } = argument;
  const { files, accounts } = choices;
  const items = accounts.map((account) => ({ label: t('Use account {0} for {1}', account, files), account }));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Choose Account'),
    placeHolder: t('To which account do the policies of {0} belong? The choice is written to .iam-refine.json.', files),
  });
  if (picked === undefined) return;
  await documentOf(uri);
  await saveConfig(await server.ask(useAccountRequest, { uri, files, account: picked.account }), {
    refused: (reason) => t('The choice was not written: {0}.', reason),
    saved: (file) => t('the choice was saved in {0}.', file),
    unsaved: (file) => t('The choice was written to {0}, but the file could not be saved.', file),
  });
}

/** Opens the finding for a row: at the entry of its action, or else at its start. */
export async function openFindingOfRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument)) return;
  const policy = argument.kind === 'role' ? argument.policy : policyOf(argument);
  if (policy === undefined) return;
  await documentOf(policy.uri);
  const action = argument.kind === 'action' ? { action: argument.action.action } : {};
  await openFinding(server, policy.uri, { policy: policy.policy, ...action });
}

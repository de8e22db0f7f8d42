/** The commands on rows of the view Unused Access. */
import * as vscode from 'vscode';
import { openFinding } from './findings.ts';
import { keepAction } from './keep.ts';
import { documentOf } from './refineWorkspace.ts';
import type { ServerControl } from './serverControl.ts';
import type { Row } from './unusedAccess.ts';

/** Is the argument of the command a row of the view Unused Access? VS Code passes the row itself. */
function isRow(argument: unknown): argument is Row {
  return typeof argument === 'object' && argument !== null && 'kind' in argument;
}

/** Refines the file of a policy row. */
export async function refineRow(argument: unknown, refine: (uri: vscode.Uri) => Promise<void>): Promise<void> {
  if (!isRow(argument) || argument.kind !== 'policy') return;
  const document = await documentOf(argument.policy.uri);
  await vscode.window.showTextDocument(document);
  await refine(document.uri);
}

/** Keeps the action of a row, or all actions of a service row. */
export async function keepRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument) || (argument.kind !== 'action' && argument.kind !== 'service')) return;
  const { uri } = argument.policy;
  await documentOf(uri);
  await keepAction(server, uri, argument.kind === 'action' ? argument.action.action : `${argument.service}:*`);
}

/** Opens the finding for a row: at the entry of its action, or else at its start. */
export async function openFindingOfRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument)) return;
  const policy = argument.kind === 'principal' ? argument.policies[0] : argument.policy;
  if (policy === undefined) return;
  await documentOf(policy.uri);
  await openFinding(server, policy.uri, argument.kind === 'action' ? argument.action.action : undefined);
}

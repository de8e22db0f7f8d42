import * as vscode from 'vscode';
import { openFinding } from './findings.ts';
import { keepAction } from './keep.ts';
import { documentOf } from './refineWorkspace.ts';
import type { ServerControl } from './serverControl.ts';
import type { Row } from './unusedAccess.ts';

/** Was the command run from a row of the view Unused Access? VS Code hands over the row itself. */
function isRow(argument: unknown): argument is Row {
  return typeof argument === 'object' && argument !== null && 'kind' in argument;
}

/** Refines the file of a policy. */
export async function refineRow(argument: unknown, refine: (uri: vscode.Uri) => Promise<void>): Promise<void> {
  if (!isRow(argument) || argument.kind !== 'policy') return;
  const document = await documentOf(argument.policy.uri);
  await vscode.window.showTextDocument(document);
  await refine(document.uri);
}

/** Keeps an action, or all actions of a service. */
export async function keepRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument) || (argument.kind !== 'action' && argument.kind !== 'service')) return;
  const { uri } = argument.policy;
  await documentOf(uri);
  await keepAction(server, uri, argument.kind === 'action' ? argument.action.action : `${argument.service}:*`);
}

/** Shows where the finding says it: at the entry of an action, else where it begins. */
export async function openFindingOfRow(server: ServerControl, argument: unknown): Promise<void> {
  if (!isRow(argument)) return;
  const policy = argument.kind === 'principal' ? argument.policies[0] : argument.policy;
  if (policy === undefined) return;
  await documentOf(policy.uri);
  await openFinding(server, policy.uri, argument.kind === 'action' ? argument.action.action : undefined);
}

/** The language status of policies. */
import * as vscode from 'vscode';
import type { AnalysedParams, PolicyStatus } from '../../protocol/src/index.ts';
import { asPlainText } from './plainText.ts';
import { documentSelector, type ServerControl } from './serverControl.ts';

/**
 * Shows for the active policy which finding is used, how old it is and why it applies. This is the first place to look
 * if nothing is reported.
 */
export function createStatus(server: ServerControl): vscode.Disposable {
  const statuses = new Map<string, PolicyStatus | undefined>();
  let item: vscode.LanguageStatusItem | undefined;
  let isRefinable = false;
  const show = (): void => {
    const status = statuses.get(vscode.window.activeTextEditor?.document.uri.toString() ?? '');
    item?.dispose();
    item = status && itemFor(status);
    const kind = status?.kind ?? 'left-alone';
    if (isRefinable === (kind !== 'left-alone')) return;
    isRefinable = kind !== 'left-alone';
    // The menus use this context key: not every JSON file is a policy, and not every policy can be refined.
    void vscode.commands.executeCommand('setContext', 'iamRefine.isPolicy', isRefinable);
  };
  const listeners = [
    server.onAnalysed(({ uri, status }: AnalysedParams) => {
      statuses.set(vscode.Uri.parse(uri).toString(), status);
      show();
    }),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => statuses.delete(uri.toString())),
  ];
  return vscode.Disposable.from(...listeners, { dispose: () => item?.dispose() });
}

function itemFor({ kind, text, detail, label }: PolicyStatus): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem('iamRefine.finding', documentSelector);
  item.name = 'IAM Refine';
  item.text = asPlainText(text);
  item.detail = asPlainText(detail);
  item.severity =
    kind === 'blocked' || kind === 'stale'
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
  item.command = commandFor(kind);
  item.accessibilityInformation = { label: `IAM Refine: ${label}` };
  return item;
}

/** What the user can do about the match; nothing about a policy to which no finding can apply. */
function commandFor(kind: PolicyStatus['kind']): vscode.Command | undefined {
  if (kind === 'left-alone') return undefined;
  return kind === 'matched' || kind === 'stale'
    ? { title: vscode.l10n.t('Open Finding'), command: 'iamRefine.openFinding' }
    : { title: vscode.l10n.t('Choose Finding…'), command: 'iamRefine.chooseFinding' };
}

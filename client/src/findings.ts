/** The commands "Choose Finding for This Policy…" and "Open Finding". */
import * as vscode from 'vscode';
import {
  chooseFindingRequest,
  findingChoicesRequest,
  findingPlacesRequest,
  type ChooseFindingParams,
  type FindingChoices,
  type FindingChoicesParams,
  type FindingPlace,
  type FindingPlacesParams,
} from '../../protocol/src/index.ts';
import { showInformation } from './messages.ts';
import { asPlainText } from './plainText.ts';
import { saveConfig } from './saveConfig.ts';
import type { ServerControl } from './serverControl.ts';

/** Asks the user which principals a policy is attached to, and has the server write them into `.iam-refine.json`. */
export async function chooseFinding(server: ServerControl, params: FindingChoicesParams): Promise<void> {
  const { uri } = params;
  const found = await server.look(findingChoicesRequest, params);
  if (found.kind === 'none') {
    showInformation(found.reason);
    return;
  }
  const items = found.choices.map(({ arn, name, detail, isMeant, isUsed }) => ({
    label: name,
    description: asPlainText(detail),
    detail: arn,
    picked: isUsed,
    ...(isMeant ? { iconPath: new vscode.ThemeIcon('question') } : {}),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDetail: true,
    title: titleOf(found),
    placeHolder: placeHolder(found.why),
  });
  if (picked === undefined || picked.length === 0) return;
  const chosen: ChooseFindingParams = {
    uri,
    principals: picked.map(({ detail }) => detail),
    ...(found.resource === undefined ? {} : { resource: found.resource }),
  };
  await mapPolicy(server, chosen);
}

/** Has the server write into `.iam-refine.json` which principals a policy is attached to, and saves it. */
export async function mapPolicy(server: ServerControl, chosen: ChooseFindingParams): Promise<void> {
  const { t } = vscode.l10n;
  await saveConfig(await server.ask(chooseFindingRequest, chosen), {
    refused: (reason) => t('The choice was not written: {0}.', reason),
    saved: (file) => t('the choice was saved in {0}.', file),
    unsaved: (file) => t('The choice was written to {0}, but the file could not be saved.', file),
  });
}

function titleOf({ more, resource }: Extract<FindingChoices, { kind: 'choices' }>): string {
  const { t } = vscode.l10n;
  const title = resource === undefined ? t('Choose Finding for This Policy') : t('Choose Finding for {0}', resource);
  return more === 0 ? title : t('{0} (not listed: {1}; enter those in .iam-refine.json)', title, more);
}

/** The question, after the reason (`why`) that no finding is used at present. */
function placeHolder(why: string | undefined): string {
  const question = vscode.l10n.t(
    'Which principals is this policy attached to? If you choose several, only what all of them leave unused is removed.',
  );
  return why === undefined ? question : `${vscode.l10n.t('No finding is used: {0}.', why)} ${question}`;
}

/**
 * Opens the finding that applies to a document, or to one of its policies: at the entry of `action`, or else at its
 * start. If several apply, the user picks one.
 */
export async function openFinding(
  server: ServerControl,
  uri: string,
  about: Omit<FindingPlacesParams, 'uri'> = {},
): Promise<void> {
  const params: FindingPlacesParams = { uri, ...about };
  const places = await server.look(findingPlacesRequest, params);
  const place = places.length > 1 ? await pickPlace(places) : places[0];
  if (place === undefined) {
    if (places.length === 0) showInformation(vscode.l10n.t('No finding applies to this file.'));
    return;
  }
  const position = new vscode.Position(place.position.line, place.position.character);
  const opened = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
  await vscode.window.showTextDocument(opened, { selection: new vscode.Range(position, position) });
}

async function pickPlace(places: readonly FindingPlace[]): Promise<FindingPlace | undefined> {
  const items = places.map((place) => ({
    label: place.label,
    description: asPlainText(vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri))),
    place,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Open Finding'),
    placeHolder: vscode.l10n.t('Several findings apply to this file'),
  });
  return picked?.place;
}

/** Links from the construct paths in a template of the AWS CDK to the lines of the app that made the constructs. */
import type { DocumentLink } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { constructPlaces, manifestName } from '../../../core/src/index.ts';
import { isRecord, spanBetween } from '../../../core/src/text/index.ts';
import { parentOf, pathBelow } from '../../../platform/src/fileUris.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import { rangeOf } from '../lsp/convert.ts';
import { t } from '../lsp/language.ts';

/** `folder`: the folder of the template, with the `manifest.json` of the app. `path`: of the construct. */
export interface ConstructLink {
  readonly kind: 'construct';
  readonly folder: string;
  readonly path: string;
}

/** The manifest is searched for the line when the user follows a link, because it may be large. */
export function constructLinks(document: TextDocument): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { 1: before = '', 2: path = '', index } of document.getText().matchAll(constructPath)) {
    const start = index + before.length;
    const data: ConstructLink = { kind: 'construct', folder: parentOf(document.uri), path };
    const range = rangeOf(document, spanBetween(start, start + path.length));
    links.push({ range, tooltip: t('Open the line of the app that made it'), data });
  }
  return links;
}

const constructPath = /("aws:cdk:path"\s*:\s*")([^"\\\n]+)"/g;

export function isConstructLink(data: unknown): data is ConstructLink {
  return (
    isRecord(data) &&
    data['kind'] === 'construct' &&
    typeof data['folder'] === 'string' &&
    typeof data['path'] === 'string'
  );
}

/**
 * The place in the app, if the manifest has a trace (the app was run with `--debug`) that leads into `workspace`, the
 * folder of the template: a manifest may name any file.
 */
export async function constructPlace(
  { folder, path }: ConstructLink,
  workspace: string,
  platform: Platform,
): Promise<string | undefined> {
  const manifest = await platform.readFile(`${folder}/${manifestName}`, 'policies');
  const places = manifest.kind === 'read' ? constructPlaces(manifest.text).get(path) : undefined;
  for (const { file, line, column } of places ?? []) {
    const uri = platform.resolvePath(workspace, file);
    if (pathBelow(workspace, uri) !== undefined) return `${uri}#L${line},${column}`;
  }
  return undefined;
}

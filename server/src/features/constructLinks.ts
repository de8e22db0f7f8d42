/** Links from the construct paths in a template of the AWS CDK to the lines of the app that made the constructs. */
import type { DocumentLink } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
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
  const file = await platform.readFile(`${folder}/manifest.json`, 'policies');
  const manifest = file.kind === 'read' ? parsed(file.text) : undefined;
  const artifacts = isRecord(manifest) && isRecord(manifest['artifacts']) ? Object.values(manifest['artifacts']) : [];
  for (const artifact of artifacts) {
    const metadata = isRecord(artifact) && isRecord(artifact['metadata']) ? artifact['metadata'] : {};
    const entries = Object.hasOwn(metadata, `/${path}`) ? metadata[`/${path}`] : undefined;
    for (const frame of framesIn(entries)) {
      const place = placeIn(frame, workspace, platform);
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The frames of the traces, the innermost first. */
function framesIn(entries: unknown): string[] {
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => {
    const trace = isRecord(entry) ? entry['trace'] : undefined;
    return (Array.isArray(trace) ? trace : []).flatMap((frame: unknown) => (typeof frame === 'string' ? [frame] : []));
  });
}

/** `new ShopStack (/app/lib/shop-stack.ts:12:5)`. The frames of libraries are passed over. */
const frameOfFile = /(?:^|[\s(])((?:\/|[A-Za-z]:[\\/])[^()]*?):(\d+)(?::(\d+))?\)?$/;

function placeIn(frame: string, workspace: string, platform: Platform): string | undefined {
  const [, file, line, column = '1'] = frameOfFile.exec(frame.trim()) ?? [];
  if (file === undefined || line === undefined || /[\\/]node_modules[\\/]|[\\/]site-packages[\\/]/.test(file))
    return undefined;
  const uri = platform.resolvePath(workspace, file);
  return pathBelow(workspace, uri) === undefined ? undefined : `${uri}#L${line},${column}`;
}

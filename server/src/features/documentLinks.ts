import type { DocumentLink } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readConfig, type PolicyMapping } from '../../../core/src/config/index.ts';
import type { FindingsIndex } from '../../../core/src/index.ts';
import { rangeOf } from '../lsp/convert.ts';
import { constructPlace, isConstructLink } from './constructLinks.ts';
import type { PartReader } from '../sources/findingParts.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import { parentOf } from '../../../platform/src/fileUris.ts';
import { t } from '../lsp/language.ts';

/** The target of a link. It is searched for when the user follows the link, because each link costs a search. */
type LinkData =
  | { readonly kind: 'policy'; readonly folder: string; readonly glob: string }
  | { readonly kind: 'finding'; readonly file: string; readonly offset: number };

/** Links from the mappings of a configuration to the policies, and to the findings of their principals. */
export function configLinks(document: TextDocument, index: FindingsIndex): DocumentLink[] {
  const reading = readConfig(document.getText());
  if (reading.kind === 'unreadable') return [];
  const folder = parentOf(document.uri);
  return reading.config.policies.flatMap((mapping) => [
    policyLink(document, mapping, folder),
    ...findingLinks(document, mapping, index),
  ]);
}

function policyLink(document: TextDocument, { files, filesSpan }: PolicyMapping, folder: string): DocumentLink {
  const data: LinkData = { kind: 'policy', folder, glob: files };
  return { range: rangeOf(document, filesSpan), tooltip: t('Open the policy (the first match)'), data };
}

function findingLinks(document: TextDocument, { attachedTo }: PolicyMapping, index: FindingsIndex): DocumentLink[] {
  return attachedTo.flatMap(({ principal, span }): DocumentLink[] => {
    const [place] = index.of(principal.arn).counting[0]?.places ?? [];
    if (place === undefined) return [];
    const data: LinkData = { kind: 'finding', file: place.file, offset: place.span.offset };
    return [{ range: rangeOf(document, span), tooltip: t('Open the finding for {0}', principal.name), data }];
  });
}

export interface LinkMeans {
  readonly platform: Platform;
  readonly readPart: PartReader;
  /** The workspace folder of a file. */
  readonly folderOf: (uri: string) => string | undefined;
}

/** The link with its target, or without if there is no such file. */
export async function resolveLink(link: DocumentLink, means: LinkMeans): Promise<DocumentLink> {
  const data: unknown = link.data;
  if (isConstructLink(data)) {
    const workspace = means.folderOf(`${data.folder}/-`);
    const place = workspace && (await constructPlace(data, workspace, means.platform));
    return place === undefined ? link : { ...link, target: place };
  }
  const target = isLinkData(data) ? await targetOf(data, means) : undefined;
  return target === undefined ? link : { ...link, target };
}

async function targetOf(data: LinkData, { platform, readPart }: LinkMeans): Promise<string | undefined> {
  if (data.kind === 'policy') return (await platform.findFiles(data.folder, [data.glob], { isDeep: true })).uris[0];
  const { start } = await readPart(data.file, { offset: data.offset, length: 0 });
  return `${data.file}#L${start.line + 1},${start.character + 1}`;
}

/** Checks the data of a link, because it comes back from the client. */
function isLinkData(data: unknown): data is LinkData {
  return (
    typeof data === 'object' && data !== null && 'kind' in data && (data.kind === 'policy' || data.kind === 'finding')
  );
}

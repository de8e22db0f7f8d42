import type { DocumentLink } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readConfig, type FindingsIndex, type PolicyMapping } from '../../../core/src/index.ts';
import { rangeOf } from '../convert.ts';
import { readPart } from '../fileText.ts';
import type { ServerHost } from '../host.ts';
import { parentOf } from '../uris.ts';
import { t } from '../language.ts';

/** Links from the mappings of a configuration to both sides: the policies, and the findings of those to whom they are attached. */
export async function configLinks(document: TextDocument, index: FindingsIndex, host: ServerHost): Promise<DocumentLink[]> {
  const reading = readConfig(document.getText());
  if (reading.kind === 'unreadable') return [];
  const folder = parentOf(document.uri);
  const links = await Promise.all(
    reading.config.policies.map(async (mapping) => [
      ...(await policyLinks(document, mapping, folder, host)),
      ...(await findingLinks(document, mapping, index, host)),
    ]),
  );
  return links.flat();
}

async function policyLinks(
  document: TextDocument,
  { files, filesSpan }: PolicyMapping,
  folder: string,
  host: ServerHost,
): Promise<DocumentLink[]> {
  const found = await host.findFiles(folder, [files], true);
  const [target] = found;
  if (target === undefined) return [];
  const tooltip = found.length === 1 ? t('Open the policy') : t('Open the first of {0} policies', found.length);
  return [{ range: rangeOf(document, filesSpan), target, tooltip }];
}

async function findingLinks(
  document: TextDocument,
  { attachedTo }: PolicyMapping,
  index: FindingsIndex,
  host: ServerHost,
): Promise<DocumentLink[]> {
  const links = await Promise.all(
    attachedTo.map(async ({ principal, span }): Promise<DocumentLink[]> => {
      const [place] = index.of(principal.arn).witnesses[0]?.places ?? [];
      if (place === undefined) return [];
      const { start } = await readPart(host, place.file, { offset: place.span.offset, length: 0 });
      const target = `${place.file}#L${start.line + 1},${start.character + 1}`;
      return [{ range: rangeOf(document, span), target, tooltip: t('Open the finding of {0}', principal.name) }];
    }),
  );
  return links.flat();
}

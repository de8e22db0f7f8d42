/** Searches the workspace for files with policies. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  isNamedAsJson,
  isReadKind,
  kindOf,
  looksLikePolicy,
  mayHoldPolicy,
  notReadYet,
  languagesOfKind,
  type DocumentReading,
  type ReadKind,
} from '../../../core/src/index.ts';
import { mapInOrder, placeAt, visible } from '../../../core/src/text/index.ts';
import type { DiskMemo } from '../../../platform/src/diskMemo.ts';
import { fileName, pathFrom } from '../../../platform/src/fileUris.ts';
import type { LookedAt, Platform } from '../../../platform/src/platform.ts';
import type { Analyser } from '../documents/analyser.ts';
import { t, told } from '../lsp/language.ts';
import { isConfig } from '../sources/configs.ts';

/** A search, and what it finds out about each document: `F`. */
export interface PolicySearch<F> {
  readonly platform: Platform;
  readonly holdsFindings: Analyser['holdsFindings'];
  readonly readingOf: Analyser['readingOf'];
  /** `undefined` for a document without a policy. */
  readonly examine: (document: TextDocument, memo: DiskMemo) => Promise<F | undefined>;
  /** The open document of a file. Its text in the editor counts. */
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly memo: DiskMemo;
  readonly isCancelled: () => boolean;
}

export type SearchedFile<F> =
  | ({ readonly kind: 'examined' } & ExaminedFile<F>)
  /** It is or may be a policy, and cannot be checked, for a reason in the user's language. */
  | { readonly kind: 'unchecked'; readonly uri: string; readonly file: string; readonly reason: string }
  /** How many files and folders `.gitignore` files exclude. */
  | { readonly kind: 'ignored'; readonly files: number; readonly folders: number };

/** A document with policies. `file` is its path in the workspace folder, for people. */
export interface ExaminedFile<F> {
  readonly document: TextDocument;
  readonly found: F;
  readonly file: string;
}

/** The files with findings in some folders, even if they are broken. What was not searched counts: it may have some. */
export async function countFindings(folders: readonly string[], indexFor: Analyser['indexFor']): Promise<number> {
  let findings = 0;
  for (const folder of folders) {
    const index = await indexFor(`${folder}/-`);
    findings += (index?.files ?? 0) + (index?.unsearched === undefined ? 0 : 1);
  }
  return findings;
}

/** Every file of some folders that has a policy or may have one, once: a folder may be inside of another. */
export async function* searchPolicies<F>(
  folders: readonly string[],
  search: PolicySearch<F>,
): AsyncGenerator<SearchedFile<F>> {
  const seen = new Set<string>();
  for (const folder of folders)
    for await (const searched of searchFolder(folder, search)) {
      const uri = uriOf(searched);
      if (uri !== undefined && seen.has(uri)) continue;
      if (uri !== undefined) seen.add(uri);
      yield searched;
    }
}

function uriOf<F>(searched: SearchedFile<F>): string | undefined {
  if (searched.kind === 'ignored') return undefined;
  return searched.kind === 'examined' ? searched.document.uri : searched.uri;
}

/** The files of a folder, in order. */
async function* searchFolder<F>(folder: string, search: PolicySearch<F>): AsyncGenerator<SearchedFile<F>> {
  const { platform, memo, isCancelled } = search;
  const searched = mapInOrder(platform.lookBelow(folder, memo), mostAtOnce, async (looked) =>
    isCancelled() ? undefined : searchedFile(folder, looked, search),
  );
  for await (const file of searched) {
    if (isCancelled()) return;
    if (file !== undefined) yield file;
  }
}

/** How many files are examined at once: while one is analysed, the places of others are asked of the disk. */
const mostAtOnce = 8;

async function searchedFile<F>(
  folder: string,
  looked: LookedAt,
  search: PolicySearch<F>,
): Promise<SearchedFile<F> | undefined> {
  if (looked.kind === 'ignored') return looked;
  if (looked.kind === 'text') return examinedFile(folder, looked, search);
  if (!isNamedAsJson(fileName(looked.uri))) return undefined;
  const reason = looked.kind === 'too-large' ? t('the file is too large to search') : looked.reason;
  return uncheckedFile(folder, looked.uri, reason);
}

/** Examines a file with this text on disk; `undefined` if it has no policy. */
export async function examinedFile<F>(
  folder: string,
  { uri, text }: { readonly uri: string; readonly text: string },
  search: PolicySearch<F>,
): Promise<SearchedFile<F> | undefined> {
  const open = search.documentOf(uri);
  const current = open?.getText() ?? text;
  const kind = kindOf(fileName(uri), current);
  if (isConfig(uri) || !mayHoldPolicy(kind, current) || (await search.holdsFindings(uri))) return undefined;
  if (!isReadKind(kind)) return uncheckedFile(folder, uri, told(notReadYet(kind)));
  // A folder above the file may have become a link since the search.
  if ((await search.platform.placeOf(uri, folder, search.memo)).kind !== 'file') return undefined;
  const document = open ?? TextDocument.create(uri, languagesOfKind[kind][0], 0, text);
  const found = await search.examine(document, search.memo);
  if (found !== undefined) return { kind: 'examined', file: shownPath(folder, uri), document, found };
  const reason = await unreadReason(document, kind, search);
  return reason === undefined ? undefined : uncheckedFile(folder, uri, reason);
}

function uncheckedFile<F>(folder: string, uri: string, reason: string): SearchedFile<F> {
  return { kind: 'unchecked', uri, file: shownPath(folder, uri), reason: visible(reason) };
}

/** The path of a file relative to its workspace folder. */
export function shownPath(folder: string, uri: string): string {
  return visible(pathFrom(folder, uri));
}

/** Why no policy was found in a document that looks like one; `undefined` if it does not. */
async function unreadReason<F>(
  document: TextDocument,
  kind: ReadKind,
  { readingOf }: PolicySearch<F>,
): Promise<string | undefined> {
  const text = document.getText();
  if (!looksLikePolicy(kind, text)) return undefined;
  const reading = await readingOf(document);
  const whole = reading.isResourceBased
    ? undefined
    : t('it contains statements, but no identity-based policy was read from it');
  return syntaxError(reading, text) ?? whole;
}

/** The first syntax error of a document with its line; `undefined` if there is none. */
export function syntaxError({ errors: [error] }: DocumentReading, text: string): string | undefined {
  return error && t('line {0}: {1}', String(placeAt(text, error.span.offset).line), error.message);
}

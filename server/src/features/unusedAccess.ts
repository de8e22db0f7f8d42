import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  isNamedAsJson,
  isReadKind,
  syntaxOfKind,
  readDocument,
  type DocumentReading,
  kindOf,
  looksLikePolicy,
  mayHoldPolicy,
  notReadYet,
} from '../../../core/src/index.ts';
import { mapInOrder, placeAt, visible } from '../../../core/src/text/index.ts';
import type { UnusedAccess } from '../../../protocol/src/index.ts';
import type { Analyser, DocumentSurvey } from '../documents/analyser.ts';
import { isConfig } from '../sources/configs.ts';
import { createDiskMemo, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import type { LookedAt, Platform } from '../../../platform/src/platform.ts';
import { t, told } from '../lsp/language.ts';
import { fileName, pathFrom } from '../../../platform/src/fileUris.ts';
import { joinKept, nothingShown, shownOf, type ShownOfDocument } from './shownPolicies.ts';

export interface ScanOptions {
  readonly platform: Platform;
  readonly analyser: Analyser;
  readonly folders: () => readonly string[];
  /** The open document of a file. Its text in the editor counts. */
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly isCancelled: () => boolean;
}

/**
 * Analyses every file of the workspace that may contain a policy: finds those with unused actions, and those that
 * cannot be checked.
 */
export async function unusedAccess(options: ScanOptions): Promise<UnusedAccess> {
  const { platform, analyser, folders, isCancelled } = options;
  const search = { ...options, memo: createDiskMemo() };
  const all: ShownFile[] = [];
  const ignored = { files: 0, folders: 0 };
  let findings = 0;
  for (const folder of folders()) {
    findings += (await analyser.indexFor(`${folder}/-`))?.principals().length ?? 0;
    const lookedAt = mapInOrder(platform.lookBelow(folder, search.memo), mostAtOnce, async (looked) => ({
      looked,
      ...(isCancelled() ? nothing : await lookAt(folder, looked, search)),
    }));
    for await (const { looked, shown, unchecked } of lookedAt) {
      if (isCancelled()) return joined(all, { findings, ignored });
      if (looked.kind !== 'ignored') {
        all.push({ shown, silent: silentFile(folder, looked.uri, unchecked) });
        continue;
      }
      ignored.files += looked.files;
      ignored.folders += looked.folders;
    }
  }
  return joined(all, { findings, ignored });
}

/** What the view shows of a file. */
interface ShownFile {
  readonly shown: ShownOfDocument;
  readonly silent: UnusedAccess['silent'];
}

function silentFile(folder: string, uri: string, unchecked: string | undefined): UnusedAccess['silent'] {
  return unchecked === undefined ? [] : [{ uri, file: shownPath(folder, uri), reason: visible(unchecked) }];
}

function joined(
  all: readonly ShownFile[],
  { findings, ignored }: Pick<UnusedAccess, 'findings' | 'ignored'>,
): UnusedAccess {
  return {
    policies: all.flatMap(({ shown }) => shown.policies),
    roles: all.flatMap(({ shown }) => shown.roles),
    // Without any finding, that none applies is told once, with how to fetch them.
    undecided: findings === 0 ? [] : all.flatMap(({ shown }) => shown.undecided),
    kept: joinKept(all.flatMap(({ shown }) => shown.kept)),
    silent: all.flatMap(({ silent }) => silent),
    ignored,
    findings,
  };
}

/** How many files are looked at at once: while one is analysed, the places of others are asked of the disk. */
const mostAtOnce = 8;

/** The path of a file relative to its workspace folder. */
function shownPath(folder: string, uri: string): string {
  return visible(pathFrom(folder, uri));
}

/** The unused access of a file, or why it cannot be checked; neither if it has no policy. */
interface Looked {
  readonly shown: ShownOfDocument;
  readonly unchecked?: string | undefined;
}

const nothing: Looked = { shown: nothingShown };

/** One search of the workspace. */
interface Search extends ScanOptions {
  readonly memo: DiskMemo;
}

async function lookAt(folder: string, looked: LookedAt, search: Search): Promise<Looked> {
  if (looked.kind === 'ignored') return nothing;
  const name = fileName(looked.uri);
  switch (looked.kind) {
    case 'too-large':
      return isNamedAsJson(name) ? { shown: nothingShown, unchecked: t('the file is too large to search') } : nothing;
    case 'unreadable':
      return isNamedAsJson(name) ? { shown: nothingShown, unchecked: looked.reason } : nothing;
    case 'text':
      return lookAtText(folder, looked, name, search);
  }
}

async function lookAtText(
  folder: string,
  { uri, text }: Extract<LookedAt, { kind: 'text' }>,
  name: string,
  search: Search,
): Promise<Looked> {
  const open = search.documentOf(uri);
  const current = open?.getText() ?? text;
  const kind = kindOf(name, current);
  if (isConfig(uri) || !mayHoldPolicy(kind, current) || (await search.analyser.holdsFindings(uri))) return nothing;
  if (!isReadKind(kind)) return { shown: nothingShown, unchecked: told(notReadYet(kind)) };
  // A folder above the file may have become a link since the search.
  if ((await search.platform.placeOf(uri, folder, search.memo)).kind !== 'file') return nothing;
  const document = open ?? TextDocument.create(uri, syntaxOfKind[kind].languages[0] ?? kind, 0, text);
  return lookAtPolicies(shownPath(folder, uri), document, search);
}

async function lookAtPolicies(name: string, document: TextDocument, search: Search): Promise<Looked> {
  const found = await search.analyser.survey(document, search.memo);
  if (found === undefined) return { shown: nothingShown, unchecked: unreadReason(document.getText()) };
  const shown = shownOf({ document, found, file: name }, search.platform.now());
  const unchecked = syntaxError(found.reading, document.getText()) ?? uncheckedReason(found);
  return {
    shown,
    unchecked: unchecked === undefined || shown.policies.length === 0 ? unchecked : t('partly: {0}', unchecked),
  };
}

/** Why a policy or a part of it is not checked; `undefined` if findings apply to all policies, and all was read. */
function uncheckedReason({ policies, reading }: DocumentSurvey): string | undefined {
  const unmatched = policies.map(({ match }) => match).find((match) => match.kind !== 'matched');
  const reason = unmatched?.reason ?? reading.unread[0]?.reason;
  return reason && told(reason);
}

/** Why no policy was found in a document that looks like one; `undefined` if it does not. */
function unreadReason(text: string): string | undefined {
  if (!looksLikePolicy(text)) return undefined;
  const reading = readDocument(text);
  const whole = reading.isResourceBased
    ? undefined
    : t('it contains statements, but no identity-based policy was read from it');
  return syntaxError(reading, text) ?? whole;
}

function syntaxError({ errors: [error] }: DocumentReading, text: string): string | undefined {
  return error && t('line {0}: {1}', String(placeAt(text, error.span.offset).line), error.message);
}

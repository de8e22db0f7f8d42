/** Writes policy mappings, accounts and keep rules into a configuration, and checks the result. */
import { applyEdits as applyJsonEdits, modify, type Edit as JsonEdit } from 'jsonc-parser';
import { spanBetween } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';
import { isPast, type Config, type KeepEntry } from './config.ts';
import { readConfig } from './readConfig.ts';
import { readJson } from '../text/json.ts';
import { member } from '../text/tree.ts';
import { say, type Message } from '../text/message.ts';

/** The edits of a configuration, or why it cannot be edited. */
export type ConfigEdit =
  | { readonly kind: 'edit'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: Message };

/**
 * Writes a policy mapping: the policies of `files` are attached to the principals `arns`. An entry for exactly the same
 * glob is changed. Otherwise a new entry is put first, because the first entry that matches applies. `text` is the
 * configuration, empty if there is none yet. A configuration that cannot be read is refused. `resource`: the entry is
 * for this resource of the files only.
 */
export function mapPolicy(text: string, files: string, arns: readonly string[], resource?: string): ConfigEdit {
  return putEntry(text, { files, resource }, { list: 'policies', key: 'attachedTo', value: arns });
}

/** Writes that the policies of `files` belong to an account (12 digits), in the same way as {@link mapPolicy}. */
export function useAccount(text: string, files: string, account: string): ConfigEdit {
  return putEntry(text, { files }, { list: 'accounts', key: 'account', value: account });
}

/** What is written about the files of a glob: the value of one key, in an entry of a list. */
type EntryToWrite =
  | { readonly list: 'policies'; readonly key: 'attachedTo'; readonly value: readonly string[] }
  | { readonly list: 'accounts'; readonly key: 'account'; readonly value: string };

/** What an entry is for. There is at most one entry for it that applies. */
interface EntryFor {
  readonly files: string;
  readonly resource?: string | undefined;
}

function putEntry(text: string, { files, resource }: EntryFor, { list, key, value }: EntryToWrite): ConfigEdit {
  const entry = { files, ...(resource === undefined ? {} : { resource }), [key]: value };
  if (text.trim() === '') {
    const fresh = `${JSON.stringify({ [list]: [entry] }, null, 2)}\n`;
    const after = readConfig(fresh);
    if (after.kind === 'unreadable') return { kind: 'refused', reason: after.error.message };
    return { kind: 'edit', edits: [{ span: spanBetween(0, text.length), newText: fresh }] };
  }
  const reading = readConfig(text);
  if (reading.kind === 'unreadable') return { kind: 'refused', reason: reading.error.message };
  const known = reading.config[list].findIndex((one: EntryFor) => one.files === files && one.resource === resource);
  const formattingOptions = formattingOf(text);
  const hasList = hasListNamed(list, text);
  const edits =
    known >= 0
      ? modify(text, [list, known, key], value, { formattingOptions })
      : modify(text, hasList ? [list, 0] : [list], hasList ? entry : [entry], {
          formattingOptions,
          isArrayInsertion: hasList,
        });
  const after = readConfig(applyJsonEdits(text, edits));
  if (after.kind === 'unreadable') return { kind: 'refused', reason: after.error.message };
  const own = { list, of: keyOf({ files, resource }) };
  const isRight = meaningOf(after.config, own) === meaningOf(reading.config, { ...own, value });
  return isRight ? { kind: 'edit', edits: asTextEdits(edits) } : { kind: 'refused', reason: notSafe };
}

function keyOf({ files, resource }: EntryFor): string {
  return JSON.stringify([files, resource]);
}

/** A keep rule to write. */
export interface KeepToWrite {
  readonly actions: readonly string[];
  /** ARNs; empty: all principals. */
  readonly principals: readonly string[];
  readonly reason: string;
  /** The last day on which the rule applies, `YYYY-MM-DD` (UTC). */
  readonly until?: string | undefined;
}

/**
 * Adds a keep rule after those that exist. A rule that has already expired is refused. `text` as in {@link mapPolicy},
 * `now` in milliseconds since 1970.
 */
export function keepActions(text: string, keep: KeepToWrite, now: number): ConfigEdit {
  const made = addKeep(text, keep);
  const { until } = keep;
  if (made.kind === 'refused' || until === undefined || !isPast(until, now)) return made;
  return { kind: 'refused', reason: say('{0} is in the past; choose today or a later date', until) };
}

function addKeep(text: string, { actions, principals, reason, until }: KeepToWrite): ConfigEdit {
  const entry = {
    actions,
    ...(principals.length === 0 ? {} : { principals }),
    reason,
    ...(until === undefined ? {} : { until }),
  };
  if (text.trim() === '') {
    const newText = `${JSON.stringify({ keep: [entry] }, null, 2)}\n`;
    return checked({ edits: [{ span: spanBetween(0, text.length), newText }], after: newText }, [], entry);
  }
  const reading = readConfig(text);
  if (reading.kind === 'unreadable') return { kind: 'refused', reason: reading.error.message };
  const formattingOptions = formattingOf(text);
  const edits = hasListNamed('keep', text)
    ? modify(text, ['keep', -1], entry, { formattingOptions, isArrayInsertion: true })
    : modify(text, ['keep'], [entry], { formattingOptions });
  return checked({ edits: asTextEdits(edits), after: applyJsonEdits(text, edits) }, reading.config.keep, entry);
}

/** Reads the edited configuration again: it must hold the rules of before, then the new one, and nothing else. */
function checked(
  { edits, after }: { readonly edits: readonly TextEdit[]; readonly after: string },
  before: readonly KeepEntry[],
  entry: Readonly<Record<string, unknown>>,
): ConfigEdit {
  const reading = readConfig(after);
  if (reading.kind === 'unreadable') return { kind: 'refused', reason: reading.error.message };
  const wanted = [
    ...before.map(plainKeep),
    JSON.stringify([entry['actions'], entry['principals'], entry['reason'], entry['until']]),
  ];
  const isRight = JSON.stringify(reading.config.keep.map(plainKeep)) === JSON.stringify(wanted);
  return isRight ? { kind: 'edit', edits } : { kind: 'refused', reason: notSafe };
}

const notSafe = say('the edit could not be made safely');

/** Does the configuration have this list, even if it is empty? */
function hasListNamed(name: string, text: string): boolean {
  return member(readJson(text).root, name)?.type === 'array';
}

/** The meaning of a keep rule as a string. */
function plainKeep({ actions, principals, reason, until }: KeepEntry): string {
  return JSON.stringify([actions, principals, reason, until]);
}

function asTextEdits(edits: readonly JsonEdit[]): TextEdit[] {
  return edits
    .map(({ offset, length, content }) => ({ span: { offset, length }, newText: content }))
    .toSorted((a, b) => a.span.offset - b.span.offset);
}

/**
 * The meaning of a configuration as a string, to compare two of them. Of the first entry of `list` for the same (`of`)
 * it holds only what it says (`value`, if given, in its place), because its position may differ.
 */
function meaningOf(
  config: Config,
  own: { readonly list: EntryToWrite['list']; readonly of: string; readonly value?: unknown },
): string {
  const plain = plainConfig(config);
  const isOwn = ([of]: PlainEntries[number]): boolean => of === own.of;
  const [, said] = plain[own.list].find(isOwn) ?? [];
  const others = plain[own.list].filter((entry) => !isOwn(entry));
  return JSON.stringify([own.value ?? said, { ...plain, [own.list]: others }]);
}

type PlainEntries = readonly (readonly [of: string, said: unknown])[];

/** What a configuration says, without places: two that say the same are equal as JSON. */
export function plainConfig({ findings, policies, accounts, keep }: Config): {
  readonly findings: PlainEntries | undefined;
  readonly policies: PlainEntries;
  readonly accounts: PlainEntries;
  readonly keep: readonly string[];
} {
  return {
    findings: findings?.map(({ files, principal }) => [files, principal?.arn]),
    policies: policies.map((mapping) => [keyOf(mapping), mapping.attachedTo.map(({ principal }) => principal.arn)]),
    accounts: accounts.map(({ files, account }) => [keyOf({ files }), account]),
    keep: keep.map(plainKeep),
  };
}

/** The indentation and the line ends that a text uses. */
function formattingOf(text: string): {
  readonly insertSpaces: boolean;
  readonly tabSize: number;
  readonly eol: string;
} {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

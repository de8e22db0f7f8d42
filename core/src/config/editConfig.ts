/** Writes policy mappings and keep rules into a configuration, and checks the result. */
import { applyEdits as applyJsonEdits, modify, type Edit as JsonEdit } from 'jsonc-parser';
import { spanBetween } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';
import { isPast, type Config, type KeepEntry } from './config.ts';
import { readConfig } from './readConfig.ts';
import { say, type Message } from '../text/message.ts';

/** The edits of a configuration, or why it cannot be edited. */
export type ConfigEdit =
  | { readonly kind: 'edit'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: Message };

/**
 * Writes a policy mapping: the policies of `files` are attached to the principals `arns`. An entry for exactly the same
 * glob is changed. Otherwise a new entry is put first, because the first entry that matches applies. `text` is the
 * configuration, empty if there is none yet. A configuration that cannot be read is refused.
 */
export function mapPolicy(text: string, files: string, arns: readonly string[]): ConfigEdit {
  if (text.trim() === '') {
    const fresh = `${JSON.stringify({ policies: [{ files, attachedTo: arns }] }, null, 2)}\n`;
    return { kind: 'edit', edits: [{ span: spanBetween(0, text.length), newText: fresh }] };
  }
  const reading = readConfig(text);
  if (reading.kind === 'unreadable') return { kind: 'refused', reason: reading.error.message };
  const known = reading.config.policies.findIndex((mapping) => mapping.files === files);
  const entry = { files, attachedTo: arns };
  const formattingOptions = formattingOf(text);
  const hasPolicies = /"policies"\s*:\s*\[/.test(text);
  const edits =
    known >= 0
      ? modify(text, ['policies', known, 'attachedTo'], arns, { formattingOptions })
      : modify(text, hasPolicies ? ['policies', 0] : ['policies'], hasPolicies ? entry : [entry], {
          formattingOptions,
          isArrayInsertion: hasPolicies,
        });
  const after = readConfig(applyJsonEdits(text, edits));
  const isRight = after.kind === 'read' && meaningOf(after.config, files) === meaningOf(reading.config, files, arns);
  if (!isRight) return { kind: 'refused', reason: say('the edit could not be made safely') };
  return { kind: 'edit', edits: asTextEdits(edits) };
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
  const hasKeep = /"keep"\s*:\s*\[/.test(text);
  const edits = hasKeep
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
  return isRight ? { kind: 'edit', edits } : { kind: 'refused', reason: say('the edit could not be made safely') };
}

/** The meaning of a keep rule as a string. */
export function plainKeep({ actions, principals, reason, until }: KeepEntry): string {
  return JSON.stringify([actions, principals, reason, until]);
}

function asTextEdits(edits: readonly JsonEdit[]): TextEdit[] {
  return edits
    .map(({ offset, length, content }) => ({ span: { offset, length }, newText: content }))
    .toSorted((a, b) => a.span.offset - b.span.offset);
}

/**
 * The meaning of a configuration as a string, to compare two of them. Of the first mapping for `files` it holds only
 * the principals (`arns`, if given, in their place), because its position may differ.
 */
function meaningOf({ findings, policies, keep }: Config, files: string, arns?: readonly string[]): string {
  const others = policies.filter((mapping) => mapping.files !== files);
  const own =
    arns ?? policies.find((mapping) => mapping.files === files)?.attachedTo.map(({ principal }) => principal.arn);
  return JSON.stringify([
    own,
    others.map((mapping) => [mapping.files, mapping.attachedTo.map(({ principal }) => principal.arn)]),
    findings?.map((source) => [source.files, source.principal?.arn]),
    keep.map(plainKeep),
  ]);
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

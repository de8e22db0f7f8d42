import { applyEdits as applyJsonEdits, modify } from 'jsonc-parser';
import { spanBetween } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { Config } from './config.ts';
import { readConfig } from './readConfig.ts';

/** Edits of a configuration, or why there are none. */
export type ConfigEdit =
  { readonly kind: 'edit'; readonly edits: readonly TextEdit[] } | { readonly kind: 'refused'; readonly reason: string };

/**
 * Writes into a configuration to whom the policies of a file are attached. Where an entry for exactly these files is there, it is changed;
 * else a new one comes first, because the first that matches counts. `text` is empty for a configuration that is to be made.
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
  const isRight = after.kind === 'read' && said(after.config, files) === said(reading.config, files, arns);
  if (!isRight) return { kind: 'refused', reason: 'the edit could not be made safely' };
  return {
    kind: 'edit',
    edits: edits
      .map(({ offset, length, content }) => ({ span: { offset, length }, newText: content }))
      .toSorted((a, b) => a.span.offset - b.span.offset),
  };
}

/** What a configuration says, as a text to compare: of the mapping for `files` only whom it names, and that it comes first for them. */
function said({ findings, policies, keep }: Config, files: string, arns?: readonly string[]): string {
  const others = policies.filter((mapping) => mapping.files !== files);
  const own = arns ?? policies.find((mapping) => mapping.files === files)?.attachedTo.map(({ principal }) => principal.arn);
  return JSON.stringify([
    own,
    others.map((mapping) => [mapping.files, mapping.attachedTo.map(({ principal }) => principal.arn)]),
    findings?.map((source) => [source.files, source.principal?.arn]),
    keep.map(({ actions, principals, reason, until }) => [actions, principals, reason, until]),
  ]);
}

/** The indentation and line end of a text. */
function formattingOf(text: string): { readonly insertSpaces: boolean; readonly tabSize: number; readonly eol: string } {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** Finds and reads single JSON values in a text that arrives in pieces. */
import { jsonValueOf } from '../text/jsonValue.ts';
import { readJson, strictError } from '../text/json.ts';
import type { SyntaxError } from '../text/tree.ts';
import { codes, commentEnd, endsScalar, isSpace, stringEnd } from '../text/jsonScan.ts';
import { say } from '../text/message.ts';
import { spanBetween } from '../text/span.ts';
import { mayLoseKeys, valueWithTwins, withLostKeys } from './duplicateKeys.ts';

const { quote, slash, comma, openBrace, closeBrace, openBracket, closeBracket } = codes;

/** The text that has arrived, and the progress in it. Offsets count from the start of `text`. */
export interface PieceScan {
  /** The text that has arrived and is still needed. */
  text: string;
  /** Everything before this offset has been read. */
  at: number;
  /** The text is complete: no more pieces follow. */
  isLast: boolean;
  /** The offset where the search for the end of a value continues, so that every piece is searched once. */
  scanAt: number;
  /** The number of brackets that are open at `scanAt`. */
  depth: number;
}

/**
 * The longest line that is read as a whole, in UTF-16 code units. In longer ones, values are found by their brackets.
 */
const longestLine = 1024 * 1024;

/**
 * The value on the rest of this line, with its end; `none` if the rest is not a JSON object; `undefined` if the line
 * has not arrived completely.
 */
export function lineValue({
  text,
  at,
  isLast,
}: PieceScan): { readonly value: unknown; readonly end: number } | 'none' | undefined {
  const newline = text.indexOf('\n', at);
  if (newline < 0 && !isLast) return text.length - at > longestLine ? 'none' : undefined;
  let end = newline < 0 ? text.length : newline;
  while (end > at && (isSpace(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === comma)) end--;
  if (text.charCodeAt(end - 1) !== closeBrace) return 'none';
  if (end - at > longestTolerated) return 'none';
  const value = jsonValueOf(text.slice(at, end));
  return value === undefined ? 'none' : { value: withLostKeys(value, text, at, end), end };
}

/** The end of the bracketed value at `at`; `undefined` if it has not arrived. An unclosed value ends with the text. */
export function bracketsEnd(state: PieceScan): number | undefined {
  const { text, isLast } = state;
  let i = Math.max(state.scanAt, state.at);
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote || code === slash) {
      const end = code === quote ? stringEnd(text, i) : commentEnd(text, i, isLast);
      if (end === undefined) break;
      i = Math.max(i, end - 1);
    } else if (code === openBrace || code === openBracket) state.depth++;
    else if (code === closeBrace || code === closeBracket) {
      state.depth--;
      if (state.depth === 0) return i + 1;
    }
  }
  state.scanAt = i;
  return isLast ? text.length : undefined;
}

/** Resets the search, after the end of a value was found. */
export function endScan(state: PieceScan): void {
  state.scanAt = 0;
  state.depth = 0;
}

/** The end of the string, number or literal at `at`; `undefined` if it has not arrived. */
export function scalarEnd({ text, at, isLast }: PieceScan): number | undefined {
  if (text.charCodeAt(at) === quote) return stringEnd(text, at) ?? (isLast ? text.length : undefined);
  let i = at + 1;
  while (i < text.length && !endsScalar(text.charCodeAt(i))) i++;
  return i < text.length || isLast ? i : undefined;
}

/** The offset after white space and comments; `undefined` if the end of a comment has not arrived. */
export function skipSpace({ text, at, isLast }: PieceScan): number | undefined {
  let i = at;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === slash) {
      const end = commentEnd(text, i, isLast);
      if (end === undefined || end === i) return end;
      i = end - 1;
    } else if (!isSpace(code)) return i;
  }
  return i;
}

/**
 * The longest value that may have comments, trailing commas or duplicate keys, in UTF-16 code units. Reading one of
 * these makes a tree, which takes hundreds of times the memory of the text.
 */
const longestTolerated = 1024 * 1024;

/**
 * Reads the text of one value, as strict JSON if possible, because that is much faster; otherwise with comments and
 * trailing commas. Never throws: the span of `error` counts from the start of `source`.
 */
export function readTolerantly(source: string): { readonly value?: unknown; readonly error?: SyntaxError } {
  const value = jsonValueOf(source);
  if (source.length > longestTolerated) return readLongValue(source, value);
  if (value !== undefined) return { value: withLostKeys(value, source) };
  const { root, errors } = readJson(source);
  const [error] = errors;
  return error === undefined ? { value: root && valueWithTwins(root) } : { error };
}

function readLongValue(source: string, value: unknown): { readonly value?: unknown; readonly error?: SyntaxError } {
  if (value !== undefined && !mayLoseKeys(value, source)) return { value };
  const start = spanBetween(0, 0);
  const { span, message } = strictError(source) ?? { span: start, message: say('a key may be duplicated') };
  return {
    error: { span, message: say('{0}; a value of more than 1 million characters must be strict JSON', message) },
  };
}

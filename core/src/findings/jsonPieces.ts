/** Finds single JSON values in a text that comes in pieces, and reads them. */
import { readJson, strictError } from '../text/json.ts';
import type { SyntaxError } from '../text/tree.ts';
import { codes, commentEnd, endsScalar, isSpace, stringEnd } from '../text/jsonScan.ts';
import { say } from '../text/message.ts';
import { spanBetween } from '../text/span.ts';
import { mayLoseKeys, valueWithTwins, withLostKeys } from './duplicateKeys.ts';

const { quote, slash, comma, openBrace, closeBrace, openBracket, closeBracket } = codes;

/** How far a text has come, and how far it was looked through. */
export interface PieceScan {
  /** What has come and is not used up; what is before `at` is done with. */
  text: string;
  at: number;
  /** Nothing more will come. */
  isLast: boolean;
  /** How far into a value the search for its end has come, so that a value in many pieces is searched once. */
  scanAt: number;
  depth: number;
}

/** How much of a line is waited for before its values are looked for by their brackets. */
const longestLine = 1024 * 1024;

/** The value on the rest of this line, `none` where it is not one, `undefined` where the line has not come whole. */
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
  const value = parseStrictly(text.slice(at, end));
  return value === undefined ? 'none' : { value: withLostKeys(value, text, at, end), end };
}

/** The end of the bracketed value at `at`, or of what is left of one; `undefined` where it has not come yet. */
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

export function endScan(state: PieceScan): void {
  state.scanAt = 0;
  state.depth = 0;
}

export function scalarEnd({ text, at, isLast }: PieceScan): number | undefined {
  if (text.charCodeAt(at) === quote) return stringEnd(text, at) ?? (isLast ? text.length : undefined);
  let i = at + 1;
  while (i < text.length && !endsScalar(text.charCodeAt(i))) i++;
  return i < text.length || isLast ? i : undefined;
}

/** Past white space and comments; `undefined` where a comment has not ended yet. */
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

/** `undefined` for what is no JSON; JSON itself has no such value. */
function parseStrictly(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/**
 * Longer values have to be strict JSON in which no key stands twice: reading any other makes a tree, which takes
 * hundreds of times the memory of the text. In UTF-16 code units.
 */
const longestTolerated = 1024 * 1024;

/**
 * A value with comments or commas too many is read slowly, and only then: its places are not needed where it is sound.
 */
export function readTolerantly(source: string): { readonly value?: unknown; readonly error?: SyntaxError } {
  const value = parseStrictly(source);
  if (source.length > longestTolerated) return readLong(source, value);
  if (value !== undefined) return { value: withLostKeys(value, source) };
  const { root, errors } = readJson(source);
  const [error] = errors;
  return error === undefined ? { value: root && valueWithTwins(root) } : { error };
}

function readLong(source: string, value: unknown): { readonly value?: unknown; readonly error?: SyntaxError } {
  if (value !== undefined && !mayLoseKeys(value, source)) return { value };
  const start = spanBetween(0, 0);
  const { span, message } = strictError(source) ?? { span: start, message: say('a key may stand twice') };
  return {
    error: { span, message: say('{0}; a value of more than 1 million characters has to be strict JSON', message) },
  };
}

/** Writes a policy in YAML. */
import { isRecord } from '../../text/jsonValue.ts';
import type { Span } from '../../text/span.ts';
import { writePolicy } from '../json/writePolicy.ts';
import { before, blanks, lineEnd } from './layout.ts';
import { writeString } from './quote.ts';

/**
 * A policy in JSON as a block mapping for the place of the value at a span; in JSON if that is in braces. `undefined` if
 * `policy` is not a JSON object, or if there is no whole policy in that place.
 */
export function writeBlock(policy: string, text: string, at: Span): string | undefined {
  if (text[at.offset] === '{') return writePolicy(policy, text, at);
  // Otherwise, it is a list of statements under another key, with its key.
  if (!/^["']?(?:Version|Id|Statement)\b/.test(text.slice(at.offset, at.offset + 12))) return undefined;
  try {
    const value: unknown = JSON.parse(policy);
    if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
    return linesOf(value).join(lineEnd(text) + blanks(before(text, at.offset)));
  } catch {
    return undefined;
  }
}

/** The lines of a value, without the indentation of the first one. */
function linesOf(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item) => linesOf(item).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`)));
  if (isRecord(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, inner]) => {
      const name = writeString(key);
      return isBlock(inner)
        ? [`${name}:`, ...linesOf(inner).map((line) => `  ${line}`)]
        : [`${name}: ${scalar(inner)}`];
    });
  return [scalar(value)];
}

function isBlock(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) && Object.keys(value).length > 0;
}

/** A string, or any other value that is no block: JSON is YAML. */
function scalar(value: unknown): string {
  return typeof value === 'string' ? writeString(value) : JSON.stringify(value);
}

/** Masks placeholders of Terraform templates, which are not valid JSON outside of strings. */
import { commentEnd, stringEnd } from '../../text/jsonScan.ts';
import { filler } from '../../text/placeholders.ts';

/** A text with masked placeholders, and the offsets of its directives. */
export interface MaskedText {
  /** Has the length of the original text. A run of `${…}` is replaced with a string, a directive with blanks. */
  readonly text: string;
  /** The offsets of the directives, sorted. */
  readonly directives: readonly number[];
}

/** Masks the placeholders of a text so that it can be read as JSON; `undefined` if there are none. O(length). */
export function maskPlaceholders(text: string): MaskedText | undefined {
  if (!text.includes('${') && !text.includes('%{')) return undefined;
  const parts: string[] = [];
  const directives: number[] = [];
  let done = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const placeholder = placeholderAt(text, at, isInString);
    if (placeholder !== undefined) {
      parts.push(text.slice(done, at), placeholder.masked);
      if (placeholder.isDirective) directives.push(at);
      done = placeholder.end;
      at = done - 1;
    } else if (text[at] === '"') isInString = !isInString;
    else at = isInString ? escapeEnd(text, at) : commentAfter(text, at);
  }
  return parts.length === 0 ? undefined : { text: parts.join('') + text.slice(done), directives };
}

function escapeEnd(text: string, at: number): number {
  return text[at] === '\\' ? at + 1 : at;
}

/** The end of the comment that begins at an offset; the offset itself if none does. */
function commentAfter(text: string, at: number): number {
  return text[at] === '/' ? (commentEnd(text, at, true) ?? at) : at;
}

interface Placeholder {
  readonly end: number;
  /** Has the length of the placeholder. Inside of a string, it is part of that string; otherwise, it is a string. */
  readonly masked: string;
  readonly isDirective: boolean;
}

/** The placeholder at an offset, or the run of placeholders that gives one value; `undefined` if none begins there. */
function placeholderAt(text: string, at: number, isInString: boolean): Placeholder | undefined {
  const kind = text[at + 1] === '{' ? text[at] : undefined;
  if (kind !== '$' && kind !== '%') return undefined;
  const end = kind === '$' && !isInString ? runEnd(text, at) : placeholderEnd(text, at);
  const written = text.slice(at, end);
  if (isInString) return { end, masked: written.replace(/["\\\r\n]/g, filler), isDirective: false };
  if (kind === '$') return { end, masked: `"${filler.repeat(end - at - 2)}"`, isDirective: false };
  return { end, masked: written.replace(/[^\r\n]/g, ' '), isDirective: true };
}

/** The end of the placeholder at an offset. Braces and strings nest in it. */
function placeholderEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') at = (stringEnd(text, at) ?? text.length) - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The end of a run of adjacent placeholders, which give one value. */
function runEnd(text: string, start: number): number {
  let end = placeholderEnd(text, start);
  while (text[end] === '$' && text[end + 1] === '{') end = placeholderEnd(text, end);
  return end;
}

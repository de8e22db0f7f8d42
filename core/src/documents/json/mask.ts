/** Placeholders of Terraform's templates in JSON: outside of its strings, they are no JSON. */
import { commentEnd, stringEnd } from '../../text/jsonScan.ts';
import { filler } from '../../text/placeholders.ts';

/** A text with the placeholders outside of its strings masked, and where its directives stand. */
export interface MaskedText {
  /** As long as the text: a run of `${…}` is a string there, a directive is blank. */
  readonly text: string;
  /** Offsets of the directives, ascending. */
  readonly directives: readonly number[];
}

/**
 * Masks the placeholders of a JSON text, so that it can be read as JSON; `undefined` where there is none to mask.
 * O(length).
 */
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

/** Past the comment that begins at an offset; the offset itself where none does. */
function commentAfter(text: string, at: number): number {
  return text[at] === '/' ? (commentEnd(text, at, true) ?? at) : at;
}

interface Placeholder {
  readonly end: number;
  /** As long as it is. In a string it stays in it, else it is a string itself. */
  readonly masked: string;
  readonly isDirective: boolean;
}

/** The placeholder that begins at an offset, or the run of them that gives one value; `undefined` where none does. */
function placeholderAt(text: string, at: number, isInString: boolean): Placeholder | undefined {
  const kind = text[at + 1] === '{' ? text[at] : undefined;
  if (kind !== '$' && kind !== '%') return undefined;
  const end = kind === '$' && !isInString ? runEnd(text, at) : placeholderEnd(text, at);
  const written = text.slice(at, end);
  if (isInString) return { end, masked: written.replace(/["\\\r\n]/g, filler), isDirective: false };
  if (kind === '$') return { end, masked: `"${filler.repeat(end - at - 2)}"`, isDirective: false };
  return { end, masked: written.replace(/[^\r\n]/g, ' '), isDirective: true };
}

/** Past the placeholder at an offset. Braces and strings nest in it. */
function placeholderEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') at = (stringEnd(text, at) ?? text.length) - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Past the placeholders that stand side by side, which give one value. */
function runEnd(text: string, start: number): number {
  let end = placeholderEnd(text, start);
  while (text[end] === '$' && text[end + 1] === '{') end = placeholderEnd(text, end);
  return end;
}

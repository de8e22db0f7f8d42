import { commentEnd, stringEnd } from './jsonScan.ts';

/**
 * The placeholders of Terraform's templates (Terraform language, "Strings and templates"): `${…}` gives a value, `%{…}` directs the template and
 * gives nothing.
 */

/** Stands for each character of a placeholder. Unicode has it for objects that a text cannot hold, so no policy has it. */
const filler = '\uFFFC';

/** Is a text computed from a placeholder, or one itself? */
export function holdsPlaceholder(text: string): boolean {
  return text.includes('${') || text.includes('%{') || text.includes(filler);
}

/** A text with the placeholders outside of its strings masked, and where its directives stand. */
export interface MaskedText {
  /** As long as the text: a run of `${…}` is a string there, a directive is blank. */
  readonly text: string;
  /** Offsets of the directives, ascending. */
  readonly directives: readonly number[];
}

/** Masks the placeholders of a JSON text, so that it can be read as JSON; `undefined` where there is none to mask. O(length). */
export function maskPlaceholders(text: string): MaskedText | undefined {
  if (!text.includes('${') && !text.includes('%{')) return undefined;
  const parts: string[] = [];
  const directives: number[] = [];
  let done = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isInString = !isInString;
    else if (!startsPlaceholder(text, at)) at = lastPassed(text, at, isInString);
    else {
      const isDirective = text[at] === '%';
      const end = isDirective || isInString ? placeholderEnd(text, at) : runEnd(text, at);
      parts.push(text.slice(done, at), maskOf(text.slice(at, end), isInString));
      if (isDirective && !isInString) directives.push(at);
      done = end;
      at = end - 1;
    }
  }
  return parts.length === 0 ? undefined : { text: parts.join('') + text.slice(done), directives };
}

function startsPlaceholder(text: string, at: number): boolean {
  return text[at + 1] === '{' && (text[at] === '$' || text[at] === '%');
}

/** The last character of the escape or the comment at an offset, which hold no placeholder; the offset itself where there is neither. */
function lastPassed(text: string, at: number, isInString: boolean): number {
  if (isInString) return text[at] === '\\' ? at + 1 : at;
  return text[at] === '/' ? (commentEnd(text, at, true) ?? at) : at;
}

/** As long as the placeholder. In a string it stays a part of the string. */
function maskOf(placeholder: string, isInString: boolean): string {
  if (isInString) return placeholder.replace(/["\\\r\n]/g, filler);
  return placeholder.startsWith('$') ? `"${filler.repeat(placeholder.length - 2)}"` : placeholder.replace(/[^\r\n]/g, ' ');
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

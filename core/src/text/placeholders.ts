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
  const mask = (start: number, end: number, masked: string): void => {
    parts.push(text.slice(done, start), masked);
    done = end;
  };
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const [code, next] = [text[at], text[at + 1]];
    if (code === '"') isInString = !isInString;
    else if (isInString && code === '\\') at++;
    else if (!isInString && code === '/') at = commentEnd(text, at, true) ?? at;
    else if (next === '{' && (code === '$' || code === '%')) {
      const end = code === '$' && !isInString ? runEnd(text, at) : placeholderEnd(text, at);
      if (isInString) mask(at, end, text.slice(at, end).replace(/["\\\r\n]/g, filler));
      else if (code === '$') mask(at, end, `"${filler.repeat(end - at - 2)}"`);
      else mask(at, end, text.slice(at, end).replace(/[^\r\n]/g, ' '));
      if (code === '%' && !isInString) directives.push(at);
      at = end - 1;
    }
  }
  return parts.length === 0 ? undefined : { text: parts.join('') + text.slice(done), directives };
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

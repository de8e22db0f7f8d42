/** Finds and replaces code in a source, whatever its formatting. */

/** A source without what a formatter decides: white space and trailing commas. */
export interface Squeezed {
  readonly text: string;
  /** The offset of each character in the source, and the length of the source. */
  readonly offsets: readonly number[];
}

export function squeezed(source: string): Squeezed {
  const offsets: number[] = [];
  for (let at = 0; at < source.length; at++) {
    const isTrailing = source[at] === ',' && /^\s*[)\]}]/.test(source.slice(at + 1, at + 200));
    if (!isTrailing && !/\s/.test(source[at] ?? '')) offsets.push(at);
  }
  return { text: offsets.map((at) => source[at]).join(''), offsets: [...offsets, source.length] };
}

/** The place of a piece of code in a source, however both are formatted; `undefined` if the source lacks it. */
export function codeIn(source: string, code: string): { readonly start: number; readonly end: number } | undefined {
  const [whole, part] = [squeezed(source), squeezed(code)];
  const at = whole.text.indexOf(part.text);
  if (at < 0) return undefined;
  return { start: whole.offsets[at] ?? 0, end: (whole.offsets[at + part.text.length - 1] ?? 0) + 1 };
}

/** The source with `instead` in place of `code`; `undefined` if the source lacks `code`. */
export function withCode(source: string, code: string, instead: string): string | undefined {
  const found = codeIn(source, code);
  return found && source.slice(0, found.start) + instead + source.slice(found.end);
}

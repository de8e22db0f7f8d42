/** A source without what a formatter decides: white space, and the comma behind the last of several. */
export interface Squeezed {
  readonly text: string;
  /** Where each character stands in the source; one more for its end. */
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

/** Where a piece of code stands in a source, however both are laid out; `undefined` where it does not. */
export function codeIn(source: string, code: string): { readonly start: number; readonly end: number } | undefined {
  const [whole, part] = [squeezed(source), squeezed(code)];
  const at = whole.text.indexOf(part.text);
  if (at < 0) return undefined;
  return { start: whole.offsets[at] ?? 0, end: (whole.offsets[at + part.text.length - 1] ?? 0) + 1 };
}

/** The source with one piece of code in place of another; `undefined` where that is not in it. */
export function withCode(source: string, code: string, instead: string): string | undefined {
  const found = codeIn(source, code);
  return found && source.slice(0, found.start) + instead + source.slice(found.end);
}

/** Finds the ends of JSON tokens in a text that may not have arrived completely. */

/** The characters that delimit JSON tokens, as UTF-16 code units. */
export const codes = {
  quote: 34,
  slash: 47,
  comma: 44,
  openBrace: 123,
  closeBrace: 125,
  openBracket: 91,
  closeBracket: 93,
} as const;

const { quote, comma, openBrace, closeBrace, openBracket, closeBracket } = codes;

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xfeff;
}

export function endsScalar(code: number): boolean {
  return (
    isSpace(code) ||
    code === comma ||
    code === quote ||
    code === openBrace ||
    code === closeBrace ||
    code === openBracket ||
    code === closeBracket
  );
}

/** The offset after the string that opens at `open`; `undefined` if it does not end. */
export function stringEnd(text: string, open: number): number | undefined {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(close - 1 - backslashes) === 92) backslashes++;
    if (backslashes % 2 === 0) return close + 1;
  }
  return undefined;
}

/**
 * The offset after the comment at `at`; `at` itself if there is none; `undefined` if the end of the comment has not
 * arrived. `isLast`: the text is complete.
 */
export function commentEnd(text: string, at: number, isLast: boolean): number | undefined {
  const kind = text[at + 1];
  if (kind === undefined && !isLast) return undefined;
  if (kind !== '/' && kind !== '*') return at;
  const end = kind === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
  if (end >= 0) return kind === '/' ? end : end + 2;
  return isLast ? text.length : undefined;
}

import { spanEnd, type Span } from '../../text/span.ts';

/**
 * The number of characters of a policy as IAM counts them, without white space. White space in strings is counted,
 * because AWS does not document otherwise. Stops at `enough`. O(length).
 */
export function sizeOfJson(text: string, span: Span, enough: number = Infinity): number {
  let size = 0;
  let isInString = false;
  for (let i = span.offset; i < spanEnd(span) && size < enough; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) isInString = !isInString;
    else if (isInString && code === 92) {
      size++;
      i++;
    }
    if (isInString || !isWhiteSpace(code)) size++;
  }
  return size;
}

function isWhiteSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

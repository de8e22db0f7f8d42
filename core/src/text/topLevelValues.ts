import { createScanner } from 'jsonc-parser';
import { spanBetween, type Span } from './span.ts';

/**
 * The spans of the JSON values that stand one after another in a text: one for a plain document, one a line for NDJSON, one for each
 * document of a concatenation. The values are told apart by their brackets alone and may still hold errors. O(length of the text).
 */
export function topLevelValues(text: string): Span[] {
  const scanner = createScanner(text, true);
  const spans: Span[] = [];
  let depth = 0;
  let start = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text[scanner.getTokenOffset()];
    if (depth === 0) start = scanner.getTokenOffset();
    if (first === '{' || first === '[') depth++;
    else if (first === '}' || first === ']') depth--;
    if (depth <= 0) {
      depth = 0;
      spans.push(spanBetween(start, scanner.getTokenOffset() + scanner.getTokenLength()));
    }
  }
  if (depth > 0) spans.push(spanBetween(start, text.length));
  return spans;
}

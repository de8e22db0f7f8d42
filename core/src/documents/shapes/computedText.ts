/** Texts with parts in `${…}` that are computed, as Terraform and the Serverless Framework write them. */
import { quotedEnd } from '../hcl/template.ts';

/** Is a value, as the text of a template, known without evaluating anything? */
export function isKnown(value: string): boolean {
  return !/(?<!\$)\$\{|(?<!%)%\{/.test(value);
}

/** What a text with escapes means: `$${` is `${`. */
export function meant(value: string): string {
  return value.replaceAll(/([$%])\1\{/g, '$1{');
}

/** A text with `*` for its computed parts. */
export function patternOf(value: string): string {
  let pattern = '';
  for (let at = 0; at < value.length;) {
    if (/^([$%])\1\{/.test(value.slice(at, at + 3))) {
      pattern += value.slice(at + 1, at + 3);
      at += 3;
    } else if (/^[$%]\{/.test(value.slice(at, at + 2))) {
      at = computedEnd(value, at + 1);
      pattern += '*';
    } else pattern += value[at++] ?? '';
  }
  return pattern.replaceAll(/\*+/g, '*');
}

/** The offset after the brace that closes the one at an offset. Braces in strings do not count. */
function computedEnd(value: string, open: number): number {
  let depth = 0;
  for (let at = open; at < value.length; at++) {
    if (value[at] === '"') at = (quotedEnd(value, at) ?? value.length) - 1;
    else if (value[at] === '{') depth++;
    else if (value[at] === '}' && --depth === 0) return at + 1;
  }
  return value.length;
}

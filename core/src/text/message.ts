import { memoise } from '../memo.ts';
import { visible } from './visible.ts';

/** What goes into a gap of a message: a text that is the same in all languages, a count, or another message. */
export type Gap = string | number | Message;

/**
 * A sentence or a part of one, in English, with gaps `{0}`, `{1}` …, so that it can be said in other languages as well.
 */
export interface Message {
  readonly says: string;
  readonly gaps: readonly Gap[];
  /** Starts with a capital letter. */
  readonly isSentence?: true;
}

/** How messages are said in a language. */
export interface Language {
  /** A count as people write it: `22,091`. */
  readonly number: (count: number) => string;
  /** What stands in a message for the English text, gaps and all. */
  readonly translate: (says: string) => string;
}

export const english: Language = languageOf('en', (says) => says);

/** `tag` as in BCP 47. */
export function languageOf(tag: string, translate: Language['translate']): Language {
  // Made once, and not before it is needed: that takes milliseconds, and most counts are small.
  let format: Intl.NumberFormat | undefined;
  return {
    number: (count) => (count < 1000 ? String(count) : (format ??= new Intl.NumberFormat(tag)).format(count)),
    translate,
  };
}

export function say(says: string, ...gaps: readonly Gap[]): Message {
  return { says, gaps };
}

/** The same as a sentence of its own. */
export function sentence({ says, gaps }: Message): Message {
  return { says, gaps, isSentence: true };
}

/**
 * The text of a message, with counts as people of the language write them. What goes into it comes from files: it is
 * shown, and does nothing ({@link visible}). O(length of the text).
 */
export function inWords(message: Gap, language: Language = english): string {
  if (typeof message === 'string') return visible(message);
  if (typeof message === 'number') return language.number(message);
  const parts = partsOf(language.translate(message.says));
  let words = parts[0] ?? '';
  for (let i = 1; i < parts.length; i += 2) {
    const gap = message.gaps[Number(parts[i])];
    words += (gap === undefined ? '' : inWords(gap, language)) + (parts[i + 1] ?? '');
  }
  return message.isSentence === true && !startsWithName(message)
    ? words.charAt(0).toUpperCase() + words.slice(1)
    : words;
}

/** Does a message start with a text that is the same in all languages, such as the name of a file? */
function startsWithName({ says, gaps }: Message): boolean {
  const first = says.startsWith('{0}') ? gaps[0] : undefined;
  return typeof first === 'string' || (typeof first === 'object' && startsWithName(first));
}

/**
 * What stands around the gaps, and between each two parts which gap it is. Remembered: a document has thousands of the
 * same messages.
 */
const partsOf = memoise((text) => text.split(/\{(\d)\}/));

/** Several parts one after another, with something between them. */
export function joined(parts: readonly Gap[], between: string): Gap {
  return parts.reduce((all, part) => (all === '' ? part : { says: `{0}${between}{1}`, gaps: [all, part] }), '');
}

/** Messages as data, which are put into words in English or another language. */
import { memoise } from '../memo.ts';
import { visible } from './visible.ts';

/** The value for a gap of a message: a text that is the same in all languages, a count, or another message. */
export type Gap = string | number | Message;

/** A sentence or a part of one, in English, with gaps `{0}`, `{1}` …: `says` is also the key of its translations. */
export interface Message {
  readonly says: string;
  readonly gaps: readonly Gap[];
  /** Written with a capital letter at its start. */
  readonly isSentence?: true;
}

/** A language that messages are written in. */
export interface Language {
  /** Formats a count as people write it: `22,091`. */
  readonly number: (count: number) => string;
  /** The translation of an English text with gaps; the English text itself if there is none. */
  readonly translate: (says: string) => string;
}

export const english: Language = languageOf('en', (says) => says);

/** Makes a language. `tag` is its BCP 47 tag, for numbers. */
export function languageOf(tag: string, translate: Language['translate']): Language {
  // Created only when needed: that takes milliseconds, and most counts are below 1000.
  let format: Intl.NumberFormat | undefined;
  return {
    number: (count) => (count < 1000 ? String(count) : (format ??= new Intl.NumberFormat(tag)).format(count)),
    translate,
  };
}

/** Makes a message. `says` is the English text with a gap `{0}`, `{1}` … for each of `gaps`. */
export function say(says: string, ...gaps: readonly Gap[]): Message {
  return { says, gaps };
}

/** The message as a sentence: it starts with a capital letter. */
export function sentence({ says, gaps }: Message): Message {
  return { says, gaps, isSentence: true };
}

/**
 * The text of a message in a language. Texts in its gaps may come from files, so their control characters are escaped
 * ({@link visible}). O(length of the text).
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

/** Does a message start with a text such as a file name, whose letter case must not change? */
function startsWithName({ says, gaps }: Message): boolean {
  const [, gap] = /^\{(\d)\}/.exec(says) ?? [];
  const first = gap === undefined ? undefined : gaps[Number(gap)];
  return typeof first === 'string' || (typeof first === 'object' && startsWithName(first));
}

/**
 * The parts of a text around its gaps, alternating with the numbers of the gaps: `a {0} b` → `a `, `0`, ` b`. Memoised,
 * because a document has thousands of messages with the same text.
 */
const partsOf = memoise((text) => text.split(/\{(\d)\}/));

/** Joins parts of a message, with `between` between each two of them. */
export function joined(parts: readonly Gap[], between: string): Gap {
  return parts.reduce((all, part) => (all === '' ? part : { says: `{0}${between}{1}`, gaps: [all, part] }), '');
}

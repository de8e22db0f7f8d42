/** Makes invisible characters visible, so that texts from files cannot disguise a message or control a terminal. */

/**
 * Characters that are not displayed but have an effect: control characters, line and paragraph separators, direction
 * marks, byte order marks, and lone surrogates.
 */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** Matches most texts at once: printable ASCII. */
const plain = /^[ -~]*$/;

/**
 * A text with its invisible characters escaped (`\u001b`). Names and reasons in messages come from files that others
 * may have written.
 */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(unseen, escapedCharacter);
}

/** A UTF-16 code unit as an escape: `\u001b`. */
export function escapedCharacter(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

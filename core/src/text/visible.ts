/**
 * Characters that do something to a terminal, a line or a page instead of being seen: control characters, ends of lines
 * and paragraphs, marks that turn the direction of the text, byte order marks, halves of characters.
 */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** Most texts hold nothing else, and are asked for thousands of times. */
const plain = /^[ -~]*$/;

/**
 * A text in which what cannot be seen is written as an escape, `\u001b`: names and reasons come from files that
 * somebody else may have written.
 */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(unseen, escapedCharacter);
}

/** A character as an escape: `\u001b`. */
export function escapedCharacter(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Characters that do something to a terminal or a line instead of being seen: control characters, ends of lines and paragraphs, marks that turn
 * the direction of the text, byte order marks, halves of characters.
 */
const unprintable = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** What starts a command of GitHub Actions (`::` at the start of a line, `##[` anywhere in it), Azure Pipelines or TeamCity (`##vso[`). */
const command = /^(\s*):(?=:)|#(?=#\w*\[)/g;

/**
 * A line for people, in which nothing is hidden and nothing is a command: names, ARNs and reasons come from files that somebody else may have
 * written. Every line that is printed as text goes through here; what is printed for programs is escaped as its format asks for.
 */
export function printable(line: string): string {
  return visible(line).replace(command, (found, blanks: string | undefined) => `${blanks ?? ''}${escaped(found.slice(-1))}`);
}

/** A text in which what cannot be seen is written as an escape: `\u001b`. */
export function visible(text: string): string {
  return text.replace(unprintable, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

import { escapedCharacter, visible } from '../../core/src/text/index.ts';

/**
 * What starts a command of GitHub Actions (`::` at the start of a line, `##[` anywhere in it), Azure Pipelines or
 * TeamCity (`##vso[`).
 */
const command = /^(\s*):(?=:)|#(?=#\w*\[)/g;

/** The same anywhere but at the start of a line. */
const inlineCommand = /#(?=#\w*\[)/g;

/**
 * A line for people, in which nothing is hidden and nothing is a command: names, ARNs and reasons come from files that
 * somebody else may have written. Every line that is printed as text goes through here.
 */
export function printable(line: string): string {
  return visible(line).replace(
    command,
    (found, blanks: string | undefined) => `${blanks ?? ''}${escapedCharacter(found.slice(-1))}`,
  );
}

/** Lines for people, each with its end. */
export function printableLines(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('');
}

/** A text within a line that starts with something of ours: no command starts inside of it. */
export function printableInside(text: string): string {
  return visible(text).replace(inlineCommand, escapedCharacter);
}

/**
 * A value as JSON for other programs, in which nothing does anything to a terminal or a log that it passes through:
 * what would stands as an escape inside of a string, where it means the same.
 */
export function printableJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return `${lines.map(printableInside).join('\n')}\n`;
}

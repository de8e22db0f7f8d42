import { escapedCharacter, visible } from '../../core/src/text/index.ts';

/**
 * The start of a command for GitHub Actions (`::` at the start of a line, `##[` anywhere), Azure Pipelines or TeamCity
 * (`##vso[`).
 */
const command = /^(\s*):(?=:)|#(?=#\w*\[)/g;

/** The same, except at the start of a line. */
const inlineCommand = /#(?=#\w*\[)/g;

/**
 * Escapes a line for people, so that nothing in it is hidden or a command: names, ARNs and reasons come from files that
 * others may have written. Every line that is printed as text goes through here.
 */
export function printable(line: string): string {
  return visible(line).replace(
    command,
    (found, blanks: string | undefined) => `${blanks ?? ''}${escapedCharacter(found.slice(-1))}`,
  );
}

/** Escapes lines for people, and adds a line end to each. */
export function printableLines(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('');
}

/** Escapes a text inside of a line, so that no command starts in it. */
export function printableInside(text: string): string {
  return visible(text).replace(inlineCommand, escapedCharacter);
}

/**
 * A value as JSON for other programs. Characters that could affect a terminal or a log are written as escapes in
 * strings, which does not change the value.
 */
export function printableJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return `${lines.map(printableInside).join('\n')}\n`;
}

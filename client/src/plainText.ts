/**
 * Characters that do something instead of being seen: control characters, ends of lines, marks that turn the direction
 * of a text. The server's texts have them as escapes already; the client may not ask the engine, so its own texts are
 * looked at here, in the same way (a test says so).
 */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** A text in which what cannot be seen is written as an escape: names come from files. */
export function visible(text: string): string {
  return text.replace(unseen, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A text that VS Code shows as it is. In messages and in the language status, `[text](command:…)` would be a link that
 * runs a command, and `$(name)` an icon; what is shown there holds names that come from files.
 */
export function asPlainText(text: string): string {
  return visible(text).replaceAll('](', '] (').replaceAll('$(', '$ (');
}

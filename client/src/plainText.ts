/** Makes texts from files safe to show in VS Code. */

/**
 * Characters that are not displayed but have an effect: control characters, line ends, direction marks. The same as in
 * the engine (`core/src/text/visible.ts`), which the client must not import; a test compares them.
 */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** The text with its invisible characters escaped (`\u001b`): names come from files that others may have written. */
export function visible(text: string): string {
  return text.replace(unseen, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The text in a form that VS Code shows literally. In messages and in the language status, `[text](command:…)` would
 * become a link that runs a command, and `$(name)` an icon. Names from files must not do that.
 */
export function asPlainText(text: string): string {
  return visible(text).replaceAll('](', '] (').replaceAll('$(', '$ (');
}

/**
 * A text that VS Code shows as it is. In messages and in the language status, `[text](command:…)` would be a link that runs a command, and
 * `$(name)` an icon; what is shown there holds names that come from files.
 */
export function asPlainText(text: string): string {
  return text.replaceAll('](', '] (').replaceAll('$(', '$ (');
}

/** Escapes a title: VS Code shows `$(name)` in code lenses and the status bar as an icon, and names come from files. */
export function plainTitle(text: string): string {
  return text.replaceAll('$(', '$ (');
}

/**
 * A title as it is: VS Code would show `$(name)` in one of a lens, and in the status bar, as an icon, and names come
 * from files.
 */
export function plainTitle(text: string): string {
  return text.replaceAll('$(', '$ (');
}

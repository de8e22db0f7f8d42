/** The texts of the page, in the language of the editor. */
let bundle: Readonly<Record<string, string>> = {};

/** Sets the translations: the text for each English text, as in `l10n/`. */
export function speak(texts: Readonly<Record<string, string>>): void {
  bundle = texts;
}

/** The translation of an English text, with its gaps `{0}`, `{1}` … filled. */
export function t(says: string, ...gaps: readonly (string | number)[]): string {
  return (bundle[says] ?? says).replace(/\{(\d)\}/g, (_, at: string) => String(gaps[Number(at)] ?? ''));
}

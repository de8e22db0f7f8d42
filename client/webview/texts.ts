/** The texts of the page, in the language of the editor. */
let bundle: Readonly<Record<string, string>> = {};

/** `texts`: what stands for each English text, as in `l10n/`. */
export function speak(texts: Readonly<Record<string, string>>): void {
  bundle = texts;
}

/** A text with what goes into its gaps `{0}`, `{1}` …. */
export function t(says: string, ...gaps: readonly (string | number)[]): string {
  return (bundle[says] ?? says).replace(/\{(\d)\}/g, (_, at: string) => String(gaps[Number(at)] ?? ''));
}

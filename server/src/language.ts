import { english, inWords, say, type Gap, type Language } from '../../core/src/index.ts';

let language: Language = english;

/** Has everything said from now on in a language. `bundle`: what stands for each English text, as in `l10n/`; what it lacks stays English. */
export function speakIn(tag: string, bundle: Readonly<Record<string, string>>): void {
  language = { tag, translate: (says) => bundle[says] ?? says };
}

/** A text of the server, and what goes into its gaps `{0}`, `{1}` …, in the language of the editor. */
export function t(says: string, ...gaps: readonly Gap[]): string {
  return told(say(says, ...gaps));
}

/** What the engine says, in the language of the editor. */
export function told(message: Gap): string {
  return inWords(message, language);
}

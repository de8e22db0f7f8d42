import german from '../../../l10n/bundle.l10n.de.json' with { type: 'json' };
import { english, inWords, languageOf, say, type Gap, type Language } from '../../../core/src/text/index.ts';

const inGerman: Readonly<Record<string, string>> = german;

/** What a bundle lacks is said in English. */
const languages: ReadonlyMap<string, Language> = new Map([['de', languageOf('de', (says) => inGerman[says] ?? says)]]);
let language: Language = english;

/**
 * Has everything said from now on in the language of a client, as `InitializeParams.locale` names it; English where we
 * have no other.
 */
export function speakIn(locale: string | undefined): void {
  language = languages.get(locale?.split(/[-_]/)[0]?.toLowerCase() ?? '') ?? english;
}

/** A text of the server, and what goes into its gaps `{0}`, `{1}` …, in the language of the client. */
export function t(says: string, ...gaps: readonly Gap[]): string {
  return told(say(says, ...gaps));
}

/** What the engine says, in the language of the client. */
export function told(message: Gap): string {
  return inWords(message, language);
}

import { english, inWords, languageOf, memoise, say, type Gap, type Language } from '../../../core/src/text/index.ts';

/** How the texts of each language are loaded. Messages that a language lacks are shown in English. */
const languages: ReadonlyMap<string, () => Promise<Language>> = new Map([['de', loadGerman]]);
let language: Language = english;

async function loadGerman(): Promise<Language> {
  const { default: german } = await import('../../../l10n/bundle.l10n.de.json', { with: { type: 'json' } });
  const inGerman: Readonly<Record<string, string>> = german;
  return languageOf('de', (says) => inGerman[says] ?? says);
}

/**
 * Sets the language of all messages from now on, as `InitializeParams.locale` names it; English for unknown languages.
 */
export async function setLanguage(locale: string | undefined): Promise<void> {
  const load = languages.get(locale?.split(/[-_]/)[0]?.toLowerCase() ?? '');
  // An installation that lost the texts speaks English.
  language = (await load?.().catch(() => english)) ?? english;
}

/** A message of the server in the language of the client, with values for its gaps `{0}`, `{1}` …. */
export function t(says: string, ...gaps: readonly Gap[]): string {
  return told(say(says, ...gaps));
}

/** A day as people write it: `24 Nov`, with the year unless it is that of `now`. Both in milliseconds since 1970 (UTC). */
export function shortDay(time: number, now: number): string {
  const isThisYear = new Date(time).getUTCFullYear() === new Date(now).getUTCFullYear();
  // The day stands before the month, as `24 Nov`: unlike in `en`.
  const tag = language === english ? 'en-GB' : 'de';
  return (isThisYear ? daysOfYear : daysOfOtherYears)(tag).format(time);
}

const daysOfYear = memoise((tag) => dayFormat(tag, {}));
const daysOfOtherYears = memoise((tag) => dayFormat(tag, { year: 'numeric' }));

/** Making one takes a hundred times as long as using it, and memory outside of the heap. */
function dayFormat(tag: string, rest: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC', ...rest });
}

/** A message of the engine in the language of the client. */
export function told(message: Gap): string {
  return inWords(message, language);
}

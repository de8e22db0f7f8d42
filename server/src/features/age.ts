import { t } from '../lsp/language.ts';

/** How long ago a time was, in words: `today`, `12 days ago`, `2 months ago`. Both in milliseconds since 1970. */
export function ageOf(time: number, now: number): string {
  const days = Math.max(0, Math.floor((now - time) / 86_400_000));
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  if (days < 60) return t('{0} days ago', days);
  // Never `1 months`: 60 days are a little less than two months, 730 a little less than two years.
  if (days < 730) return t('{0} months ago', Math.max(2, Math.floor(days / 30.44)));
  return t('{0} years ago', Math.max(2, Math.floor(days / 365.25)));
}

/** Letter case and order of action names, as IAM compares them. */

/**
 * Folds letter case: IAM compares service prefixes and action names without regard to it (IAM User Guide, "IAM JSON
 * policy elements: Action").
 *
 * Only A–Z are folded, so the folded text has the same length, and offsets into one are offsets into the other.
 */
export function foldCase(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Compares strings by UTF-16 code units, for `sort`: the same order on every machine, whatever its locale. */
export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The folded service prefix and name of an action `service:Name`. Without a colon, the whole string is the prefix. */
export function foldedParts(action: string): readonly [service: string, name: string] {
  const folded = foldCase(action);
  const colon = folded.indexOf(':');
  return colon < 0 ? [folded, ''] : [folded.slice(0, colon), folded.slice(colon + 1)];
}

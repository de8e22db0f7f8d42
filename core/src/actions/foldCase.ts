/**
 * The form in which IAM compares service prefixes and action names: without regard to letter case
 * (IAM User Guide, "IAM JSON policy elements: Action").
 *
 * Only A–Z are folded, so the folded text has the length of the original and offsets into one are offsets into the
 * other.
 */
export function foldCase(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Orders texts by UTF-16 code units, the same on every machine; for `Array.sort`. */
export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * The service prefix and the name of an action `service:Name`, folded; of a text without a colon, all of it is the
 * prefix.
 */
export function foldedParts(action: string): readonly [service: string, name: string] {
  const folded = foldCase(action);
  const colon = folded.indexOf(':');
  return colon < 0 ? [folded, ''] : [folded.slice(0, colon), folded.slice(colon + 1)];
}

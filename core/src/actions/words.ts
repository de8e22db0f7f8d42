/** Splits action names into their camel-case words. */

/**
 * The lengths of the prefixes of `name` that end at a camel-case word boundary, ascending; the last is the length of
 * the whole name. `GetDBInstances` → Get|DB|Instances.
 *
 * - A run of capitals is one word up to the capital that starts the next word (`DB|Instances`). It includes a plural s
 *   (`List|HITs`) and an IP version (`Ipv6`, `IPv6`).
 * - Digits belong to the word before them (`V2|Logging`, `ICD10|CM`).
 * - A character that is neither a letter nor a digit ends a word.
 *
 * AWS does not publish how it splits acronyms. The split only decides how readable a prefix is; whether it is safe is
 * decided on the string (see `prefixTree.ts`). O(length of the name).
 */
export function wordEnds(name: string): number[] {
  const ends: number[] = [];
  for (let i = 1; i < name.length; i++) if (startsWord(name, i)) ends.push(i);
  if (name.length > 0) ends.push(name.length);
  return ends;
}

function startsWord(name: string, i: number): boolean {
  const before = name.charCodeAt(i - 1);
  if (!isLetter(before) && !isDigit(before)) return true;
  if (!isUpper(name.charCodeAt(i))) return false;
  return !isUpper(before) || startsWordAfterAcronym(name, i);
}

/**
 * Does the capital `name[i]`, which follows a capital, start a word (`DB|Instances`) or belong to the run of capitals
 * (`CORS`, `HITs`, `IPv6`)?
 */
function startsWordAfterAcronym(name: string, i: number): boolean {
  const next = name.charCodeAt(i + 1);
  if (!isLower(next)) return false;
  const afterNext = name.charCodeAt(i + 2);
  const isPlural = name[i + 1] === 's' && !isLower(afterNext);
  const isVersion = name[i + 1] === 'v' && isDigit(afterNext);
  return !isPlural && !isVersion;
}

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => isUpper(code) || isLower(code) || code > 127;

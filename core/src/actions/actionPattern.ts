/** Reads the strings of an `Action` element: `*`, a plain action, or a wildcard. */
import { memoise } from '../memo.ts';
import { foldCase } from './foldCase.ts';
import { say, type Message } from '../text/message.ts';

/**
 * One string of an `Action` element, taken apart (IAM User Guide, "IAM JSON policy elements: Action").
 *
 * In `S3:Get*`, `service` is `s3` (folded for comparison), `prefix` is `S3` (as the author wrote it), and `name` is
 * `Get*` (what follows the colon, as written).
 */
export type ActionPattern =
  | { readonly kind: 'all' }
  | { readonly kind: 'action'; readonly service: string; readonly prefix: string; readonly name: string }
  | { readonly kind: 'wildcard'; readonly service: string; readonly prefix: string; readonly name: string }
  /** `isTooLong`: IAM may accept the string, but no action has a name long enough to match it. */
  | { readonly kind: 'malformed'; readonly reason: Message; readonly isTooLong?: true };

/**
 * The longest name that an action may have, service prefix included, in characters (IAM API Reference,
 * `SimulatePrincipalPolicy`, `ActionNames`).
 */
const mostCharacters = 128;

/** {@link readActionPattern} with a cache, for the strings of documents, which are read again after every edit. */
export const parseActionPattern: (action: string) => ActionPattern = memoise(readActionPattern);

/**
 * Reads one action string. Never throws: a string that IAM would reject is `malformed`, with a reason. The reasons
 * follow IAM's own errors: "Actions/Conditions must be prefaced by a vendor", "Action vendors must not contain
 * wildcards", "Actions/Condition can contain only one colon". Names may have the same characters as names in findings.
 *
 * A wildcard that requires more characters than any action has is `malformed`, too: this bounds the cost of matching
 * and proving.
 *
 * `*:*` is read as `*`. Whether IAM accepts it is not documented, so it is never written.
 */
export function readActionPattern(action: string): ActionPattern {
  if (action === '*' || action === '*:*') return { kind: 'all' };
  const colon = action.indexOf(':');
  const prefix = action.slice(0, colon);
  const name = action.slice(colon + 1);
  const reason = stringRefusal(action, colon) ?? prefixRefusal(prefix) ?? nameRefusal(name);
  if (reason !== undefined) return { kind: 'malformed', reason };
  if (!hasWildcard(name)) return { kind: 'action', service: foldCase(prefix), prefix, name };
  if (action.replaceAll('*', '').length <= mostCharacters)
    return { kind: 'wildcard', service: foldCase(prefix), prefix, name };
  return { kind: 'malformed', reason: say('no action has more than {0} characters', mostCharacters), isTooLong: true };
}

function stringRefusal(action: string, colon: number): Message | undefined {
  if (action === '') return say('an action cannot be empty');
  if (/\s/.test(action)) return say('an action must not contain white space');
  if (colon < 0) return say('an action needs a service prefix and a colon');
  return action.includes(':', colon + 1) ? say('an action can contain only one colon') : undefined;
}

function prefixRefusal(prefix: string): Message | undefined {
  if (prefix === '') return say('the service prefix is missing');
  if (hasWildcard(prefix)) return say('a service prefix must not contain wildcards');
  return /^[A-Za-z0-9-]+$/.test(prefix)
    ? undefined
    : say('a service prefix may contain only letters, digits and hyphens');
}

function nameRefusal(name: string): Message | undefined {
  if (name === '') return say('the action name is missing');
  if (/^[\w*?-]+$/.test(name)) return undefined;
  return say('an action name may contain only letters, digits, hyphens, underscores and wildcards');
}

/** Does the string contain a `*` or a `?`? */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** The part of a name before its first wildcard, folded. Every match of the name starts with it. */
export function literalStart(name: string): string {
  return foldCase(name.slice(0, literalLength(name)));
}

/** Is the only wildcard of the name one `*` at its end (`Get*`), or a run of them (`Get**`)? */
export function isPrefixWildcard(name: string): boolean {
  let at = literalLength(name);
  if (at === name.length) return false;
  while (name[at] === '*') at++;
  return at === name.length;
}

/** The number of characters before the first wildcard. */
function literalLength(name: string): number {
  let at = 0;
  while (at < name.length && name[at] !== '*' && name[at] !== '?') at++;
  return at;
}

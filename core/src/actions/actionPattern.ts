import { memoise } from '../memo.ts';
import { foldCase } from './foldCase.ts';
import { say, type Message } from '../text/message.ts';

/**
 * What one string of an `Action` element says (IAM User Guide, "IAM JSON policy elements: Action").
 *
 * `service` is folded for comparison; `prefix` is the service prefix as the author wrote it, `name` what follows the
 * colon.
 */
export type ActionPattern =
  | { readonly kind: 'all' }
  | { readonly kind: 'action'; readonly service: string; readonly prefix: string; readonly name: string }
  | { readonly kind: 'wildcard'; readonly service: string; readonly prefix: string; readonly name: string }
  /** `isTooLong`: IAM may take it, but it can match no action. */
  | { readonly kind: 'malformed'; readonly reason: Message; readonly isTooLong?: true };

/**
 * AWS names no action with more characters, service prefix included (IAM API Reference, `SimulatePrincipalPolicy`,
 * `ActionNames`).
 */
const mostCharacters = 128;

/** As {@link readActionPattern}, remembering: for the strings of documents, which are read again after every edit. */
export const parseActionPattern: (text: string) => ActionPattern = memoise(readActionPattern);

/**
 * Reads one action string. Never throws: what IAM would reject is `malformed`, with the reason (as its errors say it:
 * "Actions/Conditions must be prefaced by a vendor", "Action vendors must not contain wildcards", "Actions/Condition
 * can contain only one colon"). Names have the characters that those of findings may have. A wildcard that asks for
 * more characters than any action has is `malformed`, too, which bounds what matching and proving it takes.
 *
 * `*:*` is read as `*`; whether IAM accepts it is not documented, and it is never written.
 */
export function readActionPattern(text: string): ActionPattern {
  if (text === '*' || text === '*:*') return { kind: 'all' };
  const colon = text.indexOf(':');
  const prefix = text.slice(0, colon);
  const name = text.slice(colon + 1);
  const reason = textRefusal(text, colon) ?? prefixRefusal(prefix) ?? nameRefusal(name);
  if (reason !== undefined) return { kind: 'malformed', reason };
  if (!hasWildcard(name)) return { kind: 'action', service: foldCase(prefix), prefix, name };
  if (text.replaceAll('*', '').length <= mostCharacters)
    return { kind: 'wildcard', service: foldCase(prefix), prefix, name };
  return { kind: 'malformed', reason: say('no action has more than {0} characters', mostCharacters), isTooLong: true };
}

function textRefusal(text: string, colon: number): Message | undefined {
  if (text === '') return say('an action cannot be empty');
  if (/\s/.test(text)) return say('an action holds no blanks');
  if (colon < 0) return say('an action needs a service prefix and a colon');
  return text.includes(':', colon + 1) ? say('an action can contain only one colon') : undefined;
}

function prefixRefusal(prefix: string): Message | undefined {
  if (prefix === '') return say('the service prefix is missing');
  if (hasWildcard(prefix)) return say('a service prefix must not contain wildcards');
  return /^[A-Za-z0-9-]+$/.test(prefix) ? undefined : say('the service prefix holds letters, digits and hyphens only');
}

function nameRefusal(name: string): Message | undefined {
  if (name === '') return say('the action name is missing');
  if (/^[\w*?-]+$/.test(name)) return undefined;
  return say('an action name holds letters, digits, hyphens, underscores and wildcards only');
}

/** Holds the text a `*` or a `?`? */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/** The text before the first wildcard of a name, folded: every match of the name starts with it. */
export function literalStart(name: string): string {
  return foldCase(name.slice(0, literalLength(name)));
}

/** True when the only wildcard of the name is one `*` at its end (or a run of them). */
export function isPrefixWildcard(name: string): boolean {
  let at = literalLength(name);
  if (at === name.length) return false;
  while (name[at] === '*') at++;
  return at === name.length;
}

/** How many characters stand before the first wildcard. */
function literalLength(name: string): number {
  let at = 0;
  while (at < name.length && name[at] !== '*' && name[at] !== '?') at++;
  return at;
}

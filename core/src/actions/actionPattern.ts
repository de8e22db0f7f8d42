import { memoise } from '../memo.ts';
import { foldCase } from './foldCase.ts';

/**
 * What one string of an `Action` element says (IAM User Guide, "IAM JSON policy elements: Action").
 *
 * `service` is folded for comparison; `prefix` is the service prefix as the author wrote it, `name` what follows the colon.
 */
export type ActionPattern =
  | { readonly kind: 'all' }
  | { readonly kind: 'action'; readonly service: string; readonly prefix: string; readonly name: string }
  | { readonly kind: 'wildcard'; readonly service: string; readonly prefix: string; readonly name: string }
  | { readonly kind: 'malformed'; readonly reason: string };

/** As {@link readActionPattern}, remembering: for the strings of documents, which are read again after every edit. */
export const parseActionPattern: (text: string) => ActionPattern = memoise(readActionPattern);

/**
 * Reads one action string. Never throws: what IAM would reject is `malformed`, with the reason.
 *
 * `*:*` is read as `*`; whether IAM accepts it is not documented, and it is never written.
 */
export function readActionPattern(text: string): ActionPattern {
  if (text === '*' || text === '*:*') return { kind: 'all' };
  const colon = text.indexOf(':');
  if (colon < 0) return { kind: 'malformed', reason: 'an action needs a service prefix and a colon' };
  const prefix = text.slice(0, colon);
  const name = text.slice(colon + 1);
  if (/[*?]/.test(prefix)) return { kind: 'malformed', reason: 'IAM rejects wildcards in the service prefix' };
  if (!/^[A-Za-z0-9-]+$/.test(prefix)) return { kind: 'malformed', reason: 'the service prefix holds letters, digits and hyphens only' };
  if (name === '') return { kind: 'malformed', reason: 'the action name is missing' };
  if (name.includes(':')) return { kind: 'malformed', reason: 'an action has only one colon' };
  const kind = /[*?]/.test(name) ? 'wildcard' : 'action';
  return { kind, service: foldCase(prefix), prefix, name };
}

/** The text before the first wildcard of a name, folded: every match of the name starts with it. */
export function literalStart(name: string): string {
  const at = name.search(/[*?]/);
  return foldCase(at < 0 ? name : name.slice(0, at));
}

/** True when the only wildcard of the name is one `*` at its end (or a run of them). */
export function isPrefixWildcard(name: string): boolean {
  return /^[^*?]*\*+$/.test(name);
}

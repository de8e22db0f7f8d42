/** Reads a user's own catalogue file. */
import { readJson } from '../text/json.ts';
import {
  elements,
  member,
  members,
  spanOf,
  stringMember,
  stringOf,
  type TreeNode,
  type SyntaxError,
} from '../text/tree.ts';
import type { Span } from '../text/span.ts';
import { readActionPattern } from './actionPattern.ts';
import { foldCase } from './foldCase.ts';
import {
  accessLevels,
  catalogueFromNames,
  type AccessLevel,
  type ActionCatalogue,
  type ListedAction,
} from './catalogue.ts';
import { say, type Gap, type Message } from '../text/message.ts';

/** The catalogue that was read, or what is wrong with its text, and where. */
export type CatalogueReading =
  | { readonly kind: 'read'; readonly catalogue: ActionCatalogue }
  | { readonly kind: 'unreadable'; readonly error: SyntaxError };

/**
 * Reads a catalogue of the form `{"s3": ["GetObject", …], …}`. An action may also be an object `{"name", "accessLevel",
 * "tracked"}`, as `iam-refine catalogue update` writes it. `label` is how messages name the catalogue. Never throws.
 */
export function readCatalogue(text: string, label: Gap): CatalogueReading {
  const { root, errors } = readJson(text);
  const [error] = errors;
  if (error !== undefined) return { kind: 'unreadable', error };
  if (root?.type !== 'object')
    return unreadable(say('expected an object with a list of action names for each service prefix'));
  const services: (readonly [prefix: string, actions: readonly ListedAction[]])[] = [];
  const seen = new Set<string>();
  for (const [key, value] of members(root)) {
    const prefix = stringOf(key) ?? '';
    // One of two lists for a service would be lost, and with it the knowledge that its actions exist.
    if (seen.has(foldCase(prefix))) return unreadable(say('duplicate service {0}', prefix), spanOf(key));
    seen.add(foldCase(prefix));
    const actions = elements(value).map(readAction);
    const misfit = value.type === 'array' ? elements(value)[actions.indexOf(undefined)] : value;
    if (misfit !== undefined) return unreadable(say('expected a list of action names for {0}', prefix), spanOf(misfit));
    const odd = actions.findIndex((action) => !isAction(`${prefix}:${action?.name}`));
    if (odd >= 0)
      return unreadable(
        say('{0} is not an action', `${prefix}:${actions[odd]?.name}`),
        spanOf(elements(value)[odd] ?? value),
      );
    services.push([prefix, actions.filter((action) => action !== undefined)]);
  }
  return { kind: 'read', catalogue: catalogueFromNames(services, label) };
}

/** Is it a plain action? A name with a wildcard would become a wildcard of the policy that it is written into. */
function isAction(action: string): boolean {
  return readActionPattern(action).kind === 'action';
}

const levels: readonly string[] = Object.values(accessLevels);

function readAction(node: TreeNode): ListedAction | undefined {
  const name = stringOf(node) ?? stringMember(node, 'name');
  if (name === undefined) return undefined;
  const accessLevel = stringMember(node, 'accessLevel');
  const tracked: unknown = member(node, 'tracked')?.value;
  return {
    name,
    accessLevel: isAccessLevel(accessLevel) ? accessLevel : undefined,
    tracked: typeof tracked === 'boolean' ? tracked : undefined,
  };
}

function isAccessLevel(text: string | undefined): text is AccessLevel {
  return text !== undefined && levels.includes(text);
}

function unreadable(message: Message, span: Span = { offset: 0, length: 0 }): CatalogueReading {
  return { kind: 'unreadable', error: { message, span } };
}

import { elements, members, readJson, spanOf, stringOf, type SyntaxError } from '../text/jsonNode.ts';
import type { Span } from '../text/span.ts';
import { catalogueFromNames, type ActionCatalogue } from './catalogue.ts';

/** A catalogue, or what is wrong with its text and where. */
export type CatalogueReading =
  { readonly kind: 'read'; readonly catalogue: ActionCatalogue } | { readonly kind: 'unreadable'; readonly error: SyntaxError };

/** Reads a catalogue of the form `{"s3": ["GetObject", …], …}`. `label` is how messages name it. Never throws. */
export function readCatalogue(text: string, label: string): CatalogueReading {
  const { root, errors } = readJson(text);
  const [error] = errors;
  if (error !== undefined) return { kind: 'unreadable', error };
  if (root?.type !== 'object') return unreadable('expected an object with a list of action names for each service prefix');
  const services: (readonly [prefix: string, names: readonly string[]])[] = [];
  for (const [key, value] of members(root)) {
    const prefix = stringOf(key) ?? '';
    const names = elements(value).map(stringOf);
    const stranger = value.type === 'array' ? elements(value)[names.indexOf(undefined)] : value;
    if (stranger !== undefined) return unreadable(`expected a list of action names for ${prefix}`, spanOf(stranger));
    services.push([prefix, names.filter((name) => name !== undefined)]);
  }
  return { kind: 'read', catalogue: catalogueFromNames(services, label) };
}

function unreadable(message: string, span: Span = { offset: 0, length: 0 }): CatalogueReading {
  return { kind: 'unreadable', error: { message, span } };
}

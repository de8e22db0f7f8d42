import { elements, members, readJson, spanOf, type SyntaxError } from '../text/jsonNode.ts';
import { catalogueFromNames, type ActionCatalogue } from './catalogue.ts';

/** A catalogue, or what is wrong with its text and where. */
export type CatalogueReading =
  { readonly kind: 'read'; readonly catalogue: ActionCatalogue } | { readonly kind: 'unreadable'; readonly error: SyntaxError };

/** Reads a catalogue of the form `{"s3": ["GetObject", …], …}`. `label` is how messages name it. Never throws. */
export function readCatalogue(text: string, label: string): CatalogueReading {
  const { root, errors } = readJson(text);
  const [error] = errors;
  if (error !== undefined) return { kind: 'unreadable', error };
  const unreadable = (message: string, span = { offset: 0, length: 0 }): CatalogueReading => ({ kind: 'unreadable', error: { message, span } });
  if (root?.type !== 'object') return unreadable('expected an object with a list of action names for each service prefix');
  const names: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [key, value] of members(root)) {
    const list = elements(value);
    const stranger = value.type === 'array' ? list.find((item) => item.type !== 'string') : value;
    if (stranger !== undefined) return unreadable(`expected a list of action names for ${String(key.value)}`, spanOf(stranger));
    names[key.value as string] = list.map((item) => item.value as string);
  }
  return { kind: 'read', catalogue: catalogueFromNames(names, label) };
}

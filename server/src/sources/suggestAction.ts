import { distance } from 'fastest-levenshtein';
import { foldCase, parseActionPattern, type ActionCatalogue } from '../../../core/src/actions/index.ts';
import { memoise } from '../../../core/src/text/index.ts';

/**
 * Suggests a known action for one that the catalogue lacks: the one of the same service with the most similar name, or,
 * if the service is unknown, the same action of the service with the most similar prefix. At most a third of the
 * letters may differ, and at most three; otherwise `undefined`. If several are equally similar, the first by name.
 */
export function suggestAction(catalogue: ActionCatalogue, text: string): string | undefined {
  const known = searches.get(catalogue) ?? memoise((wanted) => ({ near: search(catalogue, wanted) }));
  searches.set(catalogue, known);
  return known(text).near;
}

/** The suggestions so far. An unknown action is searched for only once while the user types elsewhere. */
const searches = new WeakMap<ActionCatalogue, (text: string) => { readonly near: string | undefined }>();

function search(catalogue: ActionCatalogue, text: string): string | undefined {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'action') return undefined;
  const service =
    catalogue.service(pattern.service) === undefined
      ? mostSimilar(pattern.service, catalogue.services)
      : pattern.service;
  const known = service === undefined ? undefined : catalogue.service(service);
  if (service === undefined || known === undefined) return undefined;
  const at = mostSimilar(foldCase(pattern.name), known.folded);
  const name = at === undefined ? undefined : known.names[known.folded.indexOf(at)];
  return name === undefined ? undefined : `${service === pattern.service ? pattern.prefix : service}:${name}`;
}

function mostSimilar(word: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const difference = distance(word, candidate);
    if (difference >= least) continue;
    least = difference;
    best = candidate;
  }
  return best;
}

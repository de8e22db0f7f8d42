import { distance } from 'fastest-levenshtein';
import { foldCase, parseActionPattern, type ActionCatalogue } from '../../../core/src/actions/index.ts';
import { memoise } from '../../../core/src/text/index.ts';

/**
 * The action of the same service that is spelled most like one that the catalogue lacks, or with the prefix of a
 * service spelled most like it; `undefined` where nothing is near: at most a third of the letters differ, and no more
 * than three. Of several the first by name.
 */
export function suggestAction(catalogue: ActionCatalogue, text: string): string | undefined {
  const known = searches.get(catalogue) ?? memoise((wanted) => ({ near: search(catalogue, wanted) }));
  searches.set(catalogue, known);
  return known(text).near;
}

/** What is unknown stays so while one types elsewhere: each is searched for once. */
const searches = new WeakMap<ActionCatalogue, (text: string) => { readonly near: string | undefined }>();

function search(catalogue: ActionCatalogue, text: string): string | undefined {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'action') return undefined;
  const service =
    catalogue.service(pattern.service) === undefined ? nearest(pattern.service, catalogue.services) : pattern.service;
  const known = service === undefined ? undefined : catalogue.service(service);
  if (service === undefined || known === undefined) return undefined;
  const at = nearest(foldCase(pattern.name), known.folded);
  const name = at === undefined ? undefined : known.names[known.folded.indexOf(at)];
  return name === undefined ? undefined : `${service === pattern.service ? pattern.prefix : service}:${name}`;
}

function nearest(word: string, words: readonly string[]): string | undefined {
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

/** Suggests a known action for a misspelled one. */
import { memoise } from '../memo.ts';
import { parseActionPattern } from './actionPattern.ts';
import type { ActionCatalogue } from './catalogue.ts';
import { foldCase } from './foldCase.ts';

/** The most mistakes in a misspelled name: letters that are wrong, missing, too many, or swapped with their neighbour. */
const mostMistakes = 2;

/**
 * Suggests a known action for one that the catalogue lacks: the one of the same service with the most similar name, or,
 * if the service is unknown, the same action of the service with the most similar prefix. There may be two mistakes, and
 * one for each three letters; otherwise `undefined`. If several are equally similar, the first by name.
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
  const nearest = mostSimilar(foldCase(pattern.name), known.folded);
  const name = nearest === undefined ? undefined : known.names[known.folded.indexOf(nearest)];
  return name === undefined ? undefined : `${service === pattern.service ? pattern.prefix : service}:${name}`;
}

function mostSimilar(word: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let most = Math.min(mostMistakes, Math.floor(word.length / 3));
  for (const candidate of words) {
    const mistakes = mistakesBetween(word, candidate, most);
    if (mistakes === undefined) continue;
    best = candidate;
    most = mistakes - 1;
    if (most < 0) break;
  }
  return best;
}

/**
 * The number of mistakes by which two words differ (optimal string alignment); `undefined` if there are more than
 * `most`. Most words differ in their first letters, after which the comparison ends.
 */
function mistakesBetween(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined;
  let rows: Rows = { last: Array.from({ length: b.length + 1 }, (_, j) => j), before: [] };
  for (let i = 1; i <= a.length; i++) {
    rows = { last: nextRow(a, b, i, rows), before: rows.last };
    // A swap looks back two rows.
    if (leastOf(rows.last) > most && leastOf(rows.before) > most) return undefined;
  }
  const mistakes = rows.last[b.length] ?? 0;
  return mistakes > most ? undefined : mistakes;
}

/** The mistakes between the first letters of one word and those of the other, for each number of the latter. */
interface Rows {
  readonly last: readonly number[];
  readonly before: readonly number[];
}

/** The row for the first `i` letters of `a`. */
function nextRow(a: string, b: string, i: number, { last, before }: Rows): number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j++) {
    const wrong = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    const swapped = isSwapped ? at(before, j - 2) + 1 : wrong;
    row.push(Math.min(wrong, swapped, at(last, j) + 1, at(row, j - 1) + 1));
  }
  return row;
}

/** Outside of a row, no number of mistakes leads on. */
function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.MAX_SAFE_INTEGER;
}

function leastOf(counts: readonly number[]): number {
  return counts.reduce((least, count) => Math.min(least, count));
}

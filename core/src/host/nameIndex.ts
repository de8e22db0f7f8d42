/** Finds the resources of a template that a text names, without a look at each of them. */
import { isNamedBy, mayBeGenerated, nameInArn, type NamedResource } from './managedPolicies.ts';
import { endOf, pseudo } from './templateValues.ts';

/** The logical ids of those that a text names. Lists of `perhaps` that are the same for many texts are the same object. */
export interface NamedByText {
  readonly certainly: readonly string[];
  readonly perhaps: readonly (readonly string[])[];
}

export interface NameIndex {
  /** By a text that is the ARN of one, or its bare name. */
  readonly named: (text: string, isName: boolean) => NamedByText;
  /** By a text that may be the bare name of one that the template names. */
  readonly nameable: (text: string) => readonly string[];
}

/** O(n log n); a look-up costs the length of the text, and what it finds. */
export function createNameIndex(all: readonly NamedResource[]): NameIndex {
  const computed = all.filter(({ names }) => names.some(({ kind }) => kind !== 'text'));
  const generated = all.filter(({ isGenerated }) => isGenerated);
  const [anyName, anyGenerated] = [idsOf(computed), idsOf(generated)];
  const byEnd = createEndIndex(all);
  const byId = generated.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const generatedAs = (name: string): readonly string[] => {
    if (name.includes(pseudo)) return anyGenerated;
    const start = mayBeGenerated(name);
    return start === undefined ? [] : idsOf(range(byId, ({ id }) => id, start));
  };
  const remembered = new Map<string, NamedByText>();
  const find = (name: string): NamedByText => {
    const found = byEnd(name).map((one) => ({ id: one.id, match: isNamedBy(one, name) }));
    const certainly = found.flatMap(({ id, match }) => (match === 'certainly' ? [id] : []));
    const perhaps = found.flatMap(({ id, match }) => (match === 'perhaps' ? [id] : []));
    return { certainly, perhaps: [perhaps, anyName, generatedAs(name)].filter((ids) => ids.length > 0) };
  };
  return {
    named(text, isName) {
      const name = isName ? text : nameInArn(text);
      if (name === undefined) return nobody;
      const known = remembered.get(name) ?? find(name);
      remembered.set(name, known);
      return known;
    },
    nameable(text) {
      if (text.replaceAll(pseudo, '') === '') return [];
      return byEnd(text).flatMap((one) => (isNamedBy({ ...one, isGenerated: false }, text) === 'never' ? [] : [one.id]));
    },
  };
}

const nobody: NamedByText = { certainly: [], perhaps: [] };

function idsOf(all: readonly NamedResource[]): readonly string[] {
  return all.map(({ id }) => id);
}

/** Names in IAM are shorter. Characters. */
const longestName = 128;

/** Those whose name may end as a text does: the end of one, behind what is computed, is the end of the other. */
function createEndIndex(all: readonly NamedResource[]): (text: string) => readonly NamedResource[] {
  const exact = new Map<string, NamedResource[]>();
  const ends: { readonly backwards: string; readonly one: NamedResource }[] = [];
  for (const one of all)
    for (const name of one.names) {
      if (name.kind !== 'text') continue;
      const end = endOf(name.text).toLowerCase();
      const known = exact.get(end);
      if (known === undefined) exact.set(end, [one]);
      else known.push(one);
      ends.push({ backwards: backwards(end), one });
    }
  const sorted = ends.toSorted((a, b) => (a.backwards < b.backwards ? -1 : 1));
  return (text) => {
    const end = endOf(text).toLowerCase();
    const found = new Set<NamedResource>();
    for (let at = Math.max(0, end.length - longestName); at <= end.length; at++)
      for (const one of exact.get(end.slice(at)) ?? []) found.add(one);
    if (text.includes(pseudo)) for (const { one } of range(sorted, (item) => item.backwards, backwards(end))) found.add(one);
    return [...found];
  };
}

function backwards(text: string): string {
  return text.split('').toReversed().join('');
}

/** The items whose key starts with a text, of a list that is sorted by its keys. */
function range<T>(sorted: readonly T[], keyOf: (item: T) => string, start: string): readonly T[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && keyOf(item) < start) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let item = sorted[low]; item !== undefined && keyOf(item).startsWith(start); item = sorted[++low]) found.push(item);
  return found;
}

/** Finds the resources of a template that a string may name, without comparing it with each of them. */
import { isNamedBy, mayBeGenerated, nameInArn, type NamedResource } from './managedPolicies.ts';
import { endOf, pseudo } from './templateValues.ts';

/**
 * The logical ids of the resources that a string names. Equal lists of `perhaps` for many strings are the same object.
 */
export interface NamedByText {
  readonly certainly: readonly string[];
  readonly perhaps: readonly (readonly string[])[];
}

export interface NameIndex {
  /** Looks up a string that is the ARN of a resource, or its bare name. */
  readonly named: (text: string, isName: boolean) => NamedByText;
  /** Looks up a string that may be a bare name given in the template. Lists as in {@link NamedByText}. */
  readonly nameable: (text: string) => readonly (readonly string[])[];
}

/** O(n log n); a look-up is O(length of the string + matches). */
export function createNameIndex(all: readonly NamedResource[]): NameIndex {
  const computed = all.filter(({ names }) => names.some(({ kind }) => kind !== 'text'));
  const generated = all.filter(({ isGenerated }) => isGenerated);
  const [anyName, anyGenerated] = [idsOf(computed), idsOf(generated)];
  const { likely, always } = createTextIndex(all);
  const anyText = idsOf(always);
  const byId = generated.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const generatedAs = (name: string): readonly string[] => {
    if (name.includes(pseudo)) return anyGenerated;
    const start = mayBeGenerated(name);
    return start === undefined ? [] : idsOf(range(byId, ({ id }) => id, start));
  };
  const remembered = new Map<string, NamedByText>();
  const find = (name: string): NamedByText => {
    const found = likely(name).map((one) => ({ id: one.id, match: isNamedBy(one, name) }));
    const certainly = found.flatMap(({ id, match }) => (match === 'certainly' ? [id] : []));
    const perhaps = found.flatMap(({ id, match }) => (match === 'perhaps' ? [id] : []));
    return { certainly, perhaps: [perhaps, anyText, anyName, generatedAs(name)].filter((ids) => ids.length > 0) };
  };
  const nameable = (text: string): readonly (readonly string[])[] => {
    if (text.replaceAll(pseudo, '') === '' || (!text.includes(pseudo) && text.length > longestName)) return [];
    const found = likely(text).filter((one) => isNamedBy(one, text) !== 'never');
    return [idsOf(found), anyText].filter((ids) => ids.length > 0);
  };
  const rememberedNameable = new Map<string, readonly (readonly string[])[]>();
  return {
    named(text, isName) {
      const name = isName ? text : nameInArn(text);
      if (name === undefined) return noNames;
      const known = remembered.get(name) ?? find(name);
      remembered.set(name, known);
      return known;
    },
    nameable(text) {
      const known = rememberedNameable.get(text) ?? nameable(text);
      rememberedNameable.set(text, known);
      return known;
    },
  };
}

const noNames: NamedByText = { certainly: [], perhaps: [] };

function idsOf(all: readonly NamedResource[]): readonly string[] {
  return all.map(({ id }) => id);
}

/** The most characters of a name in IAM. */
const longestName = 128;

interface TextIndex {
  /** The resources with a partly computed name whose known start or end fits the string. */
  readonly likely: (text: string) => readonly NamedResource[];
  /** The resources whose name may be any string. */
  readonly always: readonly NamedResource[];
}

function createTextIndex(all: readonly NamedResource[]): TextIndex {
  const names = all.flatMap((one) =>
    one.names.flatMap((name) => (name.kind === 'text' ? [{ one, text: name.text.toLowerCase() }] : [])),
  );
  const atEnd = createPrefixIndex(
    names.filter(({ text }) => endOf(text) !== '').map(({ one, text }) => [backwards(endOf(text)), one]),
  );
  const open = names.filter(({ text }) => endOf(text) === '');
  const atStart = createPrefixIndex(
    open.filter(({ text }) => startOf(text) !== '').map(({ one, text }) => [startOf(text), one]),
  );
  return {
    likely(text) {
      const folded = text.toLowerCase();
      const isComputed = text.includes(pseudo);
      return [...new Set([...atEnd(backwards(endOf(folded)), isComputed), ...atStart(startOf(folded), isComputed)])];
    },
    always: open.filter(({ text }) => startOf(text) === '').map(({ one }) => one),
  };
}

/**
 * Finds the items whose key is a prefix of a string; with `orLonger`, also those whose key starts with the string.
 * O(length of the string + matches).
 */
function createPrefixIndex(
  keyed: readonly (readonly [key: string, one: NamedResource])[],
): (text: string, orLonger: boolean) => readonly NamedResource[] {
  const exact = new Map<string, NamedResource[]>();
  for (const [key, one] of keyed) {
    const known = exact.get(key);
    if (known === undefined) exact.set(key, [one]);
    else known.push(one);
  }
  const sorted = keyed.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return (text, orLonger) => {
    const found: NamedResource[] = [];
    for (let end = Math.min(text.length, longestName); end > 0; end--)
      for (const one of exact.get(text.slice(0, end)) ?? []) found.push(one);
    return orLonger ? [...found, ...range(sorted, ([key]) => key, text).map(([, one]) => one)] : found;
  };
}

/** The part of a text before its first computed part. */
function startOf(text: string): string {
  return text.split(pseudo, 1)[0] ?? '';
}

function backwards(text: string): string {
  return text.split('').toReversed().join('');
}

/** The items of a list sorted by key whose key starts with a text. */
function range<T>(sorted: readonly T[], keyOf: (item: T) => string, start: string): readonly T[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && keyOf(item) < start) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let item = sorted[low]; item !== undefined && keyOf(item).startsWith(start); item = sorted[++low])
    found.push(item);
  return found;
}

/** Names that are known in part, as patterns in which `*` is any text. */

/** What may stand for the same name as a pattern. */
export interface PatternIndex<T> {
  /** Says yes rather too often. O(length of the pattern + what is found), where names differ at their start or end. */
  readonly mayBe: (pattern: string) => readonly T[];
}

interface Entry<T> {
  readonly item: T;
  readonly start: string;
  readonly end: string;
}

/** Indexes patterns by what they begin and end with. O(n log n). */
export function indexOfPatterns<T>(all: readonly (readonly [pattern: string, item: T])[]): PatternIndex<T> {
  const exact = new Map<string, T[]>();
  const open: Entry<T>[] = [];
  for (const [pattern, item] of all) {
    if (pattern.includes('*')) open.push({ ...ends(pattern), item });
    const same = exact.get(pattern);
    if (pattern.includes('*')) continue;
    if (same === undefined) exact.set(pattern, [item]);
    else same.push(item);
  }
  const names = [...exact].map(([name, items]): Entry<readonly T[]> => ({ start: name, end: name, item: items }));
  const openIndex = indexOfEnds(open);
  const nameIndex = indexOfEnds(names);
  return {
    mayBe(pattern) {
      if (!pattern.includes('*'))
        return [
          ...(exact.get(pattern) ?? []),
          ...openIndex(ends(pattern)).flatMap(({ start, end, item }) => (fits(pattern, { start, end }) ? [item] : [])),
        ];
      const asked = ends(pattern);
      return [
        ...nameIndex(asked).flatMap(({ start: name, item }) => (fits(name, asked) ? item : [])),
        ...openIndex(asked).map(({ item }) => item),
      ];
    },
  };
}

type Ends = Pick<Entry<unknown>, 'start' | 'end'>;

/** Has a name this start and end? */
function fits(name: string, { start, end }: Ends): boolean {
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

function ends(pattern: string): Ends {
  const first = pattern.indexOf('*');
  return first < 0
    ? { start: pattern, end: pattern }
    : { start: pattern.slice(0, first), end: pattern.slice(pattern.lastIndexOf('*') + 1) };
}

/** Finds the entries of whose start and end one continues the other. The rarer of both is looked up. */
function indexOfEnds<T>(entries: readonly Entry<T>[]): (asked: Ends) => readonly Entry<T>[] {
  const byStart = indexOfStarts(entries.map((entry) => [entry.start, entry]));
  const byEnd = indexOfStarts(entries.map((entry) => [reversed(entry.end), entry]));
  return ({ start, end }) => {
    const [ofStart, ofEnd] = [byStart(start), byEnd(reversed(end))];
    const found = ofStart.count <= ofEnd.count ? ofStart.found() : ofEnd.found();
    return found.filter((entry) => isContinued(start, entry.start) && isContinued(reversed(end), reversed(entry.end)));
  };
}

function isContinued(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function reversed(text: string): string {
  return text.split('').toReversed().join('');
}

interface Range<T> {
  readonly count: number;
  readonly found: () => readonly T[];
}

/** Finds the items whose text begins with another text, or which begins with theirs. */
function indexOfStarts<T>(all: readonly (readonly [text: string, item: T])[]): (asked: string) => Range<T> {
  const byText = new Map<string, T[]>();
  for (const [text, item] of all) {
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [item]);
    else same.push(item);
  }
  const texts = [...byText.keys()].toSorted();
  const lengths = [...new Set(texts.map(({ length }) => length))];
  /** The number of texts before a text, in their order. */
  const before = (text: string): number => {
    let [low, high] = [0, texts.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((texts[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (asked) => {
    const [from, to] = [before(asked), before(`${asked}\uffff`)];
    const shorter = lengths.flatMap((length) =>
      length < asked.length ? (byText.get(asked.slice(0, length)) ?? []) : [],
    );
    return {
      count: to - from + shorter.length,
      found: () => [...texts.slice(from, to).flatMap((text) => byText.get(text) ?? []), ...shorter],
    };
  };
}

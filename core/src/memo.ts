/** A cache of computed values that forgets old ones. */

/** The number of analyses started so far. A value that was not used during many of them is no longer needed. */
let clock = 0;

/** A generation of values lasts at least this many analyses. */
const generationLength = 1000;

/** Must be called at the start of each analysis. */
export function startAnalysis(): void {
  clock++;
}

/**
 * A function that computes its value once for each key. Values that were not used for long are forgotten, and so are
 * the older ones if there are more than `limit`. So a long editor session, in which each keystroke makes a new action
 * string, holds little more than its open documents need.
 */
export function memoise<V extends object | string | boolean>(
  compute: (key: string) => V,
  limit = 50_000,
): (key: string) => V {
  // Two generations: a value that is used moves from the old one to the young one; the rest of the old one is dropped.
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  let began = clock;
  const age = (): void => {
    old = young;
    young = new Map();
    began = clock;
  };
  const recall = (key: string): V => {
    if (young.size >= limit || clock - began > generationLength) age();
    const value = old.get(key) ?? compute(key);
    young.set(key, value);
    return value;
  };
  return (key) => young.get(key) ?? recall(key);
}

/** Values kept with objects. */
export interface Attached<K extends object, V> {
  readonly get: (object: K) => V | undefined;
  readonly set: (object: K, value: V) => void;
}

/**
 * Keeps values with objects for as long as the objects live, out of sight of whoever lists their members; a copy of an
 * object has none. A `WeakMap` does the same, but with one entry for each keystroke, the garbage collector took a fifth
 * more of the time of an analysis.
 */
export function createAttached<K extends object, V>(): Attached<K, V> {
  const member = Symbol('attached');
  return {
    get: (object) => (object as { readonly [member]?: V })[member],
    set(object, value) {
      Object.defineProperty(object, member, { value, configurable: true });
    },
  };
}

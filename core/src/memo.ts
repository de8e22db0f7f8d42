/** How many analyses were begun. What nobody has asked for during many of them belongs to a text that is gone. */
let clock = 0;

/** A generation of answers lasts at least so many analyses. */
const keptFor = 1000;

/** Called as an analysis begins. */
export function startAnalysis(): void {
  clock++;
}

/**
 * A function that computes its answer once for each key. Answers of which nobody has asked for long are forgotten, so
 * that an editor session of any length (each keystroke makes a new action string) holds little more than what its open
 * documents need; and the older ones are where there are more than `limit`.
 */
export function memoise<V extends object | string | boolean>(
  compute: (key: string) => V,
  limit = 50_000,
): (key: string) => V {
  // Two generations: what is asked for in the older one moves to the younger one, and the rest goes with the older one.
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  let began = clock;
  const age = (): void => {
    old = young;
    young = new Map();
    began = clock;
  };
  const recall = (key: string): V => {
    if (young.size >= limit || clock - began > keptFor) age();
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
 * Keeps values with objects for as long as the objects live, out of sight of whoever lists their members. A `WeakMap`
 * does the same, but with one entry for each keystroke the garbage collector took a fifth more of the time of an analysis.
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

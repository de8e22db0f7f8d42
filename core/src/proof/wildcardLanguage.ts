/**
 * Wildcard patterns as automata, for the proof alone. The refinement decides with prefixes of sorted names; this module
 * knows neither, so that a mistake there cannot repeat itself here.
 *
 * A pattern of n characters is an automaton with the states 0 … n, state i meaning "the first i characters are
 * matched"; n accepts. `*` may be skipped without reading and may read anything, `?` reads anything, any other
 * character reads itself. Letter case does not count, for A–Z only.
 */
export type Automaton = Uint16Array;

const star = 42;
const question = 63;

/**
 * The automaton of a pattern or of a plain name: its code units, A–Z as a–z, and of a run of wildcards the `?`s before
 * one `*`. The language is the same, and no `*` stands beside another that would be skipped with it.
 */
export function automatonOf(text: string): Automaton {
  const units = new Uint16Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isAfterStar = length > 0 && units[length - 1] === star;
    if (code === star && isAfterStar) continue;
    // `*?` reads what `?*` reads.
    if (code === question && isAfterStar) units[length - 1] = question;
    units[length++] = code === question && isAfterStar ? star : code >= 65 && code <= 90 ? code + 32 : code;
  }
  return units.subarray(0, length);
}

/**
 * A set of states, ascending, with every state that can be reached from one of them by skipping `*`, and with none
 * before the last `*`: that reads whatever would have led there from an earlier one, so whatever an earlier one
 * accepts, it accepts, too.
 */
type States = readonly number[];

function closure(pattern: Automaton, state: number): States {
  const states: number[] = [];
  add(pattern, states, state);
  return states;
}

/** The states after reading one character from each of `states`. */
function move(pattern: Automaton, states: States, unit: number): States {
  const next: number[] = [];
  for (const state of states) {
    const reads = pattern[state];
    if (reads === star) add(pattern, next, state);
    else if (reads === question || reads === unit) add(pattern, next, state + 1);
  }
  return next;
}

/**
 * Adds a state and what skipping `*` reaches from it. States come in ascending order, so what is not above the last is
 * there already.
 */
function add(pattern: Automaton, states: number[], state: number): void {
  let at = state;
  while (at > (states.at(-1) ?? -1)) {
    if (pattern[at] === star) states.length = 0;
    states.push(at);
    if (pattern[at] !== star) return;
    at++;
  }
}

/** Tells of one name after another whether a pattern accepts it. */
export interface Matcher {
  readonly accepts: (name: Automaton) => boolean;
  /**
   * How many moves of sets of states were made so far. A move is made once, and looked up whenever a name takes it
   * again.
   */
  readonly moves: () => number;
}

/**
 * The deterministic automaton of a pattern, as far as names have led. O(length of a name) where all its moves were made
 * before; a move takes O(length of the pattern).
 */
export function matcherOf(pattern: Automaton): Matcher {
  const literal = literalLength(pattern);
  const isOpen = pattern.at(-1) === star;
  const sets: States[] = [];
  const moved: Int32Array[] = [];
  const indexOf = new Map<string, number>();
  let moves = 0;
  const numbered = (states: States): number => {
    if (states.length === 0) return refused;
    if (isOpen && states.at(-1) === pattern.length) return accepted;
    const key = states.join();
    const index = indexOf.get(key) ?? sets.length;
    if (index < sets.length) return index;
    indexOf.set(key, index);
    sets.push(states);
    moved.push(new Int32Array(asciiUnits).fill(unknown));
    return index;
  };
  const next = (set: number, unit: number): number => {
    const known = moved[set]?.[unit] ?? unknown;
    if (known !== unknown) return known;
    moves++;
    const made = numbered(move(pattern, sets[set] ?? [], unit));
    if (unit < asciiUnits && moved[set] !== undefined) moved[set][unit] = made;
    return made;
  };
  const first = numbered(closure(pattern, literal));
  return {
    accepts(name) {
      // Up to the first wildcard there is one state, and it moves on with each character.
      for (let i = 0; i < literal; i++) if (pattern[i] !== name[i]) return false;
      if (sets.length > rememberedSets) return accepts(pattern, name, literal);
      let set = first;
      for (let i = literal; i < name.length && set >= 0; i++) set = next(set, name[i] ?? 0);
      return set === accepted || (set >= 0 && sets[set]?.at(-1) === pattern.length);
    },
    moves: () => moves,
  };
}

/** Besides the indexes of sets: whatever follows is refused, or accepted; or it has not been found out. */
const refused = -1;
const accepted = -2;
const unknown = -3;

/** Of a pattern that leads to more sets, as `*a??????????` may, names are read without remembering any. */
const rememberedSets = 1000;

/** Names are ASCII; a move by another character is made anew each time. */
const asciiUnits = 128;

function literalLength(pattern: Automaton): number {
  const at = pattern.findIndex((unit) => unit === star || unit === question);
  return at < 0 ? pattern.length : at;
}

/**
 * Does the automaton accept the name, up to `start` of which both are the same? O(length of name × length of pattern).
 */
export function accepts(pattern: Automaton, name: Automaton, start = 0): boolean {
  let states: States = closure(pattern, start);
  for (let i = start; i < name.length && states.length > 0; i++) states = move(pattern, states, name[i] ?? 0);
  return states.at(-1) === pattern.length;
}

/** A character that stands in no pattern: no UTF-16 code unit has this value. */
const anyOther = 0x10000;

/**
 * Is every text that `inner` accepts also accepted by `outer`?
 *
 * Searches the product of `inner` with the determinised `outer` for a text that only `inner` accepts. Where `inner` may
 * read anything, it is enough to try a character that stands in no pattern: `outer` can read that only where it reads
 * anything, too, so if it accepts a text with such characters, it accepts every text with others in their place. With
 * `?`s behind a `*`, `outer` may have exponentially many sets of states; where the search visits more than `limit`
 * pairs, the answer is false: not proven. A name with at most one `*`, at its end, in a pattern of n characters makes
 * O(n) pairs.
 */
export function isLanguageInside(inner: Automaton, outer: Automaton, limit = 10_000): boolean {
  const seen = new Set<string>();
  const open: { readonly state: number; readonly states: States }[] = [];
  const visit = (state: number, states: States): void => {
    const key = `${state}:${states.join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    open.push({ state, states });
    if (inner[state] === star) visit(state + 1, states);
  };
  visit(0, closure(outer, 0));
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const { state, states } = pair;
    if (seen.size > limit) return false;
    if (state === inner.length && states.at(-1) !== outer.length) return false;
    const reads = inner[state];
    if (reads === undefined) continue;
    const unit = reads === star || reads === question ? anyOther : reads;
    visit(reads === star ? state : state + 1, move(outer, states, unit));
  }
  return true;
}

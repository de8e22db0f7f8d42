/**
 * Wildcard patterns as automata, for the proof only. The refinement decides with prefixes of sorted names; this module
 * uses neither, so that a mistake there cannot repeat itself here.
 *
 * A pattern of n characters is an automaton with the states 0 … n. State i means "the first i characters have matched",
 * and state n accepts. `*` may read any character and may be skipped; `?` reads any character; any other character
 * reads itself. Letter case is ignored, for A–Z only.
 */
export type Automaton = Uint16Array;

const star = 42;
const question = 63;

/**
 * The automaton of a pattern or of a plain name: its UTF-16 code units, with A–Z as a–z, and with every run of
 * wildcards as its `?`s followed by at most one `*`. The language is the same, and no two `*` are adjacent.
 */
export function automatonOf(text: string): Automaton {
  const units = new Uint16Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isAfterStar = length > 0 && units[length - 1] === star;
    if (code === star && isAfterStar) continue;
    // `*?` is written as `?*`, which reads the same.
    if (code === question && isAfterStar) units[length - 1] = question;
    units[length++] = code === question && isAfterStar ? star : code >= 65 && code <= 90 ? code + 32 : code;
  }
  return units.subarray(0, length);
}

/**
 * An ascending set of states. It includes every state that can be reached from one of them by skipping a `*`. States
 * before the last `*` are left out: the state at that `*` can read anything, so it accepts whatever they accept.
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
 * Adds a state, and the states that can be reached from it by skipping a `*`. States are added in ascending order, so a
 * state that is not above the last one is already there.
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

/** Tests whether a pattern accepts names. */
export interface Matcher {
  readonly accepts: (name: Automaton) => boolean;
  /** The number of moves that were computed so far. A move is computed once, and looked up afterwards. */
  readonly moves: () => number;
}

/**
 * Makes the matcher of a pattern: its deterministic automaton, which is built as names need it. A name takes O(length)
 * if all its moves are known; computing a move takes O(length of the pattern).
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
      // Before the first wildcard there is only one state, and each character moves it on by one.
      for (let i = 0; i < literal; i++) if (pattern[i] !== name[i]) return false;
      if (sets.length > rememberedSets) return accepts(pattern, name, literal);
      let set = first;
      for (let i = literal; i < name.length && set >= 0; i++) set = next(set, name[i] ?? 0);
      return set === accepted || (set >= 0 && sets[set]?.at(-1) === pattern.length);
    },
    moves: () => moves,
  };
}

/** Values beside the indexes of sets: every continuation is refused, or accepted; or the move is not computed yet. */
const refused = -1;
const accepted = -2;
const unknown = -3;

/** The most sets of states that are remembered. Patterns such as `*a??????????` may lead to exponentially many. */
const rememberedSets = 1000;

/** Moves by ASCII characters are remembered. Names are ASCII; other characters are computed each time. */
const asciiUnits = 128;

function literalLength(pattern: Automaton): number {
  const at = pattern.findIndex((unit) => unit === star || unit === question);
  return at < 0 ? pattern.length : at;
}

/**
 * Does the automaton accept the name? Their first `start` characters are known to be the same. O(length of name ×
 * length of pattern).
 */
export function accepts(pattern: Automaton, name: Automaton, start = 0): boolean {
  let states: States = closure(pattern, start);
  for (let i = start; i < name.length && states.length > 0; i++) states = move(pattern, states, name[i] ?? 0);
  return states.at(-1) === pattern.length;
}

/** A character that no pattern contains: no UTF-16 code unit has this value. */
const anyOther = 0x10000;

/**
 * Does `outer` accept every text that `inner` accepts? False also means "not proven".
 *
 * Searches the product of `inner` and the determinised `outer` for a text that only `inner` accepts. Where `inner` may
 * read any character, one that no pattern contains is enough: `outer` can read it only where it reads any character. So
 * if `outer` accepts a text with such characters, it accepts every text with others in their place.
 *
 * With `?`s after a `*`, `outer` may have exponentially many sets of states. If the search visits more than `limit`
 * pairs, the answer is false. If `inner` has at most one `*`, at its end, there are O(length of `outer`) pairs.
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

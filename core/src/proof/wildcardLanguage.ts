/**
 * Wildcard patterns as automata, for the proof alone. The refinement decides with prefixes of sorted names; this module knows neither, so
 * that a mistake there cannot repeat itself here.
 *
 * A pattern of n characters is an automaton with the states 0 … n, state i meaning "the first i characters are matched"; n accepts. `*` may
 * be skipped without reading and may read anything, `?` reads anything, any other character reads itself. Letter case does not count, for
 * A–Z only.
 */
export type Automaton = Uint16Array;

const star = 42;
const question = 63;

/**
 * The automaton of a pattern or of a plain name: its code units, A–Z as a–z, and of a run of wildcards the `?`s before one `*`. The language is
 * the same, and no `*` stands beside another that would be skipped with it.
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

/** A set of states, ascending, with every state that can be reached from one of them by skipping `*`. */
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

/** Adds a state and what skipping `*` reaches from it. States come in ascending order, so what is not above the last is there already. */
function add(pattern: Automaton, states: number[], state: number): void {
  for (let i = state; ; i++) {
    if (i > (states.at(-1) ?? -1)) states.push(i);
    if (pattern[i] !== star) return;
  }
}

/** Does the automaton accept the name? O(length of name × length of pattern). */
export function accepts(pattern: Automaton, name: Automaton): boolean {
  // Up to the first wildcard there is one state, and it moves on with each character.
  let at = 0;
  while (at < pattern.length && pattern[at] !== star && pattern[at] !== question) {
    if (pattern[at] !== name[at]) return false;
    at++;
  }
  // A `*` at the end reads whatever is left.
  if (pattern[at] === star && at === pattern.length - 1) return true;
  let states: States = closure(pattern, at);
  for (; at < name.length; at++) {
    states = move(pattern, states, name[at] ?? 0);
    if (states.length === 0) return false;
  }
  return states.at(-1) === pattern.length;
}

/** A character that stands in no pattern: no UTF-16 code unit has this value. */
const anyOther = 0x10000;

/**
 * Is every text that `inner` accepts also accepted by `outer`?
 *
 * Searches the product of `inner` with the determinised `outer` for a text that only `inner` accepts. Where `inner` may read anything, it is
 * enough to try a character that stands in no pattern: `outer` can read that only where it reads anything, too, so if it accepts a text with
 * such characters, it accepts every text with others in their place. With k stars `outer` may have O(2^k) sets of states; where the search
 * visits more than `limit` pairs, the answer is false: not proven.
 */
export function isLanguageInside(inner: Automaton, outer: Automaton, limit = 100_000): boolean {
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

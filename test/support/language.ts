/**
 * Inclusion of wildcard languages, by Brzozowski derivatives ("Derivatives of Regular Expressions", JACM 1964). The
 * derivative of a pattern by a character is a set of patterns: those that match what may follow the character. Shares
 * no code with the engine.
 */
import { folded } from './bruteForce.ts';

/**
 * Is every text that the pattern `inner` matches also matched by one of the patterns `outer`? `*` and `?` are those of
 * IAM, and letter case is ignored for A–Z.
 */
export function isWithin(inner: string, outer: readonly string[]): boolean {
  const start: State = { inner: settled([folded(inner)]), outer: settled(outer.map(folded)) };
  const letters = [...new Set(`${[inner, ...outer].map(folded).join('').replaceAll(/[*?]/g, '')}\0`.split(''))];
  const seen = new Set<string>();
  const open = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = JSON.stringify(state);
    if (state.inner.length === 0 || seen.has(key)) continue;
    seen.add(key);
    if (state.inner.some(endsHere) && !state.outer.some(endsHere)) return false;
    for (const letter of letters) open.push({ inner: derive(state.inner, letter), outer: derive(state.outer, letter) });
  }
  return true;
}

/** The patterns that match what may follow the characters read so far. */
interface State {
  readonly inner: readonly string[];
  readonly outer: readonly string[];
}

const endsHere = (pattern: string): boolean => /^\**$/.test(pattern);

function derive(patterns: readonly string[], letter: string): string[] {
  return settled(patterns.flatMap((pattern) => after(pattern, letter)));
}

function after(pattern: string, letter: string): string[] {
  const [first, rest] = [pattern.slice(0, 1), pattern.slice(1)];
  if (first === '*') return [pattern, ...after(rest, letter)];
  return first === '?' || (first === letter && first !== '') ? [rest] : [];
}

const settled = (patterns: readonly string[]): string[] => [...new Set(patterns)].toSorted();

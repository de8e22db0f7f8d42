/** Matches paths with globs, in linear time. */
import { memoise } from '../memo.ts';
import { say, type Message } from '../text/message.ts';

/**
 * The limits of a glob: its length, the number of globs it stands for once its braces are expanded, and its `*`s. The
 * cost of matching grows with each of them.
 */
const most = { characters: 1000, choices: 64, stars: 20 } as const;

/**
 * Why a glob must not be used; `undefined` if it may. A glob must stay below the folder it starts at, use only the
 * syntax that {@link matchesGlob} knows, and be cheap to match.
 */
export function globRefusal(glob: string): Message | undefined {
  if (glob.length > most.characters)
    return say(
      '{0}… is too long for a glob: {1} characters, at most {2} are allowed',
      glob.slice(0, 40),
      glob.length,
      most.characters,
    );
  const names = glob.split(/[\\/]/);
  if (names[0] === '' || /^[A-Za-z]:/.test(glob) || names.includes('..'))
    return say('{0} leads out of the folder it starts in: a glob must stay below it', glob);
  // Characters in brackets have no special meaning.
  const plain = glob.replace(/\[[^\]]*\]/g, '');
  if (/[!@+?*]\(/.test(plain)) return say('{0} is not a supported glob: it has a pattern in ( )', glob);
  if (/\{[^{},]*\.\.[^{},]*\}/.test(plain)) return say('{0} is not a supported glob: it has a range in { }', glob);
  if ((plain.match(/\*+/g) ?? []).length > most.stars)
    return say('{0} is too complex: at most {1} * are allowed', glob, most.stars);
  return choicesOf(glob) === undefined
    ? say('{0} is too complex: its { } expand to more than {1} globs', glob, most.choices)
    : undefined;
}

/**
 * Does a glob match a path? Folders are separated by `/`.
 *
 * - `?` matches one character of a name, `*` any number of them.
 * - `**` as a whole name matches any number of folders; as the last name, everything below.
 * - `[ab]`, `[a-z]` and `[!a]` match one character.
 * - `{a,b}` matches one of several texts, and may be nested.
 * - `\` makes the next character literal.
 *
 * Names that begin with a dot are matched like others, and a leading `!` is literal. O(length of the glob × length of
 * the path) for any input.
 */
export function matchesGlob(glob: string, path: string): boolean {
  return compiled(glob).some((tokens) => accepts(tokens, path));
}

const compiled: (glob: string) => readonly (readonly Token[])[] = memoise((glob) =>
  (choicesOf(glob) ?? [glob]).map(tokensOf),
);

/** Expands the braces of a glob; `undefined` if that gives too many globs. */
function choicesOf(glob: string): readonly string[] | undefined {
  const open: string[] = [glob];
  const done: string[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const brace = firstBrace(next);
    if (brace === undefined) done.push(next);
    else for (const choice of brace.choices) open.push(next.slice(0, brace.start) + choice + next.slice(brace.end));
    if (open.length + done.length > most.choices) return undefined;
  }
  return done;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

/** The first `{…}` with a comma, outside of brackets. Braces without a comma are literal. */
function firstBrace(glob: string): Brace | undefined {
  const open: { readonly start: number; readonly commas: number[] }[] = [];
  let found: Brace | undefined;
  for (let i = 0; i < glob.length; i = afterUnit(glob, i)) {
    const inner = open.at(-1);
    if (glob[i] === '{') open.push({ start: i, commas: [] });
    else if (glob[i] === ',') inner?.commas.push(i);
    else if (glob[i] === '}' && open.pop() !== undefined && inner !== undefined && inner.commas.length > 0) {
      const ends = [...inner.commas, i];
      const choices = ends.map((end, at) => glob.slice((at === 0 ? inner.start : (ends[at - 1] ?? 0)) + 1, end));
      if (found === undefined || inner.start < found.start) found = { start: inner.start, end: i + 1, choices };
    }
  }
  return found;
}

/** The index after the character, escape or bracket at `i`. */
function afterUnit(glob: string, i: number): number {
  if (glob[i] === '\\') return i + 2;
  return glob[i] === '[' ? (bracketEnd(glob, i) ?? i + 1) : i + 1;
}

/**
 * The index after the `]` that closes the bracket at `start`; `undefined` if none does. A `]` right after the `[` is
 * literal.
 */
function bracketEnd(glob: string, start: number): number | undefined {
  let i = start + 1;
  if (glob[i] === '!' || glob[i] === '^') i++;
  if (glob[i] === ']') i++;
  for (; i < glob.length; i += glob[i] === '\\' ? 2 : 1) {
    if (glob[i] === '/') return undefined;
    if (glob[i] === ']') return i + 1;
  }
  return undefined;
}

/** A state of the automaton that matches a glob: the characters it reads. {@link stateAfter} gives the state after. */
type Token =
  | { readonly kind: 'one'; readonly reads: (unit: string) => boolean }
  /** Any number of characters of one name. */
  | { readonly kind: 'star' }
  /** Any number of folders, each with its `/`. An `in-folder` always follows. */
  | { readonly kind: 'folders' }
  /** Inside the name of one of these folders. */
  | { readonly kind: 'in-folder' }
  /** Any characters, `/` included. */
  | { readonly kind: 'rest' };

function tokensOf(glob: string): Token[] {
  const names = glob.replace(/^(?:\.\/)+/, '').split('/');
  return names.flatMap((name, i): Token[] => {
    const isLast = i === names.length - 1;
    if (name === '**') return isLast ? [{ kind: 'rest' }] : [{ kind: 'folders' }, { kind: 'in-folder' }];
    return [...tokensOfName(name), ...(isLast ? [] : [literal('/')])];
  });
}

function tokensOfName(name: string): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < name.length; i = afterUnit(name, i)) tokens.push(tokenAt(name, i));
  return tokens;
}

function tokenAt(name: string, i: number): Token {
  const unit = name[i] ?? '';
  const end = unit === '[' ? bracketEnd(name, i) : undefined;
  if (end !== undefined) return { kind: 'one', reads: oneOf(name.slice(i + 1, end - 1)) };
  if (unit === '*') return { kind: 'star' };
  if (unit === '?') return { kind: 'one', reads: (read) => read !== '/' };
  return literal(unit === '\\' ? (name[i + 1] ?? unit) : unit);
}

function literal(unit: string): Token {
  return { kind: 'one', reads: (read) => read === unit };
}

/** The test for a bracket: single characters and ranges, negated by a leading `!` or `^`. */
function oneOf(inside: string): (unit: string) => boolean {
  const isNegated = inside[0] === '!' || inside[0] === '^';
  const units = [...(isNegated ? inside.slice(1) : inside).matchAll(/\\?([^])/g)].map(([, unit = '']) => unit);
  const ranges: [string, string][] = [];
  for (let i = 0; i < units.length; i++) {
    const [from = '', dash, to] = units.slice(i, i + 3);
    const isRange = dash === '-' && to !== undefined;
    ranges.push([from, isRange ? to : from]);
    if (isRange) i += 2;
  }
  return (unit) => unit !== '/' && ranges.some(([from, to]) => from <= unit && unit <= to) !== isNegated;
}

/** The indexes of the tokens that may read next: all ways to match are followed at once. */
type States = Set<number>;

function accepts(tokens: readonly Token[], path: string): boolean {
  let states: States = new Set();
  enter(tokens, states, 0);
  for (let i = 0; i < path.length && states.size > 0; i++) states = move(tokens, states, path[i] ?? '');
  return states.has(tokens.length);
}

function move(tokens: readonly Token[], states: States, unit: string): States {
  const next: States = new Set();
  for (const state of states) {
    const after = stateAfter(tokens[state], state, unit);
    if (after !== undefined) enter(tokens, next, after);
  }
  return next;
}

/** The state after a token has read a character; `undefined` if it cannot read it. */
function stateAfter(token: Token | undefined, state: number, unit: string): number | undefined {
  switch (token?.kind) {
    case 'one':
      return token.reads(unit) ? state + 1 : undefined;
    case 'star':
      return unit === '/' ? undefined : state;
    case 'rest':
      return state;
    case 'folders':
      return unit === '/' ? state : state + 1;
    case 'in-folder':
      return unit === '/' ? state - 1 : state;
    case undefined:
      return undefined;
  }
}

/** Adds a state, and the states that can be reached from it without reading a character. */
function enter(tokens: readonly Token[], states: States, state: number): void {
  for (let at = state; !states.has(at);) {
    states.add(at);
    const kind = tokens[at]?.kind;
    if (kind === 'star' || kind === 'rest') at += 1;
    else if (kind === 'folders') at += 2;
  }
}

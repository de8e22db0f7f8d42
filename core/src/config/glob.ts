import { memoise } from '../memo.ts';
import { say, type Message } from '../text/message.ts';

/**
 * What a glob may have at most: its length, the globs without braces that it stands for, and `*`s: a path is read once
 * for each of them.
 */
const most = { characters: 1000, choices: 64, stars: 20 } as const;

/**
 * Why a glob of a workspace is not used; `undefined` where it may be. It stays below the folder that it starts at, and
 * is of the kind that {@link matchesGlob} knows.
 */
export function globRefusal(glob: string): Message | undefined {
  if (glob.length > most.characters)
    return say(
      '{0}… is too long for a glob: {1} characters, of {2} at most',
      glob.slice(0, 40),
      glob.length,
      most.characters,
    );
  const names = glob.split(/[\\/]/);
  if (names[0] === '' || /^[A-Za-z]:/.test(glob) || names.includes('..'))
    return say('{0} leaves the folder that it starts at: globs stay below it', glob);
  // What stands in brackets stands for itself.
  const plain = glob.replace(/\[[^\]]*\]/g, '');
  if (/[!@+?*]\(/.test(plain)) return say('{0} is no glob that can be used: patterns in ( ) are not understood', glob);
  if (/\{[^{},]*\.\.[^{},]*\}/.test(plain))
    return say('{0} is no glob that can be used: ranges in { } are not understood', glob);
  if ((plain.match(/\*+/g) ?? []).length > most.stars)
    return say('{0} is too costly to match: it may have {1} * at most', glob, most.stars);
  return choicesOf(glob) === undefined
    ? say('{0} is too costly to match: it stands for more than {1} globs without { }', glob, most.choices)
    : undefined;
}

/**
 * Does a glob match a path with `/` between its folders?
 *
 * `?` is one character and `*` any number, within one name; `**` as a name of its own any number of folders, at the end
 * anything below; `[ab]`, `[a-z]`, `[!a]` one of some characters; `{a,b}` one of some texts, also in one another. A `\`
 * takes the meaning from what follows. Names that begin with a dot are like others, and so is a `!` in front. O(length
 * of the glob × length of the path), whatever both hold.
 */
export function matchesGlob(glob: string, path: string): boolean {
  return compiled(glob).some((tokens) => accepts(tokens, path));
}

const compiled: (glob: string) => readonly (readonly Token[])[] = memoise((glob) =>
  (choicesOf(glob) ?? [glob]).map(tokensOf),
);

/** The globs without braces that one stands for; `undefined` where they are too many. */
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

/** The first `{…}` with a comma, outside of brackets. One without is a text like any other. */
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

/** Where the next character, escape or bracket begins. */
function afterUnit(glob: string, i: number): number {
  if (glob[i] === '\\') return i + 2;
  return glob[i] === '[' ? (bracketEnd(glob, i) ?? i + 1) : i + 1;
}

/** Just past the `]` of a bracket that begins at `start`; a `]` right at its start stands for itself. */
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

/** One step of matching: what it reads, and whether it may read again or be skipped. */
type Token =
  | { readonly kind: 'one'; readonly reads: (unit: string) => boolean }
  /** Any number of characters of one name. */
  | { readonly kind: 'star' }
  /** Any number of folders, each with its `/`. Comes before what stands in a folder. */
  | { readonly kind: 'folders' }
  /** Within one of those folders. */
  | { readonly kind: 'in-folder' }
  /** Anything. */
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

/** What stands between brackets: characters and ranges of them. */
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

/** Follows all ways to match at once: the tokens that may come next. */
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

/** Where a token leads that reads a character, if it can. */
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

/** Adds a state, and those that can be reached from it without reading. */
function enter(tokens: readonly Token[], states: States, state: number): void {
  for (let at = state; !states.has(at);) {
    states.add(at);
    const kind = tokens[at]?.kind;
    if (kind === 'star' || kind === 'rest') at += 1;
    else if (kind === 'folders') at += 2;
  }
}

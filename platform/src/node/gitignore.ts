import { lstat } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { pathBelow, slashed } from './paths.ts';
import { mostBytesOf, readBytes } from './readFile.ts';

/** The rules of one `.gitignore`, and the folder they start at. */
interface Rules {
  readonly folder: string;
  readonly lines: readonly string[];
  readonly matcher: Ignore;
}

/** The rules that hold in a folder: those of its own `.gitignore` last. */
export type IgnoreRules = readonly Rules[];

/**
 * What is matched at most, so that nobody's rules keep us busy: the matcher tries all ways to spread folders over the
 * `**`s of a rule, and each rule is tried on each path.
 */
const most = { rules: 2000, costlyRules: 20, characters: 1000, starsOfName: 3, spans: 2, depth: 100 } as const;

/**
 * The rules that hold in a folder where those above it are `above`. A repository inside of another has its own, and a
 * `.gitignore` that is a link, cannot be read, or is too much to match has none: more files are looked at then, never
 * fewer.
 */
export async function rulesIn(folder: string, names: readonly string[], above: IgnoreRules): Promise<IgnoreRules> {
  const outer = names.includes('.git') ? [] : above;
  const text = names.includes('.gitignore') ? await textOf(path.join(folder, '.gitignore')) : undefined;
  const lines = text === undefined ? undefined : quickRules(text);
  return lines === undefined ? outer : [...outer, rulesOf(folder, lines)];
}

/**
 * Those that are matched quickly. Without one that takes something back, the others would pass over too much: there are
 * none then.
 */
function quickRules(text: string): readonly string[] | undefined {
  const rules = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const quick = rules.filter(isQuick);
  if (quick.length > most.rules || quick.filter((rule) => spansOf(rule) > 1).length > most.costlyRules)
    return undefined;
  return rules.some((rule) => rule.startsWith('!') && !isQuick(rule)) ? undefined : quick;
}

function rulesOf(folder: string, lines: readonly string[]): Rules {
  return { folder, lines, matcher: ignore({ ignorecase: false }).add(lines) };
}

/**
 * The rules that hold in a folder that is not passed over. Where some of them ignore it, a nearer `.gitignore` takes it
 * back: what is in it is not ignored any more for the folder's sake.
 */
export function rulesInside(folder: string, rules: IgnoreRules): IgnoreRules {
  return rules.map((one) => {
    const relative = relativePath(one.folder, folder);
    if (relative.split('/').length > most.depth || !one.matcher.test(`${relative}/`).ignored) return one;
    return rulesOf(one.folder, [...one.lines, `!/${relative.replace(/[\\*?[\]!# ]/g, '\\$&')}/`]);
  });
}

/**
 * The rules from above that hold in a folder that is searched: from the repository it is in, or else from `top`, down
 * to it. None of them where they ignore the folder itself: somebody asked for it by name.
 */
export async function rulesAbove(folder: string, top: string): Promise<IgnoreRules> {
  const folders = await foldersAbove(folder, top);
  let rules: IgnoreRules = [];
  for (const [i, at] of folders.entries()) {
    rules = await rulesIn(at, ['.gitignore', ...(i === 0 ? ['.git'] : [])], rules);
    const below = folders[i + 1] ?? folder;
    if (isIgnored(below, true, rules)) return [];
    rules = rulesInside(below, rules);
  }
  return rules;
}

/** From the top down, without the folder itself. */
async function foldersAbove(folder: string, top: string): Promise<string[]> {
  const folders: string[] = [];
  for (let at = folder; !(await isRepository(at));) {
    const parent = path.dirname(at);
    // In no repository: what is above the workspace says nothing.
    if (parent === at) return folders.filter((one) => pathBelow(top, one) !== undefined);
    folders.unshift(parent);
    at = parent;
  }
  return folders;
}

async function isRepository(folder: string): Promise<boolean> {
  return lstat(path.join(folder, '.git')).then(
    () => true,
    () => false,
  );
}

/** Is it passed over? The last rule that matches counts, and those of the nearest folder come last. */
export function isIgnored(file: string, isFolder: boolean, rules: IgnoreRules): boolean {
  for (const { folder, matcher } of rules.toReversed()) {
    const relative = relativePath(folder, file);
    if (relative.split('/').length > most.depth) continue;
    const { ignored, unignored } = matcher.test(isFolder ? `${relative}/` : relative);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function relativePath(folder: string, file: string): string {
  return slashed(path.relative(folder, file));
}

/** Of one that is a link, as Git has it, or that is not to be read, none. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    if ((await lstat(file)).isSymbolicLink()) return undefined;
    return String(await readBytes(file, { most: mostBytesOf.gitignore }));
  } catch {
    return undefined;
  }
}

/** A rule with many `*` in one name, or with many names that are `**`, takes a matcher that backtracks for ever. */
function isQuick(rule: string): boolean {
  if (rule.length > most.characters || spansOf(rule) > most.spans) return false;
  return rule.split('/').every((name) => isSpan(name) || (name.match(/\*/g) ?? []).length <= most.starsOfName);
}

/** How many of its names stand for any number of folders with something behind them. */
function spansOf(rule: string): number {
  return rule
    .replace(/(?:\/\*{2,})+\/?\s*$/, '')
    .split('/')
    .filter(isSpan).length;
}

function isSpan(name: string): boolean {
  return /^!?\*{2,}$/.test(name);
}

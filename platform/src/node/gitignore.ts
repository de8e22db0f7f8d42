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
 * The rules that hold in a folder where those above it are `above`. A repository inside of another has its own, and a `.gitignore` that is a
 * link or cannot be read has none: more files are looked at then, never fewer.
 */
export async function rulesIn(folder: string, names: readonly string[], above: IgnoreRules): Promise<IgnoreRules> {
  const outer = names.includes('.git') ? [] : above;
  const text = names.includes('.gitignore') ? await textOf(path.join(folder, '.gitignore')) : undefined;
  if (text === undefined) return outer;
  return [...outer, rulesOf(folder, text.split(/\r?\n/).filter(isQuick))];
}

function rulesOf(folder: string, lines: readonly string[]): Rules {
  return { folder, lines, matcher: ignore({ ignorecase: false }).add(lines) };
}

/**
 * The rules that hold in a folder that is not passed over. Where some of them ignore it, a nearer `.gitignore` takes it back: what is in it is
 * not ignored any more for the folder's sake.
 */
export function rulesInside(folder: string, rules: IgnoreRules): IgnoreRules {
  return rules.map((one) => {
    const relative = relativePath(one.folder, folder);
    if (!one.matcher.test(`${relative}/`).ignored) return one;
    return rulesOf(one.folder, [...one.lines, `!/${relative.replace(/[\\*?[\]!# ]/g, '\\$&')}/`]);
  });
}

/**
 * The rules from above that hold in a folder that is searched: from the repository it is in, or else from `top`, down to it. None of them
 * where they ignore the folder itself: somebody asked for it by name.
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

/** A rule with many `*` in one name takes a matcher that backtracks for ever. */
function isQuick(rule: string): boolean {
  return rule.split('/').every((name) => name === '**' || (name.match(/\*/g) ?? []).length <= 3);
}

/** Which files and folders the `.gitignore` files exclude. */
import { lstat } from './fileSystem.ts';
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

/** The rules that apply in a folder, outer folders first: those of its own `.gitignore` are last. */
export type IgnoreRules = readonly Rules[];

/**
 * Limits on rules and paths, so that no `.gitignore` can take all the time of the processor: the matcher backtracks
 * over the `**`s of a rule, and tests each rule on each path.
 */
const most = { rules: 2000, costlyRules: 20, characters: 1000, starsOfName: 3, spans: 2, depth: 100 } as const;

/**
 * The rules that apply in a folder: those from above, and those of its own `.gitignore`. `names` are the names in the
 * folder. A nested repository starts without rules from above. A `.gitignore` that is a link, that cannot be read, or
 * that is too costly to match is ignored, so that more files are read, and never fewer.
 */
export async function rulesIn(folder: string, names: readonly string[], above: IgnoreRules): Promise<IgnoreRules> {
  const outer = names.includes('.git') ? [] : above;
  const text = names.includes('.gitignore') ? await textOf(path.join(folder, '.gitignore')) : undefined;
  const lines = text === undefined ? undefined : quickRules(text);
  return lines === undefined ? outer : [...outer, rulesOf(folder, lines)];
}

/**
 * The rules of a `.gitignore` that are cheap to match; `undefined` if it must be ignored as a whole. That is so if a
 * costly rule starts with `!`: without this exception, the other rules would exclude too much.
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
 * The rules that apply inside a folder that is not excluded. If an outer rule excludes the folder, a nearer
 * `.gitignore` includes it again. The outer rule then must not exclude everything in it, so an exception for the folder
 * is added.
 */
export function rulesInside(folder: string, rules: IgnoreRules): IgnoreRules {
  return rules.map((one) => {
    const relative = relativePath(one.folder, folder);
    if (relative.split('/').length > most.depth || !one.matcher.test(`${relative}/`).ignored) return one;
    return rulesOf(one.folder, [...one.lines, `!/${relative.replace(/[\\*?[\]!# ]/g, '\\$&')}/`]);
  });
}

/**
 * The rules from the folders above `folder`: from its repository, or else from `top`, down to it. Empty if they exclude
 * the folder itself, because the user asked for it by name.
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

/** The folders above a folder, from its repository (or else from `top`) down, without the folder itself. */
async function foldersAbove(folder: string, top: string): Promise<string[]> {
  const folders: string[] = [];
  for (let at = folder; !(await isRepository(at));) {
    const parent = path.dirname(at);
    // Not in a repository: `.gitignore` files above the workspace do not apply.
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

/** Do the rules exclude a file or folder? The last rule that matches decides; those of the nearest folder are last. */
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

/** The text of a `.gitignore`; `undefined` if it cannot be read, or is a link, which Git does not follow either. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    if ((await lstat(file)).isSymbolicLink()) return undefined;
    return String(await readBytes(file, { most: mostBytesOf.gitignore }));
  } catch {
    return undefined;
  }
}

/** Is a rule cheap to match? Many `*` in one name, or many `**`, would make the matcher backtrack for very long. */
function isQuick(rule: string): boolean {
  if (rule.length > most.characters || spansOf(rule) > most.spans) return false;
  return rule.split('/').every((name) => isSpan(name) || (name.match(/\*/g) ?? []).length <= most.starsOfName);
}

/** The number of `**` in a rule that something follows. */
function spansOf(rule: string): number {
  return rule
    .replace(/(?:\/\*{2,})+\/?\s*$/, '')
    .split('/')
    .filter(isSpan).length;
}

function isSpan(name: string): boolean {
  return /^!?\*{2,}$/.test(name);
}

/**
 * Where findings are looked for when nobody says where: globs from the folder that plays the workspace. Letter case is
 * ignored.
 */
export const defaultFindingsGlobs: readonly string[] = ['**/*finding*.{json,ndjson,jsonl}'];

/** The names of folders that are never searched nor watched, wherever they are. */
export const neverSearched: readonly string[] = ['node_modules', '.git'];

/**
 * The glob that matches the same in any letter case: `*.json` → `*.[jJ][sS][oO][nN]`. Editors match globs of watched
 * files with regard to it, and offer no other way. What stands in brackets, and what is escaped, stays.
 */
export function inAnyCase(glob: string): string {
  return glob.replace(/\\.|\[[^\]]*\]|\p{L}/gu, (part) => {
    const [lower, upper] = [part.toLowerCase(), part.toUpperCase()];
    return part.length === 1 && lower.length === 1 && upper.length === 1 && lower !== upper
      ? `[${lower}${upper}]`
      : part;
  });
}

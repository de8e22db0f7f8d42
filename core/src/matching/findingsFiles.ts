/** Where findings files are searched for by default: globs relative to the workspace folder. Letter case is ignored. */
export const defaultFindingsGlobs: readonly string[] = ['**/*finding*.{json,ndjson,jsonl}'];

/** Where deployed resources are searched for by default, likewise. */
export const defaultDeployedGlobs: readonly string[] = [
  '**/*stack-resources*.json',
  '**/*.tfstate',
  '**/*tfstate*.json',
];

/** The names of folders that are neither searched nor watched, at any depth. */
export const neverSearched: readonly string[] = ['node_modules', '.git'];

/**
 * Makes a glob ignore letter case: `*.json` → `*.[jJ][sS][oO][nN]`. It is needed because editors match the globs of
 * watched files case-sensitively. Brackets and escaped characters stay unchanged.
 */
export function inAnyCase(glob: string): string {
  return glob.replace(/\\.|\[[^\]]*\]|\p{L}/gu, (part) => {
    const [lower, upper] = [part.toLowerCase(), part.toUpperCase()];
    return part.length === 1 && lower.length === 1 && upper.length === 1 && lower !== upper
      ? `[${lower}${upper}]`
      : part;
  });
}

/** Where findings are looked for when nobody says where: globs from the folder that plays the workspace. */
export const defaultFindingsGlobs: readonly string[] = ['**/*finding*.json'];

/** The names of folders that are never searched nor watched, wherever they are. */
export const neverSearched: readonly string[] = ['node_modules', '.git'];

/** The ids of the user `nobody`, as Linux calls it: no file is theirs. */
export const nobody = 65_534;

/** Calls `use` while this process of root, with all its threads, is `nobody`'s: permissions hold it. */
export function asNobody<T>(use: () => T): T {
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([]);
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return use();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}

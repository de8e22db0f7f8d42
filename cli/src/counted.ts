/** `1 policy`, `2 policies`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

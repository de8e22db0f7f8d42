import { readdirSync } from 'node:fs';
import path from 'node:path';

/** What is below a folder, as paths from there: the lowest supported Node does not find all of it by itself. */
export function everythingBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => [
    entry.name,
    ...(entry.isDirectory()
      ? everythingBelow(path.join(folder, entry.name)).map((file) => path.join(entry.name, file))
      : []),
  ]);
}

/**
 * Copies the examples to where they may be changed, with findings of yesterday: those in the tree grow old, and would
 * be called stale. Their configuration keeps the findings of the tests in this repository away from them, and is of no
 * use elsewhere.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';

/** The time that the findings of a copy have: `2026-11-24T06:00:00`. */
export function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
}

export function copyExamples(folder: string): void {
  cpSync('examples', folder, { recursive: true, filter: (source) => path.basename(source) !== '.iam-refine.json' });
  const time = yesterday();
  for (const file of globSync('findings/*.json', { cwd: folder, absolute: true })) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(path.resolve(file), text.replace(/"(analyzedAt|updatedAt)": "[\d:T-]+/g, `"$1": "${time}`));
  }
}

/**
 * Copies the examples to a folder where they may be changed, with findings dated yesterday: those in the repository
 * grow old and would be stale. Their configuration is not copied: it only keeps the findings of the tests of this
 * repository away from them.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';

/** The time of the findings in a copy: `2026-11-24T06:00:00`. */
export function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
}

/** The examples in other syntaxes than JSON, and their findings. */
const inOtherSyntaxes = /^(?:templates|terraform|ReportWriter\.finding\.json|Ingest\.finding\.json)$/;

/** Copies the examples in JSON, which most tests count, or all. */
export function copyExamples(folder: string, which: 'json' | 'all' = 'json'): void {
  const isLeftOut = (file: string): boolean =>
    file === '.iam-refine.json' || (which === 'json' && inOtherSyntaxes.test(file));
  cpSync('examples', folder, { recursive: true, filter: (source) => !isLeftOut(path.basename(source)) });
  const time = yesterday();
  for (const file of globSync('findings/*.json', { cwd: folder, absolute: true })) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(path.resolve(file), text.replace(/"(analyzedAt|updatedAt)": "[\d:T-]+/g, `"$1": "${time}`));
  }
}

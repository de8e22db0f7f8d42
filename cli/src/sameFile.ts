/** Files under several names: hard links, and links that the user named together with their targets. */
import { stat } from '../../platform/src/node/fileSystem.ts';
import { matchesOf, type Engine, type FindingMatch } from '../../core/src/index.ts';
import { say } from '../../core/src/text/index.ts';
import type { ExaminedFile } from './examination.ts';
import { shown } from './files.ts';

/** Groups files with several names: those of each group are one file. In the order of their first names. */
export async function groupSameFiles<T extends { readonly path: string }>(files: readonly T[]): Promise<T[][]> {
  const groups = new Map<string, T[]>();
  for (const file of files) {
    const key = await identityOf(file.path);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}

/**
 * Handles the names of one file, because a removal under one name affects all. If the same findings apply to all names,
 * only the first name stays; the others are in `twins`, one line each. If different findings apply, all are blocked.
 */
export function settleSameFile(
  group: readonly ExaminedFile[],
  engine: Engine,
): { readonly files: readonly ExaminedFile[]; readonly twins: readonly string[] } {
  const [first, ...others] = group;
  if (first === undefined || others.length === 0) return { files: group, twins: [] };
  if (others.some((other) => !haveSameMatches(first, other)))
    return { files: group.map((file) => blocked(file, group, engine)), twins: [] };
  return {
    files: [first],
    twins: others.map(({ path }) => `${shown(path)}: the same file as ${shown(first.path)}`),
  };
}

async function identityOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    // It is standard input, or the file was deleted meanwhile.
    return path;
  }
}

function haveSameMatches(some: ExaminedFile, other: ExaminedFile): boolean {
  const matches = matchesOf(other.analysis);
  return matchesOf(some.analysis).every((match, i) => keyOf(match) === keyOf(matches[i]));
}

/** The findings that apply, or why none does. */
function keyOf(match: FindingMatch | undefined): string {
  return JSON.stringify(
    match?.kind === 'matched'
      ? match.findings.map(({ finding: { id, principal, analyzedAt } }) => [id, principal?.arn, analyzedAt])
      : match,
  );
}

function blocked(file: ExaminedFile, group: readonly ExaminedFile[], engine: Engine): ExaminedFile {
  const [other] = group.filter(({ path }) => path !== file.path);
  const reason = say(
    '{0} is the same file, but by that name it belongs to another principal',
    shown(other?.path ?? ''),
  );
  return {
    ...file,
    analysis: engine.examine(file.analysis, { kind: 'blocked', code: 'finding.ambiguous', reason }),
  };
}

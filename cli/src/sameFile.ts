/** A file under several names: hard links, and links that the user named beside what they lead to. */
import { stat } from 'node:fs/promises';
import { say, type FindingMatch } from '../../core/src/index.ts';
import { shown } from './files.ts';

export interface FileEvidence {
  readonly path: string;
  /** Of each policy of the file. */
  readonly evidence: readonly FindingMatch[];
}

/**
 * What may be said of each file when some are one: whatever is removed under one name is gone under the others. Of
 * names for which the evidence is the same only the first stays; the rest are in `twins`. Where it is not, each is
 * blocked.
 */
export async function settleSameFiles<T extends FileEvidence>(
  files: readonly T[],
): Promise<{ readonly settled: readonly T[]; readonly twins: readonly string[] }> {
  const groups = new Map<string, T[]>();
  for (const file of files) {
    const key = await identityOf(file.path);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  const twins: string[] = [];
  const settled = [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return group;
    if (others.some((other) => !isSame(first.evidence, other.evidence)))
      return group.map((file) => blockedAs(file, group));
    for (const { path } of others) twins.push(`${shown(path)}: the same file as ${shown(first.path)}`);
    return [first];
  });
  return { settled, twins };
}

async function identityOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    // Standard input, and what has gone meanwhile.
    return path;
  }
}

/** Engines share what is unused by the same principals, and the reasons are data. */
function isSame(some: readonly FindingMatch[], others: readonly FindingMatch[]): boolean {
  return some.every((said, i) => saidBy(said) === saidBy(others[i]));
}

/** The findings that speak, or why none does. */
function saidBy(said: FindingMatch | undefined): string {
  return JSON.stringify(
    said?.kind === 'matched'
      ? said.findings.map(({ finding: { id, principal, analyzedAt } }) => [id, principal?.arn, analyzedAt])
      : said,
  );
}

function blockedAs<T extends FileEvidence>(file: T, group: readonly T[]): T {
  const [other] = group.filter(({ path }) => path !== file.path);
  const reason = say(
    '{0} is the same file, and by that name it is the policy of somebody else',
    shown(other?.path ?? ''),
  );
  return {
    ...file,
    evidence: file.evidence.map((): FindingMatch => ({ kind: 'blocked', code: 'finding.ambiguous', reason })),
  };
}

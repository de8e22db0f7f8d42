import { inWords, listed, type ProblemCode } from '../../core/src/index.ts';
import type { Examination } from './examine.ts';
import { asGitHub } from './github.ts';
import type { Format, Options } from './options.ts';
import { reportOf, type Report } from './report.ts';
import { asSarif } from './sarif.ts';
import { summarise, summaryLine, type Summary } from './summary.ts';
import type { Outcome } from './outcome.ts';

const unusedCodes: ReadonlySet<ProblemCode> = new Set(['action.unused', 'wildcard.partly-unused', 'statement.unused', 'policy.unused']);

/** Says what is unused. */
export function check(examination: Examination, { format, allowUnread }: Pick<Options, 'format' | 'allowUnread'>): Outcome {
  const { files, notes, failures, broken, isBlockedByBroken, refiner } = examination;
  const reports = files.map((file) => reportOf(file, refiner));
  const problems = reports.flatMap((report) => report.problems);
  const isUnused = problems.some(({ code }) => unusedCodes.has(code));
  const summary = summarise(examination);
  const isUnread = summary.unreadParts > 0 && !allowUnread;
  const hasFailed = failures.length > 0 || broken.length > 0 || isBlockedByBroken || isUnread;
  const catalogue = inWords(examination.catalogue.label);
  const line = summaryLine(summary, problems.length, catalogue);
  const stdout = written({ reports, summary, line, catalogue, failures: [...failures, ...broken], hasFailed }, format);
  // Other programs read what is printed: what was not read is told beside it.
  const told = format === 'sarif' || format === 'github' ? [line] : [];
  return { stdout, stderr: [...notes, ...broken, ...failures, ...told], exitCode: hasFailed ? 2 : isUnused ? 1 : 0 };
}

interface Checked {
  readonly reports: readonly Report[];
  readonly summary: Summary;
  readonly line: string;
  readonly catalogue: string;
  readonly failures: readonly string[];
  readonly hasFailed: boolean;
}

function written({ reports, summary, line, catalogue, failures, hasFailed }: Checked, format: Format): string {
  switch (format) {
    case 'text':
      return [...textOf(reports), line, ''].join('\n');
    case 'json':
      return `${JSON.stringify({ catalogue, summary, files: reports }, null, 2)}\n`;
    case 'sarif':
      return asSarif(reports, { isSuccessful: !hasFailed, failures });
    case 'github':
      return asGitHub(reports);
  }
}

function textOf(reports: readonly Report[]): string[] {
  const lines = reports.flatMap(({ path, problems }) =>
    problems.map(({ start, severity, message, code }) => `${path}:${start.line}:${start.column}: ${severity}: ${message} [${code}]`),
  );
  return [...lines, ...reports.flatMap(keptLines)];
}

/** What is kept although a finding calls it unused, or although nobody can know; of what the catalogue does not say, nothing. */
function keptLines({ path, kept }: Report): string[] {
  const reported = kept.withheld.map(({ actions, reason }) => `${path}: kept: ${inWords(listed(actions))} (${reason})`);
  const untracked =
    kept.notTracked.length === 0 ? [] : [`${path}: kept: ${inWords(listed(kept.notTracked))} (not tracked: kept because nobody can know)`];
  return [...reported, ...untracked];
}

import { inWords, listed, type ProblemCode } from '../../core/src/index.ts';
import type { Examination } from './examine.ts';
import { asGitHub } from './github.ts';
import type { Format } from './options.ts';
import { printable } from './printable.ts';
import { reportOf, type Report } from './report.ts';
import { asSarif } from './sarif.ts';
import type { Outcome } from './outcome.ts';

const unusedCodes: ReadonlySet<ProblemCode> = new Set(['action.unused', 'wildcard.partly-unused', 'statement.unused', 'policy.unused']);

/** Says what is unused. */
export function check(examination: Examination, format: Format): Outcome {
  const { files, notes, failures, catalogue, refiner } = examination;
  const reports = files.map((file) => reportOf(file, refiner));
  const problems = reports.flatMap((report) => report.problems);
  const isUnused = problems.some(({ code }) => unusedCodes.has(code));
  const isBlocked = files.some(({ evidence }) => evidence.some(({ kind }) => kind === 'blocked'));
  const exitCode = failures.length > 0 || isBlocked ? 2 : isUnused ? 1 : 0;
  const stdout = written({ reports, failures, catalogue: inWords(catalogue.label) }, format);
  return { stdout, stderr: [...notes, ...failures], exitCode };
}

interface Checked {
  readonly reports: readonly Report[];
  readonly failures: readonly string[];
  readonly catalogue: string;
}

function written({ reports, failures, catalogue }: Checked, format: Format): string {
  switch (format) {
    case 'text':
      return textOf(reports, catalogue);
    case 'json':
      return `${JSON.stringify({ catalogue, files: reports }, null, 2)}\n`;
    case 'sarif':
      return asSarif(reports, failures);
    case 'github':
      return asGitHub(reports);
  }
}

function textOf(reports: readonly Report[], catalogue: string): string {
  const lines = reports.flatMap(({ path, problems }) =>
    problems.map(({ start, severity, message, code }) => `${path}:${start.line}:${start.column}: ${severity}: ${message} [${code}]`),
  );
  return [...lines, ...reports.flatMap(keptLines), summaryOf(reports, lines.length, catalogue), ''].map(printable).join('\n');
}

/** What is kept although a finding calls it unused, or although nobody can know; of what the catalogue does not say, nothing. */
function keptLines({ path, kept }: Report): string[] {
  const reported = kept.withheld.map(({ actions, reason }) => `${path}: kept: ${inWords(listed(actions))} (${reason})`);
  const untracked =
    kept.notTracked.length === 0 ? [] : [`${path}: kept: ${inWords(listed(kept.notTracked))} (not tracked: kept because nobody can know)`];
  return [...reported, ...untracked];
}

/** A policy for which no finding speaks was not checked, and is not counted as if it were. */
function summaryOf(reports: readonly Report[], problems: number, catalogue: string): string {
  const findings = reports.flatMap(({ finding, policies }) => policies?.map((policy) => policy.finding) ?? [finding]);
  const checked = findings.filter((finding) => finding !== null).length;
  const all = findings.length === 1 ? '1 policy' : `${findings.length} policies`;
  if (checked === 0 && problems === 0) return `${all}, none checked: no finding speaks for ${findings.length === 1 ? 'it' : 'them'}`;
  const count = checked === findings.length ? all : `${checked} of ${all}`;
  const found = problems === 0 ? 'nothing is unused' : problems === 1 ? '1 problem' : `${problems} problems`;
  return `${count} checked against ${catalogue}: ${found}`;
}

import { inWords, listed, type ActionCatalogue, type ProblemCode } from '../../core/src/index.ts';
import type { Examination } from './examine.ts';
import { asGitHub } from './github.ts';
import type { Format } from './options.ts';
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
  const stdout = written(reports, catalogue, format);
  return { stdout, stderr: [...notes, ...failures], exitCode };
}

function written(reports: readonly Report[], catalogue: ActionCatalogue, format: Format): string {
  switch (format) {
    case 'text':
      return textOf(reports, catalogue);
    case 'json': {
      const { label, trackedOn = null } = catalogue;
      return `${JSON.stringify({ catalogue: inWords(label), trackedOn, files: reports }, null, 2)}\n`;
    }
    case 'sarif':
      return asSarif(reports);
    case 'github':
      return asGitHub(reports);
  }
}

function textOf(reports: readonly Report[], catalogue: ActionCatalogue): string {
  const lines = reports.flatMap(({ path, problems }) =>
    problems.map(({ start, severity, message, code }) => `${path}:${start.line}:${start.column}: ${severity}: ${message} [${code}]`),
  );
  return [
    ...lines,
    ...reports.flatMap((report) => keptLines(report, catalogue)),
    summaryOf(reports, lines.length, inWords(catalogue.label)),
    '',
  ].join('\n');
}

/** What is kept for a reason, and what no finding can name; a reason is not followed by the fact that it gives. */
function keptLines({ path, kept }: Report, { trackedOn }: ActionCatalogue): string[] {
  const reported = kept.withheld.map(({ actions, reason }) => `${path}: kept: ${inWords(listed(actions))} (${reason})`);
  const said = new Set(kept.withheld.flatMap(({ actions }) => actions));
  const untracked = kept.notTracked.filter((action) => !said.has(action));
  if (untracked.length === 0) return reported;
  const day = trackedOn === undefined ? '' : `as of ${trackedOn}, `;
  const [its, it] = untracked.length === 1 ? ['its', 'it'] : ['their', 'them'];
  const why = `${day}AWS does not track ${its} use, so no finding can ever name ${it}`;
  return [...reported, `${path}: kept: ${withExamples(untracked)} (${why})`];
}

/** At most three by name, and of more how many they are. */
function withExamples(actions: readonly string[]): string {
  const shown = actions.slice(0, 3).join(', ');
  return actions.length <= 3 ? shown : `${inWords(actions.length)} actions, such as ${shown}`;
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

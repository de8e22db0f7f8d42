import { inWords } from '../../core/src/text/index.ts';
import { listed, type ProblemCode } from '../../core/src/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import { checkFile, type CheckedFile } from './checkFile.ts';
import { createCheckThreads } from './checkThreads.ts';
import { examine } from './examine.ts';
import type { Examination } from './examination.ts';
import { asGitHub } from './github.ts';
import type { Format, Options } from './options.ts';
import { printableJson, printableLines } from './printable.ts';
import type { Report } from './report.ts';
import { asSarif } from './sarif.ts';
import { summarise, summaryLine, type Summary } from './summary.ts';
import type { Outcome } from './outcome.ts';
import type { FileThreads } from './work.ts';

const unusedCodes: ReadonlySet<ProblemCode> = new Set([
  'action.unused',
  'wildcard.partly-unused',
  'statement.unused',
  'policy.unused',
]);

/** The command `check`: reports what is unused. */
export async function check(
  options: Options,
  threads: FileThreads<CheckedFile> = createCheckThreads(),
): Promise<Outcome> {
  return outcomeOf(await examine(options, { use: checkFile, threads }), options);
}

/** What was found in all files, in the format of the options. */
export function outcomeOf(
  examination: Examination<CheckedFile>,
  { format, allowUnread }: Pick<Options, 'format' | 'allowUnread'>,
): Outcome {
  const { files, counts, notes, failures, catalogue } = examination;
  const broken = examination.broken.map(({ line }) => line);
  const reports = files.map(({ report }) => report);
  const problems = reports.flatMap((report) => report.problems);
  const isUnused = problems.some(({ code }) => unusedCodes.has(code));
  const summary = summarise(examination);
  const isUnread = summary.unreadParts > 0 && !allowUnread;
  const hasFailed = failures.length > 0 || broken.length > 0 || counts.blockedByBroken > 0 || isUnread;
  const result = {
    problems: problems.length,
    isSomethingChecked: counts.statements > 0,
    isSomethingKept: reports.some(({ kept }) => kept.withheld.length > 0),
  };
  const line = summaryLine(summary, result, inWords(catalogue.label));
  const inTheWay = [...failures, ...broken, ...files.flatMap(({ obstacles }) => obstacles)];
  const stdout = written({ reports, summary, line, catalogue, failures: inTheWay, hasFailed }, format);
  // Other programs read standard output, so the summary goes to standard error.
  const summaryLines = format === 'sarif' || format === 'github' ? [line] : [];
  return {
    stdout,
    stderr: [...notes, ...broken, ...failures, ...summaryLines],
    exitCode: hasFailed ? 2 : isUnused ? 1 : 0,
  };
}

interface Checked {
  readonly reports: readonly Report[];
  readonly summary: Summary;
  readonly line: string;
  readonly catalogue: ActionCatalogue;
  readonly failures: readonly string[];
  readonly hasFailed: boolean;
}

function written({ reports, summary, line, catalogue, failures, hasFailed }: Checked, format: Format): string {
  switch (format) {
    case 'text':
      return printableLines([...textOf(reports, catalogue), line]);
    case 'json': {
      const { label, trackedOn = null } = catalogue;
      return printableJson({ catalogue: inWords(label), trackedOn, summary, files: reports });
    }
    case 'sarif':
      return asSarif(reports, { isSuccessful: !hasFailed, failures });
    case 'github':
      return asGitHub(reports);
  }
}

function textOf(reports: readonly Report[], catalogue: ActionCatalogue): string[] {
  const lines = reports.flatMap(({ path, problems }) =>
    problems.map(
      ({ start, severity, message, code }) =>
        `${path}:${start.line}:${start.column}: ${severity}: ${message} [${code}]`,
    ),
  );
  return [...lines, ...reports.flatMap((report) => keptLines(report, catalogue))];
}

/** The kept actions with their reasons, and those that no finding can name. */
function keptLines({ path, kept }: Report, { trackedOn }: ActionCatalogue): string[] {
  const reported = kept.withheld.map(({ actions, reason }) => `${path}: kept: ${inWords(listed(actions))} (${reason})`);
  const reportedOnes = new Set(kept.withheld.flatMap(({ actions }) => actions));
  const untracked = kept.notTracked.filter((action) => !reportedOnes.has(action));
  if (untracked.length === 0) return reported;
  const day = trackedOn === undefined ? '' : `as of ${trackedOn}, `;
  const [its, it] = untracked.length === 1 ? ['its', 'it'] : ['their', 'them'];
  const why = `${day}AWS does not track ${its} use, so no finding can name ${it}`;
  return [...reported, `${path}: kept: ${withExamples(untracked)} (${why})`];
}

/** Lists at most three actions by name, and the number of others. */
function withExamples(actions: readonly string[]): string {
  const some = actions.slice(0, 3).join(', ');
  return actions.length <= 3 ? some : `${inWords(actions.length)} actions, such as ${some}`;
}

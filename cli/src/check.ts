import {
  defaultSeverities,
  evidenceProblems,
  placeAt,
  spanEnd,
  type Place,
  type ProblemCode,
  type Severity,
} from '../../core/src/index.ts';
import type { Examination, ExaminedFile } from './examine.ts';
import { shown } from './files.ts';
import type { Outcome } from './outcome.ts';

interface Report {
  readonly path: string;
  readonly finding: { readonly principal: string | null; readonly id: string | null; readonly file: string; readonly why: string } | null;
  readonly problems: readonly ReportedProblem[];
}

interface ReportedProblem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly start: Place;
  readonly end: Place;
}

const unusedCodes: ReadonlySet<ProblemCode> = new Set(['action.unused', 'wildcard.partly-unused', 'statement.unused', 'policy.unused']);

/** Says what is unused. */
export function check(examination: Examination, format: 'text' | 'json'): Outcome {
  const { files, notes, failures, catalogue } = examination;
  const reports = files.map(reportOf);
  const problems = reports.flatMap((report) => report.problems);
  const isUnused = problems.some(({ code }) => unusedCodes.has(code));
  const isBlocked = files.some(({ evidence }) => evidence.kind === 'blocked');
  const exitCode = failures.length > 0 || isBlocked ? 2 : isUnused ? 1 : 0;
  const stdout =
    format === 'json' ? `${JSON.stringify({ catalogue: catalogue.label, files: reports }, null, 2)}\n` : textOf(reports, catalogue.label);
  return { stdout, stderr: [...notes, ...failures], exitCode };
}

function reportOf({ path, file, evidence, analysis }: ExaminedFile): Report {
  const [policy] = analysis.reading.policies;
  const remarks = policy === undefined ? [] : evidenceProblems(evidence, policy);
  const problems = [...remarks, ...analysis.problems].map(({ code, message, span }) => ({
    code,
    severity: defaultSeverities[code],
    message,
    start: placeAt(file.text, span.offset),
    end: placeAt(file.text, spanEnd(span)),
  }));
  return { path: shown(path), finding: findingOf(evidence), problems };
}

function findingOf(evidence: ExaminedFile['evidence']): Report['finding'] {
  const [filed] = evidence.kind === 'speaks' ? evidence.findings : [];
  if (filed === undefined || evidence.kind !== 'speaks') return null;
  const { principal, id } = filed.finding;
  return { principal: principal?.arn ?? null, id: id ?? null, file: shown(filed.file), why: evidence.why };
}

function textOf(reports: readonly Report[], catalogue: string): string {
  const lines = reports.flatMap(({ path, problems }) =>
    problems.map(({ start, severity, message, code }) => `${path}:${start.line}:${start.column}: ${severity}: ${message} [${code}]`),
  );
  return [...lines, summaryOf(reports, lines.length, catalogue), ''].join('\n');
}

/** A policy for which no finding speaks was not checked, and is not counted as if it were. */
function summaryOf(reports: readonly Report[], problems: number, catalogue: string): string {
  const checked = reports.filter(({ finding }) => finding !== null).length;
  const policies = reports.length === 1 ? '1 policy' : `${reports.length} policies`;
  if (checked === 0 && problems === 0) return `${policies}, none checked: no finding speaks for ${reports.length === 1 ? 'it' : 'them'}`;
  const count = checked === reports.length ? policies : `${checked} of ${policies}`;
  const found = problems === 0 ? 'nothing is unused' : problems === 1 ? '1 problem' : `${problems} problems`;
  return `${count} checked against ${catalogue}: ${found}`;
}

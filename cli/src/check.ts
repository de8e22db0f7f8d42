import {
  defaultSeverities,
  inWords,
  listed,
  placeAt,
  remarksOn,
  spanEnd,
  type Evidence,
  type Place,
  type ProblemCode,
  type Refiner,
  type Severity,
} from '../../core/src/index.ts';
import type { Examination, ExaminedFile } from './examine.ts';
import { shown } from './files.ts';
import { keptActions, type KeptActions } from './keptActions.ts';
import type { Outcome } from './outcome.ts';

interface Report {
  readonly path: string;
  /** Of the first policy of the file for which one speaks. */
  readonly finding: ReportedFinding | null;
  /** Of a file that holds several policies, what is said of each. */
  readonly policies?: readonly { readonly start: Place; readonly finding: ReportedFinding | null }[];
  readonly problems: readonly ReportedProblem[];
  readonly kept: KeptActions;
}

interface ReportedFinding {
  readonly principals: readonly string[];
  readonly id: string | null;
  readonly file: string;
  readonly why: string;
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
  const { files, notes, failures, catalogue, refiner } = examination;
  const reports = files.map((file) => reportOf(file, refiner));
  const problems = reports.flatMap((report) => report.problems);
  const isUnused = problems.some(({ code }) => unusedCodes.has(code));
  const isBlocked = files.some(({ evidence }) => evidence.some(({ kind }) => kind === 'blocked'));
  const exitCode = failures.length > 0 || isBlocked ? 2 : isUnused ? 1 : 0;
  const stdout =
    format === 'json'
      ? `${JSON.stringify({ catalogue: inWords(catalogue.label), files: reports }, null, 2)}\n`
      : textOf(reports, inWords(catalogue.label));
  return { stdout, stderr: [...notes, ...failures], exitCode };
}

function reportOf({ path, file, evidence, analysis }: ExaminedFile, refiner: Refiner): Report {
  const problems = [...remarksOn(refiner, analysis, evidence), ...analysis.problems].map(({ code, message, span }) => ({
    code,
    severity: defaultSeverities[code],
    message: inWords(message),
    start: placeAt(file.text, span.offset),
    end: placeAt(file.text, spanEnd(span)),
  }));
  const findings = evidence.map(findingOf);
  const policies = analysis.reading.policies.map(({ span }, i) => ({
    start: placeAt(file.text, span.offset),
    finding: findings[i] ?? null,
  }));
  const finding = findings.find((found) => found !== null) ?? null;
  return {
    path: shown(path),
    finding,
    ...(policies.length > 1 ? { policies } : {}),
    problems,
    kept: keptActions(refiner, analysis, evidence),
  };
}

function findingOf(evidence: Evidence): ReportedFinding | null {
  const [filed] = evidence.kind === 'speaks' ? evidence.findings : [];
  if (filed === undefined || evidence.kind !== 'speaks') return null;
  const principals = evidence.findings.flatMap(({ finding }) => finding.principal?.arn ?? []);
  return { principals, id: filed.finding.id ?? null, file: shown(filed.places[0].file), why: inWords(evidence.why) };
}

function textOf(reports: readonly Report[], catalogue: string): string {
  const lines = reports.flatMap(({ path, problems }) =>
    problems.map(({ start, severity, message, code }) => `${path}:${start.line}:${start.column}: ${severity}: ${message} [${code}]`),
  );
  return [...lines, ...reports.flatMap(keptLines), summaryOf(reports, lines.length, catalogue), ''].join('\n');
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

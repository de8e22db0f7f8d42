import {
  defaultSeverities,
  type FindingMatch,
  type ProblemCode,
  type Engine,
  type Severity,
} from '../../core/src/index.ts';
import { inWords, placesIn, spanEnd, type Place } from '../../core/src/text/index.ts';
import type { ExaminedFile } from './examination.ts';
import { shown } from './files.ts';
import { keptActions, type KeptActions } from './keptActions.ts';

export interface Report {
  readonly path: string;
  /** The finding of the first policy in the file to which one applies. */
  readonly finding: ReportedFinding | null;
  /** Only for a file with several policies: the result for each. */
  readonly policies?: readonly { readonly start: Place; readonly finding: ReportedFinding | null }[];
  readonly problems: readonly ReportedProblem[];
  readonly kept: KeptActions;
}

export interface ReportedFinding {
  readonly principals: readonly string[];
  readonly id: string | null;
  readonly file: string;
  readonly why: string;
}

export interface ReportedProblem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly start: Place;
  readonly end: Place;
}

/** The report of a file. */
export function reportOf({ path, file, analysis }: ExaminedFile, engine: Engine): Report {
  const placeOf = placesIn(file.text);
  const problems = analysis.problems.map(({ code, message, span }) => ({
    code,
    severity: defaultSeverities[code],
    message: inWords(message),
    start: placeOf(span.offset),
    end: placeOf(spanEnd(span)),
  }));
  const policies = analysis.policies.map(({ policy, match }) => ({
    start: placeOf(policy.span.offset),
    finding: findingOf(match),
  }));
  const finding = policies.find((one) => one.finding !== null)?.finding ?? null;
  return {
    path: shown(path),
    finding,
    ...(policies.length > 1 ? { policies } : {}),
    problems,
    kept: keptActions(engine, analysis),
  };
}

function findingOf(match: FindingMatch): ReportedFinding | null {
  const [filed] = match.kind === 'matched' ? match.findings : [];
  if (filed === undefined || match.kind !== 'matched') return null;
  const principals = new Set(match.findings.flatMap(({ finding }) => finding.principal?.arn ?? []));
  return {
    principals: [...principals],
    id: filed.finding.id ?? null,
    file: shown(filed.places[0].file),
    why: inWords(match.why),
  };
}

import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { defaultSeverities, problemPage, type ProblemCode, type Severity } from '../../core/src/index.ts';
import { uriOf } from '../../platform/src/fileUris.ts';
import { slashed } from '../../platform/src/node/paths.ts';
import { printableJson } from './printable.ts';
import type { Report, ReportedProblem } from './report.ts';
import { ruleFor } from './rules.ts';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** The success of a run. The log of a failed run does not close the alerts of earlier runs. */
export interface Run {
  readonly isSuccessful: boolean;
  /** The failures, one line each. */
  readonly failures: readonly string[];
}

/** Reports as a log for code scanning: SARIF 2.1.0 (OASIS). */
export function asSarif(reports: readonly Report[], run: Run): string {
  const codes = [...new Set(reports.flatMap(({ problems }) => problems.map(({ code }) => code)))].toSorted();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: manifest.displayName,
            version: manifest.version,
            informationUri: manifest.homepage,
            rules: codes.map(ruleOf),
          },
        },
        invocations: [invocationOf(run)],
        columnKind: 'utf16CodeUnits',
        results: reports.flatMap((report) => report.problems.map((problem) => resultOf(report, problem, codes))),
      },
    ],
  };
  return printableJson(log);
}

function invocationOf({ isSuccessful, failures }: Run): object {
  const notifications = failures.map((text) => ({ level: 'error', message: { text } }));
  return { executionSuccessful: isSuccessful, ...(isSuccessful ? {} : { toolExecutionNotifications: notifications }) };
}

function ruleOf(code: ProblemCode): object {
  const { title, description, help } = ruleFor(code);
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help,
    helpUri: problemPage(code),
    defaultConfiguration: { level: levels[defaultSeverities[code]] },
  };
}

function resultOf(
  report: Report,
  { code, severity, message, start, end }: ReportedProblem,
  codes: readonly ProblemCode[],
): object {
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: addressOf(report.path) }, region } }],
  };
}

/** The URI of a file: relative to the current directory if the file is below it. */
function addressOf(file: string): string {
  return path.isAbsolute(file) ? uriOf(file) : slashed(file).split('/').map(encodeURIComponent).join('/');
}

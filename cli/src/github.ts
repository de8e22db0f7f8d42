import type { Severity } from '../../core/src/index.ts';
import { printableInside } from './printable.ts';
import type { Report } from './report.ts';

/** The commands that create annotations in GitHub Actions. */
const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Reports as workflow commands, one line each (GitHub Docs, "Workflow commands for GitHub Actions"). */
export function asGitHub(reports: readonly Report[]): string {
  const lines = reports.flatMap(({ path, problems }) =>
    problems.map(({ severity, code, message, start, end }) => {
      const place = {
        file: path,
        line: start.line,
        endLine: end.line,
        col: start.column,
        endColumn: end.column,
        title: code,
      };
      const properties = Object.entries(place).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
      return `::${commands[severity]} ${properties.join(',')}::${escapedData(message)}\n`;
    }),
  );
  return lines.join('');
}

function escapedData(text: string): string {
  return printableInside(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

import type { Diagnostic } from 'vscode-languageserver';
import type { PolicyPlace } from '../../../core/src/index.ts';
import { diagnosticSource, readDiagnosticData, type DiagnosticData } from '../lsp/convert.ts';

/** A diagnostic of this server that the client shows, with its data. The data may be from an older text. */
export interface ShownProblem {
  readonly diagnostic: Diagnostic;
  readonly data: DiagnosticData;
}

/** Groups the shown diagnostics by statement, because there may be thousands and each code action needs its own. */
export function shownAbout(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly ShownProblem[]> {
  const byStatement = new Map<string, ShownProblem[]>();
  for (const diagnostic of diagnostics) {
    const data = diagnostic.source === diagnosticSource ? readDiagnosticData(diagnostic.data) : undefined;
    if (data === undefined) continue;
    const list = byStatement.get(statementKey(data)) ?? [];
    byStatement.set(statementKey(data), list);
    list.push({ diagnostic, data });
  }
  return byStatement;
}

export function statementKey({ policy, statement }: Pick<PolicyPlace, 'policy' | 'statement'>): string {
  return `${policy} ${statement}`;
}

import type { Diagnostic } from 'vscode-languageserver';
import type { PolicyPlace } from '../../../core/src/index.ts';
import { diagnosticSource, readDiagnosticData, type DiagnosticData } from '../lsp/convert.ts';

/**
 * A diagnostic of ours that the client shows, and what it says of its place. Its data came over the wire and may be of
 * an older text.
 */
export interface ShownProblem {
  readonly diagnostic: Diagnostic;
  readonly data: DiagnosticData;
}

/** By their statements: a client may show thousands, and each of many actions asks for its own. */
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

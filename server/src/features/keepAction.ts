import type { Connection } from 'vscode-languageserver';
import type { ConfigWriteResult, KeepParams } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { keepInConfig, writeConfig, type KeepMeans } from './configEdits.ts';
import { t } from '../lsp/language.ts';

/** Adds a keep rule for the principals whose findings apply to a document to `.iam-refine.json`, through the client. */
export async function keepAction(
  connection: Connection,
  { actions, reason, until }: KeepParams,
  found: DocumentAnalysis | undefined,
  means: KeepMeans,
): Promise<ConfigWriteResult> {
  if (found === undefined) return { kind: 'refused', reason: t('this file contains no identity-based IAM policy') };
  const principals = found.analysis.policies.flatMap(({ match }) =>
    match.kind === 'matched' ? match.findings.flatMap(({ finding }) => finding.principal?.arn ?? []) : [],
  );
  const keep = { actions, principals: [...new Set(principals)], reason, until };
  return writeConfig(connection, t('Keep Action'), keepInConfig(found, keep, means));
}

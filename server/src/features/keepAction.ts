import type { Connection } from 'vscode-languageserver';
import type { ChooseFindingResult, KeepParams } from '../../../protocol/src/index.ts';
import type { Abilities } from '../abilities.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { keepInConfig } from '../configEdits.ts';

/** Writes into `.iam-refine.json`, through the client, that actions are kept for those whose findings speak for a document. */
export async function keepAction(
  connection: Connection,
  { actions, reason, until }: KeepParams,
  found: DocumentAnalysis | undefined,
  abilities: Abilities,
): Promise<ChooseFindingResult> {
  if (found === undefined) return { kind: 'refused', reason: 'this file holds no identity-based IAM policy' };
  const principals = found.evidence.flatMap((said) =>
    said.kind === 'speaks' ? said.findings.flatMap(({ finding }) => finding.principal?.arn ?? []) : [],
  );
  const change = keepInConfig(found, { actions, principals: [...new Set(principals)], reason, until }, abilities);
  if (change.kind === 'refused') return change;
  const answer = await connection.workspace.applyEdit({ label: 'Keep Action', edit: change.edit });
  return answer.applied
    ? { kind: 'written', file: change.file, uri: change.uri }
    : { kind: 'refused', reason: answer.failureReason ?? 'the editor did not take the edit' };
}

import type { Connection } from 'vscode-languageserver';
import type { ConfigWriteResult, StopKeepingParams } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import { t } from '../lsp/language.ts';
import { stopKeepingInConfig, writeConfig } from './configEdits.ts';

/** Takes actions out of the keep rules in `.iam-refine.json` that apply to a document, through the client. */
export async function stopKeepingActions(
  connection: Connection,
  params: StopKeepingParams,
  found: DocumentAnalysis | undefined,
  capabilities: ClientCapabilities,
): Promise<ConfigWriteResult> {
  if (found === undefined) return { kind: 'refused', reason: t('this file contains no identity-based IAM policy') };
  return writeConfig(connection, t('Stop Keeping'), stopKeepingInConfig(found, params, capabilities));
}

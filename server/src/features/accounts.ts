/** Resolves matches that are ambiguous only because principals of one name are in several accounts. */
import type { Connection } from 'vscode-languageserver';
import { matchesOf, type FindingMatch, type Principal } from '../../../core/src/index.ts';
import type { AccountChoices, ConfigWriteResult, UseAccountParams } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import { t } from '../lsp/language.ts';
import { globBesideConfig, useAccountInConfig, writeConfig } from './configEdits.ts';

/**
 * The accounts to choose from for a policy with this match, and the files that the choice is for; `undefined` if it is
 * not ambiguous in this way, or if its file is outside of the configuration's folder.
 */
export function accountChoices(
  found: Pick<DocumentAnalysis, 'sources'>,
  uri: string,
  match: FindingMatch,
): AccountChoices | undefined {
  const candidates = namesakesIn(match);
  const [first] = candidates;
  const target = first && globBesideConfig(found, uri, first.name);
  return target && { ...target, accounts: candidates.map(({ account }) => account).toSorted() };
}

/** The principals that may hold a policy, if they have one name and each is in another account; else none. */
function namesakesIn(match: FindingMatch): readonly Principal[] {
  const candidates = (match.kind === 'blocked' && match.code === 'finding.ambiguous' && match.candidates) || [];
  const names = new Set(candidates.map(({ name }) => name));
  const accounts = new Set(candidates.map(({ account }) => account));
  return names.size === 1 && accounts.size === candidates.length && accounts.size > 1 ? candidates : [];
}

/** Writes the choice into `.iam-refine.json` through the client, if it is still open for these files. */
export async function useAccount(
  connection: Connection,
  { uri, files, account }: UseAccountParams,
  found: DocumentAnalysis | undefined,
  capabilities: ClientCapabilities,
): Promise<ConfigWriteResult> {
  if (found === undefined) return { kind: 'refused', reason: t('this file contains no identity-based IAM policy') };
  const isOpen = matchesOf(found.analysis).some((match) => accountChoices(found, uri, match)?.files === files);
  if (!isOpen) return { kind: 'refused', reason: t('the choice is no longer open for these files: refresh the view') };
  return writeConfig(connection, t('Use Account'), useAccountInConfig(found, { files, account }, capabilities));
}

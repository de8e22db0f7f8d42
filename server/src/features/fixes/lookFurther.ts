/** The last actions of the light bulb: refine the whole file, and show the prefix tree of a wildcard. */
import { CodeActionKind, type CodeAction } from 'vscode-languageserver';
import type { Span } from '../../../../core/src/text/index.ts';
import { clientCommands } from '../../../../protocol/src/index.ts';
import { wholeFile } from '../wholeFile.ts';
import { t } from '../../lsp/language.ts';
import { entriesAt } from './entriesAt.ts';
import type { FixRequest } from './offer.ts';

/** Refines the whole file, and asks first where a finding is doubtful. Other clients have the source action. */
export function refineFileAction({ found, capabilities }: FixRequest): CodeAction[] {
  if (!capabilities.clientCommands) return [];
  if (found.engine.propose(found.analysis, wholeFile(found)).changes.length === 0) return [];
  const title = t('Refine Whole File');
  return [{ title, kind: CodeActionKind.QuickFix, command: { title, command: clientCommands.refineFile } }];
}

/** Shows the prefix tree of the first wildcard at the range. Only our client can. */
export function prefixTreeAction({ document, found, capabilities }: FixRequest, range: Span): CodeAction[] {
  if (!capabilities.clientCommands) return [];
  const [entry] = entriesAt(found.analysis, range);
  if (entry === undefined || found.engine.prefixTree(found.analysis, entry.place) === undefined) return [];
  const title = t('Show Prefix Tree');
  const { line, character } = document.positionAt(entry.span.offset + 1);
  const command = { title, command: clientCommands.showTrie, arguments: [document.uri, line, character] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}

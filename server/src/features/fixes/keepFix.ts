import { CodeActionKind, type CodeAction } from 'vscode-languageserver';
import { clientCommands } from '../../../../protocol/src/index.ts';
import type { FixRequest } from './offer.ts';
import { t } from '../../lsp/language.ts';

/** What is unused can be kept, with a reason, for which our client asks. */
export function keepFix({ document, abilities }: FixRequest, text: string | undefined): CodeAction[] {
  if (text === undefined || !abilities.clientCommands) return [];
  const title = t('Keep {0}…', text);
  const command = { title, command: clientCommands.keepAction, arguments: [document.uri, text] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}

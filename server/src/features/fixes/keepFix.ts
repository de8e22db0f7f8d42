import { CodeActionKind, type CodeAction } from 'vscode-languageserver';
import { clientCommands } from '../../../../protocol/src/index.ts';
import type { FixRequest } from './offer.ts';
import { t } from '../../lsp/language.ts';

/** Offers to keep an unused action. Our client asks for the reason. */
export function keepFix({ document, capabilities }: FixRequest, text: string | undefined): CodeAction[] {
  if (text === undefined || !capabilities.clientCommands) return [];
  const title = t('Keep {0}…', text);
  const command = { title, command: clientCommands.keepAction, arguments: [document.uri, text] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}

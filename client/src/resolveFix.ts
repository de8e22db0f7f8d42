import * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import { showWarning } from './messages.ts';

/**
 * Has the server make the edit of a code action that was chosen. VS Code drops an error of this request without a word,
 * and checks no version of the edit: both is done here.
 */
export function resolveFixes(client: () => LanguageClient): NonNullable<Middleware['resolveCodeAction']> {
  return async (item, token) => {
    const running = client();
    const { code2ProtocolConverter, protocol2CodeConverter } = running;
    try {
      const asked = code2ProtocolConverter.asCodeActionSync(item);
      const answer = await running.sendRequest<Resolved>('codeAction/resolve', asked, token);
      const resolved = await protocol2CodeConverter.asCodeAction(answer);
      if (isForTextAsItIs(answer)) return resolved;
      showWarning(vscode.l10n.t('Nothing was changed: {0}.', vscode.l10n.t('the file has changed in the meantime')));
    } catch (error) {
      if (!token.isCancellationRequested) showWarning(error instanceof Error ? error.message : String(error));
    }
    return item;
  };
}

type Resolved = NonNullable<Parameters<LanguageClient['protocol2CodeConverter']['asCodeAction']>[0]>;

function isForTextAsItIs({ edit }: Resolved): boolean {
  return (edit?.documentChanges ?? []).every((change) => {
    if (!('textDocument' in change) || change.textDocument.version === null) return true;
    const { uri, version } = change.textDocument;
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === vscode.Uri.parse(uri).toString(),
    );
    return open === undefined || open.version === version;
  });
}

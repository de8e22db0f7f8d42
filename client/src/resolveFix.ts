/** Resolves the edit of a chosen code action. */
import * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import { showWarning } from './messages.ts';

/**
 * Makes the middleware that asks the server for the edit of a chosen code action. It shows errors of this request,
 * which VS Code would ignore, and checks the version of the document, which VS Code does not.
 */
export function resolveFixes(client: () => LanguageClient): NonNullable<Middleware['resolveCodeAction']> {
  return async (item, token) => {
    const running = client();
    const { code2ProtocolConverter, protocol2CodeConverter } = running;
    try {
      const asked = code2ProtocolConverter.asCodeActionSync(item);
      const answer = await running.sendRequest<Resolved>('codeAction/resolve', asked, token);
      const resolved = await protocol2CodeConverter.asCodeAction(answer);
      if (isForCurrentVersions(answer)) return resolved;
      showWarning(vscode.l10n.t('Nothing was changed: {0}.', vscode.l10n.t('the file has changed in the meantime')));
    } catch (error) {
      if (!token.isCancellationRequested) showWarning(error instanceof Error ? error.message : String(error));
    }
    return item;
  };
}

type Resolved = NonNullable<Parameters<LanguageClient['protocol2CodeConverter']['asCodeAction']>[0]>;

/** Do the versions of the edit match those of the open documents? */
function isForCurrentVersions({ edit }: Resolved): boolean {
  return (edit?.documentChanges ?? []).every((change) => {
    if (!('textDocument' in change) || change.textDocument.version === null) return true;
    const { uri, version } = change.textDocument;
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === vscode.Uri.parse(uri).toString(),
    );
    return open === undefined || open.version === version;
  });
}

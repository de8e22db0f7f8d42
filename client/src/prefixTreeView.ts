import * as vscode from 'vscode';
import { prefixTreeRequest, type PrefixTreeParams, type PrefixTreeResult } from '../../protocol/src/index.ts';
import { passBy, showInformation } from './messages.ts';
import { visible } from './plainText.ts';
import type { ServerControl } from './serverControl.ts';

type Found = Extract<PrefixTreeResult, { kind: 'prefixTree' }>;

/** Shows the prefix tree of the wildcard at the cursor, beside the editor. One panel is used for all. */
export function createPrefixTreeView(
  context: vscode.ExtensionContext,
  server: ServerControl,
): (document: vscode.TextDocument) => Promise<void> {
  let panel: vscode.WebviewPanel | undefined;
  // A page that was hidden is made anew when it is shown, and asks for what it showed last.
  let shown: Found | undefined;
  const show = (found: Found): void => {
    shown = found;
    const { prefixTree } = found;
    if (panel !== undefined) {
      panel.title = titleOf(prefixTree.text);
      panel.reveal(undefined, true);
      post(panel, found);
      return;
    }
    const made = createPanel(context, titleOf(prefixTree.text));
    panel = made;
    made.webview.onDidReceiveMessage(({ kind, svg }: PageMessage) => {
      if (kind === 'ready' && shown !== undefined) post(made, shown);
      if (kind === 'copy' && typeof svg === 'string') void copy(svg);
    });
    made.onDidDispose(() => (panel = undefined));
  };
  return async (document) => {
    const position = vscode.window.activeTextEditor?.selection.active ?? new vscode.Position(0, 0);
    const params: PrefixTreeParams = {
      uri: document.uri.toString(),
      position: { line: position.line, character: position.character },
    };
    const result = await server.look(prefixTreeRequest, params);
    if (result.kind === 'none') showInformation(result.reason);
    else show(result);
  };
}

/** The page has its texts in the same bundle as everything else. */
function post({ webview }: vscode.WebviewPanel, { prefixTree, noFinding }: Found): void {
  void webview.postMessage({ prefixTree, noFinding, texts: vscode.l10n.bundle ?? {} });
}

/** What the page says: that it can show a tree, or what is to be copied. */
interface PageMessage {
  readonly kind: 'ready' | 'copy';
  readonly svg?: unknown;
}

async function copy(svg: string): Promise<void> {
  await vscode.env.clipboard.writeText(svg);
  passBy(vscode.l10n.t('the picture was copied to the clipboard as SVG.'));
}

function titleOf(text: string): string {
  return vscode.l10n.t('Prefix Tree of {0}', visible(text));
}

function createPanel(context: vscode.ExtensionContext, title: string): vscode.WebviewPanel {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const panel = vscode.window.createWebviewPanel(
    'iamRefine.prefixTree',
    title,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [dist] },
  );
  panel.webview.html = pageFor(panel.webview, dist);
  return panel;
}

/** A global of Node and of web workers alike. */
declare const crypto: { readonly getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> };

function button(id: string, text: string): string {
  return `<button id="${id}" type="button">${text}</button>`;
}

/** Nothing but our own script and style sheet may be loaded, and the script only with the number used once. */
function pageFor(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const { t } = vscode.l10n;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${address('prefixTree.css')}">
<title>${t('Prefix Tree')}</title>
</head>
<body>
<header>
<h1 id="heading"></h1>
${button('zoomIn', t('Zoom In'))}${button('zoomOut', t('Zoom Out'))}${button('openAll', t('Open All'))}${button('closeAll', t('Close All'))}${button('copy', t('Copy as SVG'))}
</header>
<div id="frame"><svg id="picture" role="img" aria-label="${t('The prefix tree as a picture; the list beside it has the same content')}"></svg></div>
<aside>
<div id="words" role="tree" aria-label="${t('Prefix Tree')}"></div>
<section id="details" aria-live="polite"></section>
</aside>
<script nonce="${nonce}" src="${address('prefixTree.js')}"></script>
</body>
</html>`;
}

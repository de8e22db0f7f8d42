/** The command "Show Prefix Tree", and its webview. */
import * as vscode from 'vscode';
import { prefixTreeRequest, type PrefixTreeResult, type Replacement } from '../../protocol/src/index.ts';
import { showDone, showInformation } from './messages.ts';
import { movedOffset } from './movedOffset.ts';
import { visible } from './plainText.ts';
import type { PageMessage, ShownReplacement, ShownTree } from './prefixTreeMessages.ts';
import { pageFor } from './prefixTreePage.ts';
import type { ServerControl } from './serverControl.ts';

type Found = Extract<PrefixTreeResult, { kind: 'prefixTree' }>;

/** The tree that the page shows, and the place of its wildcard, which moves as the document is edited. */
interface Shown {
  /** Counts the trees, so that a click of the page cannot mean another one. */
  readonly id: number;
  readonly uri: vscode.Uri;
  readonly offset: number;
  readonly found: Found;
}

/** What the view works with. */
export interface PrefixTreeMeans {
  readonly context: vscode.ExtensionContext;
  readonly server: ServerControl;
  /** Applies the edit of a code action, as the light bulb does. `fix` is its `data`. */
  readonly applyFix: (fix: unknown) => Promise<void>;
}

/** The command that shows the prefix tree of the wildcard at the cursor. All trees share one panel. */
export interface PrefixTreeView extends vscode.Disposable {
  readonly show: (document: vscode.TextDocument) => Promise<void>;
}

export function createPrefixTreeView({ context, server, applyFix }: PrefixTreeMeans): PrefixTreeView {
  let panel: vscode.WebviewPanel | undefined;
  // VS Code discards a hidden page. When it is shown again, the page is loaded anew and asks for the last tree.
  let shown: Shown | undefined;
  let count = 0;
  const present = (uri: vscode.Uri, offset: number, found: Found): void => {
    shown = { id: ++count, uri, offset, found };
    if (panel !== undefined) post(panel, shown);
  };
  /** Shows the tree anew, with the text and the findings as they are now. */
  const update = async (uri: vscode.Uri): Promise<void> => {
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    // A hidden page asks again when it is shown.
    if (panel?.visible !== true || document === undefined || shown?.uri.toString() !== uri.toString()) return;
    const { id, offset } = shown;
    const result = await ask(server, document, document.positionAt(offset));
    if (shown.id !== id) return;
    const found =
      result.kind === 'prefixTree' && result.prefixTree.text === shown.found.prefixTree.text
        ? result
        : { ...shown.found, replacement: noLongerThere() };
    present(uri, shown.offset, found);
  };
  const receive = (from: vscode.WebviewPanel, message: PageMessage): void => {
    if (message.kind === 'copy' && typeof message.svg === 'string') void copy(message.svg);
    if (shown === undefined) return;
    if (message.kind === 'ready') {
      post(from, shown);
      void update(shown.uri);
    }
    if (message.kind === 'replace' && message.id === shown.id) void replace(shown, applyFix);
  };
  const listeners = [
    server.onAnalysed(({ uri }) => void update(vscode.Uri.parse(uri))),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (shown === undefined || document.uri.toString() !== shown.uri.toString()) return;
      shown = { ...shown, offset: movedOffset(shown.offset, contentChanges) };
    }),
  ];
  return {
    async show(document) {
      const position = vscode.window.activeTextEditor?.selection.active ?? new vscode.Position(0, 0);
      const result = await ask(server, document, position);
      if (result.kind === 'none') {
        showInformation(result.reason);
        return;
      }
      const title = vscode.l10n.t('Prefix Tree of {0}', visible(result.prefixTree.text));
      panel ??= createPanel(context, title, receive, () => (panel = undefined));
      panel.title = title;
      panel.reveal(undefined, true);
      present(document.uri, document.offsetAt(position), result);
    },
    dispose: () => vscode.Disposable.from(...listeners).dispose(),
  };
}

function ask(
  server: ServerControl,
  { uri }: vscode.TextDocument,
  { line, character }: vscode.Position,
): Promise<PrefixTreeResult> {
  return server.look(prefixTreeRequest, { uri: uri.toString(), position: { line, character } });
}

function noLongerThere(): Replacement {
  return {
    kind: 'none',
    reason: vscode.l10n.t('the wildcard is no longer in the file; place the cursor in another one and show its tree'),
  };
}

/** Sends a tree to the page, with the translations of the texts in the page. */
function post({ webview }: vscode.WebviewPanel, { id, found: { prefixTree, noFinding, replacement } }: Shown): void {
  const texts = vscode.l10n.bundle ?? {};
  const message: ShownTree = { id, prefixTree, noFinding, replacement: withoutData(replacement), texts };
  void webview.postMessage(message);
}

function withoutData(replacement: Replacement): ShownReplacement {
  return replacement.kind === 'none' ? replacement : { kind: 'possible', title: replacement.title };
}

/** Shows the file beside the tree, and has the server prove and apply the replacement. */
async function replace({ uri, found: { replacement } }: Shown, applyFix: PrefixTreeMeans['applyFix']): Promise<void> {
  if (replacement.kind === 'none') return;
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  const viewColumn = editor?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true });
  await applyFix(replacement.fix);
}

async function copy(svg: string): Promise<void> {
  await vscode.env.clipboard.writeText(svg);
  showDone(vscode.l10n.t('the picture was copied to the clipboard as SVG.'));
}

function createPanel(
  context: vscode.ExtensionContext,
  title: string,
  receive: (from: vscode.WebviewPanel, message: PageMessage) => void,
  closed: () => void,
): vscode.WebviewPanel {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const panel = vscode.window.createWebviewPanel(
    'iamRefine.prefixTree',
    title,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [dist] },
  );
  panel.webview.onDidReceiveMessage((message: PageMessage) => receive(panel, message));
  panel.onDidDispose(closed);
  panel.webview.html = pageFor(panel.webview, dist);
  return panel;
}

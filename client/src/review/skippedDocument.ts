/** The read-only document that lists the skipped files of a review. */
import * as vscode from 'vscode';
import type { Remedy, SkippedFile } from '../../../protocol/src/index.ts';
import { documentOf } from '../openDocument.ts';
import { skippedFiles } from './rows.ts';
import { skippedText, type SkippedLink, type SkippedText } from './skippedText.ts';

const scheme = 'iam-refine-skipped';

/** The command of a link in the document: opens a file, and starts what can be done about it. */
export const resolveSkippedCommand = 'iamRefine.resolveSkipped';

export interface SkippedDocument extends vscode.Disposable {
  readonly show: (skipped: readonly SkippedFile[]) => Promise<void>;
}

export function createSkippedDocument(): SkippedDocument {
  const { t } = vscode.l10n;
  let shown: SkippedText = { text: '', links: [] };
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const uri = vscode.Uri.from({ scheme, path: `/${t('Skipped Files')}` });
  const listeners = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => shown.text,
    }),
    vscode.languages.registerDocumentLinkProvider({ scheme }, { provideDocumentLinks: () => shown.links.map(linkOf) }),
  ];
  return {
    async show(skipped) {
      const files = skippedFiles({ skipped });
      shown = skippedText(skipped, {
        title: files === 1 ? t('1 file was skipped') : t('{0} files were skipped', files),
        remedies: {
          open: t('Open File'),
          confirm: t('Refine This File Alone…'),
          'choose-finding': t('Choose Finding…'),
        },
        partly: t('partly'),
      });
      changed.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    },
    dispose: () => vscode.Disposable.from(...listeners).dispose(),
  };
}

function linkOf({ line, from, to, file: { uri, remedy } }: SkippedLink): vscode.DocumentLink {
  const parameters = encodeURIComponent(JSON.stringify([uri, remedy]));
  return new vscode.DocumentLink(
    new vscode.Range(line, from, line, to),
    vscode.Uri.parse(`command:${resolveSkippedCommand}?${parameters}`),
  );
}

const commands: Readonly<Record<Remedy, string | undefined>> = {
  open: undefined,
  confirm: 'iamRefine.refineFile',
  'choose-finding': 'iamRefine.chooseFinding',
};

/** Opens a skipped file, and does what its link says. The arguments come from a link in the document. */
export async function resolveSkipped(uri: unknown, remedy: unknown): Promise<void> {
  if (typeof uri !== 'string') return;
  await vscode.window.showTextDocument(await documentOf(uri));
  const command = remedy === 'confirm' || remedy === 'choose-finding' ? commands[remedy] : undefined;
  if (command !== undefined) await vscode.commands.executeCommand(command);
}

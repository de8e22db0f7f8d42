import * as vscode from 'vscode';
import { previewRequest, type PreviewResult } from '../../protocol/src/index.ts';
import { showInformation } from './messages.ts';
import type { ServerControl } from './serverControl.ts';

const scheme = 'iam-refine-preview';

/** Begins the query of the preview of the compact form. */
const compactForm = 'compact';

/** The texts of previews, by the URI under which the diff editor asks for them. */
const texts = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

/** Gives the diff editor the text of a preview. It stands in no file. */
export function registerPreviews(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  );
}

/** Shows a document beside what refining it would give; or beside what AWS recommends, where AWS does and that is picked. */
export async function previewFile(server: ServerControl, document: vscode.TextDocument): Promise<void> {
  const result = await server.look<PreviewResult>(previewRequest, { uri: document.uri.toString() });
  if (result.kind === 'nothing') {
    showInformation(result.reason);
    return;
  }
  const sides = sidesOf(result, document);
  const picked = sides.length > 1 ? await vscode.window.showQuickPick(sides, { title: vscode.l10n.t('Preview Refinement') }) : sides[0];
  if (picked === undefined) return;
  await vscode.commands.executeCommand('vscode.diff', picked.left, picked.right, picked.title);
  if (result.onlyInPolicy !== undefined) showInformation(result.onlyInPolicy);
}

/** Refines the file of which the active diff editor shows the preview. */
export async function applyPreview(refine: (uri: vscode.Uri, isCompact: boolean) => Promise<void>): Promise<void> {
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  if (!(input instanceof vscode.TabInputTextDiff) || input.modified.scheme !== scheme) return;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(input.original));
  await refine(input.original, input.modified.query.startsWith(compactForm));
}

interface Sides extends vscode.QuickPickItem {
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
  readonly title: string;
}

function sidesOf(
  { refined, recommended, compact, kept, removed, size }: Extract<PreviewResult, { kind: 'preview' }>,
  { uri }: vscode.TextDocument,
): Sides[] {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const ours = publish(uri, 'refined', refined);
  const { t } = vscode.l10n;
  const counts =
    size === undefined
      ? t('{0} unused actions go, {1} stay', removed, kept)
      : t('{0} unused actions go, {1} stay; {2} → {3} characters', removed, kept, size.before, size.after);
  const first: Sides = { label: t('Refined'), description: counts, left: uri, right: ours, title: t('{0} ↔ Refined ({1})', name, counts) };
  const short: Sides[] =
    compact === undefined
      ? []
      : [
          {
            label: t('Refined, compact'),
            description: t('{0} characters: prefixes end anywhere, with the same proof', compact.size),
            left: uri,
            right: publish(uri, compactForm, compact.text),
            title: t('{0} ↔ Refined, compact ({1} characters)', name, compact.size),
          },
        ];
  if (recommended === undefined) return [first, ...short];
  const theirs = publish(uri, 'recommended by AWS', recommended);
  return [
    first,
    ...short,
    { label: t('Recommended by AWS'), left: uri, right: theirs, title: t('{0} ↔ Recommended by AWS', name) },
    { label: t('Refined beside Recommended by AWS'), left: ours, right: theirs, title: t('{0}: Refined ↔ Recommended by AWS', name) },
  ];
}

function publish(uri: vscode.Uri, what: string, text: string): vscode.Uri {
  const preview = vscode.Uri.from({ scheme, path: uri.path, query: `${what} ${uri.toString()}` });
  texts.set(preview.toString(), text);
  changed.fire(preview);
  return preview;
}

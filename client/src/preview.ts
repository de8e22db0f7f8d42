import * as vscode from 'vscode';
import { previewRequest, type PreviewResult } from '../../protocol/src/index.ts';
import { showInformation } from './messages.ts';
import { visible } from './plainText.ts';
import type { ServerControl } from './serverControl.ts';

const scheme = 'iam-refine-preview';

/** What the query of a preview begins with, where it can be applied: the refined file, or that in the compact form. */
const refinedForm = 'refined';
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

/**
 * Shows a document beside what refining it would give; or beside what AWS recommends, where AWS does and that is
 * picked. `isCompact` says which form to show without asking, where there is one.
 */
export async function previewFile(
  server: ServerControl,
  document: vscode.TextDocument,
  isCompact?: boolean,
): Promise<void> {
  const result = await server.look(previewRequest, { uri: document.uri.toString() });
  if (result.kind === 'nothing') {
    showInformation(result.reason);
    return;
  }
  const sides = sidesOf(result, document);
  const form = isCompact === true ? compactForm : refinedForm;
  const known =
    isCompact === undefined ? undefined : (sides.find(({ right }) => right.query.startsWith(`${form} `)) ?? sides[0]);
  const picked =
    known ??
    (sides.length > 1
      ? await vscode.window.showQuickPick(sides, { title: vscode.l10n.t('Preview Refinement') })
      : sides[0]);
  if (picked === undefined) return;
  await vscode.commands.executeCommand('vscode.diff', picked.left, picked.right, picked.title);
  const remarks = [result.onlyInPolicy, result.left].filter((remark) => remark !== undefined);
  if (remarks.length > 0) showInformation(remarks.join('. '));
}

/** What the preview shows that is to be applied. */
export interface ShownPreview {
  readonly text: string;
  readonly isCompact: boolean;
}

/** Has applied what the active diff editor shows. What AWS recommends is only shown: nothing of it is proven. */
export async function applyPreview(apply: (uri: vscode.Uri, shown: ShownPreview) => Promise<void>): Promise<void> {
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  if (!(input instanceof vscode.TabInputTextDiff) || input.modified.scheme !== scheme) return;
  const { original, modified } = input;
  const isCompact = modified.query.startsWith(`${compactForm} `);
  if (!isCompact && !modified.query.startsWith(`${refinedForm} `)) {
    showInformation(
      vscode.l10n.t('The AWS recommendation is for comparison only. Apply the preview of the refined file instead.'),
    );
    return;
  }
  // A preview that was restored with its window has lost its text: it is shown again. Taken now, because showing the
  // file may close the preview.
  const text = texts.get(modified.toString()) ?? '';
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(original));
  await apply(original, { text, isCompact });
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
  const name = visible(uri.path.slice(uri.path.lastIndexOf('/') + 1));
  const ours = publish(uri, refinedForm, refined);
  const { t } = vscode.l10n;
  const actions =
    removed === 1
      ? t('removes 1 unused action, keeps {0}', kept)
      : t('removes {0} unused actions, keeps {1}', removed, kept);
  const counts = size === undefined ? actions : t('{0}; {1} → {2} characters', actions, size.before, size.after);
  const first: Sides = {
    label: t('Refined'),
    description: counts,
    left: uri,
    right: ours,
    title: t('{0} ↔ Refined ({1})', name, counts),
  };
  const short: Sides[] =
    compact === undefined
      ? []
      : [
          {
            label: t('Refined, compact'),
            description: t('{0} characters: prefixes may end within a word; the proof is the same', compact.size),
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
    {
      label: t('Refined compared with Recommended by AWS'),
      left: ours,
      right: theirs,
      title: t('{0}: Refined ↔ Recommended by AWS', name),
    },
  ];
}

function publish(uri: vscode.Uri, what: string, text: string): vscode.Uri {
  const preview = vscode.Uri.from({ scheme, path: uri.path, query: `${what} ${uri.toString()}` });
  texts.set(preview.toString(), text);
  changed.fire(preview);
  return preview;
}

/** The command "Preview Refinement", which shows diffs, and "Apply" in such a diff. */
import * as vscode from 'vscode';
import { previewRequest, type PreviewResult } from '../../protocol/src/index.ts';
import { showInformation } from './messages.ts';
import { visible } from './plainText.ts';
import type { ServerControl } from './serverControl.ts';

const scheme = 'iam-refine-preview';

/** The query of a preview's URI begins with its form. Only these two forms can be applied. */
const refinedForm = 'refined';
const compactForm = 'compact';

/** The texts of previews, by the URI under which the diff editor asks for them. */
const texts = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

/** Registers the provider of the texts of previews, which are in no file. */
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
 * Shows the diff of a document and its refined text. If there are several forms (compact, or AWS's recommendation), the
 * user picks one; `isCompact` picks without asking.
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
  const diffs = diffsOf(result, document);
  const form = isCompact === true ? compactForm : refinedForm;
  const known =
    isCompact === undefined ? undefined : (diffs.find(({ right }) => right.query.startsWith(`${form} `)) ?? diffs[0]);
  const picked =
    known ??
    (diffs.length > 1
      ? await vscode.window.showQuickPick(diffs, { title: vscode.l10n.t('Preview Refinement') })
      : diffs[0]);
  if (picked === undefined) return;
  await vscode.commands.executeCommand('vscode.diff', picked.left, picked.right, picked.title);
  const notes = [result.onlyInPolicy, result.left].filter((note) => note !== undefined);
  if (notes.length > 0) showInformation(notes.join('. '));
}

/** The text of a preview that is to be applied. */
export interface ShownPreview {
  readonly text: string;
  readonly isCompact: boolean;
}

/**
 * Applies the preview in the active diff editor, and closes it once the file was changed. AWS's recommendation cannot be
 * applied, because it is not proven. `apply`: was the file changed?
 */
export async function applyPreview(apply: (uri: vscode.Uri, shown: ShownPreview) => Promise<boolean>): Promise<void> {
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
  // Read before the file is shown, which may close the preview. A preview that was restored with its window has no
  // text: the server then answers `differs`, and the preview is shown again.
  const text = texts.get(modified.toString()) ?? '';
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(original));
  if (await apply(original, { text, isCompact })) await closePreviews(original);
}

/** Closes all previews of a file: what they compare has been applied, or is of the text before. */
async function closePreviews(original: vscode.Uri): Promise<void> {
  const isOfFile = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputTextDiff &&
    input.modified.scheme === scheme &&
    input.modified.query.endsWith(` ${original.toString()}`);
  await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isOfFile), true);
}

/** A diff that can be shown, as an item to pick. */
interface Diff extends vscode.QuickPickItem {
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
  readonly title: string;
}

type ShownSize = NonNullable<Extract<PreviewResult, { kind: 'preview' }>['size']>;

function diffsOf(
  { refined, recommended, compact, kept, removed, size }: Extract<PreviewResult, { kind: 'preview' }>,
  { uri }: vscode.TextDocument,
): Diff[] {
  const name = visible(uri.path.slice(uri.path.lastIndexOf('/') + 1));
  const ours = publish(uri, refinedForm, refined);
  const { t } = vscode.l10n;
  const actions =
    removed === 1
      ? t('removes 1 unused action, keeps {0}', kept)
      : t('removes {0} unused actions, keeps {1}', removed, kept);
  const counts = size === undefined ? actions : t('{0}; {1} → {2} characters', actions, size.before, size.after);
  const first: Diff = {
    label: t('Refined'),
    description: counts,
    left: uri,
    right: ours,
    title: refinedTitle(name, removed, size),
  };
  const short: Diff[] =
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

/** The title of the tab: short, because a tab of a small window shows no more. */
function refinedTitle(name: string, removed: number, size: ShownSize | undefined): string {
  const { t } = vscode.l10n;
  return size === undefined
    ? t('{0} ↔ Refined (actions −{1})', name, removed)
    : t('{0} ↔ Refined (actions −{1}, characters {2} → {3})', name, removed, size.before, size.after);
}

/** Makes the text of a preview available, and returns its URI. `what` is its form. */
function publish(uri: vscode.Uri, what: string, text: string): vscode.Uri {
  const preview = vscode.Uri.from({ scheme, path: uri.path, query: `${what} ${uri.toString()}` });
  texts.set(preview.toString(), text);
  changed.fire(preview);
  return preview;
}

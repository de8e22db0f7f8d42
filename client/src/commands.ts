/** The commands of the extension. */
import * as vscode from 'vscode';
import {
  applyFixRequest,
  refineFileRequest,
  type ApplyFixParams,
  type Confirmable,
  type LeftUndone,
  type PolicyPart,
  type RefineFileParams,
} from '../../protocol/src/index.ts';
import { createConfirmations, type RefineFileAnswer } from './confirmations.ts';
import { chooseFinding, mapPolicy, openFinding } from './findings.ts';
import { copyCommand, howToFetch } from './howToFetch.ts';
import { keepActions, stopKeeping } from './keep.ts';
import { askFirst, offer, showDone, showErrorWithOutput, showInformation, showWarning } from './messages.ts';
import { applyPreview, previewFile, type ShownPreview } from './preview.ts';
import type { WorkspaceReviews } from './refineWorkspace.ts';
import { showReviewedCommand } from './review/items.ts';
import { resolveSkipped, resolveSkippedCommand } from './review/skippedDocument.ts';
import {
  chooseFindingOfRow,
  keepRow,
  openFindingOfRow,
  refineRow,
  stopKeepingRow,
  useAccountOfRow,
} from './unused/rowCommands.ts';
import { openSample } from './sample.ts';
import { sentenceCase } from './sentenceCase.ts';
import { mayHoldPolicies, type ServerControl } from './serverControl.ts';
import { createPrefixTreeView } from './prefixTreeView.ts';
import type { UnusedAccessView } from './unused/view.ts';

/** What the commands work with. */
export interface CommandContext {
  readonly context: vscode.ExtensionContext;
  readonly server: ServerControl;
  readonly output: vscode.LogOutputChannel;
  readonly unused: UnusedAccessView;
  readonly reviews: WorkspaceReviews;
}

/** Registers every command of the manifest, and those that only code actions, lenses, rows and links run. */
export function registerCommands({ context, server, output, unused, reviews }: CommandContext): vscode.Disposable[] {
  const { t } = vscode.l10n;
  const safely =
    (title: string, run: (...args: readonly unknown[]) => Promise<void>) =>
    async (...args: readonly unknown[]) => {
      try {
        await run(...args);
      } catch (error) {
        output.error(`${title} failed: ${String(error)}`);
        void showErrorWithOutput(t('{0} failed.', title), output);
      }
    };
  const ofActive = (title: string, run: (document: vscode.TextDocument) => Promise<void>) =>
    safely(title, () => withActiveDocument(run));
  /** A command on a row of the view, which then shows the result. */
  const onRow = (title: string, run: (row: unknown) => Promise<void>) =>
    safely(title, async (row) => {
      await run(row);
      await unused.refresh();
    });
  const { refineFile, applyShown, applyFix } = createRefining(server, output);
  const prefixTree = createPrefixTreeView({ context, server, applyFix: safely(t('Refine'), applyFix) });
  const commands: Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>> = {
    'iamRefine.refineFile': ofActive(t('Refine Whole File'), ({ uri }) => refineFile(uri)),
    'iamRefine.previewFile': ofActive(t('Preview Refinement'), (document) => previewFile(server, document)),
    'iamRefine.applyPreview': safely(t('Apply'), () => applyPreview(applyShown)),
    'iamRefine.refineWorkspace': safely(t('Refine Workspace'), reviews.review),
    'iamRefine.applyReview': safely(t('Apply'), async () => {
      await reviews.apply();
      await unused.refresh();
    }),
    'iamRefine.cancelReview': safely(t('Cancel'), reviews.cancel),
    'iamRefine.toggleReviewed': safely(t('Select or Deselect'), reviews.toggle),
    'iamRefine.tickAllReviewed': safely(t('Select or Deselect'), () => reviews.tickAll(true)),
    'iamRefine.untickAllReviewed': safely(t('Select or Deselect'), () => reviews.tickAll(false)),
    'iamRefine.showSkipped': safely(t('See Why'), reviews.showSkipped),
    [showReviewedCommand]: safely(t('Show Changes'), reviews.showRow),
    [resolveSkippedCommand]: safely(t('Open'), resolveSkipped),
    'iamRefine.chooseFinding': safely(t('Choose Finding'), (uri, policy) => chooseFromArguments(server, uri, policy)),
    'iamRefine.mapPolicy': safely(t('Choose Finding'), (uri, principals, resource) =>
      mapFromArguments(server, uri, principals, resource),
    ),
    'iamRefine.openFinding': safely(t('Open Finding'), (uri, policy, action) =>
      openFindingFromArguments(server, [uri, policy, action]),
    ),
    'iamRefine.howToFetch': safely(t('How to Fetch Findings'), howToFetch),
    'iamRefine.copyCommand': safely(t('Copy'), copyCommand),
    'iamRefine.showTrie': safely(t('Show Prefix Tree'), async (uri, line, character) => {
      await moveCursor(uri, line, character);
      await withActiveDocument(prefixTree.show);
    }),
    'iamRefine.keepAction': safely(t('Keep Action'), (uri, action) => keepFromArguments(server, uri, action)),
    'iamRefine.stopKeeping': safely(t('Stop Keeping'), (uri, actions) => stopFromArguments(server, uri, actions)),
    'iamRefine.applyFix': safely(t('Refine'), applyFix),
    'iamRefine.refreshUnused': safely(t('Refresh'), unused.refresh),
    'iamRefine.filterByLevel': safely(t('Filter'), unused.filterByLevel),
    'iamRefine.filterByService': safely(t('Filter'), unused.filterByService),
    'iamRefine.clearFilters': safely(t('Clear Filters'), unused.clearFilters),
    'iamRefine.expandAll': safely(t('Expand All'), unused.expandAll),
    'iamRefine.refineRow': onRow(t('Refine'), (row) => refineRow(row, refineFile)),
    'iamRefine.keepRow': onRow(t('Keep Action'), (row) => keepRow(server, row)),
    'iamRefine.stopKeepingRow': onRow(t('Stop Keeping'), (row) => stopKeepingRow(server, row)),
    'iamRefine.useAccountRow': onRow(t('Choose Account'), (row) => useAccountOfRow(server, row)),
    'iamRefine.chooseFindingRow': onRow(t('Choose Finding'), (row) => chooseFindingOfRow(server, row)),
    'iamRefine.openFindingRow': safely(t('Open Finding'), (row) => openFindingOfRow(server, row)),
    'iamRefine.openSample': safely(t('Open Sample'), () => openSample(context)),
    'iamRefine.restartServer': server.restart,
    'iamRefine.showOutput': async () => output.show(),
  };
  return [prefixTree, ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run))];
}

/** Runs a command on the document of the active editor. Without one, such as from the walkthrough, it says what to do. */
async function withActiveDocument(run: (document: vscode.TextDocument) => Promise<void>): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined && mayHoldPolicies(document)) return run(document);
  void offerSample();
}

async function offerSample(): Promise<void> {
  const { t } = vscode.l10n;
  const create = t('Create Sample Folder…');
  const message = t('Open a policy file first: IAM Refine works on the active editor.');
  if ((await offer(message, create)) === create) await vscode.commands.executeCommand('iamRefine.openSample');
}

/** Hovers and code actions name the place of a wildcard; otherwise, the cursor stays where it is. */
async function moveCursor(uri: unknown, line: unknown, character: unknown): Promise<void> {
  if (typeof uri !== 'string' || typeof line !== 'number' || typeof character !== 'number') return;
  const place = new vscode.Position(line, character);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
}

/** Lenses and hovers name a policy by its index, and an action; otherwise, the active document is meant. */
async function openFindingFromArguments(
  server: ServerControl,
  [uri, policy, action]: readonly unknown[],
): Promise<void> {
  if (typeof uri !== 'string') return withActiveDocument((document) => openFinding(server, document.uri.toString()));
  return openFinding(server, uri, {
    ...(typeof policy === 'number' ? { policy } : {}),
    ...(typeof action === 'string' ? { action } : {}),
  });
}

/** Chooses for a policy that a lens names, or else for the one at the cursor. */
async function chooseFromArguments(server: ServerControl, uri: unknown, policy: unknown): Promise<void> {
  if (typeof uri === 'string' && typeof policy === 'number') return chooseFinding(server, { uri, policy });
  return withActiveDocument((document) => {
    const position = vscode.window.activeTextEditor?.selection.active;
    return chooseFinding(server, {
      uri: document.uri.toString(),
      ...(position === undefined ? {} : { position: { line: position.line, character: position.character } }),
    });
  });
}

async function mapFromArguments(
  server: ServerControl,
  ...[uri, principals, resource]: readonly unknown[]
): Promise<void> {
  const arns = stringsOf(principals);
  if (typeof uri !== 'string' || arns.length === 0) return;
  await mapPolicy(server, { uri, principals: arns, ...(typeof resource === 'string' ? { resource } : {}) });
}

async function keepFromArguments(server: ServerControl, uri: unknown, action: unknown): Promise<void> {
  if (typeof uri === 'string' && typeof action === 'string') await keepActions(server, uri, [action]);
}

async function stopFromArguments(server: ServerControl, uri: unknown, actions: unknown): Promise<void> {
  const named = stringsOf(actions);
  if (typeof uri === 'string' && named.length > 0) await stopKeeping(server, { uri, actions: named });
}

function stringsOf(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

/** Functions that change policies. They ask the user first if the finding is doubtful, and show the result. */
interface Refining {
  /** Refines a file, or a part of it. */
  readonly refineFile: (uri: vscode.Uri, part?: PolicyPart) => Promise<void>;
  /** Applies what a preview shows. Was the file changed? */
  readonly applyShown: (uri: vscode.Uri, shown: ShownPreview) => Promise<boolean>;
  /** Applies the edit of a code action. `fix` is its `data`. */
  readonly applyFix: (fix: unknown) => Promise<void>;
}

function createRefining(server: ServerControl, output: vscode.LogOutputChannel): Refining {
  const { send } = createConfirmations(isWanted);
  const refine = (params: RefineFileParams) =>
    send(params.uri, (confirmable) => server.ask(refineFileRequest, { ...params, ...confirmable }));
  return {
    async refineFile(uri, part) {
      showResult(await refine({ uri: uri.toString(), ...(part === undefined ? {} : { part }) }), output);
    },
    async applyShown(uri, { isCompact, text }) {
      const result = await refine({ uri: uri.toString(), isCompact, shown: text });
      showResult(result, output);
      if (result?.kind === 'differs')
        await previewFile(server, await vscode.workspace.openTextDocument(uri), isCompact);
      return result?.kind === 'refined';
    },
    async applyFix(fix) {
      const params = (confirmable: Confirmable): ApplyFixParams => ({ fix, ...confirmable });
      showResult(await send(uriOf(fix), (confirmable) => server.ask(applyFixRequest, params(confirmable))), output);
    },
  };
}

/** The file that a code action changes. */
function uriOf(fix: unknown): string {
  return typeof fix === 'object' && fix !== null && 'uri' in fix && typeof fix.uri === 'string' ? fix.uri : '';
}

async function isWanted(reason: string): Promise<boolean> {
  const refine = vscode.l10n.t('Refine');
  return (await askFirst(vscode.l10n.t('{0}. Refine anyway?', sentenceCase(reason)), refine)) === refine;
}

/** Shows the result: what was done in the status bar, and what was not done as a message. */
function showResult(result: RefineFileAnswer | undefined, output: vscode.LogOutputChannel): void {
  switch (result?.kind) {
    case undefined:
      return;
    case 'differs':
      showInformation(
        vscode.l10n.t('Nothing was changed: the result would differ from the preview. The preview is shown again.'),
      );
      return;
    case 'refined': {
      const { removed, kept } = result;
      const done =
        removed === 1
          ? vscode.l10n.t('removed 1 unused action, kept {0}.', kept)
          : vscode.l10n.t('removed {0} unused actions, kept {1}.', removed, kept);
      showDone(done);
      output.info(done);
      if (result.left.length > 0) showWarning(`IAM Refine: ${done} ${inWords(result.left)}`);
      return;
    }
    case 'nothing':
      showInformation(`${result.reason} ${inWords(result.left)}`.trim());
      return;
    case 'not-applied':
      void showErrorWithOutput(vscode.l10n.t('The edit was not applied: {0}.', result.reason), output);
      return;
  }
}

function inWords(left: readonly LeftUndone[]): string {
  return left.map(({ reason }) => `${sentenceCase(reason)}.`).join(' ');
}

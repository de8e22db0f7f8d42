import * as vscode from 'vscode';
import { refineFileRequest, type RefineFileParams, type LeftUndone, type RefineFileResult } from '../../protocol/src/index.ts';
import { chooseFinding, openFinding } from './findings.ts';
import { keepAction } from './keep.ts';
import { passBy, showErrorWithOutput, showInformation, showWarning } from './messages.ts';
import { applyPreview, previewFile } from './preview.ts';
import { refineWorkspace } from './refineWorkspace.ts';
import { keepRow, openFindingOfRow, refineRow } from './rows.ts';
import { openSample } from './sample.ts';
import type { ServerControl } from './serverControl.ts';
import { createTrieView } from './trieView.ts';
import type { UnusedAccessView } from './unusedAccess.ts';

export interface CommandMeans {
  readonly context: vscode.ExtensionContext;
  readonly server: ServerControl;
  readonly output: vscode.LogOutputChannel;
  readonly unused: UnusedAccessView;
}

/** Every command that the manifest names. */
export function registerCommands({ context, server, output, unused }: CommandMeans): vscode.Disposable[] {
  const safely =
    (title: string, run: (...args: readonly unknown[]) => Promise<void>) =>
    async (...args: readonly unknown[]) => {
      try {
        await run(...args);
      } catch (error) {
        output.error(`${title} failed: ${String(error)}`);
        void showErrorWithOutput(vscode.l10n.t('{0} failed.', title), output);
      }
    };
  const ofActive = (title: string, run: (document: vscode.TextDocument) => Promise<void>) => safely(title, () => withActiveDocument(run));
  const showTrie = createTrieView(context, server);
  const commands: Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>> = {
    'iamRefine.refineFile': ofActive('Refine Whole File', (document) => refineFile(server, output, document.uri)),
    'iamRefine.previewFile': ofActive('Preview Refinement', (document) => previewFile(server, document)),
    'iamRefine.applyPreview': safely('Apply', () => applyPreview((uri, isCompact) => refineFile(server, output, uri, isCompact))),
    'iamRefine.refineWorkspace': safely('Refine Workspace', () => refineWorkspace(server, output)),
    'iamRefine.chooseFinding': ofActive('Choose Finding', (document) => chooseFinding(server, document)),
    'iamRefine.openFinding': ofActive('Open Finding', (document) => openFinding(server, document.uri.toString())),
    'iamRefine.showTrie': ofActive('Show Prefix Tree', showTrie),
    'iamRefine.keepAction': safely('Keep Action', (uri, action) => keepGiven(server, uri, action)),
    'iamRefine.refreshUnused': safely('Refresh', unused.refresh),
    'iamRefine.filterByLevel': safely('Filter', unused.filterByLevel),
    'iamRefine.filterByService': safely('Filter', unused.filterByService),
    'iamRefine.refineRow': safely('Refine', async (row) => {
      await refineRow(row, (uri) => refineFile(server, output, uri));
      await unused.refresh();
    }),
    'iamRefine.keepRow': safely('Keep Action', (row) => keepRow(server, row)),
    'iamRefine.openFindingRow': safely('Open Finding', (row) => openFindingOfRow(server, row)),
    'iamRefine.openSample': safely('Open Sample', () => openSample(context)),
    'iamRefine.restartServer': server.restart,
    'iamRefine.showOutput': async () => output.show(),
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

/** Runs a command on the document of the active editor. */
async function withActiveDocument(run: (document: vscode.TextDocument) => Promise<void>): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) showInformation(vscode.l10n.t('Open a policy file first: IAM Refine works on the active editor.'));
  else await run(document);
}

async function keepGiven(server: ServerControl, uri: unknown, action: unknown): Promise<void> {
  if (typeof uri === 'string' && typeof action === 'string') await keepAction(server, uri, action);
}

async function refineFile(server: ServerControl, output: vscode.LogOutputChannel, uri: vscode.Uri, isCompact = false): Promise<void> {
  const params: RefineFileParams = { uri: uri.toString(), isCompact };
  tell(await server.ask<RefineFileResult>(refineFileRequest, params), output);
}

/** What was done passes by in the status bar; what was not is a message, because it was asked for. */
function tell(result: RefineFileResult, output: vscode.LogOutputChannel): void {
  switch (result.kind) {
    case 'refined': {
      const done = vscode.l10n.t('removed {0} unused actions, kept {1}.', result.removed, result.kept);
      passBy(done);
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
  return left.map(({ reason }) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`).join(' ');
}

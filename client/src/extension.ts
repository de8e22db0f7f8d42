/** The entry point of the extension. */
import * as vscode from 'vscode';
import type { AnalysedParams } from '../../protocol/src/index.ts';
import { registerCommands } from './commands.ts';
import { registerGuide } from './howToFetch.ts';
import { registerPreviews } from './preview.ts';
import { createWorkspaceReviews } from './refineWorkspace.ts';
import { createServerControl } from './serverControl.ts';
import { createStatus } from './status.ts';
import { createUnusedAccessView } from './unused/view.ts';

/** What the extension offers to other extensions and to its own tests. */
export interface ExtensionApi {
  /** Fires after the diagnostics of a document have been published. */
  readonly onAnalysed: vscode.Event<AnalysedParams>;
}

/** Activates the extension. The language server starts in the background, so activation reads and awaits nothing. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const output = vscode.window.createOutputChannel('IAM Refine', { log: true });
  const server = createServerControl(context, output);
  const unused = createUnusedAccessView(context, server, output);
  const reviews = createWorkspaceReviews(server, output);
  const commands = registerCommands({ context, server, output, unused, reviews });
  const texts = [registerPreviews(), registerGuide()];
  context.subscriptions.push(output, server, createStatus(server), ...texts, unused, reviews, ...commands);
  void server.restart();
  return { onAnalysed: server.onAnalysed };
}

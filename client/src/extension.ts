import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { createServerControl } from './serverControl.ts';

/** Starts the language server in the background: activation itself reads nothing and waits for nothing. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('IAM Refine', { log: true });
  const server = createServerControl(context, output);
  context.subscriptions.push(output, server, ...registerCommands(server, output));
  void server.restart();
}

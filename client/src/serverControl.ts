import * as vscode from 'vscode';
import type { ErrorHandler, LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import type * as languageClient from './languageClient.ts';
import {
  analysedNotification,
  settingsSection,
  type AnalysedParams,
  type ClientOptions,
  type OwnRequest,
  type OwnRequests,
} from '../../protocol/src/index.ts';
import { createCrashLimit } from './crashes.ts';
import { showErrorWithOutput } from './messages.ts';
import { resolveFixes } from './resolveFix.ts';

/** The language server's life. Restarts run one after another, and a request waits for the one under way. */
export interface ServerControl extends vscode.Disposable {
  readonly restart: () => Promise<void>;
  /** Asks the server; fails where it cannot be started. */
  readonly ask: Ask;
  /** As `ask`, for a request that changes nothing: where a restart cuts it off, the server that comes is asked. */
  readonly look: Ask;
  readonly onAnalysed: vscode.Event<AnalysedParams>;
}

type Ask = <M extends OwnRequest>(method: M, params: OwnRequests[M]['params']) => Promise<OwnRequests[M]['result']>;

export function createServerControl(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): ServerControl {
  let running: Promise<LanguageClient> | undefined;
  const analysed = new vscode.EventEmitter<AnalysedParams>();
  const start = async (): Promise<LanguageClient> => {
    // Loaded here, and not with the extension: activation does not wait for it.
    const library = await import('./languageClient.ts');
    const client: LanguageClient = new library.LanguageClient(
      settingsSection,
      'IAM Refine',
      serverOptions(context, library),
      {
        ...clientOptions(output, library),
        middleware: { resolveCodeAction: resolveFixes(() => client) },
      },
    );
    client.onNotification(analysedNotification, (params: AnalysedParams) => analysed.fire(params));
    await client.start();
    return client;
  };
  const stop = async (client: Promise<LanguageClient> | undefined): Promise<void> => {
    try {
      await (await client)?.dispose();
    } catch (error) {
      output.warn(`the server did not stop cleanly: ${String(error)}`);
    }
  };
  const ask: Ask = async (method, params) => {
    const client = await running;
    if (client === undefined) throw new Error('the server is not running');
    return client.sendRequest(method, params);
  };
  return {
    async restart() {
      const before = running;
      running = stop(before).then(start);
      try {
        await running;
      } catch (error) {
        output.error(`the server did not start: ${String(error)}`);
        void showErrorWithOutput(vscode.l10n.t('The IAM Refine language server did not start.'), output);
      }
    },
    ask,
    async look(method, params) {
      for (;;) {
        const asked = running;
        try {
          return await ask(method, params);
        } catch (error) {
          if (asked === running) throw error;
        }
      }
    },
    onAnalysed: analysed.event,
    dispose() {
      analysed.dispose();
      void stop(running);
    },
  };
}

type Library = typeof languageClient;

function serverOptions(context: vscode.ExtensionContext, { TransportKind }: Library): ServerOptions {
  const module = context.asAbsolutePath('dist/server.cjs');
  return { module, transport: TransportKind.ipc };
}

/** Only what stands in files or is untitled: the other side of a diff (`git:`) would show everything twice. */
export const documentSelector: readonly { readonly scheme: string; readonly language: string }[] = [
  'json',
  'jsonc',
].flatMap((language) => [
  { scheme: 'file', language },
  { scheme: 'untitled', language },
]);

/**
 * A server that goes down is started again without a word but in the output; one that keeps going down is left, with
 * one message.
 */
function errorHandler(output: vscode.LogOutputChannel, { CloseAction, ErrorAction }: Library): ErrorHandler {
  const mayRestart = createCrashLimit(Date.now);
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed() {
      if (mayRestart()) {
        output.warn('the server stopped unexpectedly; it is restarted');
        return { action: CloseAction.Restart, handled: true };
      }
      output.error('the server stopped too often and is not restarted');
      void offerRestart();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

async function offerRestart(): Promise<void> {
  const message = vscode.l10n.t(
    'The IAM Refine language server stopped more than five times within a minute and was not restarted.',
  );
  const commands: Readonly<Record<string, string>> = {
    [vscode.l10n.t('Restart Server')]: 'iamRefine.restartServer',
    [vscode.l10n.t('Show Output')]: 'iamRefine.showOutput',
  };
  const choice = await vscode.window.showErrorMessage(message, ...Object.keys(commands));
  if (choice !== undefined) await vscode.commands.executeCommand(commands[choice] ?? '');
}

function clientOptions(outputChannel: vscode.LogOutputChannel, library: Library): LanguageClientOptions {
  return {
    documentSelector: [...documentSelector],
    outputChannel,
    diagnosticCollectionName: 'iam-refine',
    initializationOptions: { clientCommands: true } satisfies ClientOptions,
    errorHandler: errorHandler(outputChannel, library),
  };
}

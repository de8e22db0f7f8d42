/** Starts, stops and restarts the language server, and sends requests to it. */
import * as vscode from 'vscode';
import type { ErrorHandler, LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import type * as languageClient from './languageClient.ts';
import {
  analysedNotification,
  hoverCommands,
  evidenceChangedNotification,
  settingsSection,
  type AnalysedParams,
  type ClientOptions,
  type EvidenceChangedParams,
  type OwnRequest,
  type OwnRequests,
} from '../../protocol/src/index.ts';
import { createCrashLimit } from './crashes.ts';
import { showErrorWithOutput } from './messages.ts';
import { resolveFixes } from './resolveFix.ts';

/** Controls the language server. Restarts run one after another, and requests wait for a restart that is under way. */
export interface ServerControl extends vscode.Disposable {
  readonly restart: () => Promise<void>;
  /** Sends a request. Rejects if the server cannot be started. */
  readonly ask: Ask;
  /** Like `ask`, for a request that changes nothing: if a restart interrupts it, the new server is asked. */
  readonly look: Ask;
  readonly onAnalysed: vscode.Event<AnalysedParams>;
  /** Fires after findings, configurations or catalogues changed, and after a restart. */
  readonly onEvidenceChanged: vscode.Event<EvidenceChangedParams>;
}

type Ask = <M extends OwnRequest>(method: M, params: OwnRequests[M]['params']) => Promise<OwnRequests[M]['result']>;

export function createServerControl(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): ServerControl {
  let running: Promise<LanguageClient> | undefined;
  const analysed = new vscode.EventEmitter<AnalysedParams>();
  const evidence = new vscode.EventEmitter<EvidenceChangedParams>();
  const start = async (): Promise<LanguageClient> => {
    // Loaded here, so that the activation does not wait for it.
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
    client.onNotification(evidenceChangedNotification, (params: EvidenceChangedParams) => evidence.fire(params));
    await client.start();
    evidence.fire({ uris: [] });
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
    onEvidenceChanged: evidence.event,
    dispose() {
      analysed.dispose();
      evidence.dispose();
      void stop(running);
    },
  };
}

type Library = typeof languageClient;

function serverOptions(context: vscode.ExtensionContext, { TransportKind }: Library): ServerOptions {
  const module = context.asAbsolutePath('dist/server.cjs');
  return { module, transport: TransportKind.ipc };
}

/**
 * The languages whose documents may hold policies. Those after YAML are of other extensions (Ansible,
 * AWS Toolkit, Terraform, OpenTofu);
 * CloudFormation may be JSON or YAML, which the server tells by the file.
 */
const policyLanguages: readonly string[] = [
  'json',
  'jsonc',
  'yaml',
  'ansible',
  'cloudformation',
  'terraform',
  'opentofu',
];

/**
 * Files that may contain policies, and whose language no extension may have told: Terraform, and templates of JSON. What
 * such a file is, the server tells by its text.
 */
const policyExtensions: readonly string[] = ['tf', 'tofu', 'tpl', 'tftpl', 'template', 'policy'];
const policyFiles = `**/*.{${policyExtensions.join(',')}}`;

/** May a document contain policies, as far as its language or name tells? */
export function mayHoldPolicies({ languageId, fileName }: vscode.TextDocument): boolean {
  return (
    policyLanguages.includes(languageId) ||
    policyExtensions.some((extension) => fileName.toLowerCase().endsWith(`.${extension}`))
  );
}

/** Files and untitled documents only. With the other side of a diff (`git:`), every problem would be shown twice. */
export const documentSelector: readonly {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}[] = [
  ...policyLanguages.flatMap((language) => [
    { scheme: 'file', language },
    { scheme: 'untitled', language },
  ]),
  { scheme: 'file', pattern: policyFiles },
];

/**
 * Restarts a server that has crashed, with a line in the output. If it keeps crashing, one message offers to restart
 * it.
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
    markdown: { isTrusted: { enabledCommands: hoverCommands } },
  };
}

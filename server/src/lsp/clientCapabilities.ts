import type { ClientCapabilities as LspCapabilities, InitializeParams } from 'vscode-languageserver';
import { isRecord } from '../../../core/src/text/index.ts';

/** The capabilities of the client that the server uses. */
export interface ClientCapabilities {
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly watchedFiles: boolean;
  /** Several workspace folders, and notifications when they change. */
  readonly workspaceFolders: boolean;
  readonly relativePatterns: boolean;
  /** Edits that are only applied to a given version of a document. */
  readonly versionedEdits: boolean;
  /** Edits that create files. */
  readonly createsFiles: boolean;
  readonly progress: boolean;
  /** Disabled code actions with a reason. */
  readonly disabledActions: boolean;
  /** Code actions whose edits are requested when the user chooses them. */
  readonly resolvedEdits: boolean;
  /** A link to a page that explains the code actions. */
  readonly actionDocumentation: boolean;
  readonly diagnostics: ShownInDiagnostics;
  readonly codeLensRefresh: boolean;
  readonly inlayHintRefresh: boolean;
  /** The commands of our own client. */
  readonly clientCommands: boolean;
}

/** The parts of a diagnostic that the client can show. Thousands of diagnostics are sent after a keystroke. */
export interface ShownInDiagnostics {
  readonly relatedInformation: boolean;
  /** A link to a page about the code. */
  readonly codeDescription: boolean;
  readonly tags: boolean;
}

export function clientCapabilitiesOf({ capabilities, initializationOptions }: InitializeParams): ClientCapabilities {
  const { workspace = {}, textDocument = {}, window = {} } = capabilities;
  return {
    configuration: workspace.configuration === true,
    configurationChanges: workspace.didChangeConfiguration?.dynamicRegistration === true,
    watchedFiles: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace.workspaceFolders === true,
    relativePatterns: workspace.didChangeWatchedFiles?.relativePatternSupport === true,
    ...editingCapabilities(workspace),
    progress: window.workDoneProgress === true,
    disabledActions: textDocument.codeAction?.disabledSupport === true,
    resolvedEdits: resolvesEdits(textDocument.codeAction),
    actionDocumentation: textDocument.codeAction?.documentationSupport === true,
    diagnostics: shownIn(textDocument.publishDiagnostics),
    codeLensRefresh: workspace.codeLens?.refreshSupport === true,
    inlayHintRefresh: workspace.inlayHint?.refreshSupport === true,
    clientCommands: hasClientCommands(initializationOptions),
  };
}

function shownIn({
  relatedInformation,
  codeDescriptionSupport,
  tagSupport,
}: NonNullable<LspCapabilities['textDocument']>['publishDiagnostics'] = {}): ShownInDiagnostics {
  return {
    relatedInformation: relatedInformation === true,
    codeDescription: codeDescriptionSupport === true,
    tags: tagSupport !== undefined,
  };
}

function resolvesEdits(codeAction: NonNullable<LspCapabilities['textDocument']>['codeAction']): boolean {
  return codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true;
}

type EditingCapabilities = Pick<ClientCapabilities, 'versionedEdits' | 'createsFiles'>;

function editingCapabilities({
  workspaceEdit: edits = {},
}: NonNullable<LspCapabilities['workspace']>): EditingCapabilities {
  const versionedEdits = edits.documentChanges === true;
  return {
    versionedEdits,
    createsFiles: versionedEdits && (edits.resourceOperations ?? []).includes('create'),
  };
}

function hasClientCommands(options: unknown): boolean {
  return isRecord(options) && options['clientCommands'] === true;
}

import type { ClientCapabilities as LspCapabilities, InitializeParams } from 'vscode-languageserver';
import { isRecord } from '../../../core/src/text/index.ts';

/** What the client can do, of what the server would use. */
export interface ClientCapabilities {
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly watchedFiles: boolean;
  /** Several folders, and news of them. */
  readonly workspaceFolders: boolean;
  readonly relativePatterns: boolean;
  /** Edits bound to a version of the document. */
  readonly versionedEdits: boolean;
  /** Edits that make files. */
  readonly createsFiles: boolean;
  readonly progress: boolean;
  /** Code actions that say why they do not apply. */
  readonly disabledActions: boolean;
  /** Code actions whose edits are asked for when they are chosen. */
  readonly resolvedEdits: boolean;
  /** A page that explains the code actions, beside them. */
  readonly actionDocumentation: boolean;
  /** Edits whose parts are confirmed one by one. */
  readonly confirmedEdits: boolean;
  readonly codeLensRefresh: boolean;
  readonly inlayHintRefresh: boolean;
  /** The commands of our own client. */
  readonly clientCommands: boolean;
}

export function abilitiesOf({ capabilities, initializationOptions }: InitializeParams): ClientCapabilities {
  const { workspace = {}, textDocument = {}, window = {} } = capabilities;
  return {
    configuration: workspace.configuration === true,
    configurationChanges: workspace.didChangeConfiguration?.dynamicRegistration === true,
    watchedFiles: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace.workspaceFolders === true,
    relativePatterns: workspace.didChangeWatchedFiles?.relativePatternSupport === true,
    ...editingAbilities(workspace),
    progress: window.workDoneProgress === true,
    disabledActions: textDocument.codeAction?.disabledSupport === true,
    resolvedEdits: resolvesEdits(textDocument.codeAction),
    actionDocumentation: textDocument.codeAction?.documentationSupport === true,
    codeLensRefresh: workspace.codeLens?.refreshSupport === true,
    inlayHintRefresh: workspace.inlayHint?.refreshSupport === true,
    clientCommands: hasClientCommands(initializationOptions),
  };
}

function resolvesEdits(codeAction: NonNullable<LspCapabilities['textDocument']>['codeAction']): boolean {
  return codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true;
}

type EditingAbilities = Pick<ClientCapabilities, 'versionedEdits' | 'createsFiles' | 'confirmedEdits'>;

function editingAbilities({ workspaceEdit: edits = {} }: NonNullable<LspCapabilities['workspace']>): EditingAbilities {
  const versionedEdits = edits.documentChanges === true;
  return {
    versionedEdits,
    createsFiles: versionedEdits && (edits.resourceOperations ?? []).includes('create'),
    confirmedEdits: versionedEdits && edits.changeAnnotationSupport !== undefined,
  };
}

function hasClientCommands(options: unknown): boolean {
  return isRecord(options) && options['clientCommands'] === true;
}

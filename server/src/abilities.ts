import type { InitializeParams } from 'vscode-languageserver';

/** What the client can do, of what the server would use. */
export interface Abilities {
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly watchedFiles: boolean;
  readonly relativePatterns: boolean;
  /** Edits bound to a version of the document. */
  readonly versionedEdits: boolean;
  /** Edits that make files. */
  readonly createsFiles: boolean;
  readonly progress: boolean;
  /** Code actions that say why they do not apply. */
  readonly disabledActions: boolean;
}

export function abilitiesOf({ capabilities: { workspace = {}, textDocument = {}, window = {} } }: InitializeParams): Abilities {
  const { workspaceEdit: edits = {}, didChangeWatchedFiles: watching = {} } = workspace;
  return {
    configuration: workspace.configuration === true,
    configurationChanges: workspace.didChangeConfiguration?.dynamicRegistration === true,
    watchedFiles: watching.dynamicRegistration === true,
    relativePatterns: watching.relativePatternSupport === true,
    versionedEdits: edits.documentChanges === true,
    createsFiles: edits.documentChanges === true && (edits.resourceOperations ?? []).includes('create'),
    progress: window.workDoneProgress === true,
    disabledActions: textDocument.codeAction?.disabledSupport === true,
  };
}

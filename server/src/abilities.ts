import type { InitializeParams } from 'vscode-languageserver';

/** What the client can do, of what the server would use. */
export interface Abilities {
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly watchedFiles: boolean;
  readonly relativePatterns: boolean;
  /** Edits bound to a version of the document. */
  readonly versionedEdits: boolean;
  /** Code actions that say why they do not apply. */
  readonly disabledActions: boolean;
}

export function abilitiesOf({ capabilities: { workspace, textDocument } }: InitializeParams): Abilities {
  return {
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    disabledActions: textDocument?.codeAction?.disabledSupport === true,
  };
}

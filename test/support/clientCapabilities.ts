import type { ClientCapabilities } from '../../server/src/lsp/clientCapabilities.ts';

/** A client that can do everything, except ask for the edit of a code action when it is chosen. */
export const capableClient: ClientCapabilities = {
  configuration: true,
  configurationChanges: true,
  watchedFiles: true,
  workspaceFolders: true,
  relativePatterns: true,
  versionedEdits: true,
  createsFiles: true,
  progress: true,
  disabledActions: true,
  resolvedEdits: false,
  actionDocumentation: true,
  codeLensRefresh: true,
  inlayHintRefresh: true,
  diagnostics: { relatedInformation: true, codeDescription: true, tags: true },
  clientCommands: true,
};

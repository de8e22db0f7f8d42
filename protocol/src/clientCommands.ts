/** What the server may name of the client. */

/**
 * The commands of our client, which code lenses and code actions name where `initializationOptions` say that they are
 * there.
 */
export const clientCommands = {
  refineFile: 'iamRefine.refineFile',
  previewFile: 'iamRefine.previewFile',
  openFinding: 'iamRefine.openFinding',
  keepAction: 'iamRefine.keepAction',
  applyFix: 'iamRefine.applyFix',
  showTrie: 'iamRefine.showTrie',
} as const;

/** `initializationOptions` of our client. */
export interface ClientOptions {
  readonly clientCommands: true;
}

/**
 * The commands of our client. Code lenses and code actions name them only if `initializationOptions` say that the
 * client has them.
 */
export const clientCommands = {
  refineFile: 'iamRefine.refineFile',
  previewFile: 'iamRefine.previewFile',
  openFinding: 'iamRefine.openFinding',
  keepAction: 'iamRefine.keepAction',
  stopKeeping: 'iamRefine.stopKeeping',
  applyFix: 'iamRefine.applyFix',
  showTrie: 'iamRefine.showTrie',
} as const;

/** `initializationOptions` of our client. */
export interface ClientOptions {
  readonly clientCommands: true;
}

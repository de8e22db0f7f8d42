/**
 * The commands of our client. Code lenses and code actions name them only if `initializationOptions` say that the
 * client has them.
 */
export const clientCommands = {
  refineFile: 'iamRefine.refineFile',
  previewFile: 'iamRefine.previewFile',
  openFinding: 'iamRefine.openFinding',
  chooseFinding: 'iamRefine.chooseFinding',
  howToFetch: 'iamRefine.howToFetch',
  mapPolicy: 'iamRefine.mapPolicy',
  keepAction: 'iamRefine.keepAction',
  stopKeeping: 'iamRefine.stopKeeping',
  applyFix: 'iamRefine.applyFix',
  showTrie: 'iamRefine.showTrie',
} as const;

/** The commands that links in hovers run. No other link to a command works there. */
export const hoverCommands: readonly string[] = [
  clientCommands.applyFix,
  clientCommands.keepAction,
  clientCommands.stopKeeping,
  clientCommands.openFinding,
  clientCommands.showTrie,
];

/** `initializationOptions` of our client. */
export interface ClientOptions {
  readonly clientCommands: true;
}

/** `.iam-refine.json`: reading it, what it says, and writing a choice into it. */
export { configFileName, isExpired } from './config.ts';
export { globRefusal, matchesGlob } from './glob.ts';
export type { AccountOfFiles, Config, KeepEntry, PolicyMapping } from './config.ts';
export { keepActions, mapPolicy, useAccount } from './editConfig.ts';
export type { ConfigEdit, KeepToWrite } from './editConfig.ts';
export { stopKeeping } from './stopKeeping.ts';
export { readConfig } from './readConfig.ts';
export type { ConfigReading } from './readConfig.ts';
export { actionMatcher } from './keepRules.ts';

/** The names and types of our own LSP messages and of the settings, shared by server and client. */
export { analysedNotification } from './analysed.ts';
export type { AnalysedParams, PolicyStatus, UsedFinding } from './analysed.ts';
export { clientCommands, hoverCommands } from './clientCommands.ts';
export { evidenceChangedNotification } from './evidence.ts';
export type { EvidenceChangedParams } from './evidence.ts';
export type { ClientOptions } from './clientCommands.ts';
export {
  refineFileRequest,
  applyFixRequest,
  previewRequest,
  findingChoicesRequest,
  chooseFindingRequest,
  useAccountRequest,
  findingPlacesRequest,
  keepRequest,
  stopKeepingRequest,
  prefixTreeRequest,
} from './requests.ts';
export type {
  RefineFileResult,
  LeftUndone,
  ApplyFixParams,
  PreviewResult,
  FindingChoices,
  FindingChoicesParams,
  FindingChoice,
  ChooseFindingParams,
  AccountChoices,
  UseAccountParams,
  ConfigWriteResult,
  FindingPlacesParams,
  FindingPlace,
  KeepParams,
  StopKeepingParams,
  PrefixTreeParams,
  PrefixTreeResult,
  Replacement,
  DocumentParams,
  RefineFileParams,
  PolicyPart,
  Confirmable,
  OwnRequests,
  NoParams,
  OwnRequest,
} from './requests.ts';
export { digestOf, digestOfLines } from './digest.ts';
export { reviewRequest, reviewedTextRequest, tickedEditsRequest } from './review.ts';
export type {
  FileEdits,
  Remedy,
  ReviewResult,
  ReviewedFile,
  ReviewedPolicy,
  ReviewedTextParams,
  ReviewedTextResult,
  SkippedFile,
  TickedEditsParams,
  TickedEditsResult,
  TickedFile,
  WorkspaceReview,
} from './review.ts';
export { settingsSection } from './settings.ts';
export type { Settings } from './settings.ts';
export { levelsByDanger, risksByDanger, unusedAccessRequest } from './unusedAccess.ts';
export type {
  KeptByRule,
  PolicyAt,
  PolicyOfUnusedRole,
  ShownPrincipal,
  UndecidedPolicy,
  UnusedAccess,
  UnusedAction,
  UnusedPolicy,
} from './unusedAccess.ts';

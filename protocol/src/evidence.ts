/** Our notification that what policies are examined against has changed. */

/** Sent once for each batch of changes, after the server knows what changed. */
export const evidenceChangedNotification = 'iamRefine/evidenceChanged';

export interface EvidenceChangedParams {
  /**
   * The findings files, configurations, catalogues and folders that changed, appeared or disappeared; empty if settings
   * or workspace folders changed, so that anything may differ.
   */
  readonly uris: readonly string[];
}

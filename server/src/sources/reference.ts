import { noReference, openDetails, type ActionReference } from '../../../core/src/actions/index.ts';
import { builtInCatalogue } from './catalogues.ts';
import type { Log } from '../lsp/guard.ts';
import type { Platform } from '../../../platform/src/platform.ts';

/** The details of actions, read at the first call. If they cannot be read, this is logged and there are no details. */
export function createReferenceSource(platform: Platform, log: Log): () => Promise<ActionReference> {
  let reference: Promise<ActionReference> | undefined;
  const open = async (): Promise<ActionReference> => {
    try {
      return openDetails(await platform.readDetails(), builtInCatalogue());
    } catch (error) {
      log.error(
        `the descriptions of actions cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return noReference;
    }
  };
  return () => (reference ??= open());
}

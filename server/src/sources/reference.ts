import { noReference, openDetails, type ActionReference } from '../../../core/src/actions/index.ts';
import { builtInCatalogue } from './catalogues.ts';
import type { Log } from '../lsp/guard.ts';
import type { Platform } from '../../../platform/src/platform.ts';

/**
 * What is said of actions, read when it is first asked for. Where it cannot be read, the log says so and nothing is
 * said of any action.
 */
export function createReferenceSource(host: Platform, log: Log): () => Promise<ActionReference> {
  let reference: Promise<ActionReference> | undefined;
  const open = async (): Promise<ActionReference> => {
    try {
      return openDetails(await host.readDetails(), builtInCatalogue());
    } catch (error) {
      log.error(
        `the descriptions of actions cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return noReference;
    }
  };
  return () => (reference ??= open());
}

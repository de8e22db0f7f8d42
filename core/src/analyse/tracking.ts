import { foldedParts } from '../actions/foldCase.ts';
import { say, type Message } from '../text/message.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { indexIn } from '../actions/ascending.ts';

/** Can last-accessed data ever say that an action was used? `unknown`: the catalogue does not say. */
export type Tracking = 'tracked' | 'not tracked' | 'unknown';

/**
 * Whether the use of an action is tracked: the service reference says so action by action ("IAM Action Last Accessed"),
 * where the catalogue has it from there. `iam:PassRole` is never tracked (IAM User Guide, "Refine permissions using
 * last accessed information"). Both names folded.
 */
export function trackingOf(catalogue: ActionCatalogue, service: string, name: string): Tracking {
  if (service === 'iam' && name === 'passrole') return 'not tracked';
  const known = catalogue.service(service);
  const at = indexIn(known?.folded ?? [], name);
  const isTracked = at === undefined ? undefined : known?.tracked?.[at];
  if (isTracked === undefined) return 'unknown';
  return isTracked ? 'tracked' : 'not tracked';
}

/** Why an action `service:Name` stays although its service is unused as a whole. */
export function whyUntracked(action: string): Message {
  return say(
    'it is never requested on its own, so an unused service {0} does not mean that it is unused',
    foldedParts(action)[0],
  );
}

/** Whether AWS tracks the use of an action. */
import { foldedParts } from '../actions/foldCase.ts';
import { say, type Message } from '../text/message.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { indexIn } from '../actions/ascending.ts';

/** Can last-accessed data ever show that an action was used? `unknown`: the catalogue does not tell. */
export type Tracking = 'tracked' | 'not tracked' | 'unknown';

/**
 * Whether AWS tracks the use of an action. The service reference tells it for each action ("IAM Action Last Accessed"),
 * if the catalogue was made from it. `iam:PassRole` is never tracked (IAM User Guide, "Refine permissions using last
 * accessed information"). `service` and `name` are folded.
 */
export function trackingOf(catalogue: ActionCatalogue, service: string, name: string): Tracking {
  if (service === 'iam' && name === 'passrole') return 'not tracked';
  const known = catalogue.service(service);
  const at = indexIn(known?.folded ?? [], name);
  const isTracked = at === undefined ? undefined : known?.tracked?.[at];
  if (isTracked === undefined) return 'unknown';
  return isTracked ? 'tracked' : 'not tracked';
}

/** Why an action `service:Name` stays although its whole service is unused. */
export function untrackedReason(action: string): Message {
  return say(
    'it is never requested on its own, so an unused service {0} does not mean that it is unused',
    foldedParts(action)[0],
  );
}

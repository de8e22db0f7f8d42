import { parseActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { indexIn } from '../actions/ascending.ts';
import { matchesWildcard, normalise } from '../actions/wildcard.ts';
import type { Unused } from '../findings/model.ts';

/** Can last-accessed data ever say that an action was used? `unknown`: the catalogue does not say. */
export type Tracking = 'tracked' | 'not tracked' | 'unknown';

/**
 * Whether the use of an action is tracked: the service reference says so action by action ("IAM Action Last Accessed"), where the catalogue has
 * it from there. `iam:PassRole` is never tracked (IAM User Guide, "Refine permissions using last accessed information"). Both names folded.
 */
export function trackingOf(catalogue: ActionCatalogue, service: string, name: string): Tracking {
  if (service === 'iam' && name === 'passrole') return 'not tracked';
  const known = catalogue.service(service);
  const at = indexIn(known?.folded ?? [], name);
  const isTracked = at === undefined ? undefined : known?.tracked?.[at];
  if (isTracked === undefined) return 'unknown';
  return isTracked ? 'tracked' : 'not tracked';
}

/**
 * Would `iam:PassRole` go although nobody can know whether it is used? That is so where `iam` is unused as a whole, and one of the action
 * strings allows it.
 */
export function losesPassRole(texts: readonly string[], unused: Unused): boolean {
  const iam = unused.get('iam');
  return iam !== undefined && iam.actions === undefined && texts.some(allowsPassRole);
}

function allowsPassRole(text: string): boolean {
  const pattern = parseActionPattern(text);
  if (pattern.kind === 'all') return true;
  return pattern.kind !== 'malformed' && pattern.service === 'iam' && matchesWildcard(normalise(pattern.name), 'passrole');
}

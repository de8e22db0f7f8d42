import table from '../../../data/escalations.txt';
import {
  accessLevelOf,
  foldCase,
  readEscalations,
  riskOf as riskOfLevel,
  type ActionCatalogue,
  type Escalation,
  type Escalations,
  type Risk,
} from '../../../core/src/actions/index.ts';

let known: Escalations | undefined;

function escalations(): Escalations {
  return (known ??= readEscalations(table));
}

/** How an action `service:Name` is known to escalate privileges; `undefined` if it is not. */
export function escalationOf(action: string): Escalation | undefined {
  return escalations().get(foldCase(action));
}

/** The risk of an action `service:Name`; `undefined` if nothing is known of it. */
export function riskOf(action: string, catalogue: ActionCatalogue): Risk | undefined {
  return riskOfLevel(action, accessLevelOf(catalogue, action), escalations());
}

/** How messages name findings and principals. */
import type { Finding } from '../findings/model.ts';
import { joined, say, type Gap, type Message } from '../text/message.ts';

/** The principal of a finding; the short form does not say who it is. */
export function nameOf(finding: Finding): Gap {
  return finding.principal?.name ?? say('its principal');
}

export function findingOf(finding: Finding): Message {
  const name = nameOf(finding);
  return finding.kind === 'report' ? say('the last-accessed report of {0}', name) : say('the finding of {0}', name);
}

/** At most three, and how many more. */
export function listed(names: readonly Gap[]): Gap {
  const shown = joined(names.slice(0, 3), ', ');
  return names.length <= 3 ? shown : say('{0} and {1} more', shown, names.length - 3);
}

import { foldedParts } from '../actions/foldCase.ts';
import { actionMatcher } from '../findings/keep.ts';
import { exceptionsOf } from '../findings/exceptions.ts';
import type { Finding } from '../findings/model.ts';
import type { Speaking } from './evidence.ts';
import { listed, nameOf } from './wording.ts';
import { inWords, say, type Message } from '../text/message.ts';
import type { KeepEntry } from '../config/config.ts';

/** Actions that a finding calls unused and that stay all the same, with the reason. */
export interface Withheld {
  readonly actions: readonly string[];
  readonly reason: Message;
}

/**
 * Why actions that are kept are kept, although a finding calls them unused: because somebody else to whom the policy is attached still uses
 * them, or because the configuration wants them kept. `kept` are actions `service:Name`; those that no finding names are passed over.
 */
export function withheld({ findings, kept: entries }: Speaking, kept: readonly string[]): Withheld[] {
  const matchers = entries.map(({ actions }) => actionMatcher(actions));
  const byReason = new Map<string, { readonly reason: Message; readonly actions: string[] }>();
  const add = (reason: Message, action: string): void => {
    const known = byReason.get(inWords(reason));
    if (known === undefined) byReason.set(inWords(reason), { reason, actions: [action] });
    else known.actions.push(action);
  };
  for (const action of kept) {
    const [service, name] = foldedParts(action);
    const users = findings.filter(({ finding }) => !namesUnused(finding, service, name)).map(({ finding }) => nameOf(finding));
    if (users.length === findings.length) continue;
    const entry = entries[matchers.findIndex((matches) => matches(service, name))];
    add(entry === undefined ? say('not unused by {0}', listed(users)) : keptBy(entry), action);
  }
  return [...byReason.values()].map(({ actions, reason }) => ({ actions, reason }));
}

function keptBy({ line, reason, until }: KeepEntry): Message {
  const entry = say('kept by line {0} of .iam-refine.json: {1}', String(line), reason);
  return until === undefined ? entry : say('{0}, until {1}', entry, until);
}

function namesUnused({ services }: Finding, service: string, name: string): boolean {
  const entry = services.get(service);
  if (entry === undefined) return false;
  return entry.actions?.has(name) ?? !exceptionsOf(entry).has(name);
}

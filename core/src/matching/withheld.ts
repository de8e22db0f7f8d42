import { foldedParts } from '../actions/foldCase.ts';
import { actionMatcher } from '../findings/keep.ts';
import { exceptionsOf } from '../findings/exceptions.ts';
import type { Finding } from '../findings/model.ts';
import type { Speaking } from './evidence.ts';
import { fileNameOf } from './fileNames.ts';
import type { FiledFinding } from './findingsIndex.ts';
import { findingOf, listed, nameOf } from './wording.ts';
import { inWords, say, type Gap, type Message } from '../text/message.ts';
import type { KeepEntry } from '../config/config.ts';

/** Actions that a finding calls unused and that stay all the same, with the reason. */
export interface Withheld {
  readonly actions: readonly string[];
  readonly reason: Message;
}

/**
 * Why actions that are kept are kept, although a finding calls them unused: because another finding that applies to the policy does not
 * report them, or because the configuration wants them kept. `kept` are actions `service:Name`; those that no finding names are passed over.
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
    const naming = findings.filter(({ finding }) => namesUnused(finding, service, name));
    if (naming.length === 0) continue;
    const others = findings.filter((filed) => !naming.includes(filed)).map((filed) => sourceOf(filed, findings));
    const entry = entries[matchers.findIndex((matches) => matches(service, name))];
    add(entry === undefined ? say('not reported unused by {0}', listed(others)) : keptBy(entry), action);
  }
  return [...byReason.values()].map(({ actions, reason }) => ({ actions, reason }));
}

/** Whose finding it is; where the name tells it not from others, also which, by its file. */
function sourceOf({ finding, places: [{ file }] }: FiledFinding, all: readonly FiledFinding[]): Gap {
  const name = inWords(nameOf(finding));
  const sameNamed = all.filter((other) => inWords(nameOf(other.finding)) === name);
  return sameNamed.length > 1 ? say('{0} in {1}', findingOf(finding), fileNameOf(file)) : nameOf(finding);
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

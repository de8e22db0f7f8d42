import { foldCase } from '../actions/foldCase.ts';
import { actionMatcher } from '../findings/keep.ts';
import type { Finding } from '../findings/model.ts';
import { listed, nameOf, type Speaking } from './evidence.ts';

/** Actions that a finding calls unused and that stay all the same, with the reason. */
export interface Withheld {
  readonly actions: readonly string[];
  readonly reason: string;
}

/**
 * Why actions that are kept are kept, although a finding calls them unused: because somebody else to whom the policy is attached still uses
 * them, or because the configuration wants them kept. `kept` are actions `service:Name`; those that no finding names are passed over.
 */
export function withheld({ findings, kept: entries }: Speaking, kept: readonly string[]): Withheld[] {
  const matchers = entries.map(({ actions }) => actionMatcher(actions));
  const byReason = new Map<string, string[]>();
  const add = (reason: string, action: string): void => {
    const known = byReason.get(reason);
    if (known === undefined) byReason.set(reason, [action]);
    else known.push(action);
  };
  for (const action of kept) {
    const [service = '', name = ''] = foldCase(action).split(':');
    const naming = findings.filter(({ finding }) => namesUnused(finding, service, name));
    if (naming.length === 0) continue;
    const users = findings.filter((filed) => !naming.includes(filed)).map(({ finding }) => nameOf(finding));
    const entry = entries[matchers.findIndex((matches) => matches(service, name))];
    const until = entry?.until === undefined ? '' : `, until ${entry.until}`;
    const reason =
      entry === undefined ? `not unused by ${listed(users)}` : `kept by line ${entry.line} of .iam-refine.json: ${entry.reason}${until}`;
    add(reason, action);
  }
  return [...byReason].map(([reason, actions]) => ({ actions, reason }));
}

function namesUnused({ services }: Finding, service: string, name: string): boolean {
  const entry = services.get(service);
  return entry !== undefined && (entry.actions === undefined || entry.actions.has(name));
}

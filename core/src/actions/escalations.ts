/** Actions that are known to let a principal gain permissions that it was not given (privilege escalation). */
import type { AccessLevel } from './catalogue.ts';
import { foldCase } from './foldCase.ts';

/**
 * How an action escalates: it `grants` permissions, gives access to another user or role (`impersonates`), `passes` a
 * role to a service, or `runs` code on a resource that has a role.
 */
export type EscalationKind = (typeof escalationKinds)[number];

const escalationKinds = ['grants', 'impersonates', 'passes', 'runs'] as const;

export interface Escalation {
  readonly kind: EscalationKind;
  /** The address of a page that describes it. */
  readonly source: string;
}

/** Known escalations by folded action, `service:name`. */
export type Escalations = ReadonlyMap<string, Escalation>;

/** Reads the table `data/escalations.txt`: an action, a kind and a source on each line; `#` begins a comment line. */
export function readEscalations(table: string): Escalations {
  const rows = table.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    rows.flatMap((row): [string, Escalation][] => {
      const [action = '', word, source = ''] = row.split(' ');
      const kind = escalationKinds.find((one) => one === word);
      return kind === undefined ? [] : [[foldCase(action), { kind, source }]];
    }),
  );
}

/** What an action puts at risk: its access level, unless it is known to escalate privileges. */
export type Risk = 'Privilege escalation' | AccessLevel;

/** The risk of an action `service:Name` with this access level; `undefined` if nothing is known. */
export function riskOf(action: string, level: AccessLevel | undefined, escalations: Escalations): Risk | undefined {
  return escalations.has(foldCase(action)) ? 'Privilege escalation' : level;
}

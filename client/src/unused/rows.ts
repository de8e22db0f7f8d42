/** The rows of the view Unused Access, and their order: pure functions over what the server found. */
import {
  risksByDanger,
  type AccountChoices,
  type KeptByRule,
  type PolicyOfUnusedRole,
  type ShownPrincipal,
  type UndecidedPolicy,
  type UnusedAccess,
  type UnusedAction,
  type UnusedPolicy,
} from '../../../protocol/src/index.ts';

/** The access levels and services that are shown. Absent: all. */
export interface Filter {
  readonly levels?: ReadonlySet<string> | undefined;
  readonly services?: ReadonlySet<string> | undefined;
}

/** A policy with those of its unused actions that the filter shows. */
export interface ShownPolicy extends UnusedPolicy {
  /** Are there unused actions that the filter hides? */
  readonly isPartly: boolean;
}

/** Groups of rows that ask for something else than refining, in the order of the view. */
export type Group = 'roles' | 'stale' | 'too-new' | 'unconfirmed' | 'ambiguous' | 'blocked' | 'unmatched' | 'kept';

export type Row =
  | { readonly kind: 'group'; readonly group: Group; readonly rows: readonly Row[] }
  /** A principal, or several that share policies. If it has one policy, it stands for it. */
  | {
      readonly kind: 'principal';
      readonly principals: readonly ShownPrincipal[];
      readonly policies: readonly ShownPolicy[];
    }
  | { readonly kind: 'policy'; readonly policy: ShownPolicy }
  | {
      readonly kind: 'service';
      readonly policy: ShownPolicy;
      readonly service: string;
      readonly actions: readonly UnusedAction[];
    }
  | { readonly kind: 'action'; readonly policy: ShownPolicy; readonly action: UnusedAction }
  | { readonly kind: 'role'; readonly policy: PolicyOfUnusedRole }
  | { readonly kind: 'undecided'; readonly policy: UndecidedPolicy }
  /** Policies of which it is open to which of some accounts they belong. `uri`: one of them. */
  | { readonly kind: 'account'; readonly uri: string; readonly choices: AccountChoices; readonly policies: number }
  | { readonly kind: 'kept'; readonly rule: KeptByRule };

/** The rows of one search. Each row is made once, so that the view can go from a row to the one above. */
export interface RowTree {
  readonly below: (row: Row | undefined) => readonly Row[];
  readonly above: (row: Row) => Row | undefined;
}

export function createRowTree(found: UnusedAccess | undefined, filter: Filter): RowTree {
  const top = found === undefined ? [] : topRows(found, filter);
  const below = new WeakMap<Row, readonly Row[]>();
  const above = new WeakMap<Row, Row>();
  return {
    below(row) {
      if (row === undefined) return top;
      const rows = below.get(row) ?? rowsBelow(row);
      below.set(row, rows);
      for (const one of rows) above.set(one, row);
      return rows;
    },
    above: (row) => above.get(row),
  };
}

/** Unused roles first, then the principals with the riskiest unused actions, then what must be decided first. */
function topRows({ policies, roles, undecided, kept }: UnusedAccess, filter: Filter): Row[] {
  const shown = policies.flatMap((policy) => filtered(policy, filter));
  const doubted = (kind: 'stale' | 'too-new' | 'unconfirmed'): Row[] =>
    principals(shown.filter(({ doubt }) => doubt?.kind === kind));
  const open = (kind: UndecidedPolicy['kind']): Row[] =>
    undecided.filter((policy) => policy.kind === kind).map((policy) => ({ kind: 'undecided', policy }));
  return [
    ...group(
      'roles',
      roles.map((policy) => ({ kind: 'role', policy })),
    ),
    ...principals(shown.filter(({ doubt }) => doubt === undefined)),
    ...group('stale', doubted('stale')),
    ...group('too-new', doubted('too-new')),
    ...group('unconfirmed', doubted('unconfirmed')),
    ...group('ambiguous', [...accountRows(undecided), ...open('ambiguous')]),
    ...group('blocked', open('blocked')),
    ...group('unmatched', open('unmatched')),
    ...group(
      'kept',
      kept.map((rule) => ({ kind: 'kept', rule })),
    ),
  ];
}

/** One row for all policies whose account one choice settles. */
function accountRows(undecided: readonly UndecidedPolicy[]): Row[] {
  const byFiles = new Map<string, { readonly policies: UndecidedPolicy[]; readonly first: AccountChoices }>();
  for (const policy of undecided) {
    const { accounts: choices } = policy;
    if (choices === undefined) continue;
    const known = byFiles.get(choiceKey(choices));
    if (known === undefined) byFiles.set(choiceKey(choices), { policies: [policy], first: choices });
    else known.policies.push(policy);
  }
  return [...byFiles.values()].map(({ policies, first }) => {
    const accounts = new Set(policies.flatMap((policy) => policy.accounts?.accounts ?? []));
    return {
      kind: 'account',
      uri: policies[0]?.uri ?? '',
      choices: { ...first, accounts: [...accounts].toSorted() },
      policies: policies.length,
    };
  });
}

/** Folders of a workspace have configurations of their own, with the same globs. */
function choiceKey({ config, files }: AccountChoices): string {
  return `${config} ${files}`;
}

/** A group; none without rows. */
function group(name: Group, rows: readonly Row[]): Row[] {
  return rows.length === 0 ? [] : [{ kind: 'group', group: name, rows }];
}

/** The policy with the actions that the filter shows; empty if there are none. */
function filtered(policy: UnusedPolicy, { levels, services }: Filter): ShownPolicy[] {
  const left = policy.services
    .filter(({ service }) => services?.has(service) ?? true)
    .map(({ service, actions }) => ({
      service,
      actions: actions.filter(({ level }) => levels?.has(level ?? '') ?? true),
    }))
    .filter(({ actions }) => actions.length > 0);
  const shown = { ...policy, services: left };
  return left.length === 0 ? [] : [{ ...shown, isPartly: actionsOf(shown).length < actionsOf(policy).length }];
}

function principals(policies: readonly ShownPolicy[]): Row[] {
  const byName = new Map<
    string,
    { readonly principals: readonly ShownPrincipal[]; readonly policies: ShownPolicy[] }
  >();
  for (const policy of policies) {
    const key = policy.principals.map(({ name, account }) => `${name} ${account}`).join(', ');
    const known = byName.get(key);
    if (known === undefined) byName.set(key, { principals: policy.principals, policies: [policy] });
    else known.policies.push(policy);
  }
  return [...byName.values()]
    .map((of) => ({ kind: 'principal' as const, ...of, policies: byRisk(of.policies, (policy) => actionsOf(policy)) }))
    .toSorted(riskier((row) => actionsUnder(row)));
}

function rowsBelow(row: Row): readonly Row[] {
  switch (row.kind) {
    case 'group':
      return row.rows;
    case 'principal': {
      const [only, another] = row.policies;
      return only !== undefined && another === undefined
        ? servicesOf(only)
        : row.policies.map((policy) => ({ kind: 'policy', policy }));
    }
    case 'policy':
      return servicesOf(row.policy);
    case 'service':
      return byRisk(row.actions, (action) => [action]).map((action) => ({
        kind: 'action',
        policy: row.policy,
        action,
      }));
    case 'action':
    case 'role':
    case 'undecided':
    case 'account':
    case 'kept':
      return [];
  }
}

function servicesOf(policy: ShownPolicy): Row[] {
  const services = byRisk(policy.services, ({ actions }) => actions);
  return services.map(({ service, actions }) => ({ kind: 'service', policy, service, actions }));
}

/** The policy that a row stands for, or is a part of. */
export function policyOf(row: Row): ShownPolicy | undefined {
  switch (row.kind) {
    case 'principal':
      return row.policies.length === 1 ? row.policies[0] : undefined;
    case 'policy':
    case 'service':
    case 'action':
      return row.policy;
    case 'group':
    case 'role':
    case 'undecided':
    case 'account':
    case 'kept':
      return undefined;
  }
}

/** The unused actions that a row stands for. */
export function actionsUnder(row: Row): readonly UnusedAction[] {
  switch (row.kind) {
    case 'principal':
      return row.policies.flatMap(actionsOf);
    case 'policy':
      return actionsOf(row.policy);
    case 'service':
      return row.actions;
    case 'action':
      return [row.action];
    case 'group':
    case 'role':
    case 'undecided':
    case 'account':
    case 'kept':
      return [];
  }
}

function actionsOf({ services }: Pick<UnusedPolicy, 'services'>): UnusedAction[] {
  return services.flatMap(({ actions }) => actions);
}

/** The worst risk of actions; `undefined` if none is known. */
export function worstRisk(actions: readonly UnusedAction[]): UnusedAction['risk'] {
  return risksByDanger.find((risk) => actions.some((action) => action.risk === risk));
}

function byRisk<T>(list: readonly T[], actions: (one: T) => readonly UnusedAction[]): T[] {
  return list.toSorted(riskier(actions));
}

/** Orders by the worst risk, then by the number of actions with it, then by the number of all. Equal ones stay. */
function riskier<T>(actions: (one: T) => readonly UnusedAction[]): (a: T, b: T) => number {
  const known = new Map<T, readonly [number, number, number]>();
  const keyOf = (one: T): readonly [number, number, number] => {
    const key = known.get(one) ?? riskKey(actions(one));
    known.set(one, key);
    return key;
  };
  return (a, b) => {
    const [[rankA, worstA, allA], [rankB, worstB, allB]] = [keyOf(a), keyOf(b)];
    return rankA - rankB || worstB - worstA || allB - allA;
  };
}

function riskKey(actions: readonly UnusedAction[]): readonly [rank: number, worst: number, all: number] {
  const worst = worstRisk(actions);
  const rank = worst === undefined ? risksByDanger.length : risksByDanger.indexOf(worst);
  return [rank, actions.filter(({ risk }) => risk === worst).length, actions.length];
}

/** A name of a row that stays the same from search to search, so that the view keeps open what is open. */
export function idOf(row: Row): string {
  switch (row.kind) {
    case 'group':
      return `group ${row.group}`;
    case 'principal':
      return `principal ${row.policies[0]?.doubt?.kind} ${row.principals.map(({ name, account }) => `${name} ${account}`).join()}`;
    case 'policy':
      return `policy ${placeOf(row.policy)}`;
    case 'service':
      return `service ${row.service} ${placeOf(row.policy)}`;
    case 'action':
      return `action ${row.action.action} ${placeOf(row.policy)}`;
    case 'role':
      return `role ${placeOf(row.policy)}`;
    case 'undecided':
      return `undecided ${placeOf(row.policy)}`;
    case 'account':
      return `account ${choiceKey(row.choices)}`;
    case 'kept':
      return `kept ${row.rule.offset} ${row.rule.configUri}`;
  }
}

function placeOf({ uri, policy }: { readonly uri: string; readonly policy: number }): string {
  return `${policy} ${uri}`;
}

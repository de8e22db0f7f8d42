/**
 * What AWS's recommendation for a policy shows as unused: what the existing policy allows and the recommended one does
 * not. Security Hub gives both (Security Hub API Reference, "GetRecommendedPolicyV2").
 */
import { parseActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import { matchesIn } from '../actions/matches.ts';
import type { Finding, Unused, UnusedService } from '../findings/model.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import { align, frameAt, isSameFrame, type StatementFrame } from '../documents/statementFrames.ts';
import type { Policy, Statement } from '../policy/model.ts';
import { readPolicy } from '../policy/readPolicy.ts';
import { readJson } from '../text/json.ts';
import type { TreeNode } from '../text/tree.ts';

/** A policy, and the tree that it is in. */
interface PolicyInTree {
  readonly policy: Policy;
  readonly root: TreeNode | undefined;
}

/**
 * A recommendation as a finding. `undefined` if it does not give both policies, if one of them is not completely
 * understood, or if more than actions differ. An action is unused only if no statement that allowed it allows it any
 * more. O(known actions of the services named).
 */
export function findingOfRecommendation(
  { principal, existing, replacement }: Recommendation,
  catalogue: ActionCatalogue,
): Finding | undefined {
  const before = existing === undefined ? undefined : policyIn(existing);
  const after = replacement === undefined ? nobody : policyIn(replacement);
  const statements = before && after && statementsIn(before, after);
  if (statements === undefined) return undefined;
  const unused = new Map<string, string>();
  const stays = new Map<string, string>();
  for (const [statement, partner] of statements) {
    const kept = allowedBy(partner, catalogue);
    for (const [action, name] of allowedBy(statement, catalogue)) (kept.has(action) ? stays : unused).set(action, name);
    for (const [action, name] of kept) stays.set(action, name);
  }
  return { kind: 'recommendation', principal, services: servicesOf(unused, stays), used: [] };
}

/** AWS only recommends to detach the policy. */
const nobody = { kind: 'detached' } as const;

/**
 * The statements of which actions may be unused, with what AWS recommends in their place: the others must be the same.
 * `undefined` if they are not.
 */
function statementsIn(
  before: PolicyInTree,
  after: PolicyInTree | typeof nobody,
): readonly (readonly [statement: Statement, partner: Statement | undefined])[] | undefined {
  const { statements } = before.policy;
  const isDetached = 'kind' in after;
  const partners = isDetached ? [] : alignedWith(before, after);
  const pairs =
    partners &&
    statements.map((one, i) => [one, isDetached ? undefined : after.policy.statements[partners[i] ?? -1]] as const);
  const others = pairs?.filter(([{ role }]) => role.kind !== 'refinable') ?? [];
  if (!others.every(([statement, partner]) => partner !== undefined && hasSamePatterns(statement, partner)))
    return undefined;
  return pairs?.filter(([{ role }]) => role.kind === 'refinable');
}

/** Does a policy allow exactly what the text of an existing policy does, statement by statement? */
export function isExisting(ours: PolicyInTree, existing: string): boolean {
  const theirs = policyIn(existing);
  const { statements, unread } = ours.policy;
  if (theirs === undefined || unread.length > 0 || statements.length !== theirs.policy.statements.length) return false;
  return statements.every((statement, i) => {
    const other = theirs.policy.statements[i];
    return (
      other !== undefined &&
      statement.role.kind === other.role.kind &&
      isSameFrame(frameAt(ours.root, statement.span), frameAt(theirs.root, other.span)) &&
      hasSamePatterns(statement, other)
    );
  });
}

/** The policy in a text; `undefined` if a part of it is not understood. */
function policyIn(text: string): PolicyInTree | undefined {
  const { root, errors } = readJson(text);
  const reading = readPolicy(root);
  if (errors.length > 0 || reading.kind !== 'policy' || reading.policy.unread.length > 0) return undefined;
  return { policy: reading.policy, root };
}

function alignedWith(before: PolicyInTree, after: PolicyInTree): readonly (number | undefined)[] | undefined {
  const framesOf = ({ policy, root }: PolicyInTree): StatementFrame[] =>
    policy.statements.map(({ span }) => frameAt(root, span));
  return align(framesOf(before), framesOf(after));
}

function patternsOf(statement: Statement | undefined): readonly string[] {
  return (statement?.action?.entries ?? []).flatMap(({ pattern }) => pattern ?? []);
}

function hasSamePatterns(a: Statement, b: Statement): boolean {
  const [ofA, ofB] = [a, b].map((one) => new Set(patternsOf(one).map(foldCase)));
  return (
    a.action?.element === b.action?.element && ofA?.size === ofB?.size && [...(ofA ?? [])].every((one) => ofB?.has(one))
  );
}

/** The actions that a statement allows, by folded `service:name`: those of the catalogue, and those it names itself. */
function allowedBy(statement: Statement | undefined, catalogue: ActionCatalogue): ReadonlyMap<string, string> {
  const allowed = new Map<string, string>();
  for (const action of patternsOf(statement)) {
    const pattern = parseActionPattern(action);
    if (pattern.kind === 'malformed') continue;
    const services = pattern.kind === 'all' ? catalogue.services : [pattern.service];
    for (const service of services) {
      const { names, folded } = catalogue.service(service) ?? { names: [], folded: [] };
      for (const i of matchesIn(pattern.kind === 'all' ? '*' : pattern.name, folded))
        allowed.set(`${service}:${folded[i]}`, names[i] ?? '');
    }
    if (pattern.kind === 'action') {
      const key = `${pattern.service}:${foldCase(pattern.name)}`;
      if (!allowed.has(key)) allowed.set(key, pattern.name);
    }
  }
  return allowed;
}

/** The unused actions by service. What stays is known as well, so that it is not lost when a wildcard is narrowed. */
function servicesOf(unused: ReadonlyMap<string, string>, stays: ReadonlyMap<string, string>): Unused {
  const services = new Map<string, { readonly actions: Map<string, string>; readonly notUnused: string[] }>();
  const of = (key: string): { readonly actions: Map<string, string>; readonly notUnused: string[] } => {
    const service = key.slice(0, key.indexOf(':'));
    const known = services.get(service) ?? { actions: new Map<string, string>(), notUnused: [] };
    services.set(service, known);
    return known;
  };
  for (const [key, name] of unused) if (!stays.has(key)) of(key).actions.set(key.slice(key.indexOf(':') + 1), name);
  for (const [key, name] of stays) of(key).notUnused.push(name);
  return new Map(
    [...services].map(([service, { actions, notUnused }]): [string, UnusedService] => [
      service,
      { service, actions, ...(notUnused.length === 0 ? {} : { notUnused }) },
    ]),
  );
}

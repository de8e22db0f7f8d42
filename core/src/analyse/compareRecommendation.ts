/** Compares AWS's own recommendation for a policy with the refinement by this program. */
import type { Recommendation } from '../findings/recommendation.ts';
import type { Statement, Policy } from '../policy/model.ts';
import { align, frameAt } from '../documents/statementFrames.ts';
import { readPolicy } from '../policy/readPolicy.ts';
import { readJson } from '../text/json.ts';
import type { TreeNode } from '../text/tree.ts';
import type { Universe } from '../refine/universe.ts';
import type { PolicyInWork } from './analysis.ts';
import { eachAllowed } from './eachAllowed.ts';

/** How AWS's recommendation for a policy differs from the refined policy, as sets of known actions. */
export type RecommendationComparison =
  | { readonly kind: 'equal' }
  /**
   * `narrower`: the actions that AWS would remove and we would keep; `wider`: those that AWS would keep and we would
   * remove. Actions as `service:Name`, sorted.
   */
  | { readonly kind: 'different'; readonly narrower: readonly string[]; readonly wider: readonly string[] }
  /** The recommendation is for another version of the policy: the statements differ. */
  | { readonly kind: 'other-policy' };

/**
 * Compares statement by statement. AWS changes only the actions of statements, and keeps their order. So each statement
 * of the recommendation must equal a statement of the policy in everything but its actions. O(known actions of the
 * services named).
 */
export function compareRecommendation(
  rootOf: (policy: Policy) => TreeNode | undefined,
  found: PolicyInWork,
  { replacement }: Recommendation,
): RecommendationComparison {
  if (replacement === undefined) return different(found, () => []);
  const theirs = readJson(replacement);
  const reading = readPolicy(theirs.root);
  if (theirs.errors.length > 0 || reading.kind !== 'policy') return { kind: 'other-policy' };
  const ours = rootOf(found.policy);
  const partners = align(
    found.policy.statements.map(({ span }) => frameAt(ours, span)),
    reading.policy.statements.map(({ span }) => frameAt(theirs.root, span)),
  );
  if (partners === undefined) return { kind: 'other-policy' };
  return different(found, (statement) => patternsOf(reading.policy.statements[partners[statement] ?? -1]));
}

function different(
  { statements, decider }: PolicyInWork,
  theirPatterns: (statement: number) => readonly string[],
): RecommendationComparison {
  const { universe } = decider();
  const narrower = new Set<string>();
  const wider = new Set<string>();
  for (const [i, { statement, change }] of statements.entries()) {
    if (statement.role.kind !== 'refinable') continue;
    const ours = allowedBy(
      change === undefined ? patternsOf(statement) : change.after.filter((pattern) => pattern !== null),
      universe,
    );
    const theirs = allowedBy(theirPatterns(i), universe);
    for (const action of ours) if (!theirs.has(action)) narrower.add(action);
    for (const action of theirs) if (!ours.has(action)) wider.add(action);
  }
  if (narrower.size + wider.size === 0) return { kind: 'equal' };
  return { kind: 'different', narrower: [...narrower].toSorted(), wider: [...wider].toSorted() };
}

function patternsOf(statement: Statement | undefined): readonly string[] {
  return (statement?.action?.entries ?? []).flatMap(({ pattern }) => pattern ?? []);
}

/**
 * The known actions that one of the patterns allows, in the spelling of the catalogue, because AWS has printed names in
 * lower case.
 */
function allowedBy(patterns: readonly string[], universe: Universe): Set<string> {
  const allowed = new Set<string>();
  eachAllowed(patterns, universe, (prefix, { names }, i) => allowed.add(`${prefix}:${names[i]}`));
  return allowed;
}

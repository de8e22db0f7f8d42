import type { Recommendation } from '../findings/recommendation.ts';
import type { Statement } from '../policy/model.ts';
import { readPolicy } from '../policy/readPolicy.ts';
import type { ReadDocument } from '../documents/reading.ts';
import { syntaxOf } from '../documents/policySyntax.ts';
import { readJson } from '../text/json.ts';
import { sameValue, member, members, spanOf, type TreeNode } from '../text/tree.ts';
import { spanEnd, type Span } from '../text/span.ts';
import { decideActionString } from '../refine/decision.ts';
import type { Universe } from '../refine/universe.ts';
import type { PolicyInWork } from './analysis.ts';
import { explainEntry } from './explain.ts';

/**
 * How AWS's own recommendation for a policy compares with what this program would make of it, as sets of known actions.
 */
export type RecommendationComparison =
  | { readonly kind: 'equal' }
  /**
   * `narrower`: what AWS would take away, and we would keep; `wider`: the other way round. Actions as `service:Name`,
   * ascending.
   */
  | { readonly kind: 'different'; readonly narrower: readonly string[]; readonly wider: readonly string[] }
  /** The recommendation is for another text: its statements are not those of the policy. */
  | { readonly kind: 'other-policy' };

/**
 * Compares statement by statement. AWS keeps everything of a statement but its actions, and the order of the
 * statements; so the statements of the recommendation must be found among those of the policy by all they say beside
 * their actions. O(known actions of the services named).
 */
export function compareRecommendation(
  document: ReadDocument,
  found: PolicyInWork,
  { replacement }: Recommendation,
): RecommendationComparison {
  if (replacement === undefined) return different(found, () => []);
  const theirs = readJson(replacement);
  const reading = readPolicy(theirs.root);
  if (theirs.errors.length > 0 || reading.kind !== 'policy') return { kind: 'other-policy' };
  const ours = syntaxOf(document, found.policy).parse(document.text);
  const partners = align(
    found.policy.statements.map(({ span }) => frameAt(ours.root, span)),
    reading.policy.statements.map(({ span }) => frameAt(theirs.root, span)),
  );
  if (partners === undefined) return { kind: 'other-policy' };
  return different(found, (statement) => textsOf(reading.policy.statements[partners[statement] ?? -1]));
}

function different(
  { statements, decider: { universe } }: PolicyInWork,
  theirTexts: (statement: number) => readonly string[],
): RecommendationComparison {
  const narrower = new Set<string>();
  const wider = new Set<string>();
  for (const [i, { statement, change }] of statements.entries()) {
    if (statement.role.kind !== 'refinable') continue;
    const ours = allowedBy(
      change === undefined ? textsOf(statement) : change.after.filter((text) => text !== null),
      universe,
    );
    const theirs = allowedBy(theirTexts(i), universe);
    for (const action of ours) if (!theirs.has(action)) narrower.add(action);
    for (const action of theirs) if (!ours.has(action)) wider.add(action);
  }
  if (narrower.size + wider.size === 0) return { kind: 'equal' };
  return { kind: 'different', narrower: [...narrower].toSorted(), wider: [...wider].toSorted() };
}

function textsOf(statement: Statement | undefined): readonly string[] {
  return (statement?.action?.entries ?? []).flatMap(({ pattern }) => pattern ?? []);
}

/**
 * The known actions that one of the strings allows. AWS has printed names in lower case, so names are told by the
 * catalogue's spelling.
 */
function allowedBy(texts: readonly string[], universe: Universe): Set<string> {
  return new Set(
    texts.flatMap((text) => {
      const { kept, unused } = explainEntry(text, decideActionString(text, universe), universe);
      return [...kept, ...unused];
    }),
  );
}

/** For each of our statements the index of theirs, in order; `undefined` where theirs are not among ours. */
function align(
  ours: readonly (TreeNode | undefined)[],
  theirs: readonly (TreeNode | undefined)[],
): readonly (number | undefined)[] | undefined {
  let next = 0;
  const partners = ours.map((frame) => (next < theirs.length && isSameFrame(frame, theirs[next]) ? next++ : undefined));
  return next === theirs.length ? partners : undefined;
}

/** Do two statements say the same beside their actions? */
function isSameFrame(a: TreeNode | undefined, b: TreeNode | undefined): boolean {
  const [ofA, ofB] = [a, b].map((node) => members(node).filter(([key]) => key.value !== 'Action'));
  if (ofA === undefined || ofB === undefined || ofA.length !== ofB.length) return false;
  return ofA.every(([key, value]) => sameValue(value, member(b, String(key.value))));
}

/** The object at a span. */
function frameAt(root: TreeNode | undefined, span: Span): TreeNode | undefined {
  if (root === undefined || root.offset > span.offset || spanEnd(spanOf(root)) < spanEnd(span)) return undefined;
  if (root.offset === span.offset && root.length === span.length) return root;
  for (const child of root.children ?? []) {
    const found = frameAt(child, span);
    if (found !== undefined) return found;
  }
  return undefined;
}

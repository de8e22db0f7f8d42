/** Decides the action strings of policies. Policies with the same unused actions share decisions. */
import { parseActionPattern, type ActionPattern } from '../actions/actionPattern.ts';
import { hasAction, type ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import { matchesWildcard, normalise } from '../actions/wildcard.ts';
import type { Unused } from '../findings/model.ts';
import { createProvers, type ProofEvidence, type Prover } from '../proof/prover.ts';
import { createAttached, memoise } from '../memo.ts';
import { decideActionString, narrowAll, type Decision } from './decision.ts';
import { createUniverses, type ExtraNames, type Universe } from './universe.ts';

/** Decides a policy's action strings, and proves changes to it. */
export interface PolicyDecider {
  readonly universe: Universe;
  /**
   * Decides an action string. `assessment` is the shared one of the same string: it is reused, unless the string is a
   * pattern that matches an action that only this policy names.
   */
  readonly decide: (action: string, assessment: EntryAssessment) => Decision;
  readonly prover: Prover;
  /** The action strings that replace `*`. */
  readonly narrowAll: () => readonly string[];
  /** The folded prefixes of the services of which this policy names actions that the catalogue lacks. */
  readonly ownServices: readonly string[];
  /**
   * Does an action string allow an action that the policy names and the catalogue lacks? Only for these strings may the
   * decisions of policies with the same unused actions differ.
   */
  readonly allowsOwnAction: (action: string) => boolean;
}

/** The decisions shared by all policies with the same catalogue and the same evidence. */
export interface SharedDecisions {
  /** The actions that evidence shows as used, `service:Name`. */
  readonly used: readonly string[];
  /** The decision about an action string in a policy that names no action the catalogue lacks. Memoised. */
  readonly assess: (action: string) => EntryAssessment;
  /** The decider of a policy. `named` are the actions that the policy names and the catalogue lacks. */
  readonly deciderFor: (named: readonly string[]) => PolicyDecider;
}

/** The decision about an action string, the string taken apart, and whether the catalogue knows it. */
export interface EntryAssessment {
  readonly decision: Decision;
  readonly parsed: ActionPattern;
  readonly knowledge: Knowledge;
  /** The catalogue lacks the action, but findings name it, so that it exists. */
  readonly isInEvidence?: true;
}

/**
 * Does the catalogue list the action, or the service of the wildcard? A malformed string counts as known: it gets
 * another problem.
 */
export type Knowledge = 'known' | 'unknown-action' | 'action-of-unknown-service' | 'wildcard-of-unknown-service';

function readKnowledge(pattern: ActionPattern, catalogue: ActionCatalogue): Knowledge {
  if (pattern.kind !== 'action' && pattern.kind !== 'wildcard') return 'known';
  if (catalogue.service(pattern.service) === undefined) return `${pattern.kind}-of-unknown-service`;
  return pattern.kind === 'wildcard' || hasAction(catalogue, pattern.service, pattern.name)
    ? 'known'
    : 'unknown-action';
}

/** Do findings name the action, as used or unused? What only a keep rule names may be misspelled there, too. */
function isNamedIn({ unused, used }: ProofEvidence, pattern: ActionPattern): boolean {
  if (pattern.kind !== 'action') return false;
  const name = foldCase(pattern.name);
  const { actions, notUnused = [] } = unused.get(pattern.service) ?? {};
  const action = `${pattern.service}:${name}`;
  return (
    actions?.has(name) === true ||
    notUnused.some((one) => foldCase(one) === name) ||
    used.some((one) => foldCase(one) === action)
  );
}

/**
 * Makes a function that gives the shared decisions for the evidence about a policy. The same evidence (by identity)
 * gives the same object as long as it is among the latest: decisions about thousands of principals would fill the
 * memory, and are cheap to make again.
 */
export function createDeciders(catalogue: ActionCatalogue): (evidence: ProofEvidence) => SharedDecisions {
  const recent = createRecent();
  // The least recently used first.
  const latest = new Map<Unused, SharedDecisions>();
  return ({ unused, used }) => {
    const found = latest.get(unused);
    const shared = found?.used === used ? found : createSharedDecisions(catalogue, { unused, used }, recent);
    latest.delete(unused);
    latest.set(unused, shared);
    const [oldest] = latest.keys();
    if (latest.size > rememberedDecisions && oldest !== undefined) latest.delete(oldest);
    return shared;
  };
}

/** More principals than most documents name. The decisions about one may take about a megabyte. */
const rememberedDecisions = 32;

/** A cache of the deciders that were asked for last, of policies that name actions the catalogue lacks. */
type Recent = (evidence: object, key: string, make: () => PolicyDecider) => PolicyDecider;

/** Enough for the open documents. */
const rememberedDeciders = 16;

const keys = createAttached<readonly string[], string>();

/** Some names as one text, written once for a list: the decider of a policy is asked for at each of its entries. */
function keyOf(named: readonly string[]): string {
  const key = keys.get(named) ?? JSON.stringify(named);
  keys.set(named, key);
  return key;
}

function createRecent(): Recent {
  let known: readonly { readonly evidence: object; readonly key: string; readonly decider: PolicyDecider }[] = [];
  return (evidence, key, make) => {
    const found = known.find((one) => one.evidence === evidence && one.key === key) ?? {
      evidence,
      key,
      decider: make(),
    };
    known = [found, ...known.filter((one) => one !== found)].slice(0, rememberedDeciders);
    return found.decider;
  };
}

/** Makes the shared decisions. All policies that name no action the catalogue lacks have one decider in common. */
function createSharedDecisions(catalogue: ActionCatalogue, evidence: ProofEvidence, recent: Recent): SharedDecisions {
  const universeFor = createUniverses(catalogue, evidence.unused);
  const proverFor = createProvers(catalogue, evidence);
  const universe = universeFor(new Map());
  const makeDecider = (named: readonly string[]): PolicyDecider => {
    const extra = extraNames(named);
    const universeOfOwn = universeFor(extra);
    const allowsOwnAction = memoise(allowsOneOf(extra));
    const decideOwn = memoise((action) => decideActionString(action, universeOfOwn));
    return {
      universe: universeOfOwn,
      // A plain action that the catalogue lacks is unused only if the finding names it or its whole service. The shared
      // decision covers both.
      decide: (action, assessment) =>
        allowsOwnAction(action) && parseActionPattern(action).kind !== 'action'
          ? decideOwn(action)
          : assessment.decision,
      prover: proverFor(named),
      narrowAll: () => narrowAll(universeOfOwn),
      ownServices: [...extra.keys()],
      allowsOwnAction,
    };
  };
  const shared: SharedDecisions = {
    assess: memoise((action) => {
      const parsed = parseActionPattern(action);
      const knowledge = readKnowledge(parsed, catalogue);
      const named = knowledge !== 'known' && isNamedIn(evidence, parsed) ? { isInEvidence: true as const } : {};
      return { decision: decideActionString(action, universe), parsed, knowledge, ...named };
    }),
    used: evidence.used,
    deciderFor: (named) =>
      named.length === 0 ? commonDecider : recent(evidence, keyOf(named), () => makeDecider(named)),
  };
  const commonDecider: PolicyDecider = {
    universe,
    decide: (_, assessment) => assessment.decision,
    prover: proverFor([]),
    narrowAll: () => narrowAll(universe),
    ownServices: [],
    allowsOwnAction: () => false,
  };
  return shared;
}

/**
 * Makes a test whether an action string allows one of some names. O(names of its service × their length) for a pattern.
 */
function allowsOneOf(extra: ExtraNames): (action: string) => boolean {
  return (action) => {
    const pattern = parseActionPattern(action);
    if (pattern.kind === 'all') return extra.size > 0;
    const names = pattern.kind === 'malformed' ? undefined : extra.get(pattern.service);
    if (names === undefined || pattern.kind === 'malformed') return false;
    if (pattern.kind === 'action') return names.has(foldCase(pattern.name));
    const wanted = normalise(pattern.name);
    return [...names.keys()].some((name) => matchesWildcard(wanted, name));
  };
}

function extraNames(named: readonly string[]): ExtraNames {
  const extra = new Map<string, Map<string, string>>();
  for (const action of named) {
    const pattern = parseActionPattern(action);
    if (pattern.kind !== 'action') continue;
    const names = extra.get(pattern.service) ?? new Map<string, string>();
    if (!names.has(foldCase(pattern.name))) names.set(foldCase(pattern.name), pattern.name);
    extra.set(pattern.service, names);
  }
  return extra;
}

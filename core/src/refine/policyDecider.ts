import { parseActionPattern } from '../actions/actionPattern.ts';
import { hasAction, type ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import { matchesWildcard, normalise } from '../actions/wildcard.ts';
import type { Unused } from '../findings/model.ts';
import { createProvers, type ProofEvidence, type Prover } from '../proof/prover.ts';
import { memoise } from '../memo.ts';
import { decideText, narrowAll, type Decision } from './decision.ts';
import { createUniverses, type ExtraNames, type Universe } from './universe.ts';

/** What decides about, and proves, the policies that name the same actions. */
export interface PolicyDecider {
  readonly universe: Universe;
  /** `common`: what the family thinks of the text. */
  readonly decide: (text: string, common: EntryAssessment) => Decision;
  readonly prover: Prover;
  /** What `*` becomes. */
  readonly narrowAll: () => readonly string[];
  readonly family: SharedDecisions;
  /** The services, folded, of the actions that only the policy names. */
  readonly ownServices: readonly string[];
  /**
   * Does an action string allow an action that only the policy names? About all others the judges of a family say the
   * same.
   */
  readonly isOwn: (text: string) => boolean;
}

/** The judges with the same catalogue and the same unused actions. */
export interface SharedDecisions {
  /** The actions that evidence shows as used. */
  readonly used: readonly string[];
  /** What is thought of an action string in a policy that brings no names of its own. Each text is looked at once. */
  readonly assess: (text: string) => EntryAssessment;
  /** The judge for a policy by the actions that it names and the catalogue lacks. */
  readonly deciderFor: (named: readonly string[]) => PolicyDecider;
}

export interface EntryAssessment {
  readonly decision: Decision;
  readonly knowledge: Knowledge;
}

/**
 * Does the catalogue list the action, or the service of the wildcard? What is malformed is nothing it could list, and
 * counts as known.
 */
export type Knowledge = 'known' | 'unknown-action' | 'action-of-unknown-service' | 'wildcard-of-unknown-service';

function readKnowledge(text: string, catalogue: ActionCatalogue): Knowledge {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'action' && pattern.kind !== 'wildcard') return 'known';
  if (catalogue.service(pattern.service) === undefined) return `${pattern.kind}-of-unknown-service`;
  return pattern.kind === 'wildcard' || hasAction(catalogue, pattern.service, pattern.name)
    ? 'known'
    : 'unknown-action';
}

/**
 * Gives the judges for what is unused. What the same unused actions have in common is computed once, and kept while an
 * analysis holds on to it; some are kept beyond that. Whoever opens a thousand policies of as many principals has no
 * need of what they came to.
 */
export function createDeciders(catalogue: ActionCatalogue): (evidence: ProofEvidence) => SharedDecisions {
  const families = new WeakMap<Unused, WeakRef<SharedDecisions>>();
  const recent = createRecent();
  let latest: readonly SharedDecisions[] = [];
  return ({ unused, used }) => {
    const found = families.get(unused)?.deref();
    const known = found?.used === used ? found : undefined;
    const family = known ?? createFamily(catalogue, { unused, used }, recent);
    if (known === undefined) families.set(unused, new WeakRef(family));
    if (latest[0] !== family) latest = [family, ...latest.filter((one) => one !== family)].slice(0, rememberedDeciders);
    return family;
  };
}

/** The judges of policies with action names of their own that were asked for last. */
type Recent = (family: object, key: string, make: () => PolicyDecider) => PolicyDecider;

/** As many as open documents are likely to hold, for their next edits; each may cost about a megabyte. */
const rememberedDeciders = 16;

function createRecent(): Recent {
  let known: readonly { readonly family: object; readonly key: string; readonly decider: PolicyDecider }[] = [];
  return (family, key, make) => {
    const found = known.find((one) => one.family === family && one.key === key) ?? { family, key, decider: make() };
    known = [found, ...known.filter((one) => one !== found)].slice(0, rememberedDeciders);
    return found.decider;
  };
}

/** Policies that name no action that the catalogue lacks share one judge; of the others some are kept. */
function createFamily(catalogue: ActionCatalogue, evidence: ProofEvidence, recent: Recent): SharedDecisions {
  const universeFor = createUniverses(catalogue, evidence.unused);
  const proverFor = createProvers(catalogue, evidence);
  const universe = universeFor(new Map());
  const makeDecider = (named: readonly string[]): PolicyDecider => {
    const extra = extraNames(named);
    const universeOfOwn = universeFor(extra);
    const isOwn = allowsOneOf(extra);
    const decideOwn = memoise((text) => decideText(text, universeOfOwn));
    return {
      universe: universeOfOwn,
      // A plain name that only the policy knows is unused where its whole service is, and that is known without it.
      decide: (text, common) =>
        isOwn(text) && parseActionPattern(text).kind !== 'action' ? decideOwn(text) : common.decision,
      prover: proverFor(named),
      narrowAll: () => narrowAll(universeOfOwn),
      family,
      ownServices: [...extra.keys()],
      isOwn,
    };
  };
  const family: SharedDecisions = {
    assess: memoise((text) => ({ decision: decideText(text, universe), knowledge: readKnowledge(text, catalogue) })),
    used: evidence.used,
    deciderFor: (named) =>
      named.length === 0 ? shared : recent(evidence, JSON.stringify(named), () => makeDecider(named)),
  };
  const shared: PolicyDecider = {
    universe,
    decide: (_, common) => common.decision,
    prover: proverFor([]),
    narrowAll: () => narrowAll(universe),
    family,
    ownServices: [],
    isOwn: () => false,
  };
  return family;
}

/** Tells whether an action string allows one of some names. O(names of its service × their length). */
function allowsOneOf(extra: ExtraNames): (text: string) => boolean {
  return (text) => {
    const pattern = parseActionPattern(text);
    if (pattern.kind === 'all') return extra.size > 0;
    const names = pattern.kind === 'malformed' ? undefined : extra.get(pattern.service);
    if (names === undefined || pattern.kind === 'malformed') return false;
    const wanted = normalise(pattern.name);
    return [...names.keys()].some((name) => matchesWildcard(wanted, name));
  };
}

function extraNames(named: readonly string[]): ExtraNames {
  const extra = new Map<string, Map<string, string>>();
  for (const text of named) {
    const pattern = parseActionPattern(text);
    if (pattern.kind !== 'action') continue;
    const names = extra.get(pattern.service) ?? new Map<string, string>();
    if (!names.has(foldCase(pattern.name))) names.set(foldCase(pattern.name), pattern.name);
    extra.set(pattern.service, names);
  }
  return extra;
}

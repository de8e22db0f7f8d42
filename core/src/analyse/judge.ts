import { parseActionPattern } from '../actions/actionPattern.ts';
import { hasAction, type ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import type { Unused } from '../findings/model.ts';
import type { Policy } from '../policy/model.ts';
import type { StatementChangePlan } from './analysis.ts';
import { changeStatement } from './statementChange.ts';
import { createProvers, type Prover } from '../proof/prover.ts';
import { createMemory, memoise } from '../memo.ts';
import { decideText, narrowAll, type Decision } from '../refine/decision.ts';
import type { DecidedEntry } from '../refine/refineStatement.ts';
import { createUniverses, type ExtraNames, type Universe } from '../refine/universe.ts';

/** What decides about, and proves, the policies that name the same actions. */
export interface Judge {
  readonly universe: Universe;
  /** What the catalogue knows of an action string. */
  readonly knowledgeOf: (text: string) => Knowledge;
  /** Each text is decided once. */
  readonly decide: (text: string) => Decision;
  readonly prover: Prover;
  /** What a statement with these entries becomes as a whole, proven; `undefined` where nothing changes. The same for the same texts. */
  readonly changeWhole: (entries: readonly DecidedEntry[]) => StatementChangePlan | undefined;
  /** What `*` becomes. */
  readonly narrowAll: () => readonly string[];
}

/** The judge for a policy and what is unused of it. */
export type JudgeFor = (policy: Policy, unused: Unused) => Judge;

/** Does the catalogue list the action, or the service of the wildcard? What is malformed is nothing it could list, and counts as known. */
export type Knowledge = 'known' | 'unknown-action' | 'action-of-unknown-service' | 'wildcard-of-unknown-service';

function readKnowledge(text: string, catalogue: ActionCatalogue): Knowledge {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'action' && pattern.kind !== 'wildcard') return 'known';
  if (catalogue.service(pattern.service) === undefined) return `${pattern.kind}-of-unknown-service`;
  return pattern.kind === 'wildcard' || hasAction(catalogue, pattern.service, pattern.name) ? 'known' : 'unknown-action';
}

/** Gives the judge for a policy and what is unused of it. What the same unused actions have in common is computed once. */
export function createJudges(catalogue: ActionCatalogue): JudgeFor {
  const byUnused = new WeakMap<Unused, (policy: Policy) => Judge>();
  const recent = createRecent();
  return (policy, unused) => {
    const judgeFor = byUnused.get(unused) ?? judgesFor(catalogue, unused, recent);
    byUnused.set(unused, judgeFor);
    return judgeFor(policy);
  };
}

/** The judges of policies with action names of their own that were asked for last. */
type Recent = (unused: Unused, key: string, make: () => Judge) => Judge;

/** As many as open documents are likely to hold, for their next edits; each costs about a megabyte. */
const rememberedJudges = 16;

function createRecent(): Recent {
  let known: readonly { readonly unused: Unused; readonly key: string; readonly judge: Judge }[] = [];
  return (unused, key, make) => {
    const found = known.find((one) => one.unused === unused && one.key === key) ?? { unused, key, judge: make() };
    known = [found, ...known.filter((one) => one !== found)].slice(0, rememberedJudges);
    return found.judge;
  };
}

/** Policies that name no action that the catalogue lacks share one judge; of the others some are kept. */
function judgesFor(catalogue: ActionCatalogue, unused: Unused, recent: Recent): (policy: Policy) => Judge {
  const universeFor = createUniverses(catalogue, unused);
  const proverFor = createProvers(catalogue, unused);
  const universe = universeFor(new Map());
  const decide = memoise((text) => decideText(text, universe));
  const knowledgeOf = memoise((text) => readKnowledge(text, catalogue));
  const sharedProver = proverFor([]);
  const shared: Judge = {
    universe,
    knowledgeOf,
    decide,
    prover: sharedProver,
    changeWhole: rememberChanges(sharedProver),
    narrowAll: () => narrowAll(universe),
  };
  /** Only patterns of the services with names of their own are decided anew. */
  const makeJudge = (named: readonly string[]): Judge => {
    const extra = extraNames(named);
    const universeOfOwn = universeFor(extra);
    const prover = proverFor(named);
    const decideOwn = memoise((text) => decideText(text, universeOfOwn));
    return {
      universe: universeOfOwn,
      knowledgeOf,
      decide: (text) => (extra.has(foldCase(text.slice(0, text.indexOf(':')))) || text.startsWith('*') ? decideOwn(text) : decide(text)),
      prover,
      changeWhole: rememberChanges(prover),
      narrowAll: () => narrowAll(universeOfOwn),
    };
  };

  return (policy) => {
    const named = unknownNames(policy, knowledgeOf);
    if (named.length === 0) return shared;
    return recent(unused, JSON.stringify(named), () => makeJudge(named));
  };
}

/** An edit of one statement leaves the others as they were, so what became of a statement is remembered by its texts. */
function rememberChanges(prover: Prover): Judge['changeWhole'] {
  const recall = createMemory<StatementChangePlan | undefined>(5000);
  return (entries) => {
    // With its length before each text, no two lists have the same key, whatever is in the texts.
    const key = entries.map(({ text }) => (text === undefined ? '-' : `${text.length} ${text}`)).join('');
    return recall(key, () => changeStatement(entries, () => true, prover));
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

/** The plain action names in the policy, whatever the effect, that the catalogue lacks; each once, in the order of the text. */
function unknownNames(policy: Policy, knowledgeOf: Judge['knowledgeOf']): string[] {
  const unknown = new Set<string>();
  for (const { action } of policy.statements)
    for (const { text } of action?.entries ?? []) {
      const knowledge = text === undefined ? 'known' : knowledgeOf(text);
      if (knowledge === 'unknown-action' || knowledge === 'action-of-unknown-service') unknown.add(text ?? '');
    }
  return [...unknown];
}

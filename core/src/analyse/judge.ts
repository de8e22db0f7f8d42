import { parseActionPattern } from '../actions/actionPattern.ts';
import { hasAction, type ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import type { Unused } from '../findings/unused.ts';
import type { HostReading } from '../host/host.ts';
import type { StatementChangePlan } from './analysis.ts';
import { changeStatement } from './statementChange.ts';
import { createProvers, type Prover } from '../proof/prover.ts';
import { memoise } from '../memo.ts';
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

/** Does the catalogue list the action, or the service of the wildcard? What is malformed is nothing it could list, and counts as known. */
export type Knowledge = 'known' | 'unknown-action' | 'action-of-unknown-service' | 'wildcard-of-unknown-service';

function readKnowledge(text: string, catalogue: ActionCatalogue): Knowledge {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'action' && pattern.kind !== 'wildcard') return 'known';
  if (catalogue.service(pattern.service) === undefined) return `${pattern.kind}-of-unknown-service`;
  return pattern.kind === 'wildcard' || hasAction(catalogue, pattern.service, pattern.name) ? 'known' : 'unknown-action';
}

/**
 * Gives the judge for a document. Documents that name no action that the catalogue lacks share one; of the others the last is kept, for the
 * next edit of the same document.
 */
export function createJudges(catalogue: ActionCatalogue, unused: Unused): (reading: HostReading) => Judge {
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
  let last: { readonly key: string; readonly judge: Judge } | undefined;

  /** Only patterns of the services with names of their own are decided anew. */
  const makeJudge = (named: readonly string[]): Judge => {
    const extra = extraNames(named);
    const own = universeFor(extra);
    const prover = proverFor(named);
    const decideOwn = memoise((text) => decideText(text, own));
    return {
      universe: own,
      knowledgeOf,
      decide: (text) => (extra.has(foldCase(text.slice(0, text.indexOf(':')))) || text.startsWith('*') ? decideOwn(text) : decide(text)),
      prover,
      changeWhole: rememberChanges(prover),
      narrowAll: () => narrowAll(own),
    };
  };

  return (reading) => {
    const named = unknownNames(reading, knowledgeOf);
    if (named.length === 0) return shared;
    const key = named.join(' ');
    if (last?.key !== key) last = { key, judge: makeJudge(named) };
    return last.judge;
  };
}

/** An edit of one statement leaves the others as they were, so what became of a statement is remembered by its texts. */
function rememberChanges(prover: Prover): Judge['changeWhole'] {
  const limit = 5000;
  const changes = new Map<string, StatementChangePlan | undefined>();
  return (entries) => {
    const key = entries.map(({ text }) => text ?? '\0').join('\n');
    if (changes.has(key)) return changes.get(key);
    if (changes.size >= limit) changes.clear();
    const change = changeStatement(entries, () => true, prover);
    changes.set(key, change);
    return change;
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

/** The plain action names in the policies, whatever the effect, that the catalogue lacks; each once, in the order of the text. */
function unknownNames(reading: HostReading, knowledgeOf: Judge['knowledgeOf']): string[] {
  const unknown = new Set<string>();
  for (const policy of reading.policies)
    for (const { action } of policy.statements)
      for (const { text } of action?.entries ?? []) {
        const knowledge = text === undefined ? 'known' : knowledgeOf(text);
        if (knowledge === 'unknown-action' || knowledge === 'action-of-unknown-service') unknown.add(text ?? '');
      }
  return [...unknown];
}

/** The change that extends the `NotAction` of an Allow statement, with its proof. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import { usedBy } from '../matching/findingMatch.ts';
import type { ActionElement, Statement } from '../policy/model.ts';
import type { EntryOutcome } from '../policy/outcome.ts';
import { createExclusionProver } from '../proof/exclusionProof.ts';
import { extensionOf } from '../refine/extendNotAction.ts';
import type { DecidedPolicy, StatementChangePlan } from './decided.ts';

/** Does a statement allow everything but its `NotAction`? */
export function allowsAllBut({ role, action }: Statement): boolean {
  return role.kind === 'grants' && action?.element === 'NotAction';
}

/**
 * The proven change that excludes what is unused and not excluded yet; `undefined` if there is nothing to exclude, or
 * if what the statement excludes is not completely known: an entry that cannot be read or IAM rejects, a condition, a
 * template directive.
 */
export function exclusionChange(found: DecidedPolicy, statement: Statement): StatementChangePlan | undefined {
  const { unused, decider } = found;
  const { action } = statement;
  if (action === undefined || !allowsAllBut(statement) || unused.size === 0) return undefined;
  const before = knownPatterns(action);
  const last = action.entries.length - 1;
  const pattern = before?.[last];
  if (before === undefined || pattern === undefined) return undefined;
  const { universe } = decider();
  const added = extensionOf(before, universe);
  if (added.length === 0) return undefined;
  const outcomes = action.entries.map((_, i): EntryOutcome =>
    i === last ? { kind: 'becomes', to: [pattern, ...added] } : { kind: 'stays' },
  );
  const after = [...before, ...added];
  return { outcomes, after, held: [], verdict: proverFor(found)({ before, after }) };
}

type Prover = ReturnType<typeof createExclusionProver>;

const provers = new WeakMap<DecidedPolicy, Prover>();

/** The prover of a policy, made once for all its statements. */
function proverFor(found: DecidedPolicy): Prover {
  const known = provers.get(found);
  if (known !== undefined) return known;
  const { policy, match, unused, decider } = found;
  const named = policy.statements.flatMap((one) => (one.action?.entries ?? []).flatMap((entry) => entry.pattern ?? []));
  const { catalogue } = decider().universe;
  const made = createExclusionProver({ catalogue, unused, used: usedBy(match), named });
  provers.set(found, made);
  return made;
}

/** The action strings of a `NotAction`; `undefined` if they are not all known and in one place. */
function knownPatterns({ entries, lists }: ActionElement): readonly string[] | undefined {
  const isKnown =
    lists.length < 2 &&
    lists.every(({ isOpen }) => isOpen !== true) &&
    entries.every(({ slot, branch }) => branch === undefined && slot.kind !== 'branch');
  const patterns = entries.flatMap(({ pattern }) =>
    pattern === undefined || parseActionPattern(pattern).kind === 'malformed' ? [] : [pattern],
  );
  return isKnown && patterns.length === entries.length ? patterns : undefined;
}

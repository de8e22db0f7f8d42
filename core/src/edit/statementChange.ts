/** Decides the change of a statement, and proves it. */
import type { ActionElement, ActionEntry, List } from '../policy/model.ts';
import type { Prover, Verdict } from '../proof/prover.ts';
import { refineEntries, type DecidedEntry } from '../refine/refineStatement.ts';
import { staysFilled } from '../policy/staysFilled.ts';
import { type EntryOutcome } from '../policy/outcome.ts';
import { say, type Message } from '../text/message.ts';
import type { DecidedStatement, HeldEntry, StatementChangePlan } from './decided.ts';

/**
 * The change of the chosen entries of a statement, with the verdict of the proof; `undefined` if nothing changes and
 * nothing is held back. `narrowAll`: as in {@link refineEntries}.
 *
 * Entries in different branches of `Fn::If`, or in a list with a template directive, may not be present together. So
 * each group of entries that is always present together is refined and proven separately.
 */
export function changeStatement(
  { statement, entries }: Pick<DecidedStatement, 'statement' | 'entries'>,
  isChosen: (index: number) => boolean,
  prover: Prover,
  narrowAll?: () => readonly string[],
): StatementChangePlan | undefined {
  const groups = groupsOf(statement.action);
  const wanted = refineGroups(groups, entries, isChosen, narrowAll);
  const { outcomes, held } = holdBack(wanted, statement.action);
  if (held.length === 0 && outcomes.every(({ kind }) => kind === 'stays')) return undefined;
  const changed = { entries, outcomes };
  const all = entries.map((_, i) => i);
  const parts = groups.length < 2 ? [] : groups.map((group) => proveGroup(group, changed, prover));
  const verdict = parts.find(({ kind }) => kind !== 'proven') ?? proveGroup(all, changed, prover);
  return { outcomes, after: patternsAfter(all, changed), held, verdict };
}

/**
 * The indexes of the entries that are present together: those outside of branches, and those of each branch. In a list
 * with a template directive, each entry is a group of its own.
 */
function groupsOf(action: ActionElement | undefined): readonly (readonly number[])[] {
  if (action === undefined) return [];
  const groups = new Map<number | string | undefined, number[]>();
  for (const [i, { slot, branch }] of action.entries.entries()) {
    const isInOpen = slot.kind !== 'value' && action.lists[slot.list]?.isOpen === true;
    const key = isInOpen ? `alone ${i}` : branch;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [i]);
    else group.push(i);
  }
  return [...groups.values()];
}

function refineGroups(
  groups: readonly (readonly number[])[],
  entries: readonly DecidedEntry[],
  isChosen: (index: number) => boolean,
  narrowAll?: () => readonly string[],
): EntryOutcome[] {
  const outcomes: EntryOutcome[] = entries.map(() => stays);
  for (const group of groups) {
    const ofGroup = group.map((i) => entries[i] ?? {});
    for (const [at, outcome] of refineEntries(ofGroup, (one) => isChosen(group[one] ?? -1), narrowAll).entries())
      outcomes[group[at] ?? -1] = outcome;
  }
  return outcomes;
}

const stays: EntryOutcome = { kind: 'stays' };

interface HeldOutcomes {
  readonly outcomes: readonly EntryOutcome[];
  readonly held: readonly HeldEntry[];
}

/**
 * Holds back outcomes that the structure of the document does not allow: each list keeps an entry that is certainly
 * present, and a branch of a condition has exactly one entry. Nothing is held back if all entries are removed, because
 * then the whole statement is removed.
 */
function holdBack(wanted: readonly EntryOutcome[], action: ActionElement | undefined): HeldOutcomes {
  if (action === undefined || wanted.every(({ kind }) => kind === 'goes')) return { outcomes: wanted, held: [] };
  const filled = staysFilled(
    action.lists,
    action.entries.map((entry, i) => ({
      slot: entry.slot,
      isSure: wanted[i]?.kind !== 'goes' && isSureEntry(entry, action.lists),
    })),
  );
  const held = action.entries.flatMap((entry, i): HeldEntry[] => {
    const reason = heldReason(entry, wanted[i] ?? stays, filled);
    return reason === undefined ? [] : [{ entry: i, reason }];
  });
  if (held.length === 0) return { outcomes: wanted, held };
  const indexes = new Set(held.map(({ entry }) => entry));
  return { outcomes: wanted.map((outcome, i) => (indexes.has(i) ? stays : outcome)), held };
}

/**
 * Is an entry exactly one string? What joins lists may leave out strings that are empty, so of those that are computed
 * nothing is known there.
 */
function isSureEntry({ slot, pattern, isString }: ActionEntry, lists: readonly List[]): boolean {
  const isJoined = slot.kind !== 'value' && lists[slot.list]?.joined !== undefined;
  return pattern !== undefined || (isString === true && !isJoined);
}

function heldReason({ slot }: ActionEntry, outcome: EntryOutcome, filled: readonly boolean[]): Message | undefined {
  if (slot.kind === 'branch' && outcome.kind === 'becomes' && outcome.to.length > 1)
    return say('a branch of a condition takes only one action, but {0} are needed', outcome.to.length);
  if (outcome.kind !== 'goes') return undefined;
  if (slot.kind === 'value') return say('it is the only action in a branch of a condition');
  return filled[slot.list] === true ? undefined : say('without it the list might be empty');
}

interface Changed {
  readonly entries: readonly DecidedEntry[];
  readonly outcomes: readonly EntryOutcome[];
}

function proveGroup(group: readonly number[], changed: Changed, prover: Prover): Verdict {
  return prover.prove({
    before: group.map((i) => changed.entries[i]?.pattern).filter((pattern) => pattern !== undefined),
    after: patternsAfter(group, changed).filter((pattern) => pattern !== null),
    untouched: untouchedOf(group, changed),
    standsFor: writtenFor(group, changed),
  });
}

/** For each new string, the old string that it replaces. */
function writtenFor(group: readonly number[], { entries, outcomes }: Changed): Map<string, string> {
  return new Map(
    group.flatMap((i) => {
      const outcome = outcomes[i] ?? stays;
      const pattern = entries[i]?.pattern;
      return outcome.kind === 'becomes' && pattern !== undefined
        ? outcome.to.map((written) => [written, pattern] as const)
        : [];
    }),
  );
}

function patternsAfter(group: readonly number[], { entries, outcomes }: Changed): (string | null)[] {
  return group.flatMap((i): readonly (string | null)[] => {
    const outcome = outcomes[i] ?? stays;
    switch (outcome.kind) {
      case 'goes':
        return [];
      case 'becomes':
        return outcome.to;
      case 'stays':
        return [entries[i]?.pattern ?? null];
    }
  });
}

/**
 * The strings that stay although they may allow unused actions: those that were not chosen, are held back, or cannot be
 * narrowed. They are exempt from clause (a) of the proof, but must have been there before.
 */
function untouchedOf(group: readonly number[], { entries, outcomes }: Changed): Set<string> {
  const untouched = new Set<string>();
  for (const i of group) {
    const { pattern, decision } = entries[i] ?? {};
    if (pattern !== undefined && outcomes[i]?.kind === 'stays' && decision?.kind !== 'keep') untouched.add(pattern);
  }
  return untouched;
}

import type { StatementChangePlan } from './analysis.ts';
import type { Prover } from '../proof/prover.ts';
import { refineEntries, type DecidedEntry, type EntryOutcome } from '../refine/refineStatement.ts';

/**
 * What the chosen entries of a statement become, proven; `undefined` where nothing changes. `narrowAll` as in {@link refineEntries}.
 */
export function changeStatement(
  entries: readonly DecidedEntry[],
  isChosen: (index: number) => boolean,
  prover: Prover,
  narrowAll?: () => readonly string[],
): StatementChangePlan | undefined {
  const outcomes = refineEntries(entries, isChosen, narrowAll);
  if (outcomes.every(({ kind }) => kind === 'stays')) return undefined;
  const after = outcomes.flatMap((outcome, i) => textsAfter(entries[i], outcome));
  const verdict = prover.prove({
    before: entries.map(({ text }) => text).filter((text) => text !== undefined),
    after: after.filter((text) => text !== null),
    untouched: untouchedOf(entries, outcomes),
  });
  return { outcomes, after, verdict };
}

function textsAfter(entry: DecidedEntry | undefined, outcome: EntryOutcome): readonly (string | null)[] {
  switch (outcome.kind) {
    case 'goes':
      return [];
    case 'becomes':
      return outcome.to;
    case 'stays':
      return [entry?.text ?? null];
  }
}

/** What stays although it allows unused actions: what was not chosen, and what cannot be narrowed. The proof is told, and checks it. */
function untouchedOf(entries: readonly DecidedEntry[], outcomes: readonly EntryOutcome[]): Set<string> {
  const untouched = new Set<string>();
  for (const [i, { text, decision }] of entries.entries())
    if (text !== undefined && outcomes[i]?.kind === 'stays' && decision?.kind !== 'keep') untouched.add(text);
  return untouched;
}

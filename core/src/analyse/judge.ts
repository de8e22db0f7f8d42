import { parseActionPattern } from '../actions/actionPattern.ts';
import { hasAction, type ActionCatalogue } from '../actions/catalogue.ts';
import type { Unused } from '../findings/unused.ts';
import type { HostReading } from '../host/host.ts';
import { createProver, type Prover } from '../proof/prover.ts';
import { createDecider, narrowAll, type Decision } from '../refine/decision.ts';
import { addExtraName, createUniverses, type Universe } from '../refine/universe.ts';

/** What decides about, and proves, the policies that name the same actions. */
export interface Judge {
  readonly universe: Universe;
  /** Each text is decided once. */
  readonly decide: (text: string) => Decision;
  readonly prover: Prover;
  /** What `*` becomes. */
  readonly narrowAll: () => readonly string[];
}

/**
 * Gives the judge for a document. Documents that name no action that the catalogue lacks share one; of the others the last is kept, for the
 * next edit of the same document.
 */
export function createJudges(catalogue: ActionCatalogue, unused: Unused): (reading: HostReading) => Judge {
  const universeFor = createUniverses(catalogue, unused);
  let shared: Judge | undefined;
  let last: { readonly key: string; readonly judge: Judge } | undefined;

  const makeJudge = (named: readonly string[]): Judge => {
    const extra = new Map<string, Map<string, string>>();
    for (const text of named) {
      const pattern = parseActionPattern(text);
      if (pattern.kind === 'action') addExtraName(extra, pattern.service, pattern.name);
    }
    const universe = universeFor(extra);
    return { universe, decide: createDecider(universe), prover: createProver(catalogue, unused, named), narrowAll: () => narrowAll(universe) };
  };

  return (reading) => {
    const named = unknownNames(reading, catalogue);
    if (named.length === 0) return (shared ??= makeJudge([]));
    const key = named.join(' ');
    if (last?.key !== key) last = { key, judge: makeJudge(named) };
    return last.judge;
  };
}

/** The plain action names in the policies, whatever the effect, that the catalogue lacks; each once, in the order of the text. */
function unknownNames(reading: HostReading, catalogue: ActionCatalogue): string[] {
  const unknown = new Set<string>();
  for (const policy of reading.policies)
    for (const { action } of policy.statements)
      for (const { text } of action?.entries ?? []) if (text !== undefined && isUnknown(text, catalogue)) unknown.add(text);
  return [...unknown];
}

function isUnknown(text: string, catalogue: ActionCatalogue): boolean {
  const pattern = parseActionPattern(text);
  return pattern.kind === 'action' && !hasAction(catalogue, pattern.service, pattern.name);
}

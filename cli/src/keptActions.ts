import { inWords } from '../../core/src/text/index.ts';
import { untrackedReason, withheld, type Analysis, type Engine } from '../../core/src/index.ts';

/** The actions that a file keeps although they may be unused. */
export interface KeptActions {
  /** AWS does not track their use, so no finding can name them. */
  readonly notTracked: readonly string[];
  /** The number of actions for which the catalogue does not tell whether their use is tracked. */
  readonly trackingUnknown: number;
  /** Actions that are kept for a reason although they or their whole service are reported unused. */
  readonly withheld: readonly { readonly reason: string; readonly actions: readonly string[] }[];
}

/** The kept actions of the policies of a file to which findings apply. */
export function keptActions(engine: Engine, analysis: Analysis): KeptActions {
  const notTracked = new Set<string>();
  const reasons = new Map<string, Set<string>>();
  let trackingUnknown = 0;
  for (const [policy, { match }] of analysis.policies.entries()) {
    const kept = match.kind === 'matched' ? engine.kept(analysis, policy) : undefined;
    if (match.kind !== 'matched' || kept === undefined) continue;
    for (const action of kept.notTracked) notTracked.add(action);
    trackingUnknown += kept.trackingUnknown;
    for (const action of kept.excepted) addTo(reasons, inWords(untrackedReason(action)), [action]);
    for (const { actions, reason } of withheld(match, kept.reported)) addTo(reasons, inWords(reason), actions);
  }
  return {
    notTracked: [...notTracked].toSorted(),
    trackingUnknown,
    withheld: [...reasons].map(([reason, actions]) => ({ reason, actions: [...actions].toSorted() })),
  };
}

function addTo(reasons: Map<string, Set<string>>, reason: string, actions: readonly string[]): void {
  const known = reasons.get(reason) ?? new Set();
  for (const action of actions) known.add(action);
  reasons.set(reason, known);
}

/** Makes the edits of plans, and leaves out those that do not do what was planned. */
import type { TextEdit } from '../text/textEdit.ts';
import type { DecidedDocument } from './decided.ts';
import { checkEdits, planEdits, type PolicyPlan } from './planEdits.ts';

export interface SoundPlans {
  /** The plans whose edits do exactly what was planned, by policy. */
  readonly sound: ReadonlyMap<number, PolicyPlan>;
  readonly edits: readonly TextEdit[];
  /** What is wrong with the edits of the others, each defect once. */
  readonly defects: readonly string[];
}

/** How many times the edited text of a document is read again at most. A plan whose edits fail is a defect, and rare. */
const mostChecks = 32;

/**
 * The plans whose edits pass the check. Those that do not are found by halves, so that they do not hold back the edits
 * of other policies. O(document) for each check.
 */
export function soundPlans(
  analysis: DecidedDocument,
  plans: readonly (readonly [policy: number, plan: PolicyPlan])[],
  done: { checks: number } = { checks: 0 },
): SoundPlans {
  const edits = plans.flatMap(([policy, plan]) => policyEdits(analysis, policy, plan));
  const sound = new Map(plans);
  if (edits.length === 0) return { sound, edits, defects: [] };
  done.checks++;
  const defect = checkEdits(analysis, sound, edits);
  if (defect === undefined) return { sound, edits, defects: [] };
  const none: SoundPlans = { sound: new Map(), edits: [], defects: [defect] };
  if (plans.length < 2 || done.checks >= mostChecks) return none;
  const middle = plans.length >> 1;
  const halves = [plans.slice(0, middle), plans.slice(middle)].map((half) => soundPlans(analysis, half, done));
  const both = halves.flatMap((half) => [...half.sound]);
  const defects = [...new Set(halves.flatMap((half) => half.defects))];
  // What passes by itself may not pass together.
  const together = both.length < plans.length ? soundPlans(analysis, both, done) : none;
  return { ...together, defects: [...new Set([...defects, ...together.defects])] };
}

function policyEdits(analysis: DecidedDocument, policy: number, plan: PolicyPlan): TextEdit[] {
  const found = analysis.policies[policy];
  return found === undefined ? [] : planEdits(analysis, found.policy, plan);
}

import type { Analysis } from './analyse/analysis.ts';
import type { AdviceComparison } from './analyse/compareAdvice.ts';
import type { Problem } from './analyse/problem.ts';
import type { Evidence } from './matching/evidence.ts';
import { listed } from './matching/wording.ts';
import { evidenceProblems } from './matching/evidenceProblems.ts';
import type { Refiner } from './refiner.ts';
import { say, type Message } from './text/message.ts';
import { tooLargeRefined } from './analyse/tooLarge.ts';

/** What there is to say of a document's policies beside their actions: of the findings, of what AWS recommends, and of their size. */
export function remarksOn(refiner: Refiner, analysis: Analysis, evidence: readonly Evidence[]): Problem[] {
  const remarks = analysis.reading.policies.flatMap((policy, i) => {
    const said = evidence[i];
    if (said === undefined) return [];
    const advice = said.kind === 'speaks' ? said.advice : undefined;
    const message = advice && comparisonMessage(refiner.compare(analysis, i, advice), advice.replacement === undefined);
    const compared: Problem[] = message === undefined ? [] : [{ code: 'recommendation.compared', span: policy.keySpan, message }];
    return [...evidenceProblems(said, policy), ...compared];
  });
  return [...remarks, ...tooLargeRefined(analysis, (isCompact) => refiner.refine(analysis, { kind: 'file', isCompact }))];
}

/** `undefined` where the recommendation is for another policy. */
function comparisonMessage(comparison: AdviceComparison, isDetachOnly: boolean): Message | undefined {
  switch (comparison.kind) {
    case 'other-policy':
      return undefined;
    case 'equal':
      return isDetachOnly ? say('AWS recommends to detach this policy, too') : say('AWS recommends the same for this policy');
    case 'different': {
      const how = difference(comparison);
      return isDetachOnly
        ? say('What AWS recommends, to detach this policy, is {0}', how)
        : say('What AWS recommends for this policy is {0}', how);
    }
  }
}

function difference({ narrower, wider }: Extract<AdviceComparison, { kind: 'different' }>): Message {
  if (wider.length === 0) return say('narrower by {0}', counted(narrower));
  if (narrower.length === 0) return say('wider by {0}', counted(wider));
  return say('narrower by {0}, and wider by {1}', counted(narrower), counted(wider));
}

function counted(actions: readonly string[]): Message {
  return actions.length === 1 ? say('1 action: {0}', listed(actions)) : say('{0} actions: {1}', actions.length, listed(actions));
}

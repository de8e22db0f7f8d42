import type { Analysis } from './analyse/analysis.ts';
import type { AdviceComparison } from './analyse/compareAdvice.ts';
import type { Problem } from './analyse/problem.ts';
import { listed, type Evidence } from './matching/evidence.ts';
import { evidenceProblems } from './matching/evidenceProblems.ts';
import type { Refiner } from './refiner.ts';

/** What there is to say of a document's policies beside their actions: of the findings, and of what AWS recommends. */
export function remarksOn(refiner: Refiner, analysis: Analysis, evidence: readonly Evidence[]): Problem[] {
  return analysis.reading.policies.flatMap((policy, i) => {
    const said = evidence[i];
    if (said === undefined) return [];
    const advice = said.kind === 'speaks' ? said.advice : undefined;
    const message = advice && comparisonMessage(refiner.compare(analysis, i, advice), advice.replacement === undefined);
    const compared: Problem[] = message === undefined ? [] : [{ code: 'recommendation.compared', span: policy.keySpan, message }];
    return [...evidenceProblems(said, policy), ...compared];
  });
}

/** `undefined` where the recommendation is for another policy. */
function comparisonMessage(comparison: AdviceComparison, isDetachOnly: boolean): string | undefined {
  switch (comparison.kind) {
    case 'other-policy':
      return undefined;
    case 'equal':
      return isDetachOnly ? 'AWS recommends to detach this policy, too' : 'AWS recommends the same for this policy';
    case 'different': {
      const narrower = comparison.narrower.length === 0 ? [] : [`narrower by ${counted(comparison.narrower)}`];
      const wider = comparison.wider.length === 0 ? [] : [`wider by ${counted(comparison.wider)}`];
      const what = isDetachOnly ? 'What AWS recommends, to detach this policy,' : 'What AWS recommends for this policy';
      return `${what} is ${[...narrower, ...wider].join(', and ')}`;
    }
  }
}

function counted(actions: readonly string[]): string {
  return `${actions.length === 1 ? '1 action' : `${actions.length} actions`}: ${listed(actions)}`;
}

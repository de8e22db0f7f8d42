/** Reads AWS's own recommendations. */
import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { principalOf, type Principal } from './model.ts';
import { spelling, withPlainEnums } from './spelling.ts';
import { readTime } from '../text/time.ts';

/** AWS's recommendation for one policy of a principal. */
export interface Recommendation {
  readonly principal: Principal;
  /** The ARN of a managed policy, the bare name of an inline one. */
  readonly policyId: string;
  /** The text of the policy to replace it with; absent if AWS only recommends detaching it. */
  readonly replacement?: string | undefined;
  /** The text of the existing policy; only Security Hub gives it. */
  readonly existing?: string | undefined;
  /** When the policy was last changed, in milliseconds since 1970; absent for inline policies. */
  readonly policyUpdatedAt?: number | undefined;
}

/** One recommended step, as Access Analyzer or Security Hub prints it. */
interface Step {
  readonly action: string | undefined;
  readonly policyId: string;
  readonly replacement: string | undefined;
  readonly existing: string | undefined;
  readonly policyUpdatedAt: number | undefined;
}

/**
 * Reads the output of `accessanalyzer get-finding-recommendation` or `securityhub get-recommended-policy-v2`: one
 * recommendation for each policy. `undefined` for any other document.
 *
 * The list is empty if the job failed or is still running, or if the document is one page of several: the other pages
 * may hold the replacement of a policy that this page says to detach.
 *
 * `value` is in the usual spelling. `recommendationType` is not checked, because AWS prints both
 * `UnusedPermissionRecommendation` and `UNUSED_PERMISSION_RECOMMENDATION`.
 */
export function readRecommendations(value: JsonRecord): readonly Recommendation[] | undefined {
  const status = textOf(value['status']);
  if (value['recommendationType'] === undefined || status === undefined) return undefined;
  const principal = principalOf(textOf(value['resourceArn']) ?? '');
  const isWhole = textOf(value['nextToken']) === undefined;
  if (principal === undefined || status !== 'SUCCEEDED' || !isWhole) return [];
  const byPolicy = new Map<string, Recommendation>();
  for (const step of listOf(value['recommendedSteps'] ?? value['RecommendationSteps']).map(readStep))
    if (step !== undefined)
      byPolicy.set(
        step.policyId,
        withStep(byPolicy.get(step.policyId) ?? { principal, policyId: step.policyId }, step),
      );
  return [...byPolicy.values()];
}

function withStep(known: Recommendation, step: Step): Recommendation {
  return {
    ...known,
    replacement: step.action === 'CREATE_POLICY' ? step.replacement : known.replacement,
    existing: known.existing ?? step.existing,
    policyUpdatedAt: known.policyUpdatedAt ?? step.policyUpdatedAt,
  };
}

function readStep(value: unknown): Step | undefined {
  const step = stepIn(value);
  const policyId = textOf(step?.['existingPolicyId']);
  const action = textOf(step?.['recommendedAction']);
  if (step === undefined || policyId === undefined || (action !== 'CREATE_POLICY' && action !== 'DETACH_POLICY'))
    return undefined;
  return {
    action,
    policyId,
    replacement: textOf(step['recommendedPolicy']),
    existing: textOf(step['ExistingPolicy']),
    policyUpdatedAt: readTime(step['policyUpdatedAt']),
  };
}

/** The step in its union object. Go prints the union with the member `Value`. */
function stepIn(value: unknown): JsonRecord | undefined {
  const union = isRecord(value) ? spelling.usual(value) : {};
  const step = union?.['unusedPermissionsRecommendedStep'] ?? union?.['UnusedPermissions'] ?? union?.['value'];
  const usual = isRecord(step) ? spelling.usual(step) : undefined;
  return usual && withPlainEnums(usual);
}

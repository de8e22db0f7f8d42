import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { principalOf, type Principal } from './model.ts';
import { spelling, withPlainEnums } from './spelling.ts';
import { readTime } from '../text/time.ts';

/** What AWS itself recommends to do with one policy of a principal. */
export interface Recommendation {
  readonly principal: Principal;
  /** The ARN of a managed policy, the bare name of an inline one. */
  readonly policyId: string;
  /** The policy to put in its place; absent where AWS recommends to detach it and no more. */
  readonly replacement?: string | undefined;
  /** The policy as it was, where the document says (Security Hub). */
  readonly existing?: string | undefined;
  /** When the policy was last changed, milliseconds since 1970; absent for inline policies. */
  readonly policyUpdatedAt?: number | undefined;
}

/** One step, in the words of either service. */
interface Step {
  readonly action: string | undefined;
  readonly policyId: string;
  readonly replacement: string | undefined;
  readonly existing: string | undefined;
  readonly policyUpdatedAt: number | undefined;
}

/**
 * The recommendations of a document printed by `accessanalyzer get-finding-recommendation` or `securityhub
 * get-recommended-policy-v2`, one a policy; `undefined` for any other document. One that has failed, is in progress or
 * is a page of several recommends nothing, because a step to detach may belong to a step to create that is not there.
 *
 * `value` is in the usual spelling. The type is not looked at: AWS prints both `UnusedPermissionRecommendation` and
 * `UNUSED_PERMISSION_RECOMMENDATION`.
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

/** The one member of the union; Go prints it without its name. */
function stepIn(value: unknown): JsonRecord | undefined {
  const union = isRecord(value) ? spelling.usual(value) : {};
  const step = union?.['unusedPermissionsRecommendedStep'] ?? union?.['UnusedPermissions'] ?? union?.['value'];
  const usual = isRecord(step) ? spelling.usual(step) : undefined;
  return usual && withPlainEnums(usual);
}

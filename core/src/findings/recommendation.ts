/** Reads AWS's own recommendations. */
import { isRecord, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { principalOf, type Principal } from './model.ts';
import { spelling, withPlainEnums } from './spelling.ts';
import { say, type Message } from '../text/message.ts';
import { readTime } from '../text/time.ts';
import type { OtherFinding } from './setAside.ts';

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
  readonly action: 'CREATE_POLICY' | 'DETACH_POLICY';
  readonly policyId: string;
  readonly replacement: string | undefined;
  readonly existing: string | undefined;
  readonly policyUpdatedAt: number | undefined;
}

/** The recommendations of a document, or why none of them counts. */
export type RecommendationsReading =
  { readonly kind: 'recommendations'; readonly recommendations: readonly Recommendation[] } | OtherFinding;

/**
 * Reads the output of `accessanalyzer get-finding-recommendation` or `securityhub get-recommended-policy-v2`: one
 * recommendation for each policy. `undefined` for any other document.
 *
 * The steps are understood together or not at all: a step that is not understood, or that is on another page, may keep
 * what the others remove. The list is empty if the job failed or is still running.
 *
 * `value` is in the usual spelling. `recommendationType` is not checked, because AWS prints both
 * `UnusedPermissionRecommendation` and `UNUSED_PERMISSION_RECOMMENDATION`.
 */
export function readRecommendations(value: JsonRecord): RecommendationsReading | undefined {
  const status = textOf(value['status']);
  if (value['recommendationType'] === undefined || status === undefined) return undefined;
  const principal = principalOf(textOf(value['resourceArn']) ?? '');
  if (principal === undefined || status !== 'SUCCEEDED') return { kind: 'recommendations', recommendations: [] };
  if ((value['nextToken'] ?? undefined) !== undefined) return notWhole(principal);
  const recommendations = fromSteps(value['recommendedSteps'] ?? value['RecommendationSteps'], principal);
  return recommendations === undefined ? notUnderstood(principal) : { kind: 'recommendations', recommendations };
}

/** One recommendation for each policy; `undefined` if a step is not understood. */
function fromSteps(listed: unknown, principal: Principal): readonly Recommendation[] | undefined {
  if (!Array.isArray(listed)) return undefined;
  const byPolicy = new Map<string, Step[]>();
  for (const step of listed.map(readStep)) {
    if (step === undefined) return undefined;
    byPolicy.set(step.policyId, [...(byPolicy.get(step.policyId) ?? []), step]);
  }
  const found = [...byPolicy.values()].map((ofPolicy) => together(principal, ofPolicy));
  return found.every((one) => one !== undefined) ? found : undefined;
}

/**
 * The steps for one policy: to detach it, or to create a policy in its place. `undefined` if they contradict each
 * other.
 */
function together(principal: Principal, steps: readonly Step[]): Recommendation | undefined {
  const [only = '', ...texts] = new Set(steps.flatMap(({ existing }) => existing ?? []));
  const created = steps.filter(({ action }) => action === 'CREATE_POLICY');
  const replacement = created[0]?.replacement;
  if (texts.length > 0 || created.length > 1 || (created.length === 1 && replacement === undefined)) return undefined;
  return {
    principal,
    policyId: steps[0]?.policyId ?? '',
    replacement,
    existing: only === '' ? undefined : only,
    policyUpdatedAt: steps.find(({ policyUpdatedAt }) => policyUpdatedAt !== undefined)?.policyUpdatedAt,
  };
}

function notUnderstood(principal: Principal): OtherFinding {
  return setAsideAs(principal, say('an AWS recommendation with a step that is not understood'));
}

function notWhole(principal: Principal): OtherFinding {
  return setAsideAs(principal, say('one page of an AWS recommendation, of several'));
}

/** The principal has it, so no other recommendation for it counts. */
function setAsideAs(principal: Principal, what: Message): OtherFinding {
  const reason = say('the principal has {0}', what);
  return { kind: 'other', what, setAside: { principal, kind: 'other-type', reason } };
}

/** `undefined` if a part of it is not understood. */
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

/** Combines the unused actions of several findings, without those that keep rules protect. */
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { isExpired, type KeepEntry } from '../config/config.ts';
import { applyKeepRules } from '../config/keepRules.ts';
import { principalOf, type Finding, type Unused } from '../findings/model.ts';
import { intersectUnused } from '../findings/combineUnused.ts';
import { memoise } from '../memo.ts';
import type { MatchedFindings } from './findingMatch.ts';
import type { FiledFinding } from './filedFindings.ts';
import type { FiledConfig } from './policyFile.ts';
import { isOfPermissionSet, permissionSetOf } from './permissionSet.ts';

/** A finding that applies to a policy, and the principal it is for; `arn` is absent if the principal is unknown. */
export interface AppliedFinding {
  readonly filed: FiledFinding;
  readonly arn?: string | undefined;
}

/** What the combination needs besides the findings. */
export interface CombinedFrom {
  readonly config?: FiledConfig | undefined;
  readonly catalogue: ActionCatalogue;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The actions that all the findings report unused, without those that keep rules protect; and those shown as used. */
export type Combine = (applied: readonly AppliedFinding[]) => Pick<MatchedFindings, 'unused' | 'used' | 'keepRules'>;

/**
 * Makes {@link Combine}. The same findings of the same principals give the same object, so that engines can share work.
 */
export function createCombiner({ config, catalogue, now }: CombinedFrom): Combine {
  const rules = (config?.config.keep ?? []).filter((entry) => !isExpired(entry, now));
  const withoutProtected = (finding: Finding, arn: string | undefined): Unused => {
    const patterns = rules.filter((entry) => appliesTo(entry, arn)).flatMap(({ actions }) => actions);
    return applyKeepRules(finding.services, patterns, catalogue);
  };
  const numbers = new WeakMap<Finding, number>();
  const all: Finding[] = [];
  const numberOf = (finding: Finding): number => {
    const known = numbers.get(finding) ?? all.push(finding) - 1;
    numbers.set(finding, known);
    return known;
  };
  const unusedOfPart = (part: string): Unused => {
    const [number = '', arn = ''] = part.split(' ');
    const finding = all[Number(number)];
    return finding === undefined ? new Map<string, never>() : withoutProtected(finding, arn === '' ? undefined : arn);
  };
  // A key has one line `number arn` for each finding. No valid ARN contains a line break.
  const unusedOf = memoise((key) => intersectUnused(key.split('\n').map(unusedOfPart)));
  const usedOf = memoise((key): readonly string[] => [
    ...new Set(key.split('\n').flatMap((number) => all[Number(number)]?.used ?? [])),
  ]);
  return (applied) => {
    const parts = applied.map(({ filed, arn = filed.finding.principal?.arn }) => ({
      number: numberOf(filed.finding),
      arn,
    }));
    return {
      unused: unusedOf(parts.map(({ number, arn = '' }) => `${number} ${arn}`).join('\n')),
      used: usedOf(parts.map(({ number }) => number).join('\n')),
      keepRules: rules.filter((entry) => parts.some(({ arn }) => appliesTo(entry, arn))),
    };
  };
}

/** Does a keep rule apply to the policies of a principal? If the principal is unknown, it does, to be safe. */
function appliesTo({ principals }: KeepEntry, arn: string | undefined): boolean {
  return (
    principals === undefined || arn === undefined || principals.some((principal) => coversPrincipal(principal, arn))
  );
}

/**
 * Does a keep rule for one principal cover another? A rule for one role of a permission set covers all its roles,
 * because they share one policy in all accounts.
 */
function coversPrincipal(ruled: string, arn: string): boolean {
  const set = permissionSetOf(nameInArn(ruled));
  return ruled === arn || (set !== undefined && isOfPermissionSet(nameInArn(arn), set));
}

function nameInArn(arn: string): string {
  return principalOf(arn)?.name ?? '';
}

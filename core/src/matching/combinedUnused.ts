/** What several findings leave unused together, less what the configuration keeps. */
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

/** A finding, and whose it was decided to be; `arn` is absent where nobody knows. */
export interface Spoken {
  readonly filed: FiledFinding;
  readonly arn?: string | undefined;
}

/** What the combination rests on beside the findings. */
export interface CombinedFrom {
  readonly config?: FiledConfig | undefined;
  readonly catalogue: ActionCatalogue;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What several findings leave unused together, less what is to be kept. */
export type Combine = (spoken: readonly Spoken[]) => Pick<MatchedFindings, 'unused' | 'used' | 'kept'>;

export function createCombiner({ config, catalogue, now }: CombinedFrom): Combine {
  const rules = (config?.config.keep ?? []).filter((entry) => !isExpired(entry, now));
  const less = (finding: Finding, arn: string | undefined): Unused => {
    const kept = rules.filter((entry) => keepsFor(entry, arn)).flatMap(({ actions }) => actions);
    return applyKeepRules(finding.services, kept, catalogue);
  };
  const numbers = new WeakMap<Finding, number>();
  const all: Finding[] = [];
  const numberOf = (finding: Finding): number => {
    const known = numbers.get(finding) ?? all.push(finding) - 1;
    numbers.set(finding, known);
    return known;
  };
  const parsed = (part: string): Unused => {
    const [number = '', arn = ''] = part.split(' ');
    const finding = all[Number(number)];
    return finding === undefined ? new Map<string, never>() : less(finding, arn === '' ? undefined : arn);
  };
  // A line break stands in no ARN that can be read.
  const unusedOf = memoise((key) => intersectUnused(key.split('\n').map(parsed)));
  const usedOf = memoise((key): readonly string[] => [
    ...new Set(key.split('\n').flatMap((number) => all[Number(number)]?.used ?? [])),
  ]);
  return (spoken) => {
    const parts = spoken.map(({ filed, arn = filed.finding.principal?.arn }) => ({
      number: numberOf(filed.finding),
      arn,
    }));
    return {
      unused: unusedOf(parts.map(({ number, arn = '' }) => `${number} ${arn}`).join('\n')),
      used: usedOf(parts.map(({ number }) => number).join('\n')),
      kept: rules.filter((entry) => parts.some(({ arn }) => keepsFor(entry, arn))),
    };
  };
}

/** Whose policy nobody knows may be anybody's. */
function keepsFor({ principals }: KeepEntry, arn: string | undefined): boolean {
  return principals === undefined || arn === undefined || principals.some((principal) => holdsFor(principal, arn));
}

/**
 * Does a keep rule for one principal hold for another? What the roles of a permission set may do is one policy in all
 * accounts.
 */
function holdsFor(ruled: string, arn: string): boolean {
  const set = permissionSetOf(nameInArn(ruled));
  return ruled === arn || (set !== undefined && isOfPermissionSet(nameInArn(arn), set));
}

function nameInArn(arn: string): string {
  return principalOf(arn)?.name ?? '';
}

import type { Analysis } from '../../../core/src/index.ts';

/** The policies of a document except these, by index: what a refinement of these leaves out. */
export function otherPolicies({ policies }: Analysis, these: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...policies.keys()].filter((policy) => !these.has(policy)));
}

import { applyEdits, createRefiner, type ActionCatalogue, type Refinement, type Scope, type Unused } from '../../core/src/index.ts';

/** A policy with one Allow statement for these actions. */
export function policyOf(...actions: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }, null, 2);
}

/** The text after a refinement, and what was left. */
export function refine(
  text: string,
  catalogue: ActionCatalogue,
  unused: Unused,
  scope: Scope = { kind: 'file' },
): Refinement & { readonly text: string } {
  const refiner = createRefiner(catalogue);
  const refinement = refiner.refine(
    refiner.analyse(text, () => unused),
    scope,
  );
  const edited = applyEdits(text, refinement.edits);
  if (edited === undefined) throw new Error('the edits overlap');
  return { ...refinement, text: edited };
}

/** The `Action` of each statement of a policy. */
export function actionsOf(text: string): unknown[] {
  const { Statement } = JSON.parse(text) as { Statement: { Action: unknown }[] };
  return Statement.map(({ Action }) => Action);
}

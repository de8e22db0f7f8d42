import { applyEdits, say } from '../../core/src/text/index.ts';
import {
  createEngine,
  readDocument,
  type Analysis,
  type DocumentReading,
  type Engine,
  type FindingMatch,
  type RefinedCount,
  type Refinement,
  type Scope,
  type Unused,
} from '../../core/src/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';

/** A policy with one Allow statement for these actions. */
export function policyOf(...actions: readonly unknown[]): string {
  return JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
    null,
    2,
  );
}

/** One object for all, because an engine shares decisions for the same evidence (by identity). */
const nothingUsed: readonly string[] = [];

/** Examines a text as if findings left the same actions of each of its policies unused. */
export function examined(
  engine: Pick<Engine, 'examine'>,
  text: string,
  unused: Unused,
  {
    reading = readDocument(text),
    before,
  }: { readonly reading?: DocumentReading; readonly before?: Analysis | undefined } = {},
): Analysis {
  const evidence: FindingMatch = {
    kind: 'matched',
    findings: [],
    why: say('by the test'),
    unused,
    used: nothingUsed,
    keepRules: [],
  };
  return engine.examine(
    { text, reading },
    reading.policies.map(() => evidence),
    before,
  );
}

/** The text after a refinement, what was left, and the actions that it keeps and removes. */
export function refine(
  text: string,
  catalogue: ActionCatalogue,
  unused: Unused,
  scope: Scope = { kind: 'file' },
): Refinement & RefinedCount & { readonly text: string } {
  const engine = createEngine(catalogue);
  const analysis = examined(engine, text, unused);
  const refinement = engine.refine(analysis, scope);
  const edited = applyEdits(text, refinement.edits);
  if (edited === undefined) throw new Error('the edits overlap');
  return { ...refinement, ...engine.countChanges(analysis, refinement.changes), text: edited };
}

/** The `Action` of each statement of a policy. */
export function actionsOf(text: string): unknown[] {
  const { Statement } = JSON.parse(text) as { Statement: { Action: unknown }[] };
  return Statement.map(({ Action }) => Action);
}

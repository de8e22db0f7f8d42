/** Laws about AWS's recommendation as evidence, by a slow definition of what both policies allow. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { allowed, folded } from '../support/bruteForce.ts';
import type { Json } from './json.ts';
import { law, type Law } from './law.ts';
import { universe } from './policyDocuments.ts';
import { principals } from './evidence.ts';
import { examine, refinedText, type Situation } from './situation.ts';

interface Model {
  /** The action strings of each statement. */
  readonly existing: readonly (readonly string[])[];
  readonly recommended: readonly (readonly string[])[];
  /** The policy in the file differs from the existing one. */
  readonly isOther: boolean;
}

const pattern = fc.oneof(
  fc.constantFrom(...universe),
  fc.constantFrom('s3:*', 's3:Get*', 's3:*Acl', 'ec2:Describe*', 'iam:*'),
);

const models: fc.Arbitrary<Model> = fc
  .array(fc.tuple(fc.array(pattern, { minLength: 1, maxLength: 3 }), fc.infiniteStream(fc.boolean())), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((statements) =>
    fc.record({
      existing: fc.constant(statements.map(([patterns]) => patterns)),
      recommended: fc.constant(
        statements.map(([patterns, flags]) =>
          universe.filter((action) => allowed(patterns, [action]).size > 0 && flags.next().value === true),
        ),
      ),
      isOther: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  );

/** Each statement has another resource, as AWS keeps everything but the actions. One without actions is left out. */
function documentOf(statements: readonly (readonly string[])[]): Json {
  return {
    Version: '2012-10-17',
    Statement: statements.flatMap((Action, i) =>
      Action.length === 0 ? [] : [{ Effect: 'Allow', Action: [...Action], Resource: `arn:aws:s3:::b${i}` }],
    ),
  };
}

function situationOf({ existing, recommended, isOther }: Model): Situation {
  const isNone = recommended.every((actions) => actions.length === 0);
  const step = {
    RecommendedAction: isNone ? 'DETACH_POLICY' : 'CREATE_POLICY',
    ExistingPolicyId: 'p',
    ExistingPolicy: JSON.stringify(documentOf(existing)),
    ...(isNone ? {} : { RecommendedPolicy: JSON.stringify(documentOf(recommended)) }),
  };
  const file = {
    RecommendationType: 'UNUSED_PERMISSION_RECOMMENDATION',
    RecommendationSteps: [{ UnusedPermissions: step }],
    Status: 'SUCCEEDED',
    ResourceArn: principals.AppA,
  };
  const document = isOther ? documentOf([...existing, ['sqs:SendMessage']]) : documentOf(existing);
  return {
    document: document as Situation['document'],
    evidence: [],
    files: { 'r.finding.json': JSON.stringify(file) },
    segments: ['AppA.json'],
  };
}

function actionsIn(text: string): readonly string[] {
  const { Statement } = JSON.parse(text) as { Statement: readonly { Action: string | readonly string[] }[] };
  return Statement.flatMap(({ Action }) => Action);
}

export const recommendedLaws: readonly Law[] = [
  law(
    'only what AWS recommends to remove goes, and never from another policy',
    models,
    (model) => {
      const found = examine(situationOf(model));
      const { after, refinement } = refinedText(found, { kind: 'file' });
      assert.deepEqual(found.analysis.defects, []);
      if (model.isOther) assert.deepEqual([after, found.analysis.policies[0]?.match.kind], [found.text, 'unmatched']);
      else assert.equal(found.analysis.policies[0]?.match.kind, 'matched');
      const [was, is] = [allowed(actionsIn(found.text), universe), allowed(actionsIn(after), universe)];
      const stays = allowed(model.recommended.flat(), universe);
      for (const action of was) {
        const isGone = !is.has(action);
        if (isGone) assert.equal(stays.has(action), false, `${action} is recommended to stay`);
        const isUnknown = !universe.slice(0, 12).map(folded).includes(action);
        if (!isGone && !stays.has(action) && !model.isOther && refinement.left.length === 0)
          assert.ok(
            isUnknown || found.analysis.policies[0]?.isWhollyUnused,
            `${action} should go\n${found.text}\n${after}`,
          );
      }
    },
    80,
  ),
];

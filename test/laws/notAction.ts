/** Laws about extending the `NotAction` of Allow statements, by a slow definition of what such a statement allows. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { allowed, minus } from '../support/bruteForce.ts';
import type { Json } from './json.ts';
import { law, type Law } from './law.ts';
import { universe } from './policyDocuments.ts';
import { evidenceAbout, principals, shownByReports, unusedByAll, type EvidenceModel } from './evidence.ts';
import { examine, refinedText, type Situation } from './situation.ts';

const excluded = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...universe) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('s3:*', 's3:Get*', 'iam:*', 'IAM:*Role', 'ec2:Describe?nstances', 'foo:*', '*'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>('NoColon', { Ref: 'X' }, { 'Fn::If': ['A', 's3:GetObject', 'ec2:*'] }),
  },
);

const situations: fc.Arbitrary<Situation> = fc
  .record({
    NotAction: fc.oneof(
      { weight: 5, arbitrary: fc.array(excluded, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.constantFrom<Json>('iam:*', 's3:Get*') },
    ),
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    evidence: fc.array(evidenceAbout(principals.AppA), { minLength: 1, maxLength: 2 }),
    indent: fc.constantFrom(undefined, 2),
  })
  .map(({ NotAction, Effect, evidence, indent }) => ({
    document: { Version: '2012-10-17', Statement: [{ Effect, NotAction, Resource: '*' }] },
    evidence: evidence.map((model, i): EvidenceModel => ({ ...model, id: `${i}` })),
    indent,
    segments: ['AppA.json'],
  }));

/** The strings of the `NotAction` of the statement. */
function stringsIn(text: string): readonly string[] {
  const [statement] = (JSON.parse(text) as { Statement: { NotAction: string | readonly string[] }[] }).Statement;
  const { NotAction = [] } = statement ?? {};
  return typeof NotAction === 'string' ? [NotAction] : NotAction;
}

function checkExtension(situation: Situation): void {
  const found = examine(situation);
  const { after, refinement } = refinedText(found, { kind: 'file', extendsNotAction: true });
  assert.deepEqual(
    refinement.left.filter(({ code }) => code === 'refinement.unproven'),
    [],
    found.text,
  );
  // Without the option, it is left alone.
  assert.deepEqual(refinedText(found, { kind: 'file' }).after, found.text);
  if (after === found.text) return;
  const [old, now] = [stringsIn(found.text), stringsIn(after)];
  assert.deepEqual(now.slice(0, old.length), old, 'what was excluded still is');
  const all = allowed(['*'], universe);
  const [was, is] = [minus(all, allowed(old, universe)), minus(all, allowed(now, universe))];
  const unused = unusedByAll([principals.AppA], situation.evidence);
  const [gone, left] = [minus(was, is), [...is].filter((action) => unused.has(action))];
  assert.deepEqual(
    [...gone].filter((action) => !unused.has(action)),
    [],
    'only what is unused is excluded',
  );
  assert.deepEqual(left, [], 'all that is unused is excluded');
  assert.deepEqual(
    [...gone].filter((action) => shownByReports(situation.evidence).has(action)),
    [],
  );
  assert.equal(now.slice(old.length).includes('iam:*'), false, 'never iam:*');
  const again = examine({ ...situation, document: JSON.parse(after) as Situation['document'] });
  assert.equal(
    refinedText(again, { kind: 'file', extendsNotAction: true }).refinement.edits.length,
    0,
    'twice is once',
  );
}

export const notActionLaws: readonly Law[] = [
  law('a NotAction is extended by exactly what is unused and not excluded', situations, checkExtension, 150),
  law(
    'one more finding never lets more be excluded',
    fc.tuple(situations, evidenceAbout(principals.AppA)),
    ([situation, more]) => {
      const options = { kind: 'file', extendsNotAction: true } as const;
      const before = stringsIn(refinedText(examine(situation), options).after);
      const evidence = [...situation.evidence, { ...more, id: 'more' }];
      const after = stringsIn(refinedText(examine({ ...situation, evidence }), options).after);
      const lost = [...allowed(after.filter(isText), universe)].filter(
        (action) => !allowed(before.filter(isText), universe).has(action),
      );
      assert.deepEqual(lost, []);
    },
    60,
  ),
];

function isText(pattern: unknown): pattern is string {
  return typeof pattern === 'string';
}

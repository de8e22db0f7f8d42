/**
 * The engine with a mistake put into its sources: the whole of it runs, and the proof, or the look at the edited text,
 * finds at run time what is wrong. Nothing is offered then, and the defect is told.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { engineWith, type Mistake } from '../support/brokenEngine.ts';
import { examined, policyOf } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import { inEnglish } from '../support/inEnglish.ts';

interface Broken extends Mistake {
  readonly what: string;
  readonly actions: readonly string[];
  readonly unused: Readonly<Record<string, readonly string[] | null>>;
  readonly defect: string;
}

const names = {
  iam: ['GetRole', 'PassRole', 'PutRolePolicy'],
  ecs: ['DescribeTasks', 'DescribeTaskSets', 'DescribeTaskDefinition', 'ListTasks'],
  s3: ['GetBucketAcl', 'GetBucketPolicy', 'GetObject', 'GetObjectAcl', 'PutObject', 'PutObjectAcl'],
};

const cases: readonly Broken[] = [
  {
    what: 'a prefix tree that looks at subtrees only: DescribeTasks* would match DescribeTaskSets',
    file: 'core/src/actions/prefixTree.ts',
    code: 'const hasUnused = limits.unusedBelow[tree.past[node] ?? 0] !== limits.unusedBelow[tree.first[node] ?? 0];',
    mistake: `const hasUnused = tree.names.some(
      (name, i) =>
        limits.unusedBelow[i + 1] !== limits.unusedBelow[i] &&
        wordEnds(name).some((end) => name.slice(0, end).toLowerCase() === tree.prefixes[node]),
    );`,
    actions: ['ecs:Describe*', 'ecs:ListTasks'],
    unused: { ecs: ['DescribeTaskSets'] },
    defect: 'ecs:DescribeTaskSets is unused and still allowed',
  },
  {
    what: 'names of the finding are compared with their letter case',
    file: 'core/src/refine/universe.ts',
    code: 'entry.actions ?? exceptionsOf(entry)',
    mistake: 'new Map([...(entry.actions ?? exceptionsOf(entry)).values()].map((name) => [name, name]))',
    actions: ['s3:Get*'],
    unused: { s3: ['GetBucketAcl', 'getobjectacl'] },
    defect: 's3:GetBucketAcl is unused and still allowed',
  },
  {
    what: 'prefixes are one character short',
    file: 'core/src/actions/prefixTree.ts',
    code: '`${tree.spelled[node]}*`',
    mistake: '`${tree.spelled[node]?.slice(0, -1)}*`',
    actions: ['s3:*'],
    unused: { s3: ['GetBucketAcl', 'PuObject'] },
    defect: 's3:PuObject is unused and still allowed',
  },
  {
    what: 'prefixes are one character long',
    file: 'core/src/actions/prefixTree.ts',
    code: '`${tree.spelled[node]}*`',
    mistake: '`${tree.spelled[node]}A*`',
    actions: ['s3:*'],
    unused: { s3: ['GetBucketAcl'] },
    defect: 's3:GetObject is not reported unused but no longer allowed',
  },
  {
    what: 'actions that the catalogue lacks are dropped',
    file: 'core/src/refine/decision.ts',
    code: 'return decidePlainAction(foldCase(pattern.name), universe.service(pattern.service));',
    mistake: `return universe.catalogue.service(pattern.service)?.folded.includes(foldCase(pattern.name)) === true
        ? decidePlainAction(foldCase(pattern.name), universe.service(pattern.service))
        : { kind: 'drop', matched: 1, pattern: 'action' };`,
    actions: ['s3:FrobObject', 's3:GetObject'],
    unused: { s3: ['PutObject'] },
    defect: 's3:FrobObject is not reported unused but no longer allowed',
  },
  {
    what: 'a pattern with letters behind its star is replaced by a prefix',
    file: 'core/src/refine/decision.ts',
    code: 'mayExtend: holdsAll',
    mistake: 'mayExtend: () => true',
    actions: ['s3:*Object*l'],
    unused: { s3: ['PutObjectAcl'] },
    defect: 's3:Get* allows more than was allowed before',
  },
  {
    what: 'what another entry is said to cover, and does not, is left out',
    file: 'core/src/refine/refineStatement.ts',
    code: 'services.get(name.service)?.exact.has(name.name) === true || coversStrictly(name)',
    mistake: 'services.has(name.service)',
    actions: ['s3:Get*', 's3:PutObject'],
    unused: { s3: ['GetBucketAcl'] },
    defect: 's3:GetBucketPolicy is not reported unused but no longer allowed',
  },
  {
    what: 'iam:PassRole goes with the whole service: the refinement knows no exception',
    file: 'core/src/findings/untracked.ts',
    code: "new Map([['iam', new Map([['passrole', 'PassRole']])]])",
    mistake: 'new Map()',
    actions: ['iam:*', 's3:GetObject'],
    unused: { iam: null },
    defect: 'iam:PassRole is not reported unused but no longer allowed',
  },
  {
    what: 'a plain iam:PassRole goes with the whole service',
    file: 'core/src/refine/decision.ts',
    code: 'const isUnused = at === undefined ? service.isWhollyUnused : service.unused[at] === 1;',
    mistake: 'const isUnused = service.isWhollyUnused || (at !== undefined && service.unused[at] === 1);',
    actions: ['IAM:passrole', 's3:GetObject'],
    unused: { iam: null },
    defect: 'iam:PassRole is not reported unused but no longer allowed',
  },
  {
    what: 'a wildcard of an unused service goes, whatever it matches',
    file: 'core/src/refine/decision.ts',
    code: 'if (service.isWhollyUnused && unused < matched) return',
    mistake: 'if (false) return',
    actions: ['iam:*Role', 's3:GetObject'],
    unused: { iam: null },
    defect: 'iam:PassRole is not reported unused but no longer allowed',
  },
  {
    what: 'an edit removes another element than was planned',
    file: 'core/src/edit/planEdits.ts',
    code: 'removeElements(text, one, (i) => indexes.has(i))',
    mistake: 'removeElements(text, one, (i) => i === 0)',
    actions: ['s3:GetObject', 's3:PutObject'],
    unused: { s3: ['PutObject'] },
    defect: 'the edited text does not contain the planned actions',
  },
  {
    what: 'an edit reaches into the statement',
    file: 'core/src/documents/json/replaceEntry.ts',
    code: 'const written = encoded.join(separator);',
    mistake: `const written = encoded.join(separator) + '], "NotResource": ["x"';`,
    actions: ['s3:GetObject', 's3:Put*'],
    unused: { s3: ['PutObject'] },
    defect: 'the edits reach outside the actions',
  },
];

suite('a broken engine offers nothing, and says what is wrong', () => {
  for (const broken of cases)
    test(broken.what, async () => {
      const { createEngine, readDocument } = await engineWith([broken]);
      const broke = createEngine(catalogueOf(names));
      const text = policyOf(...broken.actions);
      const analysis = examined(broke, text, unusedOf(broken.unused), { reading: readDocument(text) });
      const { edits, left } = broke.refine(analysis, { kind: 'file' });
      assert.deepEqual(
        [edits, left.filter(({ code }) => code === 'refinement.unproven').map(({ reason }) => inEnglish(reason))],
        [[], [broken.defect]],
      );
    });

  test('an edit that is wrong in one policy does not hold back those of others', async () => {
    const { createEngine, readDocument } = await engineWith([
      {
        file: 'core/src/edit/planEdits.ts',
        code: 'removeElements(text, one, (i) => indexes.has(i))',
        mistake: 'removeElements(text, one, (i) => i === 0)',
      },
    ]);
    const broke = createEngine(catalogueOf(names));
    const of = (...actions: readonly string[]): unknown => JSON.parse(policyOf(...actions));
    const policies = [
      of('s3:PutObject', 's3:GetObject'),
      of('s3:GetObject', 's3:PutObject'),
      of('s3:PutObject', 'iam:GetRole'),
    ];
    const text = JSON.stringify(policies);
    const analysis = examined(broke, text, unusedOf({ s3: ['PutObject'] }), { reading: readDocument(text) });
    const { edits, changes, left } = broke.refine(analysis, { kind: 'file' });
    assert.deepEqual(
      {
        text: applyEdits(text, edits),
        changed: changes.map(({ place }) => place.policy),
        left: left.map(({ code, reason }) => [code, inEnglish(reason)]),
      },
      {
        text: JSON.stringify([of('s3:GetObject'), policies[1], of('iam:GetRole')]),
        changed: [0, 2],
        left: [['refinement.unproven', 'the edited text does not contain the planned actions']],
      },
    );
  });
});

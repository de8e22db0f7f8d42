import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { applyEdits, say } from '../../core/src/text/index.ts';
import { createEngine, type Analysis, type RefinedCount, type Refinement, type Scope } from '../../core/src/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import { analyse as decide } from '../../core/src/analyse/analyse.ts';
import type { DocumentInWork } from '../../core/src/analyse/analysis.ts';
import { planRefinement } from '../../core/src/edit/planRefinement.ts';
import { createDeciders } from '../../core/src/refine/policyDecider.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { inEnglish } from '../support/inEnglish.ts';
import { examined } from '../support/policies.ts';

const catalogue = catalogueOf({ s3: ['GetObject', 'PutObject'], sqs: ['SendMessage'] });
const refiner = createEngine(catalogue);
const unused = unusedOf({ s3: ['PutObject'] });

const statement = (...actions: readonly string[]): string =>
  `{"Effect": "Allow", "Action": ${JSON.stringify(actions)}}`;
const document = (...statements: readonly string[]): string => `{"Statement": [${statements.join(', ')}]}`;
const analyse = (text: string, gone = unused): Analysis => examined(refiner, text, gone);

/** The text after a refinement, its counts, and what else it says. */
function refined(
  analysis: Analysis,
  scope: Scope = { kind: 'file' },
): Omit<Refinement, 'edits' | 'changes' | 'left'> & RefinedCount & { readonly text: string; readonly left: unknown } {
  const { edits, changes, left, ...rest } = refiner.refine(analysis, scope);
  const counts = refiner.countChanges(analysis, changes);
  return { text: applyEdits(analysis.text, edits) ?? '', ...counts, ...rest, left: inEnglish(left) };
}

const used = statement('s3:GetObject');
const mixed = statement('s3:*', 'sqs:*');
const gone = statement('s3:PutObject');
const twice = '{"Effect": "Allow", "Action": "s3:*", "Action": "sqs:*"}';
const detach =
  'everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline';
const ambiguous = 'duplicate key Action in the statement: IAM does not define which one applies';

suite('a whole file', () => {
  test('counts each action once, in however many statements it is', () => {
    assert.deepEqual(refined(analyse(document(mixed, gone, mixed))), {
      text: document(statement('s3:GetObject', 'sqs:*'), statement('s3:GetObject', 'sqs:*')),
      kept: 2,
      removed: 1,
      left: [],
    });
  });

  test('nothing is unused: nothing is said', () => {
    assert.deepEqual(refined(analyse(document(used, twice), new Map())), {
      text: document(used, twice),
      kept: 0,
      removed: 0,
      left: [],
    });
  });

  test('a statement with a key twice is left, with its place', () => {
    const left = [{ code: 'policy.unread', reason: ambiguous, place: { policy: 0, statement: 1 } }];
    assert.deepEqual(refined(analyse(document(mixed, twice))), {
      text: document(statement('s3:GetObject', 'sqs:*'), twice),
      kept: 2,
      removed: 1,
      left,
    });
  });

  test('a policy that is wholly unused is left', () => {
    const left = [{ code: 'policy.unused', reason: detach, place: { policy: 0, statement: 0 } }];
    assert.deepEqual(refined(analyse(document(gone, gone))), { text: document(gone, gone), kept: 0, removed: 0, left });
  });

  test('policies that are excepted stay, and nothing is said of them', () => {
    const both = `{"RoleDetailList": [${[mixed, gone]
      .map(
        (one, i) =>
          `{"RoleName": "R${i}", "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": ${document(one, used)}}]}`,
      )
      .join(', ')}]}`;
    const except = (...policies: readonly number[]): unknown =>
      refined(analyse(both), { kind: 'file', except: new Set(policies) });
    assert.deepEqual(except(1), {
      text: both.replace('"s3:*"', '"s3:GetObject"').replace('["s3:GetObject","sqs:*"]', '["s3:GetObject","sqs:*"]'),
      kept: 2,
      removed: 1,
      left: [],
    });
    assert.deepEqual(except(0), { text: both.replace(`${gone}, `, ''), kept: 1, removed: 1, left: [] });
    assert.deepEqual(except(0, 1), { text: both, kept: 0, removed: 0, left: [] });
  });
});

suite('a statement of which everything goes stays', () => {
  const mightBeEmpty =
    'everything this statement allows is reported unused, but without it the policy might have no statements';
  const wouldBeHalf =
    'everything this statement allows is reported unused, but a template directive in it begins or ends outside it, so it is kept';
  const held = (reason: string) => [{ code: 'statement.unused', reason, place: { policy: 0, statement: 1 } }];
  const inFile: Scope = { kind: 'file' };
  const byItself: Scope = { kind: 'statement', policy: 0, statement: 1 };
  const named = (Sid: string, action: string): string => JSON.stringify({ Sid, Effect: 'Allow', Action: [action] });

  const cases: readonly (readonly [what: string, text: string, reason: string])[] = [
    ['beside one without an Effect', document('{"Action": "s3:GetObject"}', gone), mightBeEmpty],
    ['beside one without actions', document('{"Effect": "Allow"}', gone), mightBeEmpty],
    ['beside one with an empty list of actions', document('{"Effect": "Allow", "Action": []}', gone), mightBeEmpty],
    [
      'beside one whose Effect IAM does not know',
      document('{"Effect": "allow", "Action": "s3:GetObject"}', gone),
      mightBeEmpty,
    ],
    [
      'where it opens a directive',
      document(used, named('%{ if x }', 's3:PutObject'), named('%{ endif }', 's3:GetObject')),
      wouldBeHalf,
    ],
    [
      'where it closes one',
      document(named('%{ for x in y }', 's3:GetObject'), named('%{~ endfor }', 's3:PutObject')),
      wouldBeHalf,
    ],
    ['where it holds the middle of one', document(used, named('%{ else }', 's3:PutObject')), wouldBeHalf],
    [
      'where it holds what only looks like one',
      document(used, named('%{ if x }%{ and }%{ endif }', 's3:PutObject')),
      wouldBeHalf,
    ],
  ];
  for (const [what, text, reason] of cases)
    test(what, () => {
      for (const scope of [inFile, byItself])
        assert.deepEqual(refined(analyse(text), scope), { text, kept: 0, removed: 0, left: held(reason) });
    });

  test('…and goes with a directive that it holds as a whole, or beside a statement that is certain to be one', () => {
    const whole = named('%{ if x }a%{ else }%{ for y in z }b%{ endfor }%{ endif }', 's3:PutObject');
    const computed = '{"Effect": {"Ref": "X"}, "Action": "s3:PutObject"}';
    assert.deepEqual(refined(analyse(document(used, whole))).text, document(used));
    assert.deepEqual(refined(analyse(document(computed, gone))).text, document(computed));
  });
});

suite('a part that is not there', () => {
  const text = document(mixed, used);
  const nothing = { text, kept: 0, removed: 0, left: [] };
  const scopes: readonly Scope[] = [
    { kind: 'statement', policy: 1, statement: 0 },
    { kind: 'statement', policy: 0, statement: 2 },
    { kind: 'entry', policy: 0, statement: 0, entry: 2 },
    { kind: 'entry', policy: 0, statement: 1, entry: 0 },
    { kind: 'statement', policy: 0, statement: 1 },
  ];
  for (const scope of scopes)
    test(JSON.stringify(scope), () => assert.deepEqual(refined(analyse(text), scope), nothing));
});

test('what was disproven is not carried out, in the file or by itself', () => {
  const text = document(mixed, gone, used);
  const { reading, policies } = analyse(text);
  const work = decide({ text, reading, matches: policies.map(({ match }) => match) }, createDeciders(catalogue));
  const disproven: DocumentInWork = {
    ...work,
    policies: work.policies.map((policy) => ({
      ...policy,
      statements: policy.statements.map((one, i) =>
        i > 0 || one.change === undefined
          ? one
          : { ...one, change: { ...one.change, verdict: { kind: 'disproven', defect: 'it is wrong' } } },
      ),
    })),
  };
  const left = [{ code: 'refinement.unproven', reason: 'it is wrong', place: { policy: 0, statement: 0 } }];
  const file = planRefinement(disproven, { kind: 'file' });
  assert.deepEqual(
    {
      edits: applyEdits(text, file.edits),
      changed: file.changes.map(({ place }) => place),
      left: inEnglish(file.left),
    },
    { edits: document(mixed, used), changed: [{ policy: 0, statement: 1 }], left },
  );
  const first = planRefinement(disproven, { kind: 'statement', policy: 0, statement: 0 });
  assert.deepEqual({ ...first, left: inEnglish(first.left) }, { edits: [], changes: [], left });
});

test('a policy without any Allow is not called unused', () => {
  const deny = document('{"Effect": "Deny", "Action": "s3:PutObject"}');
  assert.deepEqual(refined(analyse(deny)), { text: deny, kept: 0, removed: 0, left: [] });
});

test('a catalogue that contradicts itself: the proof fails, nothing is offered, and the defect is told', () => {
  const contradictory: ActionCatalogue = {
    label: say('a contradictory catalogue'),
    serviceCount: 1,
    actionCount: 2,
    services: ['s3'],
    service: (prefix) =>
      prefix === 's3' ? { names: ['GetBucketAcl', 'GetObject'], folded: ['getbucketacl'] } : undefined,
  };
  const engine = createEngine(contradictory);
  const gets = unusedOf({ s3: ['GetBucketAcl'] });
  const analysis = examined(engine, document(statement('s3:Get*', 's3:PutObject')), gets);
  const defect = 's3:GetObject is not reported unused but no longer allowed';
  const left = [{ code: 'refinement.unproven', reason: defect, place: { policy: 0, statement: 0 } }];
  assert.deepEqual(
    [analysis.defects, inEnglish(engine.refine(analysis, { kind: 'file' }))],
    [[defect], { edits: [], changes: [], left }],
  );
});

suite('policies that name actions of their own', () => {
  /** Allows what a wildcard matches, and names an action that the catalogue lacks. */
  const naming = (action: string, wildcard: string): string =>
    document(`{"Effect": "Deny", "Action": "${action}"}`, statement(wildcard), used);
  const gets = unusedOf({ s3: ['PutObject', 'GetFirst', 'GetSecond'] });

  test('each is judged by the names in it, also where what is unused is the same', () => {
    const both = `{"RoleDetailList": [${['s3:GetOther', 's3:PutOther']
      .map(
        (one, i) =>
          `{"RoleName": "R${i}", "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": ${naming(one, 's3:Put*')}}]}`,
      )
      .join(', ')}]}`;
    const after = both.replace(`${statement('s3:Put*')}, `, '').replace('"s3:Put*"', '"s3:PutOther"');
    assert.deepEqual(refined(analyse(both, gets)), {
      text: after,
      kept: 3,
      removed: 2,
      left: [],
      onlyInPolicy: ['s3:PutOther'],
    });
  });

  test('a name is written as it is first spelled in the policy', () => {
    const text = document('{"Effect": "Deny", "Action": ["s3:PutOther", "s3:PUTOTHER"]}', statement('s3:Put*'));
    assert.equal(refined(analyse(text, gets)).text, text.replace('s3:Put*', 's3:PutOther'));
  });

  test('the same names are judged anew by what else is unused', () => {
    const text = naming('s3:PutOther', 's3:*');
    for (const [name, becomes] of [
      ['GetObject', '"s3:Put*"'],
      ['PutObject', '"s3:GetObject", "s3:PutOther"'],
    ] as const)
      assert.equal(
        refined(analyse(text.replace(`, ${used}`, ''), unusedOf({ s3: [name] }))).text,
        text.replace(`, ${used}`, '').replace('["s3:*"]', `[${becomes}]`),
      );
  });
});

suite('what is proposed', () => {
  const proposed = (analysis: Analysis, scope: Scope): unknown => {
    const { changes, left } = refiner.propose(analysis, scope);
    const outcomes = changes.map(({ place, entries }) => [
      `${place.policy} ${place.statement}`,
      ...entries.map(
        ({ text, outcome }) => `${text}: ${outcome.kind === 'becomes' ? outcome.to.join() : outcome.kind}`,
      ),
    ]);
    return [outcomes, inEnglish(left)];
  };

  test('is what becomes of each entry, in the whole file, a statement, an entry', () => {
    const analysis = analyse(document(mixed, used, gone));
    const changed = ['0 0', 's3:*: s3:GetObject', 'sqs:*: stays'];
    assert.deepEqual(proposed(analysis, { kind: 'file' }), [[changed, ['0 2', 's3:PutObject: goes']], []]);
    assert.deepEqual(proposed(analysis, { kind: 'statement', policy: 0, statement: 0 }), [[changed], []]);
    assert.deepEqual(proposed(analysis, { kind: 'entry', policy: 0, statement: 0, entry: 1 }), [[], []]);
  });

  test('is nothing where nothing could be done, with the same reason', () => {
    const texts = [document(gone), document(gone, twice), document(mixed).slice(0, -1), document(used)];
    const scopes: readonly Scope[] = [
      { kind: 'file' },
      { kind: 'file', except: new Set([0]) },
      { kind: 'file', isCompact: true },
      { kind: 'statement', policy: 0, statement: 0 },
      { kind: 'entry', policy: 0, statement: 0, entry: 0 },
      { kind: 'entry', policy: 9, statement: 9, entry: 9 },
    ];
    for (const text of texts)
      for (const scope of scopes) {
        const analysis = analyse(text);
        const [proposal, refinement] = [refiner.propose(analysis, scope), refiner.refine(analysis, scope)];
        assert.deepEqual(
          [proposal.changes.length > 0, proposal.left],
          [refinement.edits.length > 0, refinement.left],
          text,
        );
      }
  });
});

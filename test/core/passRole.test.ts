/**
 * `iam:PassRole` is never a request of its own, so an unused service says nothing about it: it stays unless somebody
 * asks for it to go.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { applyKeepRules } from '../../core/src/config/keepRules.ts';
import { intersectUnused } from '../../core/src/findings/combineUnused.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import { createEngine, withheld, type MatchedFindings, type Unused } from '../../core/src/index.ts';
import { exceptionsOf, includingUntracked } from '../../core/src/findings/untracked.ts';
import { uniteUnused } from '../../core/src/findings/combineUnused.ts';
import { changeOf } from '../support/proof.ts';
import { createProvers } from '../../core/src/proof/prover.ts';
import { allowed, folded } from '../support/bruteForce.ts';
import { inEnglish } from '../support/inEnglish.ts';
import { isWithin } from '../support/language.ts';
import { examined, actionsOf, policyOf, refine } from '../support/policies.ts';
import { holds } from '../support/property.ts';
import { builtIn, catalogueOf, unusedOf } from '../support/samples.ts';
import { slow } from '../support/slow.ts';

const iam = ['GetRole', 'ListRoles', 'PassRole', 'PutRolePolicy'];
const catalogue = catalogueOf({ iam, s3: ['GetObject', 'PutObject'] });
const without = catalogueOf({ iam: iam.filter((name) => name !== 'PassRole'), s3: ['GetObject', 'PutObject'] });
const whole = unusedOf({ iam: null });

/** What is left unused of a service, by names; `null`: all, with what is excepted. */
function entryOf(unused: Unused, service = 'iam'): unknown {
  const entry = unused.get(service);
  if (entry === undefined) return undefined;
  const { actions, notUnused = [] } = entry;
  return actions === undefined
    ? { except: [...exceptionsOf(entry).values()] }
    : { unused: [...actions.values()], kept: [...notUnused] };
}

suite('what is unused', () => {
  const list = unusedOf({ iam: ['PassRole', 'GetRole'] });
  const nothingExcepted: Unused = new Map([['iam', { service: 'iam', untracked: new Map() }]]);

  test('a whole service has one exception, a list none', () => {
    assert.deepEqual(
      [entryOf(whole), entryOf(unusedOf({ s3: null }), 's3')],
      [{ except: ['PassRole'] }, { except: [] }],
    );
    assert.deepEqual(entryOf(list), { unused: ['PassRole', 'GetRole'], kept: [] });
  });

  test('by several principals: an exception of one is an exception', () => {
    assert.deepEqual(entryOf(intersectUnused([whole, whole])), { except: ['PassRole'] });
    for (const pair of [
      [whole, nothingExcepted],
      [nothingExcepted, whole],
    ])
      assert.deepEqual(entryOf(intersectUnused(pair)), { except: ['PassRole'] });
    assert.deepEqual(entryOf(intersectUnused([nothingExcepted, nothingExcepted])), { except: [] });
  });

  test('by several principals: what one names, and the other’s whole service says nothing about, stays, and is known', () => {
    for (const pair of [
      [whole, list],
      [list, whole],
    ])
      assert.deepEqual(entryOf(intersectUnused(pair)), { unused: ['GetRole'], kept: ['PassRole'] });
    assert.deepEqual(entryOf(intersectUnused([list, list])), { unused: ['PassRole', 'GetRole'], kept: [] });
    assert.deepEqual(entryOf(intersectUnused([list, nothingExcepted])), { unused: ['PassRole', 'GetRole'], kept: [] });
    assert.deepEqual(entryOf(intersectUnused([whole, unusedOf({ iam: ['GetRole'] })])), {
      unused: ['GetRole'],
      kept: [],
    });
  });

  test('by the pieces of one finding: a piece that names it makes it unused', () => {
    for (const pieces of [
      [whole, list],
      [list, whole],
    ])
      assert.deepEqual(entryOf(uniteUnused(pieces)), { except: [] });
    assert.deepEqual(entryOf(uniteUnused([whole, unusedOf({ iam: ['GetRole'] })])), { except: ['PassRole'] });
    assert.deepEqual(entryOf(uniteUnused([whole, whole])), { except: ['PassRole'] });
    assert.deepEqual(uniteUnused([unusedOf({ s3: null }), unusedOf({ s3: ['GetObject'] })]), unusedOf({ s3: null }));
  });

  test('less what is to be kept: it stays, and is known, whether the catalogue lists it or not', () => {
    for (const known of [catalogue, without])
      assert.deepEqual(entryOf(applyKeepRules(whole, ['iam:GetRole'], known)), {
        unused: ['ListRoles', 'PutRolePolicy'],
        kept: ['PassRole'],
      });
  });

  test('with what is excepted: the same object at every call, and the very one where there is nothing', () => {
    assert.deepEqual(entryOf(includingUntracked(whole)), { except: [] });
    assert.equal(includingUntracked(whole), includingUntracked(whole));
    for (const same of [list, unusedOf({ s3: null }), nothingExcepted]) assert.equal(includingUntracked(same), same);
    const left = applyKeepRules(whole, ['iam:GetRole'], catalogue);
    assert.deepEqual(entryOf(includingUntracked(left)), {
      unused: ['ListRoles', 'PutRolePolicy', 'PassRole'],
      kept: [],
    });
    const kept = applyKeepRules(whole, ['iam:Pass*'], catalogue);
    assert.equal(includingUntracked(kept), kept, 'what is to be kept stays');
  });
});

suite('where iam is unused as a whole', () => {
  /**
   * What becomes of `actions` beside one that is used, with a catalogue that lists PassRole, and with one that does
   * not.
   */
  const cases: readonly (readonly [actions: readonly string[], after: readonly string[]])[] = [
    [['iam:*'], ['iam:PassRole']],
    [['IAM:*'], ['IAM:PassRole']],
    [['iam:**'], ['iam:PassRole']],
    [['iam:PassRole'], ['iam:PassRole']],
    [['IAM:passrole'], ['IAM:passrole']],
    [['iam:Pass*'], ['iam:PassRole']],
    [['iam:PassRole*'], ['iam:PassRole']],
    [['iam:P*'], ['iam:PassRole']],
    [['iam:*Role'], ['iam:PassRole']],
    [['iam:*ss*'], ['iam:PassRole']],
    [['iam:PassRol?'], ['iam:PassRole']],
    [['iam:?assRole'], ['iam:PassRole']],
    [['iam:????????'], ['iam:PassRole']],
    [['iam:Get*', 'iam:GetRole', 'iam:*Policy', 'iam:PassRole?', 'iam:???????'], []],
    [['iam:FutureThing', 'iam:Pass', 'iam:PassRoles'], []],
    [['iam:*', 'iam:PassRole'], ['iam:PassRole']],
    [['iam:P*', 'IAM:*Role', 'iam:GetRole'], ['iam:PassRole']],
  ];
  for (const [actions, after] of cases)
    test(`${actions.join(', ')} becomes ${after.join(', ') || 'nothing'}`, () => {
      for (const [known, isCompact] of [
        [catalogue, false],
        [without, false],
        [builtIn, false],
        [catalogue, true],
      ] as const)
        assert.deepEqual(
          actionsOf(refine(policyOf(...actions, 's3:GetObject'), known, whole, { kind: 'file', isCompact }).text),
          [[...after, 's3:GetObject']],
        );
    });

  test('* is narrowed to what other services allow, and to it', () => {
    const scope = { kind: 'entry', policy: 0, statement: 0, entry: 0 } as const;
    for (const all of ['*', '*:*'])
      for (const known of [
        catalogue,
        without,
        catalogueOf({ iam: ['PassRole'], s3: ['GetObject'] }),
        catalogueOf({ s3: ['GetObject'] }),
      ])
        assert.deepEqual(actionsOf(refine(policyOf(all), known, whole, scope).text), [['iam:PassRole', 's3:*']]);
  });

  test('* stays where only it is left, and is narrowed to it when asked for', () => {
    const all = unusedOf({ iam: null, s3: null });
    assert.deepEqual(actionsOf(refine(policyOf('*'), catalogue, all).text), [['*']]);
    assert.deepEqual(
      actionsOf(refine(policyOf('*'), catalogue, all, { kind: 'entry', policy: 0, statement: 0, entry: 0 }).text),
      [['iam:PassRole']],
    );
  });

  test('a statement with nothing else stays, and so does its policy', () => {
    const { text, left } = refine(policyOf('iam:*'), catalogue, whole);
    assert.deepEqual([actionsOf(text), left], [[['iam:PassRole']], []]);
  });

  test('NotAction and Deny are left as they are', () => {
    for (const statement of [
      { Effect: 'Allow', NotAction: ['iam:*', 'iam:PassRole'] },
      { Effect: 'Allow', NotAction: 'iam:PassRole' },
      { Effect: 'Deny', Action: ['iam:*', 'iam:PassRole'] },
    ]) {
      const text = JSON.stringify({ Statement: [statement] });
      assert.equal(refine(text, catalogue, whole).text, text);
    }
  });

  test('it is told what stays of a wildcard of which no known action goes', () => {
    const engine = createEngine(catalogue);
    const { problems } = examined(engine, policyOf('iam:*', 'iam:Pass*', 'iam:PassRole'), whole);
    assert.deepEqual(
      problems.map(({ code, message }) => [code, inEnglish(message)]),
      [
        ['wildcard.partly-unused', '3 of 4 actions of iam:* are unused'],
        ['wildcard.partly-unused', 'Everything iam:Pass* allows is reported unused, except iam:PassRole'],
      ],
    );
  });

  test('it is explained what stays for this reason', () => {
    const engine = createEngine(catalogue);
    const analysis = examined(engine, policyOf('iam:*', 'iam:Get*', 'iam:PassRole', 's3:*'), whole);
    const excepted = [0, 1, 2, 3].map(
      (entry) => engine.explain(analysis, { policy: 0, statement: 0, entry })?.excepted,
    );
    assert.deepEqual(excepted, [['iam:PassRole'], [], ['iam:PassRole'], []]);
  });

  test('it is explained where the configuration keeps something of iam, too', () => {
    const engine = createEngine(catalogue);
    const explained = (keep: string): unknown => {
      const analysis = examined(engine, policyOf('iam:*'), applyKeepRules(whole, [keep], catalogue));
      return engine.explain(analysis, { policy: 0, statement: 0, entry: 0 })?.excepted;
    };
    assert.deepEqual([explained('iam:GetRole'), explained('iam:PassRole')], [['iam:PassRole'], []]);
  });

  slow('whatever of iam is written, only it stays, and no pattern that would allow more', () => {
    const name = fc
      .tuple(
        fc.constantFrom('PassRole', 'GetRole', 'Pass', 'Role', 'P'),
        fc.array(fc.tuple(fc.nat(8), fc.nat(5), fc.constantFrom('*', '?'))),
      )
      .map(([word, cuts]) =>
        cuts.reduce<string>(
          (text, [at, length, wildcard]) => text.slice(0, at) + wildcard + text.slice(at + length),
          word,
        ),
      );
    holds(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      const before = names.map((one) => `iam:${one}`);
      const [after = []] = actionsOf(refine(policyOf(...before, 's3:GetObject'), catalogue, whole).text) as string[][];
      const universe = iam.map((one) => `iam:${one}`);
      const expected = [...allowed(before, universe)].filter((action) => action === folded('iam:PassRole'));
      assert.deepEqual([...allowed(after, universe)], expected, before.join());
      assert.ok(
        after.every((text) => text === 's3:GetObject' || isWithin(text, ['iam:PassRole'])),
        after.join(),
      );
    });
  });
});

suite('where a finding names actions of iam', () => {
  test('PassRole named goes like any other', () => {
    const unused = unusedOf({ iam: ['PassRole', 'GetRole'] });
    assert.deepEqual(actionsOf(refine(policyOf('iam:PassRole', 'iam:P*', 's3:*'), catalogue, unused).text), [
      ['iam:PutRolePolicy', 's3:*'],
    ]);
  });

  test('PassRole not named stays like any other', () =>
    assert.deepEqual(actionsOf(refine(policyOf('iam:P*'), catalogue, unusedOf({ iam: ['PutRolePolicy'] })).text), [
      ['iam:PassRole'],
    ]));

  test('of a shared policy it stays where one leaves all of iam unused and another names it', () =>
    assert.deepEqual(
      actionsOf(
        refine(
          policyOf('iam:*'),
          without,
          intersectUnused([whole, unusedOf({ iam: ['PassRole', 'GetRole', 'ListRoles'] })]),
        ).text,
      ),
      [['iam:PassRole', 'iam:PutRolePolicy']],
    ));
});

suite('removed when asked for', () => {
  const asked = (text: string, unused: Unused): unknown =>
    actionsOf(refine(text, catalogue, unused, { kind: 'file', includesUntracked: true }).text);

  test('with the rest of iam, proven as anything else', () => {
    assert.deepEqual(asked(policyOf('iam:*', 'iam:PassRole', 'iam:*Role', 's3:*'), whole), [['s3:*']]);
    const scope = { kind: 'entry', policy: 0, statement: 0, entry: 1, includesUntracked: true } as const;
    const { text, removed } = refine(policyOf('s3:*', 'iam:PassRole'), catalogue, whole, scope);
    assert.deepEqual([actionsOf(text), removed], [[['s3:*']], 1]);
  });

  test('and where the configuration keeps something else of iam', () =>
    assert.deepEqual(asked(policyOf('iam:*'), applyKeepRules(whole, ['iam:GetRole'], catalogue)), [['iam:GetRole']]));

  test('not where the configuration keeps it', () =>
    assert.deepEqual(asked(policyOf('iam:*', 's3:*'), applyKeepRules(whole, ['iam:PassRole'], catalogue)), [
      ['iam:PassRole', 's3:*'],
    ]));

  test('a policy of nothing else is then wholly unused', () => {
    const { text, left } = refine(policyOf('iam:*'), catalogue, whole, { kind: 'file', includesUntracked: true });
    assert.deepEqual([text, left.map(({ code }) => code)], [policyOf('iam:*'), ['policy.unused']]);
  });

  test('elsewhere nothing differs', () => {
    const engine = createEngine(catalogue);
    const text = policyOf('iam:PassRole', 'iam:Get*', 's3:*');
    const analysis = examined(engine, text, unusedOf({ iam: ['GetRole'], s3: ['GetObject'] }));
    const [usual, more] = [false, true].map((includesUntracked) =>
      engine.refine(analysis, { kind: 'file', includesUntracked }),
    );
    assert.deepEqual(more, usual);
    assert.deepEqual(actionsOf(applyEdits(text, usual?.edits ?? []) ?? ''), [['iam:PassRole', 's3:PutObject']]);
  });
});

test('the proof knows it by itself, also where the catalogue lacks it', () => {
  for (const known of [catalogue, without]) {
    const { prove } = createProvers(known, { unused: whole, used: [] })([]);
    const change = (before: readonly string[], after: readonly string[]): unknown =>
      inEnglish(prove(changeOf(before, after)));
    const disproven = (defect: string): unknown => ({ kind: 'disproven', defect });
    const lost = disproven('iam:PassRole is not reported unused but no longer allowed');
    assert.deepEqual(
      [change(['iam:*'], []), change(['IAM:passROLE'], []), change(['*'], ['s3:*'])],
      [lost, lost, lost],
    );
    assert.deepEqual(change(['iam:*'], ['iam:P*']), disproven('iam:PutRolePolicy is unused and still allowed'));
    assert.deepEqual(
      change(['iam:Get*'], ['iam:PassRole']),
      disproven('iam:PassRole allows more than was allowed before'),
    );
    assert.deepEqual(change(['iam:*'], ['iam:PassRole']), { kind: 'proven', stillAllowed: 1, removed: 3 });
    const { prove: proveAll } = createProvers(known, { unused: includingUntracked(whole), used: [] })([]);
    const left = proveAll(changeOf(['iam:*'], ['iam:PassRole']));
    // Where nobody lists it, it is no known action that would be unused.
    assert.equal(left.kind, known === catalogue ? 'disproven' : 'proven');
  }
});

test('why it stays of a shared policy: the others’ unused service says nothing', () => {
  const speaking: MatchedFindings = {
    kind: 'matched',
    findings: [{ iam: null }, { iam: ['PassRole'] }].map((services, i) => ({
      finding: {
        kind: 'permissions',
        principal: { arn: `R${i}`, account: '', type: 'role', name: `R${i}` },
        services: unusedOf(services),
        used: [],
      },
      places: [{ file: '', span: { offset: 0, length: 0 } }],
    })),
    why: { says: '', gaps: [] },
    unused: new Map(),
    used: [],
    keepRules: [],
  };
  assert.deepEqual(inEnglish(withheld(speaking, ['iam:PassRole'])), [
    { actions: ['iam:PassRole'], reason: 'not reported unused by R0' },
  ]);
  assert.deepEqual(withheld({ ...speaking, findings: speaking.findings.slice(0, 1) }, ['iam:PassRole']), []);
});

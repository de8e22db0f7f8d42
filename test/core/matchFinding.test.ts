import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { evidenceFor, evidenceOf, matchFinding, readFindings, type FiledFinding } from '../../core/src/index.ts';

interface Given {
  readonly file?: string;
  readonly arn?: string;
  readonly id?: string;
  readonly analyzedAt?: string;
  readonly nextToken?: string;
  readonly findingType?: string;
}

function filed({ file = '/w/findings/f.json', arn, ...fields }: Given): FiledFinding {
  const text = JSON.stringify(
    arn === undefined
      ? [{ serviceNamespace: 's3', actions: ['GetObject'] }]
      : { resource: arn, status: 'ACTIVE', findingType: 'UnusedPermission', findingDetails: [], ...fields },
  );
  const [finding] = readFindings(text).findings;
  assert.ok(finding);
  return { file, finding };
}

const role = (name: string, account = '123456789012'): string => `arn:aws:iam::${account}:role/${name}`;

/** What is said of the policy `/w/<path>`: the file and id of the finding, the ambiguous ARNs, or nothing. */
function match(path: string, ...given: readonly Given[]): unknown {
  const segments = path.split('/');
  const found = matchFinding(segments, ['/w', ...segments.slice(0, -1)].join('/'), given.map(filed));
  if (found.kind === 'matched') {
    const unused = found.unusedRole === undefined ? '' : ` and ${found.unusedRole.id}`;
    return `${found.by}: ${found.finding.finding.id ?? found.finding.file}${unused}`;
  }
  return found.kind === 'ambiguous' ? found.principals.map(({ arn }) => arn) : found.kind;
}

const a = { arn: role('A'), id: 'a' };
const b = { arn: role('B'), id: 'b' };

suite('which finding speaks for a policy', () => {
  const cases: readonly (readonly [what: string, path: string, given: readonly Given[], expected: unknown])[] = [
    ['the stem of the file', 'A.json', [a, b], 'path: a'],
    ['the stem before a second ending', 'A.policy.json', [a, b], 'path: a'],
    ['a name with a dot', 'A.x.json', [{ arn: role('A.x'), id: 'ax' }, b], 'path: ax'],
    ['a folder above', 'roles/A/inline/s3.json', [a, b], 'path: a'],
    ['a principal with a path is named by its last part', 'A.json', [{ arn: role('team/x/A'), id: 'deep' }], 'path: deep'],
    ['a user', 'ci.json', [{ arn: 'arn:aws:iam::123456789012:user/ci', id: 'user' }], 'path: user'],
    ['nobody of that name', 'C.json', [a, b], 'none'],
    ['another letter case is another name', 'a.json', [a], 'none'],
    ['part of a name is another name', 'AB.json', [a, b], 'none'],
    ['two principals by file and folder', 'A/B.json', [a, b], [role('A'), role('B')]],
    ['one name in two accounts', 'A.json', [{ arn: role('A', '999999999999') }, a], [role('A'), role('A', '999999999999')]],
    ['an account folder narrows', '123456789012/A.json', [{ arn: role('A', '999999999999') }, a], 'path: a'],
    [
      'an account folder of neither does not',
      '555555555555/A.json',
      [{ arn: role('A', '999999999999') }, a],
      [role('A'), role('A', '999999999999')],
    ],
    [
      'a role and a user of one name',
      'A.json',
      [a, { arn: 'arn:aws:iam::123456789012:user/A' }],
      [role('A'), 'arn:aws:iam::123456789012:user/A'],
    ],
    [
      'the newest of several for one principal',
      'A.json',
      [
        { ...a, id: 'old', analyzedAt: '2026-01-01T00:00:00Z' },
        { ...a, id: 'new', analyzedAt: '2026-02-01T00:00:00Z' },
        { ...a, id: 'undated' },
      ],
      'path: new',
    ],
    ['a short form in the own folder', 'roles/x.json', [{ file: '/w/roles/findings.json' }], 'folder: /w/roles/findings.json'],
    ['a short form in another folder', 'roles/x.json', [{ file: '/w/findings.json' }], 'none'],
    ['two short forms in the own folder', 'x.json', [{ file: '/w/f1.json' }, { file: '/w/f2.json' }], 'none'],
    ['the path comes before the folder', 'A.json', [{ file: '/w/f1.json' }, a], 'path: a'],
    ['an ambiguous path is not settled by the folder', 'A/B.json', [{ file: '/w/A/f.json' }, a, b], [role('A'), role('B')]],
    [
      'a finding about permissions before a newer one about the role',
      'A.json',
      [{ ...a, id: 'role', findingType: 'UnusedIAMRole', analyzedAt: '2026-03-01T00:00:00Z' }, a],
      'path: a and role',
    ],
    ['only the role', 'A.json', [{ ...a, id: 'role', findingType: 'UnusedIAMRole' }], 'path: role and role'],
    ['no findings', 'A.json', [], 'none'],
  ];
  for (const [what, path, given, expected] of cases) {
    test(what, () => assert.deepEqual(match(path, ...given), expected));
  }
});

suite('what may be said on the word of findings', () => {
  test('an incomplete finding blocks removal, and says why', () => {
    const finding = filed({ ...a, nextToken: 't' });
    assert.deepEqual(evidenceOf({ kind: 'matched', by: 'path', finding }), {
      kind: 'blocked',
      code: 'finding.incomplete',
      reason: 'the finding of A is not whole: it holds a nextToken, so it is one page of several; nothing is removed on its word',
    });
  });

  test('several principals that may be meant block removal, and are named', () => {
    const names = ['A', 'B', 'C', 'D', 'E'].map((name) => ({ arn: role(name) }));
    const evidence = evidenceOf(matchFinding(['A', 'B', 'C', 'D', 'E.json'], '/w/A/B/C/D', names.map(filed)));
    assert.deepEqual(evidence, {
      kind: 'blocked',
      code: 'finding.ambiguous',
      reason: `findings of ${role('A')}, ${role('B')}, ${role('C')} and 2 more may be meant, so none is used`,
    });
  });

  test('of principals given by the caller, all must have a finding', () => {
    const { evidence, missing } = evidenceFor([role('A'), role('C')], [a, b].map(filed));
    assert.deepEqual([evidence.kind, missing], ['none', [role('C')]]);
    const both = evidenceFor([role('A'), role('B')], [a, b].map(filed));
    assert.deepEqual([both.evidence.kind, both.missing], ['speaks', []]);
  });
});

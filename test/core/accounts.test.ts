/** The account that an entry of `accounts` in `.iam-refine.json` gives for files. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { say } from '../../core/src/text/index.ts';
import { a, b, evidence, filed, role, said, type Given, type Setting } from '../support/matching.ts';

suite('the account that `accounts` gives', () => {
  const twin = { arn: role('A', '999999999999'), id: 'twin' };
  const accounts = (...entries: readonly (readonly [files: string, account: string])[]): Setting => ({
    config: { accounts: entries.map(([files, account]) => ({ files, account })) },
  });
  const nines = accounts(['iam/prod/**', '999999999999']);
  const both = [role('A'), role('A', '999999999999')];
  const notThere = (account: string, line: number): string =>
    `none: matched by its path, but the principal is not in account ${account} (.iam-refine.json, line ${line})`;
  const inDocument = (to: readonly object[]): Setting => ({
    ...nines,
    attachment: {
      kind: 'attached',
      to: to.map((one) => ({ type: 'role' as const, name: 'A', ...one })),
      says: say('by the RoleName in the document'),
    },
  });
  const cases: readonly (readonly [
    what: string,
    path: string,
    setting: Setting,
    given: readonly Given[],
    expected: unknown,
  ])[] = [
    ['chooses between accounts', 'iam/prod/A.json', nines, [twin, a], 'twin by its path'],
    ['a file that no glob matches', 'iam/dev/A.json', nines, [twin, a], both],
    ['vetoes a principal of another account', 'iam/prod/A.json', nines, [a], notThere('999999999999', 3)],
    [
      'the first entry that matches applies',
      'iam/prod/A.json',
      accounts(['iam/prod/*', '123456789012'], ['iam/**', '999999999999']),
      [twin, a],
      'a by its path',
    ],
    [
      'the first entry that matches applies, even if it leaves nobody',
      'iam/prod/A.json',
      accounts(['**', '111111111111'], ['iam/**', '999999999999']),
      [twin, a],
      notThere('111111111111', 3),
    ],
    ['makes no match', 'iam/prod/x.json', nines, [twin, a], 'none'],
    ['no match of a short form either', 'iam/prod/x.json', nines, [{ file: '/w/findings.json' }, twin], 'none'],
    [
      'two principals of the account stay two',
      'iam/prod/A/B.json',
      accounts(['**', '123456789012']),
      [a, b],
      [role('A'), role('B')],
    ],
    [
      'a folder that is named with an account must agree',
      'iam/prod/123456789012/A.json',
      nines,
      [twin, a],
      notThere('999999999999', 3),
    ],
    ['and may', 'iam/prod/999999999999/A.json', nines, [twin, a], 'twin by its path'],
    [
      'an archived finding of the account is the reason, not one of another account',
      'iam/prod/A.json',
      nines,
      [{ ...twin, status: 'ARCHIVED' }, a],
      'none: matched to A (by its path), but its finding from 2026-11-01 is ARCHIVED',
    ],
    [
      'an entry of `policies` comes before it',
      'iam/prod/A.json',
      { config: { ...nines.config, policies: [{ files: '**', attachedTo: [a.arn] }] } },
      [twin, a],
      'a by .iam-refine.json, line 9',
    ],
    ['a name in the document', 'iam/prod/x.json', inDocument([{}]), [twin, a], 'twin by the RoleName in the document'],
    [
      'an ARN of another account in the document',
      'iam/prod/x.json',
      inDocument([{ arn: a.arn }]),
      [twin, a],
      notThere('999999999999', 3).replace('by its path', 'by the RoleName in the document'),
    ],
  ];
  for (const [what, path, setting, given, expected] of cases)
    test(what, () => assert.deepEqual(said(evidence(path, given.map(filed), setting)), expected));

  test('a broken file that names a principal of another account does not block', () => {
    const broken = { file: '/w/findings/b.json', reading: readFindings(`{"resource": "${twin.arn}", `) };
    const at = (path: string): unknown =>
      said(evidence(path, [filed(a), broken], accounts(['mine/**', '123456789012'])));
    assert.deepEqual(at('mine/A.json'), 'a by its path');
  });
});

/** Evidence that does not count and still has a say: broken files, namesakes, permission sets, what is too new. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import type { Attachment } from '../../core/src/policy/subject.ts';
import { say } from '../../core/src/text/index.ts';
import type { FiledReading } from '../../core/src/index.ts';
import { inEnglish } from '../support/inEnglish.ts';
import {
  a,
  b,
  evidence,
  filed,
  mayGo,
  report,
  role,
  said,
  unspecified,
  unusedIn,
  matcherOf,
  type Given,
  type Setting,
} from '../support/matching.ts';

suite('policies and principals that are too new for a report', () => {
  const asked = (setting: Setting, files = [report('/w/A.json')]): unknown => {
    const found = evidence('A.json', files, setting);
    return found.kind === 'matched' ? inEnglish(found.tooNew) : found;
  };
  const roleOf = (day: string): Attachment => ({
    kind: 'attached',
    to: [{ type: 'role', name: 'A', createdAt: Date.parse(day) }],
    says: say('by the document'),
  });
  const tooNew = (what: string): string =>
    `the last-accessed report for its principal is from 2026-11-01, but ${what}: too new to tell what is unused`;

  test('a policy that was changed less than 30 days before it', () => {
    assert.equal(asked({ updatedAt: '2026-10-02T00:00:00Z' }), undefined);
    assert.equal(
      asked({ updatedAt: '2026-10-02T00:00:01Z' }),
      tooNew('the policy was created or changed on 2026-10-02'),
    );
    assert.equal(
      asked({ updatedAt: '2026-11-20T00:00:00Z' }),
      tooNew('the policy was created or changed on 2026-11-20'),
    );
  });
  test('a role that was created then', () => {
    assert.equal(asked({ attachment: roleOf('2026-10-02T00:00:00Z') }), undefined);
    assert.equal(asked({ attachment: roleOf('2026-10-03T00:00:00Z') }), tooNew('A was created on 2026-10-03'));
  });
  test('nothing is said of times that are not known, nor of other evidence', () => {
    assert.equal(asked({}), undefined);
    assert.equal(asked({ updatedAt: '2026-10-31T00:00:00Z' }, [filed(a)]), undefined);
    const attachment: Attachment = {
      kind: 'attached',
      to: [{ type: 'role', name: 'A' }],
      says: say('by the document'),
    };
    assert.equal(
      asked({ attachment, updatedAt: '2026-10-31T00:00:00Z' }, [report('/w/A.json', 'some day')]),
      undefined,
    );
  });
});

/** A findings file that is cut off: all that is known of it is whom it names. */
function broken(given: Given): FiledReading {
  const text = JSON.stringify({ resource: given.arn, id: given.id, findingType: 'UnusedPermission' });
  return { file: '/w/findings/broken.json', reading: readFindings(text.slice(0, -1)) };
}

const cannotBeRead = (name: string): string =>
  `finding.unreadable: broken.json names ${name} but cannot be read (close brace expected)`;

suite('a principal that only a broken file names', () => {
  const toA: Attachment = { kind: 'attached', to: [{ type: 'role', name: 'A' }], says: say('by the document') };
  const cases: readonly (readonly [
    what: string,
    path: string,
    files: readonly FiledReading[],
    attachment: Attachment,
  ])[] = [
    ['is not the principal of the folder above', 'B/A.json', [filed(b)], unspecified],
    ['as a folder, is not that of another folder', 'B/A/x.json', [filed(b)], unspecified],
    ['has no other finding by its folder', 'A.json', [filed({ file: '/w/f.json' })], unspecified],
    ['has no report by the name of its file', 'A.json', [report('/w/A.json')], unspecified],
    ['nor where the document names it', 'x.json', [report('/w/A.json')], toA],
    [
      'may be the one that is meant, and not its namesake',
      'A.json',
      [filed({ arn: role('A', '999999999999'), id: 'twin' })],
      unspecified,
    ],
    [
      'nor where the document names it without an account',
      'x.json',
      [filed({ arn: role('A', '999999999999'), id: 'twin' })],
      toA,
    ],
  ];
  for (const [what, path, files, attachment] of cases)
    test(what, () => assert.equal(said(evidence(path, [...files, broken(a)], { attachment })), cannotBeRead('A')));

  test('is not meant by a folder that is named with the account of its namesake', () =>
    assert.equal(
      said(evidence('999999999999/A.json', [filed({ arn: role('A', '999999999999'), id: 'twin' }), broken(a)])),
      'twin by its path',
    ));
  test('nor by a user of its name', () => {
    const attachment: Attachment = {
      kind: 'attached',
      to: [{ type: 'user', name: 'A' }],
      says: say('by the document'),
    };
    const user = { arn: 'arn:aws:iam::123456789012:user/A', id: 'user' };
    assert.equal(said(evidence('x.json', [filed(user), broken(a)], { attachment })), 'user by the document');
  });
});

suite('a namesake whose finding does not count', () => {
  const twin = { arn: role('A', '999999999999'), id: 'twin', status: 'RESOLVED' };
  const both = [role('A'), role('A', '999999999999')];
  const named: Attachment = { kind: 'attached', to: [{ type: 'role', name: 'A' }], says: say('by the document') };
  test('may be meant by the name of the file', () =>
    assert.deepEqual(said(evidence('A.json', [a, twin].map(filed))), both));
  test('or by a name in the document', () =>
    assert.deepEqual(said(evidence('x.json', [a, twin].map(filed), { attachment: named })), both));
  test('a folder named with the account chooses', () =>
    assert.equal(said(evidence('123456789012/A.json', [a, twin].map(filed))), 'a by its path'));
  test('a folder of its name above does not mean it', () =>
    assert.equal(said(evidence('A/B.json', [b, { ...twin, arn: role('A') }].map(filed))), 'b by its path'));
});

suite('the roles of a permission set', () => {
  const roleIn = (account: string): string =>
    role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef', account);
  const [one, other] = [roleIn('111111111111'), roleIn('222222222222')];
  const first = filed({ arn: one, id: 'one', findingDetails: [unusedIn('s3', 'GetObject', 'PutObject')] });
  const second: Given = { arn: other, id: 'two', findingDetails: [unusedIn('s3', 'PutObject')] };
  const attachment: Attachment = {
    kind: 'attached',
    to: [{ type: 'permission-set', name: 'Dev' }],
    says: say('by the document'),
  };
  const nameOfRole = 'AWSReservedSSO_Dev_0123456789abcdef';
  const resolved = (why: string): string =>
    `finding.incomplete: shared policy (${why}): there is no usable finding for ${nameOfRole} (222222222222) (its finding from 2026-11-01 is RESOLVED), so nothing is removed`;

  test('all count', () =>
    assert.deepEqual(mayGo(evidence('x.json', [first, filed(second)], { attachment })), { s3: ['PutObject'] }));
  test('also one whose finding was resolved', () => {
    const files = [first, filed({ ...second, status: 'RESOLVED' })];
    assert.equal(said(evidence('x.json', files, { attachment })), resolved('by the document'));
    assert.equal(said(evidence('Dev.json', files)), resolved('by its path, as the permission set Dev'));
  });
  test('and one that a broken file names', () => {
    assert.equal(said(evidence('x.json', [first, broken(second)], { attachment })), cannotBeRead(nameOfRole));
    assert.equal(said(evidence('Dev.json', [first, broken(second)])), cannotBeRead(nameOfRole));
  });
  test('whoever names one of them names all', () => {
    const config = { policies: [{ files: 'x.json', attachedTo: [one] }] };
    assert.deepEqual(mayGo(evidence('x.json', [first, filed(second)], { attachment, config })), { s3: ['PutObject'] });
    const claimed = matcherOf([first, filed(second)], {}).ofClaim(
      { principals: [{ arn: one, name: nameOfRole }], why: say('') },
      { attachment },
      { segments: ['x.json'], folder: '/w' },
    );
    assert.deepEqual(mayGo(claimed), { s3: ['PutObject'] });
  });
});

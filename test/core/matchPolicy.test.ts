import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Attachment } from '../../core/src/policy/subject.ts';
import { inWords, say } from '../../core/src/text/index.ts';
import type { FindingMatch } from '../../core/src/index.ts';
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
import { builtIn } from '../support/samples.ts';

type Case = readonly [what: string, path: string, given: readonly Given[], expected: unknown];

suite('the path', () => {
  const cases: readonly Case[] = [
    ['the stem of the file', 'A.json', [a, b], 'a by its path'],
    ['the stem before a second ending', 'A.policy.json', [a, b], 'a by its path'],
    ['a name with a dot', 'A.x.json', [{ arn: role('A.x'), id: 'ax' }, b], 'ax by its path'],
    ['a folder above', 'roles/A/inline/s3.json', [a, b], 'a by its path'],
    [
      'a principal with a path is named by its last part',
      'A.json',
      [{ arn: role('team/x/A'), id: 'deep' }],
      'deep by its path',
    ],
    ['a user', 'ci.json', [{ arn: 'arn:aws:iam::123456789012:user/ci', id: 'user' }], 'user by its path'],
    ['nobody of that name', 'C.json', [a, b], 'none'],
    ['another letter case is another name', 'a.json', [a], 'none'],
    ['part of a name is another name', 'AB.json', [a, b], 'none'],
    ['two principals by file and folder', 'A/B.json', [a, b], [role('A'), role('B')]],
    [
      'one name in two accounts',
      'A.json',
      [{ arn: role('A', '999999999999') }, a],
      [role('A'), role('A', '999999999999')],
    ],
    [
      'a folder named with the account',
      '123456789012/A.json',
      [{ arn: role('A', '999999999999') }, a],
      'a by its path',
    ],
    [
      'a folder named with another account vetoes',
      '111111111111/A.json',
      [a],
      'none: matched by its path, but the principal is not in the account that the folder is named after (111111111111)',
    ],
    [
      'a role and a user of one name',
      'A.json',
      [a, { arn: 'arn:aws:iam::123456789012:user/A' }],
      [role('A'), 'arn:aws:iam::123456789012:user/A'],
    ],
    ['no findings', 'A.json', [], 'none'],
  ];
  for (const [what, path, given, expected] of cases)
    test(what, () => assert.deepEqual(said(evidence(path, given.map(filed))), expected));

  test('a report that does not say whose it is, by the name of its file', () => {
    assert.equal(
      said(evidence('A.json', [report('/w/reports/A.last-accessed.json')])),
      '2026-11-01T00:00:00Z by the file name of the report',
    );
    assert.deepEqual(said(evidence('A.json', [report('/w/A.1.json'), report('/w/A.2.json')])), 'none');
    assert.deepEqual(said(evidence('A.json', [report('/w/x/B.json')])), 'none');
    assert.equal(
      said(evidence('A.json', [report('/w/x/B.json')], { declared: role('A') })),
      '2026-11-01T00:00:00Z by its path',
    );
  });
});

suite('the folder', () => {
  const cases: readonly Case[] = [
    [
      'a short form in the own folder',
      'roles/x.json',
      [{ file: '/w/roles/findings.json' }],
      '/w/roles/findings.json by its folder',
    ],
    ['a short form in another folder', 'roles/x.json', [{ file: '/w/findings.json' }], 'none'],
    ['two short forms in the own folder', 'x.json', [{ file: '/w/f1.json' }, { file: '/w/f2.json' }], 'none'],
    ['the path comes before the folder', 'A.json', [{ file: '/w/f1.json' }, a], 'a by its path'],
    [
      'an ambiguous path is not settled by the folder',
      'A/B.json',
      [{ file: '/w/A/f.json' }, a, b],
      [role('A'), role('B')],
    ],
  ];
  for (const [what, path, given, expected] of cases)
    test(what, () => assert.deepEqual(said(evidence(path, given.map(filed))), expected));
});

suite('which of several findings of one principal counts', () => {
  const at = (day: string, fields: Given): Given => ({ ...a, analyzedAt: `2026-11-${day}T00:00:00Z`, ...fields });
  const cases: readonly (readonly [what: string, given: readonly Given[], expected: unknown])[] = [
    ['the newest analysis of one finding', [at('01', {}), at('03', {}), at('02', {})], 'a by its path'],
    [
      'findings of different ids are different counting, the newest first',
      [at('01', { id: 'old' }), at('03', { id: 'new' }), at('02', { id: 'middle' })],
      'new and middle and old by its path',
    ],
    [
      'one that was archived does not count, and is the reason',
      [at('01', {}), at('02', { status: 'ARCHIVED' })],
      'none: its finding from 2026-11-02 is ARCHIVED',
    ],
    [
      'one that was resolved does not count, and another of the principal does',
      [at('01', {}), at('02', { status: 'RESOLVED' }), at('01', { id: 'other' })],
      'other by its path',
    ],
    [
      'one that was archived by its last update',
      [at('02', {}), at('02', { status: 'ARCHIVED', updatedAt: '2026-11-03T00:00:00Z' })],
      'none: its finding from 2026-11-03 is ARCHIVED',
    ],
    ['one that was archived and is active again', [at('03', {}), at('02', { status: 'ARCHIVED' })], 'a by its path'],
    [
      'about permissions before a newer one about the role',
      [at('01', {}), at('03', { id: 'role', findingType: 'UnusedIAMRole' })],
      'a by its path; role: role',
    ],
    ['only the role', [at('01', { id: 'role', findingType: 'UnusedIAMRole' })], 'role by its path; role: role'],
  ];
  for (const [what, given, expected] of cases)
    test(what, () => assert.deepEqual(said(evidence('A.json', given.map(filed))), expected));

  test('the pieces of one finding are put together, also from several files; without the last one they are not whole', () => {
    const piece = (file: string, action: string, fields: Given = {}): Given => ({
      ...a,
      file,
      findingDetails: [unusedIn('s3', action)],
      ...fields,
    });
    const first = piece('/w/p1.json', 'GetObject', { nextToken: 't1' });
    const second = piece('/w/p2.json', 'PutObject', { nextToken: 't2' });
    const last = piece('/w/p3.json', 'DeleteObject');
    const whole = evidence('A.json', [first, second, last].map(filed));
    assert.ok(whole.kind === 'matched');
    assert.deepEqual([...(whole.unused.get('s3')?.actions?.values() ?? [])].toSorted(), [
      'DeleteObject',
      'GetObject',
      'PutObject',
    ]);
    assert.deepEqual(
      whole.findings[0]?.places.map(({ file }) => file),
      ['/w/p1.json', '/w/p2.json', '/w/p3.json'],
    );
    assert.equal(
      said(evidence('A.json', [first, second].map(filed))),
      'finding.incomplete: the finding for A is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed',
    );
  });

  test('pieces of another analysis are not pieces of it', () => {
    const old = { ...a, analyzedAt: '2026-10-01T00:00:00Z' };
    assert.match(
      String(said(evidence('A.json', [filed(old), filed({ ...a, nextToken: 't' })]))),
      /^finding\.incomplete/,
    );
  });
});

suite('.iam-refine.json', () => {
  const to = (...names: string[]): string[] => names.map((name) => role(name));
  const mapping = (files: string, ...names: string[]): object => ({ policies: [{ files, attachedTo: to(...names) }] });
  const cases: readonly (readonly [what: string, path: string, config: object, expected: unknown])[] = [
    ['names the principal', 'x/y.json', mapping('x/*.json', 'A'), 'a by .iam-refine.json, line 3'],
    ['comes before the path', 'A.json', mapping('*.json', 'B'), 'b by .iam-refine.json, line 3'],
    ['that does not name the file says nothing', 'A.json', mapping('x/*.json', 'B'), 'a by its path'],
    [
      'the first entry that matches counts',
      'x.json',
      {
        policies: [
          { files: 'x.json', attachedTo: to('A') },
          { files: '*', attachedTo: to('B') },
        ],
      },
      'a by .iam-refine.json, line 3',
    ],
    ['names several: all speak', 'x.json', mapping('x.json', 'A', 'B'), 'a and b by .iam-refine.json, line 3'],
    [
      'names somebody without a finding: nothing is removed, and who it is is said',
      'x.json',
      mapping('x.json', 'A', 'C', 'D'),
      'finding.incomplete: shared policy (by .iam-refine.json, line 3): C, D have no finding, so nothing is removed',
    ],
    [
      'names only somebody without a finding: no other way is tried',
      'A.json',
      mapping('A.json', 'C'),
      'none: matched to C (by .iam-refine.json, line 3), but there is no finding for C',
    ],
  ];
  for (const [what, path, config, expected] of cases)
    test(what, () => assert.deepEqual(said(evidence(path, [a, b].map(filed), { config })), expected));

  test('of a shared policy, only what all leave unused may go', () => {
    const files = [
      filed({ ...a, findingDetails: [unusedIn('s3', 'GetObject', 'PutObject'), unusedIn('sqs', 'SendMessage')] }),
      filed({ ...b, findingDetails: [unusedIn('s3', 'PutObject', 'DeleteObject')] }),
    ];
    const shared = evidence('x.json', files, { config: mapping('x.json', 'A', 'B') });
    assert.deepEqual(mayGo(shared), { s3: ['PutObject'] });
  });

  test('a report named after one of those it is attached to is that one’s', () => {
    assert.equal(
      said(evidence('x.json', [report('/w/A.json')], { config: mapping('x.json', 'A') })),
      '2026-11-01T00:00:00Z by .iam-refine.json, line 3',
    );
  });
});

test('a path may hold any sign', () => {
  const odd = { arn: role('x|0/A'), id: 'odd', findingDetails: [unusedIn('s3', 'GetObject', 'PutObject')] };
  const config = { keep: [{ actions: ['s3:Put*'], principals: [odd.arn], reason: 'audit' }] };
  assert.deepEqual(mayGo(evidence('A.json', [filed(odd)], { config })), { s3: ['GetObject'] });
});

suite('keep', () => {
  const file = filed({
    ...a,
    findingDetails: [unusedIn('s3', 'GetBucketAcl', 'GetObject', 'PutObject'), unusedIn('sqs')],
  });
  const keep = (fields: object): Setting => ({ config: { keep: [{ reason: 'audit', ...fields }] } });
  const all = { s3: ['GetBucketAcl', 'GetObject', 'PutObject'], sqs: '*' };
  const cases: readonly (readonly [what: string, entry: object, expected: unknown])[] = [
    ['an action', { actions: ['s3:GetObject'] }, { s3: ['GetBucketAcl', 'PutObject'], sqs: '*' }],
    ['a wildcard, letter case aside', { actions: ['S3:get*'] }, { s3: ['PutObject'], sqs: '*' }],
    ['everything of a service', { actions: ['s3:*'] }, { sqs: '*' }],
    ['everything', { actions: ['*'] }, {}],
    ['for the principal', { actions: ['s3:*'], principals: [role('A')] }, { sqs: '*' }],
    ['for another principal', { actions: ['s3:*'], principals: [role('B')] }, all],
    ['until today', { actions: ['s3:*'], until: '2026-11-24' }, { sqs: '*' }],
    ['until yesterday: it keeps nothing any more', { actions: ['s3:*'], until: '2026-11-23' }, all],
  ];
  for (const [what, entry, expected] of cases)
    test(what, () => assert.deepEqual(mayGo(evidence('A.json', [file], keep(entry))), expected));

  test('of a service that is unused as a whole, the other known actions stay unused', () => {
    const found = evidence('A.json', [file], keep({ actions: ['sqs:Send*'] }));
    assert.ok(found.kind === 'matched');
    const names = [...(found.unused.get('sqs')?.actions?.values() ?? [])];
    assert.deepEqual(
      [names.includes('ReceiveMessage'), names.includes('SendMessage'), names.length],
      [true, false, (builtIn.service('sqs')?.names.length ?? 0) - 1],
    );
  });
});

suite('what the document says of itself', () => {
  const attached = (...to: readonly { name: string; arn?: string; type?: 'role' | 'user' }[]): Setting => ({
    attachment: {
      kind: 'attached',
      to: to.map((one) => ({ type: 'role', ...one })),
      says: say('by the RoleName in the document'),
    },
  });
  const twin = { arn: role('A', '999999999999'), id: 'twin' };
  const cases: readonly (readonly [
    what: string,
    path: string,
    setting: Setting,
    given: readonly Given[],
    expected: unknown,
  ])[] = [
    ['a name', 'x.json', attached({ name: 'A' }), [a, b], 'a by the RoleName in the document'],
    ['comes before the path', 'B.json', attached({ name: 'A' }), [a, b], 'a by the RoleName in the document'],
    [
      'an ARN chooses between accounts',
      'x.json',
      attached({ name: 'A', arn: a.arn }),
      [twin, a],
      'a by the RoleName in the document',
    ],
    ['a name in two accounts', 'x.json', attached({ name: 'A' }), [twin, a], [role('A'), role('A', '999999999999')]],
    [
      'a folder named with the account chooses',
      '999999999999/x.json',
      attached({ name: 'A' }),
      [twin, a],
      'twin by the RoleName in the document',
    ],
    [
      'a user is not a role of that name',
      'x.json',
      attached({ name: 'A', type: 'user' }),
      [a],
      'none: matched to A (by the RoleName in the document), but there is no finding for A',
    ],
    [
      'several: all speak',
      'x.json',
      attached({ name: 'A' }, { name: 'B' }),
      [a, b],
      'a and b by the RoleName in the document',
    ],
    [
      'several, one without a finding',
      'x.json',
      attached({ name: 'A' }, { name: 'C' }),
      [a],
      'finding.incomplete: shared policy (by the RoleName in the document): C has no finding, so nothing is removed',
    ],
    [
      'that it is somebody’s, and not whose: no other way guesses',
      'A.json',
      { attachment: { kind: 'unclear', reason: say('it is from a group'), named: [] } },
      [a],
      'none: it is from a group',
    ],
  ];
  for (const [what, path, setting, given, expected] of cases)
    test(what, () => assert.deepEqual(said(evidence(path, given.map(filed), setting)), expected));
});

suite('stale findings', () => {
  const stale = (setting: Setting, given: Given = {}): unknown => {
    const found = evidence('A.json', [filed({ ...a, ...given })], setting);
    return found.kind === 'matched' ? inEnglish(found.stale) : found;
  };

  test('a finding of 90 days is not old, one of 91 is', () => {
    assert.equal(stale({ now: '2027-01-30T23:00:00Z' }), undefined);
    assert.equal(stale({ now: '2027-01-31T00:00:00Z' }), 'the finding for A is from 2026-11-01, 91 days old');
  });

  test('a policy that was changed after the finding', () => {
    assert.equal(stale({ updatedAt: '2026-10-31T00:00:00Z' }), undefined);
    assert.equal(
      stale({ updatedAt: '2026-11-02T00:00:00Z' }),
      'the finding for A is from 2026-11-01, but the policy was changed later, on 2026-11-02',
    );
  });

  test('one without a date, as the short form, is never stale', () => {
    const found = evidence('x.json', [filed({ file: '/w/f.json' })], {
      now: '2036-01-01T00:00:00Z',
      updatedAt: '2030-01-01T00:00:00Z',
    });
    assert.deepEqual([found.kind, found.kind === 'matched' && found.stale], ['matched', undefined]);
  });
});

suite('several principals that may be meant', () => {
  test('block removal, and three of them are named', () => {
    const names = ['A', 'B', 'C', 'D', 'E'].map((name) => filed({ arn: role(name) }));
    const found = evidence('A/B/C/D/E.json', names);
    assert.ok(found.kind === 'blocked');
    assert.deepEqual(
      [found.code, inWords(found.reason), found.candidates?.length],
      [
        'finding.ambiguous',
        `several principals match (${role('A')}, ${role('B')}, ${role('C')} and 2 more): choose one`,
        5,
      ],
    );
  });
});

suite('policies of the principals that the caller names', () => {
  const file = { segments: ['x.json'], folder: '/w' };
  const ask = (...names: string[]): unknown => {
    const principals = names.map((name) => ({ arn: role(name), name }));
    return said(
      matcherOf([a, b].map(filed), {}).ofClaim(
        { principals, why: say('by the principals given') },
        { attachment: unspecified },
        file,
      ),
    );
  };

  test('all must have a finding', () => {
    assert.equal(ask('A', 'B'), 'a and b by the principals given');
    assert.match(
      String(ask('A', 'C')),
      /^finding\.incomplete: shared policy \(by the principals given\): C has no finding/,
    );
    assert.equal(ask('C'), 'none: matched to C (by the principals given), but there is no finding for C');
  });

  const askFor = (name: string, attachment: Attachment): unknown =>
    said(
      matcherOf([a, b].map(filed), {}).ofClaim(
        { principals: [{ arn: role(name), name }], why: say('by the principals given') },
        { attachment },
        file,
      ),
    );
  const somebody = (
    name: string,
    type: 'role' | 'user' = 'role',
  ): { readonly type: 'role' | 'user'; readonly name: string } => ({
    type,
    name,
  });

  test('complete what a document leaves open; they are none that it gives other policies to, nor do they leave out whom it names', () => {
    const open: Attachment = { kind: 'unclear', reason: say('a name is computed'), named: [] };
    const among: Attachment = { ...open, others: [somebody('B'), somebody('A', 'user')] };
    assert.equal(askFor('A', open), 'a by the principals given');
    assert.equal(askFor('A', among), 'a by the principals given');
    assert.equal(
      askFor('B', among),
      'finding.ambiguous: matched to B (by the principals given), but in the document it belongs to another principal, so nothing is removed',
    );
    const named: Attachment = { ...open, named: [somebody('A')], others: [somebody('A'), somebody('B')] };
    assert.equal(askFor('A', named), 'a by the principals given');
    assert.equal(
      askFor('B', named),
      'finding.ambiguous: matched to B (by the principals given), but in the document it belongs to A, so nothing is removed',
    );
  });

  test('the same principals leave the same object unused, so that engines share it', () => {
    const matcher = matcherOf([a, b].map(filed), {});
    const once = (): FindingMatch =>
      matcher.ofClaim({ principals: [{ arn: role('A'), name: 'A' }], why: say('') }, { attachment: unspecified }, file);
    const [first, second] = [once(), once()];
    assert.ok(first.kind === 'matched' && second.kind === 'matched');
    assert.equal(first.unused, second.unused);
  });
});

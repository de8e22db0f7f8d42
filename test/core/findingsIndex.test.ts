/** What is known of a principal by all findings files together: what counts, what does not, and what blocks. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { intersectUnused } from '../../core/src/findings/combineUnused.ts';
import type { PrincipalFindings } from '../../core/src/matching/filedFindings.ts';
import { createFindingsIndex, type FiledReading, type FindingsIndex } from '../../core/src/index.ts';
import { say } from '../../core/src/text/index.ts';
import { inEnglish } from '../support/inEnglish.ts';

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const unused = (serviceNamespace: string, ...actions: string[]): object => ({
  unusedPermissionDetails: { serviceNamespace, actions },
});

/** A finding of A that the action `s3:Get` is unused. */
const found = (fields: object = {}): object => ({
  id: 'a',
  resource: role('A'),
  status: 'ACTIVE',
  findingType: 'UnusedPermission',
  analyzedAt: '2026-11-01T00:00:00Z',
  findingDetails: [unused('s3', 'Get')],
  ...fields,
});

/** A report of A: of s3 Put is used, and Get is not. */
const report = (fields: object = {}): object => ({
  JobStatus: 'COMPLETED',
  JobCreationDate: '2026-11-10T00:00:00Z',
  ServicesLastAccessed: [
    {
      ServiceNamespace: 's3',
      LastAuthenticated: '2026-11-09T00:00:00Z',
      LastAuthenticatedEntity: role('A'),
      TrackedActionsLastAccessed: [
        { ActionName: 'Get' },
        { ActionName: 'Put', LastAccessedTime: '2026-11-09T00:00:00Z' },
      ],
    },
  ],
  ...fields,
});

const filed = (value: unknown, file: string): FiledReading => ({
  file,
  reading: readFindings(typeof value === 'string' ? value : JSON.stringify(value)),
});
const unreadable = (file: string): FiledReading => ({
  file,
  reading: readFindings(''),
  unreadableText: say('permission denied'),
});
const now = Date.parse('2026-11-24T12:00:00Z');
const createIndex = (files: readonly FiledReading[]): FindingsIndex => createFindingsIndex(files, now);
/** The index of files `/w/1.json`, `/w/2.json` … */
const indexOf = (...values: readonly unknown[]): FindingsIndex =>
  createIndex(values.map((value, i) => filed(value, `/w/${i + 1}.json`)));

/** Each finding that counts, with where it stands and what it leaves unused, the newest first; and the finding about the role. */
function shownAs({ counting, unusedRole }: PrincipalFindings): unknown {
  const rows = counting.map(({ finding: { kind, id, services, incomplete }, places }) => {
    const names = [...services.values()].flatMap(({ service, actions }) =>
      [...(actions?.values() ?? ['*'])].map((name) => `${service}:${name}`),
    );
    const where = places.map(({ file }) => file.slice('/w/'.length, -'.json'.length)).join('+');
    return `${where} ${kind} ${id}: ${incomplete === undefined ? names.toSorted().join(' ') : String(inEnglish(incomplete))}`;
  });
  return unusedRole === undefined ? rows : [...rows, `role: ${unusedRole.id}`];
}

suite('what counts for a principal', () => {
  const day = (n: number): object => ({ analyzedAt: `2026-11-0${n}T00:00:00Z` });
  const put = { findingDetails: [unused('s3', 'Put')] };
  const roleFinding = { findingType: 'UnusedIAMRole', findingDetails: [{ unusedIamRoleDetails: {} }] };
  const cases: readonly (readonly [what: string, given: readonly unknown[], expected: readonly string[]])[] = [
    ['nothing', [], []],
    ['one finding', [found()], ['1 permissions a: s3:Get']],
    [
      'of one finding the newest copy',
      [found(day(1)), found({ ...day(3), ...put }), found(day(2))],
      ['2 permissions a: s3:Put'],
    ],
    [
      'findings of two ids',
      [found(), found({ id: 'b', ...day(2), ...put })],
      ['2 permissions b: s3:Put', '1 permissions a: s3:Get'],
    ],
    [
      'findings without an id',
      [found({ id: null }), found({ id: null })],
      ['1 permissions undefined: s3:Get', '2 permissions undefined: s3:Get'],
    ],
    ['the same copy twice counts once', [found(), found()], ['1+2 permissions a: s3:Get']],
    [
      'copies of one analysis that say different things',
      [found(), found(put), found()],
      ['1+3 permissions a: s3:Get', '2 permissions a: s3:Put'],
    ],
    [
      'a copy that does not say when it was created may be the newest',
      [found(day(2)), found({ analyzedAt: 'yesterday', ...put })],
      ['1 permissions a: s3:Get', '2 permissions a: s3:Put'],
    ],
    [
      'a finding and a report',
      [found(), report()],
      ['2 report 2026-11-10T00:00:00Z: s3:Get', '1 permissions a: s3:Get'],
    ],
    [
      'reports of two jobs',
      [report(), report({ JobCreationDate: '2026-11-12T00:00:00Z' })],
      ['2 report 2026-11-12T00:00:00Z: s3:Get', '1 report 2026-11-10T00:00:00Z: s3:Get'],
    ],
    [
      'of one job the report that is done',
      [report({ JobStatus: 'IN_PROGRESS' }), report({ JobCompletionDate: '2026-11-10T00:01:00Z' })],
      ['2 report 2026-11-10T00:00:00Z: s3:Get'],
    ],
    [
      'the pieces of one finding count as one',
      [found({ nextToken: 't' }), found(put)],
      ['1+2 permissions a: s3:Get s3:Put'],
    ],
    [
      'without the last piece it is not whole',
      [found({ nextToken: 't' })],
      ['1 permissions a: it contains a nextToken, so it is one page of several'],
    ],
    [
      'a copy that cannot be understood counts, whether it is newer or may be',
      [found(), found({ analyzedAt: null, findingDetails: 'x' })],
      ['1 permissions a: s3:Get', '2 permissions a: findingDetails is not a list'],
    ],
    [
      'one that is older does not',
      [found(day(2)), found({ ...day(1), findingDetails: 'x' })],
      ['1 permissions a: s3:Get'],
    ],
    [
      'the role alone',
      [found({ id: 'r', ...roleFinding }), found({ id: 'old', ...roleFinding, analyzedAt: null })],
      ['1 role r: ', 'role: r'],
    ],
    [
      'the role beside permissions',
      [found({ id: 'r', ...roleFinding, ...day(3) }), found()],
      ['2 permissions a: s3:Get', 'role: r'],
    ],
    ['one that is archived does not', [found(), found({ status: 'ARCHIVED', ...day(2) })], []],
    ['archived, and nobody says when', [found(), found({ status: 'ARCHIVED', analyzedAt: 'yesterday' })], []],
    [
      'archived, in a list without details',
      [found(), { findings: [found({ status: 'ARCHIVED', ...day(2), findingDetails: undefined })] }],
      [],
    ],
    ['archived, and active again', [found({ status: 'ARCHIVED' }), found(day(2))], ['2 permissions a: s3:Get']],
  ];
  for (const [what, given, expected] of cases)
    test(what, () => assert.deepEqual(shownAs(indexOf(...given).of(role('A'))), expected));

  test('only what all counting leave unused is unused, and all that they name is known', () => {
    const { counting } = indexOf(found({ findingDetails: [unused('s3', 'Get', 'Put'), unused('sqs')] }), report()).of(
      role('A'),
    );
    const common = intersectUnused(counting.map(({ finding }) => finding.services));
    const plain = [...common.values()].map(({ service, actions, notUnused }) => [
      service,
      actions && [...actions.values()],
      [...new Set(notUnused)],
    ]);
    assert.deepEqual(plain, [['s3', ['Get'], ['Put']]]);
  });

  test('the pieces of a report keep what any of them shows as used', () => {
    const pages = ['Put', 'List'].map((name, i) =>
      report({
        IsTruncated: i === 0,
        ServicesLastAccessed: [
          {
            ServiceNamespace: 's3',
            LastAuthenticatedEntity: role('A'),
            TrackedActionsLastAccessed: ['Put', 'List', 'Get'].map((ActionName) => ({
              ActionName,
              LastAccessedTime: ActionName === name ? '2026-11-09' : null,
            })),
          },
        ],
      }),
    );
    const [only, ...others] = indexOf(...pages).of(role('A')).counting;
    const { used = [], services } = only?.finding ?? {};
    const { actions, notUnused } = services?.get('s3') ?? {};
    assert.deepEqual(
      [others, used, [...(actions?.values() ?? [])], notUnused],
      [[], ['s3:Put', 's3:List'], ['Get'], ['Put', 'List']],
    );
  });
});

suite('what is known and does not count', () => {
  const asides = (index: FindingsIndex, name = 'A'): unknown =>
    index.setAside(name).map(({ kind, reason, file }) => `${file} ${kind}: ${String(inEnglish(reason))}`);

  test('is told by the name of the principal', () => {
    const index = indexOf(
      found({ status: 'ARCHIVED' }),
      found({ id: 'b', error: 'ACCESS_DENIED' }),
      found({ id: 'c', findingType: 'ExternalAccess' }),
      found({ id: 'd', status: null }),
      found({ id: 'e', resource: role('B'), status: 'RESOLVED' }),
    );
    assert.deepEqual(asides(index), [
      '/w/1.json closed: its finding from 2026-11-01 is ARCHIVED',
      '/w/2.json failed: its finding reports an error (ACCESS_DENIED)',
      '/w/3.json other-type: the principal has an external access finding',
      '/w/4.json unreadable: its finding cannot be read: it has no status',
    ]);
    assert.deepEqual(asides(index, 'B'), ['/w/5.json closed: its finding from 2026-11-01 is RESOLVED']);
    assert.deepEqual(asides(index, 'C'), []);
  });

  test('is not an archived copy of a finding that is active again', () =>
    assert.deepEqual(
      asides(indexOf(found({ status: 'ARCHIVED' }), found({ analyzedAt: '2026-11-02T00:00:00Z' }))),
      [],
    ));

  test('of files of which nothing can be used, what they hold is told', () => {
    const index = createIndex([
      ...[
        '{"x": 1}',
        found({ findingType: 'ExternalAccess' }),
        found(),
        '[',
        { findings: [{ ...found(), findingDetails: null }] },
      ].map((value, i) => filed(value, `/w/${i + 1}.json`)),
      unreadable('/w/6.json'),
    ]);
    assert.deepEqual(
      index.otherContent.map(({ file, what }) => `${file} contains ${String(inEnglish(what))}`),
      [
        '/w/1.json contains no finding in a known format',
        '/w/2.json contains an external access finding',
        '/w/4.json contains text that is not valid JSON (close bracket expected)',
        '/w/5.json contains findings that do not name the actions',
        '/w/6.json contains text that cannot be read (permission denied)',
      ],
    );
  });
});

suite('whom broken files block', () => {
  const blocked = (index: FindingsIndex, ...names: readonly string[]): unknown =>
    names.map((name) => inEnglish(index.blockedFor(role(name))) ?? null);
  const evidence = (name: string): string => readFileSync(`test/fixtures/evidence/${name}.finding.json`, 'utf8');

  test('who is named in one, by the ARN', () => {
    const index = indexOf(found(), found({ id: 'b', resource: role('B') }), `{"resource": "${role('A')}"`);
    assert.deepEqual(blocked(index, 'A', 'B', 'C'), [
      '3.json names A but cannot be read (close brace expected)',
      null,
      null,
    ]);
  });

  test('by the id of a finding, active or not', () => {
    const closed = found({ id: 'b', resource: role('B'), status: 'ARCHIVED' });
    assert.deepEqual(blocked(indexOf(found(), closed, '{"id": "a", "Id": "b"'), 'A', 'B', 'C'), [
      '3.json names A but cannot be read (close brace expected)',
      '3.json names B but cannot be read (close brace expected)',
      null,
    ]);
  });

  test('the newer, archived copy is cut off: the older one does not count alone', () => {
    const index = createIndex([filed(evidence('newer.1'), '/w/1.json'), filed(evidence('newer.2'), '/w/2.json')]);
    assert.deepEqual(blocked(index, 'MyRole', 'Other'), [
      '2.json names MyRole but cannot be read (close brace expected)',
      null,
    ]);
  });

  test('one that names nobody blocks nothing', () =>
    assert.deepEqual(blocked(indexOf(found(), '{"x": ['), 'A'), [null]));

  test('one of which the configuration says whose it is blocks that one', () => {
    const index = createFindingsIndex([filed('{"x": [', 'file:///w/r%20s.json')], now, () => role('A'));
    assert.deepEqual(blocked(index, 'A', 'B'), [
      'r s.json is about A but cannot be read (close bracket expected)',
      null,
    ]);
  });

  test('one whose text cannot be read: who has a finding in its folder, and the policies below it', () => {
    const index = createIndex([
      filed(found(), '/w/x/1.json'),
      filed(found({ resource: role('B'), status: 'ARCHIVED' }), '/w/x/2.json'),
      filed(found({ resource: role('C') }), '/w/x/y/3.json'),
      filed(found({ resource: role('D') }), '/w/4.json'),
      unreadable('/w/x/5.json'),
    ]);
    const said = '5.json cannot be read (permission denied)';
    assert.deepEqual(blocked(index, 'A', 'B', 'C', 'D'), [said, said, null, null]);
    const above = ['/w/x', '/w/x/y/z', '/w', '/w/xy', '/', ''].map(
      (folder) => inEnglish(index.unreadableAbove(folder)) ?? null,
    );
    assert.deepEqual(above, [said, said, null, null, null, null]);
  });

  test('what names nobody is blocked by what cannot be read beside it', () => {
    const shortForm = filed([{ serviceNamespace: 's3' }], '/w/x/s.json');
    const reports = filed(report({ ServicesLastAccessed: [{ ServiceNamespace: 'sqs' }] }), '/w/x/A.json');
    const index = createIndex([shortForm, reports, unreadable('/w/x/5.json')]);
    const reasons = [...index.inFolder('/w/x'), ...index.reportsNamed('A')].map(({ finding }) =>
      inEnglish(finding.incomplete),
    );
    assert.deepEqual(
      reasons,
      Array.from({ length: 3 }, () => '5.json cannot be read (permission denied)'),
    );
  });

  test('a finding that cannot be understood blocks its principal', () =>
    assert.deepEqual(blocked(indexOf(found({ id: 'b' }), found({ findingDetails: 'x' })), 'A'), [
      'the finding in 2.json cannot be read: findingDetails is not a list',
    ]));

  test('where nothing is broken, nobody is blocked', () => {
    const index = indexOf(found(), report());
    assert.deepEqual(
      [...(blocked(index, 'A', 'B') as unknown[]), index.unreadableAbove('/w')],
      [null, null, undefined],
    );
  });
});

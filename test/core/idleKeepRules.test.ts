/** Rules of `keep` that name what nobody knows are told: they may be misspelled, and then keep nothing. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { evidenceIn, idleKeepRules, createFindingsIndex, type FindingsIndex } from '../../core/src/index.ts';
import { readConfig } from '../../core/src/config/index.ts';
import { inEnglish } from '../support/inEnglish.ts';

const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const catalogue = catalogueFromNames([['s3', [{ name: 'GetObject' }, { name: 'PutObject' }]]], 'the test catalogue');
const now = Date.parse('2026-11-25');

function indexOf(file: string, value: unknown): FindingsIndex {
  return createFindingsIndex([{ file, reading: readFindings(JSON.stringify(value)) }], now);
}

const finding = (role: string, ...details: readonly unknown[]): unknown => ({
  id: role,
  resource: arn(role),
  status: 'ACTIVE',
  findingType: 'UnusedPermission',
  analyzedAt: '2026-11-20T00:00:00Z',
  findingDetails: details.map((one) => ({ unusedPermissionDetails: one })),
});
const known = indexOf(
  '/f.json',
  finding('team/MyRole', { serviceNamespace: 's3', actions: ['PutObject', 'PutFuture'] }, { serviceNamespace: 'new' }),
);

/** What is said of rules, with the number of each. */
function said(keep: readonly object[], index: FindingsIndex = known): unknown {
  const reading = readConfig(JSON.stringify({ keep: keep.map((rule) => ({ reason: 'r', ...rule })) }));
  assert.ok(reading.kind === 'read');
  const rules = reading.config.keep;
  return idleKeepRules(rules, { catalogue, evidence: evidenceIn([index]), now }).map(({ entry, message, code }) => [
    rules.indexOf(entry),
    inEnglish(message),
    code,
  ]);
}

suite('keep rules that may keep nothing', () => {
  test('an action that neither the catalogue nor a finding knows', () =>
    assert.deepEqual(said([{ actions: ['s3:PutObject', 's3:PutObjekt'] }, { actions: ['s4:*', 's3:Zap*'] }]), [
      [
        0,
        's3:PutObjekt is not a known action, so this keep rule may have no effect: did you mean s3:PutObject?',
        'action.misspelled',
      ],
      [1, 's4:* matches no action in the test catalogue, so this keep rule may have no effect', 'action.unknown'],
      [1, 's3:Zap* matches no action in the test catalogue, so this keep rule may have no effect', 'action.unknown'],
    ]));

  test('not one that is known: by the catalogue, by a finding, by its whole service', () =>
    assert.deepEqual(
      said([
        {
          actions: [
            '*',
            's3:*',
            'S3:GETOBJECT',
            's3:*Object',
            's3:PutFuture',
            's3:putf*',
            'new:Thing',
            'new:*',
            'iam:PassRole',
          ],
        },
      ]),
      [],
    ));

  test('a principal that no finding names; one of its name is suggested', () =>
    assert.deepEqual(said([{ actions: ['s3:*'], principals: [arn('MyRole'), arn('team/MyRole'), arn('Other')] }]), [
      [
        0,
        `No finding names ${arn('MyRole')}, so this keep rule may have no effect; did you mean ${arn('team/MyRole')}?`,
        'action.unknown',
      ],
      [0, `No finding names ${arn('Other')}, so this keep rule may have no effect`, 'action.unknown'],
    ]));

  test('not one of whom a report is known by the name of its file', () => {
    const report = {
      JobStatus: 'COMPLETED',
      JobCreationDate: '2026-11-20T00:00:00Z',
      ServicesLastAccessed: [{ ServiceNamespace: 's3' }],
    };
    const index = createFindingsIndex(
      [
        { file: '/f/Ci.json', reading: readFindings(JSON.stringify(report)) },
        { file: '/f/a.json', reading: readFindings(JSON.stringify(finding('A', { serviceNamespace: 's3' }))) },
      ],
      now,
    );
    assert.deepEqual(said([{ actions: ['s3:*'], principals: [arn('Ci')] }], index), []);
  });

  test('of principals nothing where no finding names any', () =>
    assert.deepEqual(said([{ actions: ['s3:*'], principals: [arn('A')] }], createFindingsIndex([], now)), []));

  test('not one that has expired: that is told otherwise', () =>
    assert.deepEqual(said([{ actions: ['s3:PutObjekt'], until: '2026-11-01' }]), []));
});

/** Findings of which nothing, or not all, can be used. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { countedAdvice, readFindings } from '../../core/src/index.ts';
import { finding, findingsIn, myRole } from '../support/findings.ts';
import { inEnglish } from '../support/inEnglish.ts';
import { sample } from '../support/samples.ts';

suite('findings of which a part is not understood', () => {
  const entry = { serviceNamespace: 's3', actions: ['GetObject'] };
  const reasonOf = (text: string): unknown =>
    findingsIn(text).map(({ isUnreadable, incomplete }) => isUnreadable === true && inEnglish(incomplete));
  const cases: readonly (readonly [reason: string, text: string])[] = [
    ['actions of s3 is not a list', finding([{ serviceNamespace: 's3', actions: 'GetObject' }])],
    ['actions of s3 is not a list', finding([{ serviceNamespace: 's3', actions: { action: 'GetObject' } }])],
    ['actions of s3 is not a list', '[{"serviceNamespace": "s3", "actions": "GetObject"}]'],
    ['it holds actions in two spellings', finding([{ ...entry, Actions: [] }])],
    ['it holds serviceNamespace in two spellings', finding([{ ...entry, service_namespace: 'sqs' }])],
    ['it holds action in two spellings', finding([{ serviceNamespace: 's3', actions: [{ action: 'GetObject', Action: 'PutObject' }] }])],
    ['it holds action in two spellings', finding([{ serviceNamespace: 's3', actions: [{ aCtion: 'GetObject', Action: 'PutObject' }] }])],
    ['it holds serviceNamespace in two spellings', '[{"serviceNamespace": "s3", "ServiceNamespace": "sqs"}]'],
    ['it holds status in two spellings', finding([entry], { Status: 'ARCHIVED' })],
    ['it holds findingDetails in two spellings', finding([entry], { finding_details: [] })],
    ['it has no findingType', finding([entry], { findingType: null })],
    ['it has no status', finding([entry], { status: undefined })],
    ['findingDetails is not a list', finding([entry], { findingDetails: { unusedPermissionDetails: entry } })],
    [
      'lastAccessed is not a time',
      finding([], { findingType: 'UnusedIAMRole', findingDetails: [{ unusedIamRoleDetails: { lastAccessed: 'yesterday' } }] }),
    ],
  ];
  for (const [reason, text] of cases) test(`${reason}: ${text}`, () => assert.deepEqual(reasonOf(text), [reason]));

  test('one that names its principal in two ways counts for both', () =>
    assert.deepEqual(
      findingsIn(finding([entry], { Resource: myRole.replace('My', 'Your') })).map(({ principal, isUnreadable }) => [
        principal?.name,
        isUnreadable,
      ]),
      [
        ['MyRole', true],
        ['YourRole', true],
      ],
    ));
});

suite('what does not count is told', () => {
  const told = (text: string): unknown => {
    const { findings, setAside, otherContent, isRecognised } = readFindings(text);
    return inEnglish([
      findings.count,
      setAside.map(({ principal, kind, reason }) => [principal.name, kind, reason]),
      otherContent,
      isRecognised,
    ]);
  };
  const evidence = (name: string): string => readFileSync(`test/fixtures/evidence/${name}.finding.json`, 'utf8');
  const one = (fields: object): string => finding([], { id: 'f', ...fields });
  const access = (type: string, what: string): readonly [string, string, unknown] => [
    type,
    one({ findingType: type }),
    [0, [['MyRole', 'other-type', `it has ${what}`]], [what], true],
  ];
  const cases: readonly (readonly [what: string, text: string, expected: unknown])[] = [
    ['the entities that used a service', evidence('entities'), [0, [], ['a report of which entities used a service'], true]],
    ['an organizations access report', evidence('org'), [0, [], ['an organizations access report'], true]],
    [
      'a report of a job that is not done',
      '{"JobStatus": "IN_PROGRESS", "JobCreationDate": "2026-11-20T03:55:41Z"}',
      [0, [], ['a report without services'], true],
    ],
    access('ExternalAccess', 'an external access finding'),
    access('InternalAccess', 'an internal access finding'),
    access('UnusedIAMUserAccessKey', 'a finding about an unused access key'),
    access('UnusedIAMUserPassword', 'a finding about an unused password'),
    access('UnusedSomething', 'a finding of the type UnusedSomething'),
    [
      'archived',
      one({ status: 'ARCHIVED', analyzedAt: '2026-11-20T00:00:00Z', updatedAt: '2026-11-21T00:00:00Z' }),
      [0, [['MyRole', 'closed', 'its finding of 2026-11-21 is ARCHIVED']], ['a finding that is ARCHIVED'], true],
    ],
    ['resolved', one({ status: 'RESOLVED' }), [0, [['MyRole', 'closed', 'its finding is RESOLVED']], ['a finding that is RESOLVED'], true]],
    [
      'resolved, in a list without details',
      JSON.stringify({ findings: [{ id: 'f', findingType: 'UnusedPermission', status: 'RESOLVED', resource: myRole }] }),
      [0, [['MyRole', 'closed', 'its finding is RESOLVED']], ['a finding that is RESOLVED'], true],
    ],
    [
      'failed',
      one({ error: 'INTERNAL_ERROR' }),
      [0, [['MyRole', 'failed', 'its finding failed (INTERNAL_ERROR)']], ['a finding that failed (INTERNAL_ERROR)'], true],
    ],
    ['failed in a way of its own', one({ error: {} }), [0, [['MyRole', 'failed', 'its finding failed']], ['a finding that failed'], true]],
    ['of a bucket', one({ resource: 'arn:aws:s3:::b' }), [0, [], ['a finding that names no IAM role or user'], true]],
    ['unreadable', one({ status: 7 }), [1, [['MyRole', 'unreadable', 'its finding cannot be read: it has no status']], [], true]],
    ['no finding', '{"x": 1}', [0, [], [], false]],
  ];
  for (const [what, text, expected] of cases) test(what, () => assert.deepEqual(told(text), expected));

  test('of many of one kind, one is said', () => {
    const { otherContent, setAside } = readFindings(`${one({ status: 'RESOLVED' })}\n`.repeat(100));
    assert.deepEqual([otherContent.length, setAside.length], [1, 100]);
  });
});

suite('findings without the names of actions', () => {
  const analyzer = 'arn:aws:access-analyzer:us-east-1:123456789012:analyzer/unused-90d';
  const id = (n: number): string => `0fa3f5a1-0000-4000-8000-00000000000${n}`;
  const counted = (n: number): object => ({ from: 'access-analyzer', id: id(n), analyzer });
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    ['list-findings-v2.json', [1, 2].map((n) => ({ ...counted(n), analyzer: undefined }))],
    ['eventbridge.unused-permission.json', [counted(1)]],
    ['securityhub-cspm.asff.unused-permission.json', [counted(1)]],
  ];
  for (const [name, expected] of cases) {
    test(name, () => {
      const reading = readFindings(sample(name));
      assert.deepEqual([reading.findings.count, reading.counted, reading.isRecognised], [0, expected, true]);
    });
  }

  test('of Security Hub’s new format (OCSF), answered with the command for what AWS recommends', () => {
    const ocsf = (uid: string): string =>
      JSON.stringify({ class_uid: 2008, metadata: { uid }, permission_analysis_results: [{ unused_privileges_count: 3 }] });
    const { counted: found } = readFindings(`[${ocsf('arn:aws:securityhub:us-east-1::finding/1')}, ${ocsf('$(rm)')}]`);
    assert.deepEqual(countedAdvice(found).slice(1), [
      '  aws securityhub get-recommended-policy-v2 --metadata-uid arn:aws:securityhub:us-east-1::finding/1',
    ]);
  });

  test('are answered with the commands that fetch them, twenty at most', () => {
    assert.deepEqual(countedAdvice([{ from: 'access-analyzer', id: 'a', analyzer }]), [
      '1 finding without the names of the unused actions; fetch it with',
      `  aws accessanalyzer get-finding-v2 --analyzer-arn ${analyzer} --id a`,
    ]);
    const many = countedAdvice(Array.from({ length: 22 }, (_, i) => ({ from: 'access-analyzer', id: `f${i}` })));
    assert.deepEqual(
      [many.length, many[0], many[20], many[21]],
      [
        22,
        '22 findings without the names of the unused actions; fetch them with',
        '  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id f19',
        '  … and so on for 2 more',
      ],
    );
    assert.deepEqual(countedAdvice([]), []);
  });

  test('that are archived, or whose id could mean something to a shell, are passed over', () => {
    const listed = (fields: object): string =>
      JSON.stringify({ findings: [{ id: 'a', findingType: 'UnusedPermission', status: 'ACTIVE', ...fields }] });
    assert.equal(readFindings(listed({})).counted.length, 1);
    for (const fields of [{ status: 'ARCHIVED' }, { id: 'a; rm -rf ~' }, { id: '$(x)' }, { findingType: 'ExternalAccess' }])
      assert.deepEqual(readFindings(listed(fields)).counted, [], JSON.stringify(fields));
  });
});

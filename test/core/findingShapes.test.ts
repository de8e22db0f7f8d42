/** Findings in all spellings of tools; what is not understood, and what does not count. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { PackedFindings } from '../../core/src/findings/findingsReading.ts';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { findingEntries } from '../../core/src/index.ts';
import { finding, findingsIn, myRole, plain, servicesOf } from '../support/findings.ts';
import { inEnglish } from '../support/inEnglish.ts';
import { sample } from '../support/samples.ts';

const findingsAmong = ({ count, finding: at }: PackedFindings): unknown =>
  Array.from({ length: count }, (_, i) => at(i));

suite('the spellings of tools', () => {
  const evidence = (name: string): string => readFileSync(`test/fixtures/evidence/${name}.finding.json`, 'utf8');
  for (const tool of ['dotnet', 'go', 'ruby'])
    test(`a finding as ${tool} prints it`, () =>
      assert.deepEqual(findingsIn(evidence(tool)).map(plain), [
        {
          principal: 'arn:aws:iam::111122223333:role/AppA',
          analyzed: '2026-11-20T08:00:00.000Z',
          services: { s3: ['PutObject'] },
        },
      ]));

  const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  const snake = (name: string): string => name.replace(/(?<=[a-z\d])[A-Z]/g, (capital) => `_${capital}`).toLowerCase();
  const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
  const respelled = (value: unknown, spell: (name: string) => string): unknown => {
    if (Array.isArray(value)) return value.map((item) => respelled(item, spell));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [spell(key), respelled(part, spell)]));
  };
  const samples = [
    'get-finding-v2.unused-permission.role.json',
    'get-finding-v2.unused-iam-role.json',
    'get-finding-v2.archived.json',
    'get-finding-v2.error.json',
    'get-finding-v2.external-access.json',
    'get-finding-recommendation.role-two-policies.json',
    'iam.get-service-last-accessed-details.action-level.json',
    'list-findings-v2.json',
    'eventbridge.unused-permission.json',
    'securityhub.get-recommended-policy-v2.json',
    'seed-blog.unused-shorthand.json',
  ];
  for (const name of samples)
    test(`whatever is read is read in all of them: ${name}`, () => {
      const all = (text: string): unknown => {
        const { findings: _, ...rest } = readFindings(text);
        return { ...rest, found: allFindings(readFindings(text)) };
      };
      const value: unknown = JSON.parse(sample(name));
      for (const spell of [pascal, snake, camel, (key: string) => snake(key).toUpperCase()])
        assert.deepEqual(all(JSON.stringify(respelled(value, spell))), all(sample(name)), spell('findingDetails'));
    });

  const enums =
    /"(status|findingType|resourceType|jobStatus|jobType|recommendationType|recommendedAction)":"([A-Za-z_:]+)"/gi;
  for (const name of samples)
    test(`and where .NET prints enum values in objects: ${name}`, () => {
      const { findings, ...rest } = readFindings(
        JSON.stringify(JSON.parse(sample(name))).replaceAll(enums, '"$1":{"Value":"$2"}'),
      );
      const { findings: plainly, ...plainRest } = readFindings(sample(name));
      assert.deepEqual(rest, plainRest);
      assert.deepEqual(findingsAmong(findings), findingsAmong(plainly));
    });

  test('what else stands in place of an enum value is not understood', () => {
    for (const status of [{ Value: 1 }, { Value: 'ACTIVE', More: 1 }, { Val: 'ACTIVE' }, ['ACTIVE'], {}])
      assert.equal(findingsIn(finding([], { status }))[0]?.isUnreadable, true, JSON.stringify(status));
  });

  test('a page says so in all of them, in the words of the document', () => {
    const incomplete = ['nextToken', 'NextToken', 'next_token'].map((token) =>
      inEnglish(findingsIn(finding([], { [token]: 't' }))[0]?.incomplete),
    );
    assert.deepEqual(
      incomplete,
      ['nextToken', 'NextToken', 'next_token'].map((token) => `it contains a ${token}, so it is one page of several`),
    );
    assert.equal(findingsIn(finding([], { NextToken: null, ResultMetadata: {} }))[0]?.incomplete, undefined);
  });

  test('lists in wrappers, with other members before and behind them, and in both spellings', () => {
    const one = finding([{ serviceNamespace: 's3' }]);
    for (const text of [
      `{"Findings": [${one}], "ResultMetadata": {}}`,
      `{"ResultMetadata": {}, "NextToken": null, "FINDINGS": [${one}]}`,
      `{"findings": [${one}], "Findings": [${one}]}`,
      `{"x": 1, "findings": [${one}], "Findings": [${one}]}`,
    ])
      assert.deepEqual(
        new Set(servicesOf(text).map((services) => JSON.stringify(services))),
        new Set(['{"s3":"*"}']),
        text,
      );
    assert.equal(servicesOf(`{"findings": [${one}], "Findings": [${one}]}`).length, 2);
  });

  test('the entry of an action is found in all of them', () => {
    for (const tool of ['dotnet', 'go', 'ruby']) {
      const { entryOf } = findingEntries(evidence(tool));
      assert.deepEqual(entryOf('s3', 'putobject')?.lastAccess, { kind: 'never' }, tool);
    }
    const at = (lastAccessed: unknown): unknown =>
      findingEntries(finding([{ serviceNamespace: 's3', actions: [{ action: 'Get', lastAccessed }] }])).entryOf(
        's3',
        'get',
      )?.lastAccess;
    assert.deepEqual(
      [at(1763978400), at(null), at('yesterday')],
      [{ kind: 'at', time: 1763978400000 }, { kind: 'never' }, undefined],
    );
  });
});

suite('findings of which a part is not understood', () => {
  const entry = { serviceNamespace: 's3', actions: ['GetObject'] };
  const reasonOf = (text: string): unknown =>
    findingsIn(text).map(({ isUnreadable, incomplete }) => isUnreadable === true && inEnglish(incomplete));
  const withDetail = (detail: unknown): string =>
    finding([], { findingDetails: [{ unusedPermissionDetails: entry }, detail] });
  const odd: readonly (readonly [what: string, detail: unknown])[] = [
    ['foo', { foo: {} }],
    ['$unknown', { $unknown: ['foo', {}] }],
    ['externalAccessDetails', { externalAccessDetails: { condition: {} } }],
    ['accessPreview', { unusedPermissionDetails: { serviceNamespace: 'sqs' }, accessPreview: { id: 'p' } }],
    ['unusedPermissionDetails', { unusedPermissionDetails: 'sqs' }],
    ['it is empty', {}],
    ['it is empty', { unusedPermissionDetails: null }],
    ['no object', 'sqs'],
    ['no object', null],
    ['no object', [entry]],
  ];
  const isNamed = (item: unknown): boolean => typeof item === 'object' && item !== null && 'name' in item;
  const cases: readonly (readonly [reason: string, text: string])[] = [
    ['actions of s3 is not a list', finding([{ serviceNamespace: 's3', actions: 'GetObject' }])],
    ['actions of s3 is not a list', finding([{ serviceNamespace: 's3', actions: { action: 'GetObject' } }])],
    ['actions of s3 is not a list', '[{"serviceNamespace": "s3", "actions": "GetObject"}]'],
    [
      's3 is unused as a whole in one entry and in part in another',
      finding([{ serviceNamespace: 's3', actions: ['Get'] }, { serviceNamespace: 's3' }]),
    ],
    ['resource and resourceType disagree', finding([entry], { resourceType: 'AWS::IAM::Policy' })],
    ['it contains status twice', finding([entry]).replace('"status"', '"status":"RESOLVED","status"')],
    [
      'it contains serviceNamespace twice',
      finding([entry]).replace('"serviceNamespace"', '"serviceNamespace":"sqs","serviceNamespace"'),
    ],
    ['it contains actions twice', finding([{ ...entry, Actions: [] }])],
    ['it contains serviceNamespace twice', finding([{ ...entry, service_namespace: 'sqs' }])],
    [
      'it contains action twice',
      finding([{ serviceNamespace: 's3', actions: [{ action: 'GetObject', Action: 'PutObject' }] }]),
    ],
    [
      'it contains action twice',
      finding([{ serviceNamespace: 's3', actions: [{ aCtion: 'GetObject', Action: 'PutObject' }] }]),
    ],
    ['it contains serviceNamespace twice', '[{"serviceNamespace": "s3", "ServiceNamespace": "sqs"}]'],
    ['it contains status twice', finding([entry], { Status: 'ARCHIVED' })],
    ['it contains findingDetails twice', finding([entry], { finding_details: [] })],
    ['it has no findingType', finding([entry], { findingType: null })],
    ['it has no status', finding([entry], { status: undefined })],
    ['findingDetails is not a list', finding([entry], { findingDetails: { unusedPermissionDetails: entry } })],
    ...odd.map(
      (detail) => [`entry 2 of findingDetails is not understood: ${detail[0]}`, withDetail(detail[1])] as const,
    ),
    ['a service has no name', finding([entry, { actions: ['GetObject'] }])],
    ['a service has no name', finding([{ serviceNamespace: ['s3'] }])],
    [' is not the name of a service', finding([{ serviceNamespace: '' }])],
    ['s3:* is not the name of a service', finding([{ serviceNamespace: 's3:*' }])],
    ['the entry for s3 has an unknown key: resources', finding([{ ...entry, resources: ['*'] }])],
    ...['Get*', 'sqs:SendMessage', 'a b', 's3:'].map(
      (name) =>
        [`an action of s3 is not understood: ${name}`, finding([{ serviceNamespace: 's3', actions: [name] }])] as const,
    ),
    ...[3, null, [], { name: 'GetObject' }, { action: ['GetObject'] }, { action: { Value: 'GetObject' } }].map(
      (item) =>
        [
          isNamed(item) ? 'an action of s3 has an unknown key: name' : 'an action of s3 is not understood: no name',
          finding([{ serviceNamespace: 's3', actions: [item] }]),
        ] as const,
    ),
    [
      'an action of s3 has an unknown key: region',
      finding([{ serviceNamespace: 's3', actions: [{ action: 'Get', region: 'x' }] }]),
    ],
    ['lastAccessed is not a time', finding([{ ...entry, lastAccessed: 'yesterday' }])],
    [
      'lastAccessed is not a time',
      finding([{ serviceNamespace: 's3', actions: [{ action: 'Get', lastAccessed: [] }] }]),
    ],
    ['a service has no name', '[{"serviceNamespace": ["s3"]}]'],
    ['an entry has no serviceNamespace', '[{"serviceNamespace": "s3"}, {"actions": ["Get"]}]'],
    ['an entry has no serviceNamespace', '["s3", {"serviceNamespace": "sqs"}]'],
    ['its status is not understood: active', finding([entry], { status: 'active' })],
    ['resource is not an ARN', finding([entry], { resource: [myRole] })],
    [
      'lastAccessed is not a time',
      finding([], {
        findingType: 'UnusedIAMRole',
        findingDetails: [{ unusedIamRoleDetails: { lastAccessed: 'yesterday' } }],
      }),
    ],
  ];
  for (const [reason, text] of cases) test(`${reason}: ${text}`, () => assert.deepEqual(reasonOf(text), [reason]));

  test('members that hold nothing are let pass, whatever their names: .NET prints all of a union', () => {
    const unusedPermissionDetails = {
      serviceNamespace: 's3',
      lastAccessed: null,
      region: null,
      actions: [{ action: 'Get', region: null }],
    };
    const text = finding([], { findingDetails: [{ externalAccessDetails: null, foo: null, unusedPermissionDetails }] });
    assert.deepEqual(servicesOf(text), [{ s3: ['Get'] }]);
  });

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
    [0, [['MyRole', 'other-type', `the principal has ${what}`]], [what], true],
  ];
  const cases: readonly (readonly [what: string, text: string, expected: unknown])[] = [
    [
      'the entities that used a service',
      evidence('entities'),
      [0, [], ['a report of the entities that used a service'], true],
    ],
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
    [
      'a type that is not known',
      one({ findingType: 'UnusedSomething' }),
      [
        1,
        [['MyRole', 'unreadable', 'its finding cannot be read: its findingType is not understood: UnusedSomething']],
        [],
        true,
      ],
    ],
    [
      'archived',
      one({ status: 'ARCHIVED', analyzedAt: '2026-11-20T00:00:00Z', updatedAt: '2026-11-21T00:00:00Z' }),
      [0, [['MyRole', 'closed', 'its finding from 2026-11-21 is ARCHIVED']], ['a finding that is ARCHIVED'], true],
    ],
    [
      'resolved',
      one({ status: 'RESOLVED' }),
      [0, [['MyRole', 'closed', 'its finding is RESOLVED']], ['a finding that is RESOLVED'], true],
    ],
    [
      'resolved, in a list without details',
      JSON.stringify({
        findings: [{ id: 'f', findingType: 'UnusedPermission', status: 'RESOLVED', resource: myRole }],
      }),
      [0, [['MyRole', 'closed', 'its finding is RESOLVED']], ['a finding that is RESOLVED'], true],
    ],
    [
      'failed',
      one({ error: 'INTERNAL_ERROR' }),
      [
        0,
        [['MyRole', 'failed', 'its finding reports an error (INTERNAL_ERROR)']],
        ['a finding that reports an error (INTERNAL_ERROR)'],
        true,
      ],
    ],
    [
      'failed in a way of its own',
      one({ error: {} }),
      [0, [['MyRole', 'failed', 'its finding reports an error']], ['a finding that reports an error'], true],
    ],
    ['of a bucket', one({ resource: 'arn:aws:s3:::b' }), [0, [], ['a finding that names no IAM role or user'], true]],
    [
      'unreadable',
      one({ status: 7 }),
      [1, [['MyRole', 'unreadable', 'its finding cannot be read: it has no status']], [], true],
    ],
    ['no finding', '{"x": 1}', [0, [], [], false]],
  ];
  for (const [what, text, expected] of cases) test(what, () => assert.deepEqual(told(text), expected));

  test('of many of one kind, one is said', () => {
    const { otherContent, setAside } = readFindings(`${one({ status: 'RESOLVED' })}\n`.repeat(100));
    assert.deepEqual([otherContent.length, setAside.length], [1, 100]);
  });
});

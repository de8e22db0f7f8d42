import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import {
  allFindings,
  countedAdvice,
  createFindingsReader,
  createNameScan,
  findingEntries,
  readFindings,
  readTime,
  type Finding,
} from '../../core/src/index.ts';
import { holds } from '../support/property.ts';
import { sample } from '../support/samples.ts';
import { inEnglish } from '../support/inEnglish.ts';

/** A finding as plain data: the services with the names of their unused actions, `*` for a service as a whole. */
function plain({ kind, lastAccessed, principal, analyzedAt, incomplete, services }: Finding): unknown {
  const named = [...services.values()].map(({ service, actions }) => [service, actions === undefined ? '*' : [...actions.values()]]);
  return {
    ...(kind === 'report' ? { report: true } : {}),
    ...(kind === 'role' ? { role: lastAccessed === undefined ? 'never' : new Date(lastAccessed).toISOString() } : {}),
    principal: principal?.arn ?? null,
    analyzed: analyzedAt === undefined ? null : new Date(analyzedAt).toISOString(),
    ...(incomplete === undefined ? {} : { incomplete: inEnglish(incomplete) }),
    services: Object.fromEntries(named) as unknown,
  };
}

const lambda = [
  'AddPermission',
  'CreateFunction',
  'DeleteFunction',
  'GetFunction',
  'GetFunctionConfiguration',
  'ListVersionsByFunction',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
];
const myRole = 'arn:aws:iam::123456789012:role/MyRole';

/** A finding of the API with these details. */
function finding(details: readonly unknown[], fields: Readonly<Record<string, unknown>> = {}): string {
  const findingDetails = details.map((unusedPermissionDetails) => ({ unusedPermissionDetails }));
  return JSON.stringify({ resource: myRole, status: 'ACTIVE', findingType: 'UnusedPermission', findingDetails, ...fields });
}

const findingsIn = (text: string): Finding[] => allFindings(readFindings(text));
const findingsOf = (name: string): Finding[] => findingsIn(sample(name));

const servicesOf = (text: string): unknown[] => findingsIn(text).map((found) => (plain(found) as { services: unknown }).services);

suite('findings files in the real shapes', () => {
  test('get-finding-v2 as the CLI prints it, with a service that is unused as a whole', () => {
    const [found, ...others] = findingsOf('get-finding-v2.unused-permission.role.json');
    assert.ok(found);
    assert.deepEqual(others, []);
    const { services, ...rest } = plain(found) as { services: Record<string, unknown> };
    assert.deepEqual(rest, { principal: myRole, analyzed: '2025-05-20T06:01:12.000Z' });
    assert.deepEqual(Object.keys(services), ['lambda', 's3', 'sqs']);
    assert.deepEqual([services['lambda'], services['sqs']], [lambda, '*']);
    assert.equal(found.services.get('s3')?.actions?.size, 22);
  });

  test('for a user, and as an SDK prints it', () => {
    assert.deepEqual(findingsOf('get-finding-v2.unused-permission.user.json').map(plain), [
      {
        principal: 'arn:aws:iam::123456789012:user/ci-deployer',
        analyzed: '2025-05-20T06:01:12.000Z',
        services: { iam: ['GetAccountPasswordPolicy', 'GetGroup', 'GetInstanceProfile'] },
      },
    ]);
    assert.deepEqual(findingsOf('sdk-js.get-finding-v2.json').map(plain), [
      { principal: myRole, analyzed: '2025-05-20T06:01:12.000Z', services: { sqs: '*' } },
    ]);
  });

  test('an unused role, with the day it was last used', () => {
    assert.deepEqual(findingsOf('get-finding-v2.unused-iam-role.json').map(plain), [
      {
        role: '2024-09-30T00:00:00.000Z',
        principal: 'arn:aws:iam::123456789012:role/service-role/old-batch',
        analyzed: '2025-05-20T06:01:12.000Z',
        services: {},
      },
    ]);
  });

  test('one page of several is marked as such', () => {
    const reasons = ['get-finding-v2.no-paginate-page1.json', 'get-finding-v2.truncated-max-items.json'].map((name) =>
      inEnglish(findingsOf(name)[0]?.incomplete),
    );
    assert.deepEqual(reasons, ['it holds a nextToken, so it is one page of several', 'it holds a NextToken, so it is one page of several']);
  });

  test('the short form of the post, without a principal', () => {
    const [found] = findingsOf('seed-blog.unused-shorthand.json');
    assert.equal(found?.principal, undefined);
    assert.deepEqual([...(found?.services.keys() ?? [])], ['lambda', 's3']);
  });

  const silent = ['archived', 'resolved', 'error', 'external-access', 'internal-access', 'unused-access-key', 'unused-password'].map(
    (kind) => `get-finding-v2.${kind}.json`,
  );
  for (const name of [...silent, 'eventbridge.unused-role.error.json']) {
    test(`nothing to use, and known: ${name}`, () => {
      const { findings, counted, recommendations, isRecognised, error } = readFindings(sample(name));
      assert.deepEqual([findings.count, counted, recommendations, isRecognised, error], [0, [], [], true, undefined]);
    });
  }

  test('archived and resolved: when, so that older copies do not count', () => {
    const closed = ['archived', 'resolved'].map((kind) => [...readFindings(sample(`get-finding-v2.${kind}.json`)).closed]);
    assert.deepEqual(closed, [
      [['0fa3f5a1-0000-4000-8000-000000000009', Date.UTC(2025, 4, 20, 6, 1, 13)]],
      [['0fa3f5a1-0000-4000-8000-000000000008', Date.UTC(2025, 4, 20, 6, 1, 13)]],
    ]);
  });

  const others = [
    'iam.get-role.json',
    'policy.MyRole.original.json',
    'catalogue.2024-08.s3-lambda.json',
    'service-reference.s3.partial.json',
  ];
  for (const name of others) {
    test(`no finding at all: ${name}`, () => {
      const { findings, counted, isRecognised, error } = readFindings(sample(name));
      assert.deepEqual([findings.count, counted, isRecognised, error], [0, [], false, undefined]);
    });
  }
});

suite('last-accessed reports', () => {
  const report = (fields: object, services: readonly object[] = []): string =>
    JSON.stringify({
      JobStatus: 'COMPLETED',
      JobType: 'ACTION_LEVEL',
      JobCreationDate: '2026-11-20T06:01:12Z',
      ServicesLastAccessed: services,
      ...fields,
    });
  const service = (ServiceNamespace: string, fields: object = {}): object => ({
    ServiceNamespace,
    ServiceName: ServiceNamespace,
    ...fields,
  });
  const byA = { LastAuthenticated: '2026-11-19T00:00:00Z', LastAuthenticatedEntity: myRole, TotalAuthenticatedEntities: 1 };

  test('as the CLI prints it: what was never accessed is unused, and a service that never was as a whole', () => {
    assert.deepEqual(findingsOf('iam.get-service-last-accessed-details.action-level.json').map(plain), [
      {
        report: true,
        principal: myRole,
        analyzed: '2025-05-20T06:01:14.345Z',
        services: {
          lambda: ['AddPermission', 'CreateFunction', 'DeleteFunction'],
          s3: ['GetBucketLocation', 'GetBucketWebsite', 'GetBucketPolicyStatus', 'GetAccelerateConfiguration'],
          sqs: '*',
        },
      },
    ]);
  });

  test('a service that was accessed and lists no actions says nothing of them', () => {
    assert.deepEqual(servicesOf(report({}, [service('s3', byA), service('sqs', byA)])), [{}]);
  });

  test('whose it is: nobody’s where nothing was accessed, or where several have', () => {
    const whose = (services: readonly object[]): unknown => findingsIn(report({}, services))[0]?.principal?.arn;
    assert.equal(whose([service('s3', byA), service('sqs')]), myRole);
    assert.equal(whose([service('sqs')]), undefined);
    assert.equal(whose([service('s3', { ...byA, TotalAuthenticatedEntities: 2 })]), undefined);
    assert.equal(whose([service('s3', byA), service('sqs', { ...byA, LastAuthenticatedEntity: myRole.replace('My', 'Your') })]), undefined);
  });

  test('one that is not whole says why', () => {
    const reasonOf = (fields: object): unknown => inEnglish(findingsIn(report(fields))[0]?.incomplete);
    assert.equal(reasonOf({}), undefined);
    assert.equal(reasonOf({ IsTruncated: true, Marker: 'm' }), 'its IsTruncated is true, so it is one page of several');
    assert.equal(reasonOf({ JobStatus: 'IN_PROGRESS' }), 'its JobStatus is IN_PROGRESS');
    assert.equal(reasonOf({ JobStatus: 'FAILED' }), 'its JobStatus is FAILED');
  });
});

suite('what a report shows as used', () => {
  const at = '2026-11-24T10:00:00Z';
  const report = (services: readonly unknown[], fields: object = {}): string =>
    JSON.stringify({ JobStatus: 'COMPLETED', JobCreationDate: '2026-11-25T09:00:00Z', ServicesLastAccessed: services, ...fields });
  const s3 = (fields: object, ...TrackedActionsLastAccessed: unknown[]): object => ({
    ServiceNamespace: 's3',
    LastAuthenticated: at,
    TrackedActionsLastAccessed,
    ...fields,
  });
  const read = (text: string): unknown =>
    findingsIn(text).map(({ used, services, incomplete, isUnreadable }) => ({
      used,
      services: Object.fromEntries(
        [...services].map(([name, { actions, kept }]) => [name, [actions && [...actions.values()], kept ?? []]]),
      ),
      ...(incomplete === undefined ? {} : { incomplete: inEnglish(incomplete) }),
      ...(isUnreadable === undefined ? {} : { isUnreadable }),
    }));

  test('is used by a time or by an entity, and is a known name, whether the catalogue lists it or not', () => {
    const text = report([
      s3(
        {},
        { ActionName: 'GetBucketAcl' },
        { ActionName: 'GetBucketFuture', LastAccessedTime: at },
        { ActionName: 's3:Put', LastAccessedEntity: myRole },
      ),
      {
        ServiceNamespace: 'EC2',
        LastAuthenticated: at,
        TrackedActionsLastAccessed: [{ ActionName: 'RunInstances', LastAccessedTime: 1763978400 }],
      },
      { ServiceNamespace: 'sqs' },
    ]);
    assert.deepEqual(read(text), [
      {
        used: ['s3:GetBucketFuture', 's3:Put', 'EC2:RunInstances'],
        services: { s3: [['GetBucketAcl'], ['GetBucketFuture', 'Put']], sqs: [undefined, []], ec2: [[], ['RunInstances']] },
      },
    ]);
  });

  test('wins over what the same report shows as unused', () => {
    const used = { ActionName: 'Get', LastAccessedTime: at };
    const expected = [{ used: ['s3:Get'], services: { s3: [[], ['Get']] } }];
    assert.deepEqual(read(report([s3({}, { ActionName: 'get' }, used)])), expected);
    assert.deepEqual(read(report([s3({ LastAuthenticated: null }, used)])), expected);
    assert.deepEqual(read(report([{ ServiceNamespace: 'S3' }, s3({}, used)])), expected);
    const none = [{ used: [], services: {} }];
    assert.deepEqual(read(report([{ ServiceNamespace: 's3' }, s3({})])), none);
    assert.deepEqual(read(report([s3({ LastAuthenticated: null, TotalAuthenticatedEntities: 1 })])), none);
    assert.deepEqual(read(report([s3({ LastAuthenticated: null, LastAuthenticatedEntity: myRole })])), none);
  });

  test('is nothing in a finding: lastAccessed there is before its period', () => {
    const text = finding([{ serviceNamespace: 's3', actions: [{ action: 'Get', lastAccessed: at }], lastAccessed: at }]);
    assert.deepEqual(read(text), [{ used: [], services: { s3: [['Get'], []] } }]);
  });

  test('a service that was accessed at a time that is a number is not unused', () => {
    for (const LastAuthenticated of [1763978400, 1763978400.5, 1763978400000, 0, '/Date(1763978400000)/', '2026-11-24'])
      assert.deepEqual(read(report([s3({ LastAuthenticated })])), [{ used: [], services: {} }], String(LastAuthenticated));
  });

  const cases: readonly (readonly [reason: string, services: unknown, fields?: object])[] = [
    ['LastAuthenticated of s3 is not a time', [s3({ LastAuthenticated: 'yesterday' })]],
    ['LastAuthenticated of s3 is not a time', [s3({ LastAuthenticated: '' })]],
    ['LastAuthenticated of s3 is not a time', [s3({ LastAuthenticated: false })]],
    ['LastAuthenticated of s3 is not a time', [s3({ LastAuthenticated: { DateTime: at } })]],
    ['LastAccessedTime of s3:Get is not a time', [s3({}, { ActionName: 'Get', LastAccessedTime: [] })]],
    ['LastAccessedEntity of s3:Get is not an ARN', [s3({}, { ActionName: 'Get', LastAccessedEntity: 7 })]],
    ['LastAccessedEntity of s3:Get is not an ARN', [s3({}, { ActionName: 'Get', LastAccessedEntity: '' })]],
    ['TotalAuthenticatedEntities of s3 is not a number', [s3({ TotalAuthenticatedEntities: 'two' })]],
    ['it shows as used what is not the name of an action of s3: Get*', [s3({}, { ActionName: 'Get*', LastAccessedTime: at })]],
    ['it shows as used what is not the name of an action of s3: sqs:Send', [s3({}, { ActionName: 'sqs:Send', LastAccessedTime: at })]],
    ['it shows as used what is not the name of an action of s3: no name', [s3({}, { LastAccessedTime: at })]],
    ['an action of s3 is not an object', [s3({}, 'GetObject')]],
    ['an action of s3 holds ActionName in two spellings', [s3({}, { ActionName: 'Get', action_name: 'Put' })]],
    ['TrackedActionsLastAccessed of s3 is not a list', [s3({ TrackedActionsLastAccessed: 'Get' })]],
    ['a service has no name', [{ LastAuthenticated: at }]],
    ['s 3 is not the name of a service', [{ ServiceNamespace: 's 3' }]],
    ['a service is not an object', [null]],
    ['ServicesLastAccessed is not a list', { s3: at }],
    ['it holds JobStatus in two spellings', [s3({})], { jobStatus: 'COMPLETED' }],
  ];
  for (const [reason, services, fields] of cases)
    test(`what is not understood makes the whole report unreadable: ${reason} ${JSON.stringify(services)}`, () =>
      assert.deepEqual(read(report(services as unknown[], fields)), [{ used: [], services: {}, incomplete: reason, isUnreadable: true }]));

  test('an unused name that cannot be one is passed over: that removes less', () =>
    assert.deepEqual(read(report([s3({}, { ActionName: 'Get*' }, {}, { ActionName: 'Put' })])), [
      { used: [], services: { s3: [['Put'], []] } },
    ]));

  test('is held for many reports, in any number of names', () => {
    const tracked = Array.from({ length: 70_000 }, (_, i) => ({ ActionName: `Name${i}`, LastAccessedTime: at }));
    const [, large] = findingsIn(`${report([s3({})])}\n${report([s3({}, ...tracked)])}`);
    assert.deepEqual([large?.used.length, large?.used.at(-1), large?.services.get('s3')?.kept?.length], [70_000, 's3:Name69999', 70_000]);
  });
});

suite('the spellings of tools', () => {
  const evidence = (name: string): string => readFileSync(`test/fixtures/evidence/${name}.finding.json`, 'utf8');
  for (const tool of ['dotnet', 'go', 'ruby'])
    test(`a finding as ${tool} prints it`, () =>
      assert.deepEqual(findingsIn(evidence(tool)).map(plain), [
        { principal: 'arn:aws:iam::111122223333:role/AppA', analyzed: '2026-11-20T08:00:00.000Z', services: { s3: ['PutObject'] } },
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

  test('a page says so in all of them, in the words of the document', () => {
    const incomplete = ['nextToken', 'NextToken', 'next_token'].map((token) =>
      inEnglish(findingsIn(finding([], { [token]: 't' }))[0]?.incomplete),
    );
    assert.deepEqual(
      incomplete,
      ['nextToken', 'NextToken', 'next_token'].map((token) => `it holds a ${token}, so it is one page of several`),
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
      assert.deepEqual(new Set(servicesOf(text).map((services) => JSON.stringify(services))), new Set(['{"s3":"*"}']), text);
    assert.equal(servicesOf(`{"findings": [${one}], "Findings": [${one}]}`).length, 2);
  });

  test('the entry of an action is found in all of them', () => {
    for (const tool of ['dotnet', 'go', 'ruby']) {
      const { entryOf } = findingEntries(evidence(tool));
      assert.deepEqual(entryOf('s3', 'putobject')?.lastAccess, { kind: 'never' }, tool);
    }
    const at = (lastAccessed: unknown): unknown =>
      findingEntries(finding([{ serviceNamespace: 's3', actions: [{ action: 'Get', lastAccessed }] }])).entryOf('s3', 'get')?.lastAccess;
    assert.deepEqual([at(1763978400), at(null), at('yesterday')], [{ kind: 'at', time: 1763978400000 }, { kind: 'never' }, undefined]);
  });
});

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

suite('times', () => {
  const eight = Date.UTC(2026, 10, 20, 8);
  const cases: readonly (readonly [given: unknown, time: number | undefined])[] = [
    ['2026-11-20T08:00:00Z', eight],
    ['2026-11-20T08:00:00', eight],
    ['2026-11-20 08:00:00', eight],
    ['2026-11-20T08:00', eight],
    ['2026-11-20', Date.UTC(2026, 10, 20)],
    ['2026-11-20T09:00:00+01:00', eight],
    ['2026-11-20T09:00:00+0100', eight],
    ['2026-11-20 08:00:00 UTC', eight],
    ['2026-11-20 08:00:00 +0000', eight],
    ['2026-11-20 08:00:00.123456789 +0000 UTC', eight + 123],
    ['2026-11-20T08:00:00.1Z', eight + 100],
    ['2026-11-20T08:00:00.1234567', eight + 123],
    ['Fri, 20 Nov 2026 08:00:00 GMT', eight],
    [`/Date(${eight})/`, eight],
    [`/Date(${eight}+0100)/`, eight],
    [eight, eight],
    [eight / 1000, eight],
    [eight / 1000 + 0.25, eight + 250],
    [String(eight / 1000), eight],
    [0, 0],
    [-62_135_596_800, -62_135_596_800_000],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ['', undefined],
    ['yesterday', undefined],
    ['2026-13-20T08:00:00Z', undefined],
    ['20 Nov 2026', undefined],
    ['2026', undefined],
    [1e18, undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [given, time] of cases) test(`${JSON.stringify(given)} is ${time}`, () => assert.equal(readTime(given), time));

  test('are the same whatever the zone of the machine', () => {
    const zone = process.env['TZ'];
    try {
      for (const TZ of ['Pacific/Kiritimati', 'America/New_York', 'UTC']) {
        process.env['TZ'] = TZ;
        for (const [given, time] of cases) assert.equal(readTime(given), time, `${TZ} ${JSON.stringify(given)}`);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

suite('AWS’s own recommendations', () => {
  const said = (name: string): unknown =>
    readFindings(sample(name)).recommendations.map(({ principal, policyId, replacement, existing, policyUpdatedAt }) => ({
      principal: principal.arn,
      policyId,
      does: replacement === undefined ? 'detach' : Object.keys(JSON.parse(replacement) as object),
      ...(existing === undefined ? {} : { existing: Object.keys(JSON.parse(existing) as object) }),
      updated: policyUpdatedAt === undefined ? null : new Date(policyUpdatedAt).toISOString(),
    }));
  const managed = { principal: myRole, policyId: 'arn:aws:iam::123456789012:policy/MyRolePolicy', updated: '2025-02-10T21:31:39.000Z' };

  test('creating and detaching one policy are one recommendation', () => {
    assert.deepEqual(said('get-finding-recommendation.role-two-policies.json'), [
      { ...managed, does: ['Version', 'Statement'] },
      { principal: myRole, policyId: 'QueuesInline', does: 'detach', updated: null },
    ]);
  });

  test('both spellings of the type, and Security Hub’s form, which has the policy as it was', () => {
    assert.deepEqual(said('get-finding-recommendation.old-type-string.json'), [
      {
        principal: myRole,
        policyId: 'arn:aws:iam::aws:policy/AmazonBedrockReadOnly',
        does: 'detach',
        updated: '2023-12-06T15:48:19.000Z',
      },
      { principal: myRole, policyId: 'AppInline', does: ['Version', 'Statement'], updated: null },
    ]);
    assert.deepEqual(said('securityhub.get-recommended-policy-v2.json'), [
      { ...managed, does: ['Version', 'Statement'], existing: ['Version', 'Statement'] },
    ]);
  });

  test('one that has failed, is in progress or is a page of several recommends nothing', () => {
    for (const name of ['get-finding-recommendation.failed.json', 'get-finding-recommendation.in-progress.json']) {
      const { recommendations, isRecognised } = readFindings(sample(name));
      assert.deepEqual([recommendations, isRecognised], [[], true], name);
    }
    const page = { ...(JSON.parse(sample('get-finding-recommendation.role-two-policies.json')) as object), nextToken: 't' };
    assert.deepEqual(readFindings(JSON.stringify(page)).recommendations, []);
  });
});

suite('findings without the names of actions', () => {
  const analyzer = 'arn:aws:access-analyzer:us-east-1:123456789012:analyzer/unused-90d';
  const id = (n: number): string => `0fa3f5a1-0000-4000-8000-00000000000${n}`;
  const principal = (type: string, name: string): object => ({
    arn: `arn:aws:iam::123456789012:${type}/${name}`,
    account: '123456789012',
    type,
    name,
  });
  const counted = (n: number): object => ({ from: 'access-analyzer', id: id(n), analyzer });
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    [
      'list-findings-v2.json',
      [
        { ...counted(1), analyzer: undefined, principal: principal('role', 'MyRole') },
        { ...counted(2), analyzer: undefined, principal: principal('user', 'ci-deployer') },
      ],
    ],
    ['eventbridge.unused-permission.json', [{ ...counted(1), principal: principal('role', 'MyRole') }]],
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

suite('variants of findings files', () => {
  const one = finding([{ serviceNamespace: 's3', actions: [{ action: 'GetObject' }] }]);

  test('a list, {"findings": [...]}, NDJSON and documents one after another', () => {
    const both = [{ s3: ['GetObject'] }, { s3: ['GetObject'] }];
    for (const text of [
      `[${one}, ${one}]`,
      `{"findings": [${one}, ${one}]}`,
      `${one}\n${one}\n`,
      `${JSON.stringify(JSON.parse(one), null, 2)}\n\n${one}`,
    ]) {
      assert.deepEqual(servicesOf(text), both, text);
    }
  });

  test('actions as strings, with or without the service prefix', () => {
    assert.deepEqual(servicesOf(finding([{ serviceNamespace: 's3', actions: ['GetObject', 's3:PutObject', 'S3:getobject'] }])), [
      { s3: ['GetObject', 'PutObject'] },
    ]);
  });

  test('what is no action name of the service is not taken for one, and never for the whole service', () => {
    const actions = ['Get*', 'sqs:SendMessage', '', 3, null, { name: 'GetObject' }, 'a b'];
    assert.deepEqual(servicesOf(finding([{ serviceNamespace: 's3', actions }])), [{ s3: [] }]);
  });

  test('no actions, null or none listed: the service as a whole', () => {
    for (const actions of [undefined, null, []])
      assert.deepEqual(servicesOf(finding([{ serviceNamespace: 'SQS', actions }])), [{ sqs: '*' }]);
  });

  test('several entries for a service add up, and the whole service stands for all', () => {
    const a = { serviceNamespace: 's3', actions: ['GetObject'] };
    const b = { serviceNamespace: 'S3', actions: ['PutObject'] };
    assert.deepEqual(servicesOf(finding([a, b])), [{ s3: ['GetObject', 'PutObject'] }]);
    assert.deepEqual(servicesOf(finding([a, { serviceNamespace: 's3' }, b])), [{ s3: '*' }]);
  });

  test('entries without a service, and details of a kind not known, are passed over', () => {
    const text = finding([{ actions: ['GetObject'] }, { serviceNamespace: 'sqs', actions: ['SendMessage'] }]).replace(
      '"findingDetails":[',
      '"findingDetails":[{"someDayDetails":{}},',
    );
    assert.deepEqual(servicesOf(text), [{ sqs: ['SendMessage'] }]);
  });

  test('times as the wire, the CLI and Python write them', () => {
    const timeOf = (analyzedAt: string): unknown => findingsIn(finding([], { analyzedAt }))[0]?.analyzedAt;
    const expected = Date.UTC(2025, 4, 20, 6, 1, 12, 345);
    for (const text of [
      '2025-05-20T06:01:12.345Z',
      '2025-05-20T06:01:12.345000+00:00',
      '2025-05-20 06:01:12.345000+00:00',
      '2025-05-20T08:01:12.345+02:00',
    ])
      assert.equal(timeOf(text), expected, text);
    assert.equal(timeOf('yesterday'), undefined);
  });

  test('principals with a path, in other partitions; anything else is no principal', () => {
    const principalOf = (resource: unknown): unknown => findingsIn(finding([], { resource }))[0]?.principal;
    assert.deepEqual(principalOf('arn:aws-cn:iam::123456789012:role/service-role/My.Role'), {
      arn: 'arn:aws-cn:iam::123456789012:role/service-role/My.Role',
      account: '123456789012',
      type: 'role',
      name: 'My.Role',
    });
    assert.equal(principalOf('arn:aws:s3:::bucket'), undefined);
    for (const name of ['My\nRole', 'My Role', 'My\u001b[31mRole', 'a b/Role', 'a\n/Role', 'Röle', '', 'My:Role', 'Role\n'])
      assert.equal(principalOf(`arn:aws:iam::123456789012:role/${name}`), undefined, JSON.stringify(name));
    for (const name of ['A+=,.@_-1', 'a/!"#~/Role'])
      assert.notEqual(principalOf(`arn:aws:iam::123456789012:role/${name}`), undefined, name);
    assert.equal(principalOf(null), undefined);
  });

  test('the spans are places in the file, also behind other documents and inside a list', () => {
    for (const text of [`${one}\n${one}`, `[ ${one},\n${one} ]`, `{"findings": [${one}, ${one}], "x": 1}`]) {
      const { findings } = readFindings(text);
      const { offset, length } = findings.span(1);
      assert.equal(text.slice(offset, offset + length), one);
      assert.ok(offset > one.length);
    }
  });

  test('the entry of an action, or else of its service, is found in the text of its finding', () => {
    const { entryOf } = findingEntries(one);
    const at = (service: string, action: string): unknown => {
      const span = entryOf(service, action)?.span;
      return span && one.slice(span.offset, span.offset + span.length);
    };
    assert.equal(at('s3', 'getobject'), '{"action":"GetObject"}');
    assert.equal(at('s3', 'get*'), '{"serviceNamespace":"s3","actions":[{"action":"GetObject"}]}');
    assert.equal(at('sqs', 'sendmessage'), undefined);
  });

  test('a file in pieces of any size is read as the file at once', () => {
    const texts = [
      `${one}\n${one}\n`,
      JSON.stringify([JSON.parse(one), JSON.parse(one)], null, 2),
      `// all\n{"findings": [${one}], "nextToken": null}`,
    ];
    holds(fc.tuple(fc.constantFrom(...texts), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 })), ([text, sizes]) => {
      const reader = createFindingsReader();
      for (let at = 0, i = 0; at < text.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        reader.push(text.slice(at, at + size));
        at += size;
      }
      const inPieces = reader.end();
      const atOnce = readFindings(text);
      assert.deepEqual([inPieces.error, allFindings(inPieces).map(plain)], [undefined, allFindings(atOnce).map(plain)]);
      assert.deepEqual(inPieces.findings.span(0), atOnce.findings.span(0));
    });
  });

  test('a finding with more actions than a number of two bytes counts, and files with more names', () => {
    const many = Array.from({ length: 70_000 }, (_, i) => `Name${i}`);
    const [services] = servicesOf(
      finding([
        { serviceNamespace: 's3', actions: many },
        { serviceNamespace: 'sqs', actions: ['Last'] },
      ]),
    ) as [{ s3: string[]; sqs: string[] }];
    assert.deepEqual([services.s3.length, services.s3.at(-1), services.sqs], [70_000, 'Name69999', ['Last']]);
  });
});

suite('whom a broken file names', () => {
  const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
  const namedIn = (text: string): unknown => {
    const { arns = [], ids = [] } = readFindings(text).named ?? {};
    return { arns: arns.toSorted(), ids: ids.toSorted() };
  };
  const uuid = '0fa3f5a1-0000-4000-8000-000000000009';
  const cases: readonly (readonly [what: string, text: string, arns: readonly string[], ids: readonly string[]])[] = [
    ['what stood before it broke', `${finding([], { id: 'f' })}\n{"x`, [myRole], ['f']],
    ['archived ones, too', `${finding([], { id: 'f', status: 'ARCHIVED' })}\n{"x`, [myRole], ['f']],
    [
      'what was read and not used',
      `${finding([], { id: 'f', findingType: 'ExternalAccess' })}\n{"x": "${arn('B')}"} ]`,
      [arn('B'), myRole].toSorted(),
      ['f'],
    ],
    ['what is cut off', finding([], { id: 'f' }).slice(0, -1), [myRole], ['f']],
    ['ids in all spellings', '{"Id": "a", "ID" : "b", "finding_id":\n"c", "FindingId": "d", "valid": "e"', [], ['a', 'b', 'c', 'd']],
    ['a UUID wherever it stands', `{"x": ["${uuid}"`, [], [uuid]],
    [
      'what is no JSON at all',
      `arn: ${arn('A')}, ${arn('x/B')}.\nid ${uuid}`,
      [arn('A'), arn('A,'), arn('x'), arn('x/B'), arn('x/B.')].toSorted(),
      [uuid],
    ],
    ['ARNs one behind another', `[${arn('A')},${arn('B')}`, [arn('A'), arn('A,'), arn('B')].toSorted(), []],
    ['escaped characters', `{"resource": "arn:aws:iam::123456789012:role\\/a\\u002Bb"`, [arn('a+b')], []],
    ['users, and other partitions', '{"a": "arn:aws-cn:iam::123456789012:user/dev"', ['arn:aws-cn:iam::123456789012:user/dev'], []],
    ['nobody', '{"findings": [', [], []],
  ];
  for (const [what, text, arns, ids] of cases) test(what, () => assert.deepEqual(namedIn(text), { arns, ids }));

  test('a file that is sound names nobody so', () => assert.equal(readFindings(finding([])).named, undefined));

  test('names are found wherever pieces end', () => {
    const text = `{"id": "f-1", "resource": "${arn('team\\/My.Role')}", "x": "${'y'.repeat(80_000)} ${arn('Late')}", "ID": "${uuid}"`;
    const inPieces = (sizes: readonly number[]): unknown => {
      const reader = createFindingsReader();
      for (let at = 0, i = 0; at < text.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        reader.push(text.slice(at, at + size));
        at += size;
      }
      return reader.end().named;
    };
    const atOnce = inPieces([text.length]);
    assert.deepEqual(atOnce, { arns: [arn('team'), arn('team/My.Role'), arn('Late')], ids: ['f-1', uuid] });
    for (const size of [7, 1000, 65_536]) assert.deepEqual(inPieces([size]), atOnce, String(size));
    holds(
      fc.array(fc.integer({ min: 500, max: 70_000 }), { minLength: 1, maxLength: 5 }),
      (sizes) => assert.deepEqual(inPieces(sizes), atOnce),
      20,
    );
  });

  test('more than are remembered: anybody may be', () => {
    const names = createNameScan();
    for (let i = 0; i <= 200_000; i++) names.addId(`f${i}`);
    assert.deepEqual([names.found().ids.length, names.found().isMore], [200_000, true]);
  });
});

suite('broken findings files', () => {
  const one = finding([{ serviceNamespace: 's3', actions: [{ action: 'GetObject' }] }]);

  test('a file that is cut off, anywhere, says where, and no finding of it is used', () => {
    for (let length = 1; length < one.length; length++) {
      const { findings, error } = readFindings(`${one}\n${one.slice(0, length)}`);
      assert.deepEqual(
        [findings.count, error !== undefined, (error?.span.offset ?? 0) > one.length],
        [0, true, true],
        one.slice(0, length),
      );
    }
  });

  test('an empty file holds nothing', () => {
    const { findings, error } = readFindings(' \n');
    assert.deepEqual([findings.count, error], [0, undefined]);
  });

  test('what stands between values and elements must be right', () => {
    const cases: readonly (readonly [text: string, error: string])[] = [
      [`[${one} ${one}]`, 'comma expected'],
      [`[,${one}]`, 'value expected'],
      [`[${one}`, 'close bracket expected'],
      [`{"findings": [${one}]`, 'close brace expected'],
      [`${one} x`, 'invalid symbol'],
      [`[${one}] ]`, 'value expected'],
    ];
    for (const [text, error] of cases) assert.deepEqual([text, inEnglish(readFindings(text).error?.message)], [text, error]);
    assert.equal(readFindings(`/* a */ [${one}, // b\n ${one},]`).error, undefined);
  });

  test('reading never throws', () => {
    holds(
      fc.oneof(fc.json(), fc.string()),
      (text) => {
        readFindings(text);
      },
      1000,
    );
  });
});

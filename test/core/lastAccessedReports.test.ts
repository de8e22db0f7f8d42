/** Last-accessed reports: what they leave unused, and what they show as used. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { finding, findingsIn, findingsOf, myRole, plain, servicesOf } from '../support/findings.ts';
import { inEnglish } from '../support/inEnglish.ts';

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
  const byA = {
    LastAuthenticated: '2026-11-19T00:00:00Z',
    LastAuthenticatedEntity: myRole,
    TotalAuthenticatedEntities: 1,
  };

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
    assert.equal(
      whose([service('s3', byA), service('sqs', { ...byA, LastAuthenticatedEntity: myRole.replace('My', 'Your') })]),
      undefined,
    );
  });

  test('one that is not whole says why', () => {
    const reasonOf = (fields: object): unknown => inEnglish(findingsIn(report(fields))[0]?.incomplete);
    assert.equal(reasonOf({}), undefined);
    assert.equal(reasonOf({ IsTruncated: true, Marker: 'm' }), 'its IsTruncated is true, so it is one page of several');
    assert.equal(reasonOf({ JobStatus: 'IN_PROGRESS' }), 'its JobStatus is IN_PROGRESS');
    assert.equal(reasonOf({ JobStatus: 'FAILED' }), 'its JobStatus is FAILED');
    assert.equal(reasonOf({ Error: { Code: 'x', Message: 'y' } }), 'it contains an Error');
  });
});

suite('what a report shows as used', () => {
  const at = '2026-11-24T10:00:00Z';
  const report = (services: readonly unknown[], fields: object = {}): string =>
    JSON.stringify({
      JobStatus: 'COMPLETED',
      JobCreationDate: '2026-11-25T09:00:00Z',
      ServicesLastAccessed: services,
      ...fields,
    });
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
        [...services].map(([name, { actions, notUnused }]) => [
          name,
          [actions && [...actions.values()], notUnused ?? []],
        ]),
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
        services: {
          s3: [['GetBucketAcl'], ['GetBucketFuture', 'Put']],
          sqs: [undefined, []],
          ec2: [[], ['RunInstances']],
        },
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
    const text = finding([
      { serviceNamespace: 's3', actions: [{ action: 'Get', lastAccessed: at }], lastAccessed: at },
    ]);
    assert.deepEqual(read(text), [{ used: [], services: { s3: [['Get'], []] } }]);
  });

  test('a service that was accessed at a time that is a number is not unused', () => {
    for (const LastAuthenticated of [1763978400, 1763978400.5, 1763978400000, 0, '/Date(1763978400000)/', '2026-11-24'])
      assert.deepEqual(
        read(report([s3({ LastAuthenticated })])),
        [{ used: [], services: {} }],
        String(LastAuthenticated),
      );
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
    ['an action of s3 is not understood: Get*', [s3({}, { ActionName: 'Get*', LastAccessedTime: at })]],
    ['an action of s3 is not understood: sqs:Send', [s3({}, { ActionName: 'sqs:Send', LastAccessedTime: at })]],
    ['an action of s3 is not understood: no name', [s3({}, { LastAccessedTime: at })]],
    ['an action of s3 is not an object', [s3({}, 'GetObject')]],
    ['an action of s3 contains ActionName twice', [s3({}, { ActionName: 'Get', action_name: 'Put' })]],
    ['TrackedActionsLastAccessed of s3 is not a list', [s3({ TrackedActionsLastAccessed: 'Get' })]],
    ['a service has no name', [{ LastAuthenticated: at }]],
    ['s 3 is not the name of a service', [{ ServiceNamespace: 's 3' }]],
    ['a service is not an object', [null]],
    ['a service has an unknown key: LastUsed', [{ ServiceNamespace: 's3', LastUsed: at }]],
    ['a service has an unknown key: Usage', [{ ServiceNamespace: 's3', Usage: { Last: at } }]],
    ['a service has an unknown key: last_accessed_time', [{ ServiceNamespace: 's3', last_accessed_time: at }]],
    ['an action of s3 has an unknown key: LastUsed', [s3({}, { ActionName: 'Get', LastUsed: 1763978400 })]],
    ['an action of s3 has an unknown key: LastAuthenticated', [s3({}, { ActionName: 'Get', LastAuthenticated: at })]],
    ['an action of s3 is not understood: Get*', [s3({}, { ActionName: 'Get*' })]],
    ['an action of s3 is not understood: no name', [s3({}, {})]],
    ['ServicesLastAccessed is not a list', { s3: at }],
    ['it contains JobStatus twice', [s3({})], { jobStatus: 'COMPLETED' }],
  ];
  for (const [reason, services, fields] of cases)
    test(`what is not understood makes the whole report unreadable: ${reason} ${JSON.stringify(services)}`, () =>
      assert.deepEqual(read(report(services as unknown[], fields)), [
        { used: [], services: {}, incomplete: reason, isUnreadable: true },
      ]));

  test('where something was accessed is a sign of an access, too', () => {
    const used = { ActionName: 'Get', LastAccessedRegion: 'eu-west-1' };
    assert.deepEqual(read(report([s3({}, used)])), [{ used: ['s3:Get'], services: { s3: [[], ['Get']] } }]);
    assert.deepEqual(read(report([{ ServiceNamespace: 's3', LastAuthenticatedRegion: 'eu-west-1' }])), [
      { used: [], services: {} },
    ]);
  });

  test('a member that holds nothing is let pass, whatever its name', () =>
    assert.deepEqual(read(report([{ ServiceNamespace: 's3', LastUsed: null }])), [
      { used: [], services: { s3: [undefined, []] } },
    ]));

  test('is held for many reports, in any number of names', () => {
    const tracked = Array.from({ length: 70_000 }, (_, i) => ({ ActionName: `Name${i}`, LastAccessedTime: at }));
    const [, large] = findingsIn(`${report([s3({})])}\n${report([s3({}, ...tracked)])}`);
    assert.deepEqual(
      [large?.used.length, large?.used.at(-1), large?.services.get('s3')?.notUnused?.length],
      [70_000, 's3:Name69999', 70_000],
    );
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { countedAdvice, intersectUnused, readFindings, type Finding } from '../../core/src/index.ts';
import { holds } from '../support/property.ts';
import { sample, unusedOf } from '../support/samples.ts';

/** A finding as plain data: the services with the names of their unused actions, `*` for a service as a whole. */
function plain({ about, lastAccessed, principal, analyzedAt, incomplete, services }: Finding): unknown {
  const named = [...services.values()].map(({ service, actions }) => [
    service,
    actions === undefined ? '*' : [...actions.values()].map(({ name }) => name),
  ]);
  return {
    ...(about === 'role' ? { role: lastAccessed === undefined ? 'never' : new Date(lastAccessed).toISOString() } : {}),
    principal: principal?.arn ?? null,
    analyzed: analyzedAt === undefined ? null : new Date(analyzedAt).toISOString(),
    ...(incomplete === undefined ? {} : { incomplete }),
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

const servicesOf = (text: string): unknown[] =>
  readFindings(text).findings.map((found) => (plain(found) as { services: unknown }).services);

suite('findings files in the real shapes', () => {
  test('get-finding-v2 as the CLI prints it, with a service that is unused as a whole', () => {
    const [found, ...others] = readFindings(sample('get-finding-v2.unused-permission.role.json')).findings;
    assert.ok(found);
    assert.deepEqual(others, []);
    const { services, ...rest } = plain(found) as { services: Record<string, unknown> };
    assert.deepEqual(rest, { principal: myRole, analyzed: '2025-05-20T06:01:12.000Z' });
    assert.deepEqual(Object.keys(services), ['lambda', 's3', 'sqs']);
    assert.deepEqual([services['lambda'], services['sqs']], [lambda, '*']);
    assert.equal(found.services.get('s3')?.actions?.size, 22);
  });

  test('for a user, and as an SDK prints it', () => {
    assert.deepEqual(readFindings(sample('get-finding-v2.unused-permission.user.json')).findings.map(plain), [
      {
        principal: 'arn:aws:iam::123456789012:user/ci-deployer',
        analyzed: '2025-05-20T06:01:12.000Z',
        services: { iam: ['GetAccountPasswordPolicy', 'GetGroup', 'GetInstanceProfile'] },
      },
    ]);
    assert.deepEqual(readFindings(sample('sdk-js.get-finding-v2.json')).findings.map(plain), [
      { principal: myRole, analyzed: '2025-05-20T06:01:12.000Z', services: { sqs: '*' } },
    ]);
  });

  test('an unused role, with the day it was last used', () => {
    assert.deepEqual(readFindings(sample('get-finding-v2.unused-iam-role.json')).findings.map(plain), [
      {
        role: '2024-09-30T00:00:00.000Z',
        principal: 'arn:aws:iam::123456789012:role/service-role/old-batch',
        analyzed: '2025-05-20T06:01:12.000Z',
        services: {},
      },
    ]);
  });

  test('one page of several is marked as such', () => {
    const reasons = ['get-finding-v2.no-paginate-page1.json', 'get-finding-v2.truncated-max-items.json'].map(
      (name) => readFindings(sample(name)).findings[0]?.incomplete,
    );
    assert.deepEqual(reasons, ['it holds a nextToken, so it is one page of several', 'it holds a NextToken, so it is one page of several']);
  });

  test('the short form of the post, without a principal', () => {
    const [found] = readFindings(sample('seed-blog.unused-shorthand.json')).findings;
    assert.equal(found?.principal, undefined);
    assert.deepEqual([...(found?.services.keys() ?? [])], ['lambda', 's3']);
  });

  const silent = ['archived', 'resolved', 'error', 'external-access', 'internal-access', 'unused-access-key', 'unused-password'].map(
    (kind) => `get-finding-v2.${kind}.json`,
  );
  const others = ['iam.get-role.json', 'policy.MyRole.original.json', 'get-finding-recommendation.role-two-policies.json'];
  for (const name of [...silent, ...others]) {
    test(`nothing to use: ${name}`, () => assert.deepEqual(readFindings(sample(name)), { findings: [], counted: [], errors: [] }));
  }
});

suite('findings without the names of actions', () => {
  const analyzer = 'arn:aws:access-analyzer:us-east-1:123456789012:analyzer/unused-90d';
  const id = (n: number): string => `0fa3f5a1-0000-4000-8000-00000000000${n}`;
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    ['list-findings-v2.json', [1, 2].map((n) => ({ id: id(n), analyzer: undefined }))],
    ['eventbridge.unused-permission.json', [{ id: id(1), analyzer }]],
    ['securityhub-cspm.asff.unused-permission.json', [{ id: id(1), analyzer }]],
  ];
  for (const [name, counted] of cases) {
    test(name, () => assert.deepEqual(readFindings(sample(name)), { findings: [], counted, errors: [] }));
  }

  test('are answered with the commands that fetch them, twenty at most', () => {
    assert.deepEqual(countedAdvice([{ id: 'a', analyzer }]), [
      '1 finding without the names of the unused actions; fetch it with',
      `  aws accessanalyzer get-finding-v2 --analyzer-arn ${analyzer} --id a`,
    ]);
    const many = countedAdvice(Array.from({ length: 22 }, (_, i) => ({ id: `f${i}` })));
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
    assert.deepEqual(servicesOf(finding([{ serviceNamespace: 's3', actions: 'GetObject' }])), [{ s3: [] }]);
  });

  test('no actions, null or none listed: the service as a whole', () => {
    for (const actions of [undefined, null, []])
      assert.deepEqual(servicesOf(finding([{ serviceNamespace: 'SQS', actions }])), [{ sqs: '*' }]);
  });

  test('several entries for a service add up, and the whole service stands for all', () => {
    const a = { serviceNamespace: 's3', actions: ['GetObject'] };
    const b = { serviceNamespace: 'S3', actions: ['PutObject'] };
    assert.deepEqual(servicesOf(finding([a, b])), [{ s3: ['PutObject', 'GetObject'] }]);
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
    const timeOf = (analyzedAt: string): unknown => readFindings(finding([], { analyzedAt })).findings[0]?.analyzedAt;
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
    const principalOf = (resource: unknown): unknown => readFindings(finding([], { resource })).findings[0]?.principal;
    assert.deepEqual(principalOf('arn:aws-cn:iam::123456789012:role/service-role/My.Role'), {
      arn: 'arn:aws-cn:iam::123456789012:role/service-role/My.Role',
      account: '123456789012',
      type: 'role',
      name: 'My.Role',
    });
    assert.equal(principalOf('arn:aws:s3:::bucket'), undefined);
    assert.equal(principalOf(null), undefined);
  });

  test('the spans are places in the file, also behind other documents', () => {
    const text = `${one}\n${one}`;
    const last = readFindings(text).findings[1]?.services.get('s3')?.actions?.get('getobject');
    assert.equal(text.slice(last?.span.offset, (last?.span.offset ?? 0) + (last?.span.length ?? 0)), '{"action":"GetObject"}');
    assert.ok((last?.span.offset ?? 0) > one.length);
  });
});

suite('broken findings files', () => {
  const one = finding([{ serviceNamespace: 's3', actions: [{ action: 'GetObject' }] }]);

  test('a file that is cut off, anywhere, says where, and no finding of it is used', () => {
    for (let length = 1; length < one.length; length++) {
      const { findings, errors } = readFindings(`${one}\n${one.slice(0, length)}`);
      assert.deepEqual(
        [findings.length, errors.length > 0, (errors[0]?.span.offset ?? 0) > one.length],
        [0, true, true],
        one.slice(0, length),
      );
    }
  });

  test('an empty file holds nothing', () => assert.deepEqual(readFindings(' \n'), { findings: [], counted: [], errors: [] }));

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

suite('what several principals leave unused', () => {
  const names = (services: readonly Readonly<Record<string, readonly string[] | null>>[]): unknown =>
    Object.fromEntries(
      [...intersectUnused(services.map(unusedOf))].map(([service, { actions }]) => [
        service,
        actions === undefined ? '*' : [...actions.keys()],
      ]),
    );

  test('is only what all of them do', () => {
    assert.deepEqual(
      names([
        { s3: ['GetObject', 'PutObject'], sqs: ['SendMessage'] },
        { s3: ['putobject'], ec2: ['RunInstances'] },
      ]),
      { s3: ['putobject'] },
    );
  });

  test('a whole service unused by one is what the others name of it', () => {
    assert.deepEqual(
      names([
        { s3: null, sqs: null },
        { s3: ['GetObject'], sqs: null },
      ]),
      { s3: ['getobject'], sqs: '*' },
    );
    assert.deepEqual(names([{ s3: ['GetObject'] }, { s3: null }]), { s3: ['getobject'] });
  });

  test('nobody: nothing', () => assert.deepEqual(names([]), {}));
});

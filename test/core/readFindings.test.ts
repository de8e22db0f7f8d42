import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { fetchInstructions, createFindingsReader, findingEntries, principalOf } from '../../core/src/index.ts';
import { finding, findingsIn, findingsOf, myRole, plain, servicesOf } from '../support/findings.ts';
import { inEnglish } from '../support/inEnglish.ts';
import { holds } from '../support/property.ts';
import { sample } from '../support/samples.ts';

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
    assert.deepEqual(reasons, [
      'it contains a nextToken, so it is one page of several',
      'it contains a NextToken, so it is one page of several',
    ]);
  });

  test('the short form of the post, without a principal', () => {
    const [found] = findingsOf('seed-blog.unused-shorthand.json');
    assert.equal(found?.principal, undefined);
    assert.deepEqual([...(found?.services.keys() ?? [])], ['lambda', 's3']);
  });

  const silent = [
    'archived',
    'resolved',
    'error',
    'external-access',
    'internal-access',
    'unused-access-key',
    'unused-password',
  ].map((kind) => `get-finding-v2.${kind}.json`);
  for (const name of [...silent, 'eventbridge.unused-role.error.json']) {
    test(`nothing to use, and known: ${name}`, () => {
      const { findings, counted, recommendations, isRecognised, error } = readFindings(sample(name));
      assert.deepEqual([findings.count, counted, recommendations, isRecognised, error], [0, [], [], true, undefined]);
    });
  }

  test('archived and resolved: when, so that older copies do not count', () => {
    const closed = ['archived', 'resolved'].map((kind) => [
      ...readFindings(sample(`get-finding-v2.${kind}.json`)).closed,
    ]);
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

suite('AWS’s own recommendations', () => {
  const said = (name: string): unknown =>
    readFindings(sample(name)).recommendations.map(
      ({ principal, policyId, replacement, existing, policyUpdatedAt }) => ({
        principal: principal.arn,
        policyId,
        does: replacement === undefined ? 'detach' : Object.keys(JSON.parse(replacement) as object),
        ...(existing === undefined ? {} : { existing: Object.keys(JSON.parse(existing) as object) }),
        updated: policyUpdatedAt === undefined ? null : new Date(policyUpdatedAt).toISOString(),
      }),
    );
  const managed = {
    principal: myRole,
    policyId: 'arn:aws:iam::123456789012:policy/MyRolePolicy',
    updated: '2025-02-10T21:31:39.000Z',
  };

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
    const page = {
      ...(JSON.parse(sample('get-finding-recommendation.role-two-policies.json')) as object),
      nextToken: 't',
    };
    assert.deepEqual(readFindings(JSON.stringify(page)).recommendations, []);
  });
});

suite('findings without the names of actions', () => {
  const analyzer = 'arn:aws:access-analyzer:us-east-1:123456789012:analyzer/unused-90d';
  const id = (n: number): string => `0fa3f5a1-0000-4000-8000-00000000000${n}`;
  const principal = (name: string) => principalOf(`arn:aws:iam::123456789012:${name}`);
  const counted = (n: number): object => ({ from: 'access-analyzer', id: id(n), analyzer });
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    [
      'list-findings-v2.json',
      [
        { ...counted(1), analyzer: undefined, principal: principal('role/MyRole') },
        { ...counted(2), analyzer: undefined, principal: principal('user/ci-deployer') },
      ],
    ],
    ['eventbridge.unused-permission.json', [{ ...counted(1), principal: principal('role/MyRole') }]],
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
      JSON.stringify({
        class_uid: 2008,
        metadata: { uid },
        permission_analysis_results: [{ unused_privileges_count: 3 }],
      });
    const odd = ['$(rm)', 'file:///home/a/.aws/credentials', '--endpoint-url=http//a', '-v'];
    const { counted: found } = readFindings(
      `[${['arn:aws:securityhub:us-east-1::finding/1', ...odd].map(ocsf).join()}]`,
    );
    assert.deepEqual(fetchInstructions(found).slice(1), [
      '  aws securityhub get-recommended-policy-v2 --metadata-uid arn:aws:securityhub:us-east-1::finding/1',
    ]);
  });

  test('are answered with the commands that fetch them, twenty at most', () => {
    assert.deepEqual(fetchInstructions([{ from: 'access-analyzer', id: 'a', analyzer }]), [
      '1 finding without the names of the unused actions; fetch it with',
      `  aws accessanalyzer get-finding-v2 --analyzer-arn ${analyzer} --id a`,
    ]);
    const many = fetchInstructions(Array.from({ length: 22 }, (_, i) => ({ from: 'access-analyzer', id: `f${i}` })));
    assert.deepEqual(
      [many.length, many[0], many[20], many[21]],
      [
        22,
        '22 findings without the names of the unused actions; fetch them with',
        '  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id f19',
        '  … and 2 more',
      ],
    );
    assert.deepEqual(fetchInstructions([]), []);
  });

  test('that are archived, or whose id could mean something to a shell, are passed over', () => {
    const listed = (fields: object): string =>
      JSON.stringify({ findings: [{ id: 'a', findingType: 'UnusedPermission', status: 'ACTIVE', ...fields }] });
    assert.equal(readFindings(listed({})).counted.length, 1);
    for (const fields of [
      { status: 'ARCHIVED' },
      { id: 'a; rm -rf ~' },
      { id: '$(x)' },
      { id: '--debug' },
      { findingType: 'ExternalAccess' },
    ])
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
    assert.deepEqual(
      servicesOf(finding([{ serviceNamespace: 's3', actions: ['GetObject', 's3:PutObject', 'S3:getobject'] }])),
      [{ s3: ['GetObject', 'PutObject'] }],
    );
  });

  test('no actions, null or none listed: the service as a whole', () => {
    for (const actions of [undefined, null, []])
      assert.deepEqual(servicesOf(finding([{ serviceNamespace: 'SQS', actions }])), [{ sqs: '*' }]);
  });

  test('several entries for a service add up', () => {
    const a = { serviceNamespace: 's3', actions: ['GetObject'] };
    const b = { serviceNamespace: 'S3', actions: ['PutObject'] };
    assert.deepEqual(servicesOf(finding([a, b])), [{ s3: ['GetObject', 'PutObject'] }]);
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
    const principalIn = (resource: unknown): unknown => findingsIn(finding([], { resource }))[0]?.principal;
    assert.deepEqual(principalIn('arn:aws-cn:iam::123456789012:role/service-role/My.Role'), {
      arn: 'arn:aws-cn:iam::123456789012:role/service-role/My.Role',
      account: '123456789012',
      type: 'role',
      name: 'My.Role',
    });
    assert.equal(principalIn('arn:aws:s3:::bucket'), undefined);
    const readOf = (resource: string): unknown =>
      findingsIn(finding([], { resource })).filter(({ isUnreadable }) => isUnreadable === undefined);
    for (const name of [
      'My\nRole',
      'My Role',
      'My\u001b[31mRole',
      'a b/Role',
      'a\n/Role',
      'Röle',
      '',
      'My:Role',
      'Role\n',
    ])
      assert.deepEqual(readOf(`arn:aws:iam::123456789012:role/${name}`), [], JSON.stringify(name));
    for (const name of ['A+=,.@_-1', 'a/!"#~/Role'])
      assert.notEqual(principalIn(`arn:aws:iam::123456789012:role/${name}`), undefined, name);
    assert.equal(principalIn(null), undefined);
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
    holds(
      fc.tuple(fc.constantFrom(...texts), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 })),
      ([text, sizes]) => {
        const reader = createFindingsReader();
        for (let at = 0, i = 0; at < text.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          reader.push(text.slice(at, at + size));
          at += size;
        }
        const inPieces = reader.end();
        const atOnce = readFindings(text);
        assert.deepEqual(
          [inPieces.error, allFindings(inPieces).map(plain)],
          [undefined, allFindings(atOnce).map(plain)],
        );
        assert.deepEqual(inPieces.findings.span(0), atOnce.findings.span(0));
      },
    );
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
    for (const [text, error] of cases)
      assert.deepEqual([text, inEnglish(readFindings(text).error?.message)], [text, error]);
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

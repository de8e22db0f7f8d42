import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { allFindings, createFindingsReader, createNameScan, findingEntries, readFindings } from '../../core/src/index.ts';
import { finding, findingsIn, findingsOf, lambda, myRole, plain, servicesOf } from '../support/findings.ts';
import { inEnglish } from '../support/inEnglish.ts';
import { holds } from '../support/property.ts';
import { sample } from '../support/samples.ts';

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

/**
 * What can be known of actions: tracking, the service reference, why an action stays; and how AWS's own recommendation
 * compares.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import {
  createEngine,
  principalOf,
  readDocument,
  withheld,
  type Finding,
  type Unused,
  type Recommendation,
  type MatchedFindings,
} from '../../core/src/index.ts';
import { readCatalogue, type ActionCatalogue } from '../../core/src/actions/index.ts';
import {
  readServiceList,
  readServiceReference,
  writeCatalogue,
  type ReferencedService,
} from '../../core/src/actions/index.ts';
import { trackingOf } from '../../core/src/analyse/tracking.ts';
import { say } from '../../core/src/text/index.ts';
import { jsonSyntax } from '../../core/src/documents/json/jsonSyntax.ts';
import { analyse } from '../../core/src/analyse/analyse.ts';
import { createDeciders } from '../../core/src/refine/policyDecider.ts';
import { compareRecommendation, type RecommendationComparison } from '../../core/src/analyse/compareRecommendation.ts';
import { examined, policyOf } from '../support/policies.ts';
import { august2024, builtIn, catalogueOf, sample, unusedOf } from '../support/samples.ts';
import { inEnglish } from '../support/inEnglish.ts';

const reference = (name: string): ReferencedService | undefined => {
  const reading = readServiceReference(JSON.parse(sample(`service-reference.${name}.json`)));
  return reading.kind === 'read' ? reading.service : undefined;
};

suite('AWS’s service reference', () => {
  test('gives names, access levels, and whether the use is tracked', () => {
    assert.deepEqual(reference('account.partial'), {
      prefix: 'account',
      actions: [
        { name: 'AcceptPrimaryEmailUpdate', accessLevel: 'Write', tracked: true },
        { name: 'CloseAccount', accessLevel: 'Write', tracked: false },
      ],
    });
    assert.deepEqual(reference('s3.partial')?.actions, [
      { name: 'GetObject', accessLevel: 'Read', tracked: false },
      { name: 'ListBucket', accessLevel: 'List', tracked: false },
    ]);
    assert.equal(reference('service-list'), undefined);
    assert.deepEqual(
      readServiceList(JSON.parse(sample('service-reference.service-list.json')))?.map(({ service }) => service),
      ['s3', 'dynamodb'],
    );
    assert.equal(readServiceList({}), undefined);
  });

  test('is read as a whole or not at all: what is wrong is told', () => {
    const said = (value: unknown): unknown => inEnglish(readServiceReference(value));
    const reason = (text: string): unknown => ({ kind: 'unreadable', reason: text });
    const none = reason('not a service of the AWS service reference: it has no Name');
    for (const value of [[], {}, 'x', null, { Name: 3, Actions: [] }]) assert.deepEqual(said(value), none);
    assert.deepEqual(said({ Name: 's3' }), reason('the service s3 has no list of Actions'));
    assert.deepEqual(said({ Name: 's3', Actions: {} }), reason('the service s3 has no list of Actions'));
    for (const odd of [{}, { name: 'Put' }, 'Put', null, { Name: 3 }])
      assert.deepEqual(
        said({ Name: 's3', Actions: [{ Name: 'Get' }, odd] }),
        reason('entry 2 in Actions of s3 has no Name'),
      );
    for (const odd of ['Get*', 'Get Object', ''])
      assert.deepEqual(
        said({ Name: 's3', Actions: [{ Name: odd }] }),
        reason(`entry 1 in Actions of s3 is not an action: "${odd}"`),
      );
  });

  test('is written as a catalogue that reads the same', () => {
    const services = ['s3.partial', 'account.partial'].flatMap((name) => reference(name) ?? []);
    const text = writeCatalogue(services);
    assert.equal(text.split('\n')[2], '    {"name":"AcceptPrimaryEmailUpdate","accessLevel":"Write","tracked":true},');
    const reading = readCatalogue(text, 'ours');
    assert.ok(reading.kind === 'read');
    assert.deepEqual([reading.catalogue.services, reading.catalogue.actionCount], [['account', 's3'], 4]);
    assert.deepEqual(reading.catalogue.service('account'), {
      names: ['AcceptPrimaryEmailUpdate', 'CloseAccount'],
      folded: ['acceptprimaryemailupdate', 'closeaccount'],
      levels: ['Write', 'Write'],
      tracked: [true, false],
    });
  });
});

suite('tracking', () => {
  const catalogue = readCatalogue(
    '{"s3": [{"name": "GetObject", "tracked": false}, {"name": "GetBucketAcl", "tracked": true}, "PutObject"]}',
    'test',
  );

  test('is what the catalogue says; iam:PassRole is never tracked', () => {
    assert.ok(catalogue.kind === 'read');
    const of = (service: string, name: string): string => trackingOf(catalogue.catalogue, service, name);
    assert.deepEqual(
      [
        of('s3', 'getobject'),
        of('s3', 'getbucketacl'),
        of('s3', 'putobject'),
        of('s3', 'nope'),
        of('sqs', 'x'),
        of('iam', 'passrole'),
      ],
      ['not tracked', 'tracked', 'unknown', 'unknown', 'unknown', 'not tracked'],
    );
    assert.equal(trackingOf(builtIn, 's3', 'getobject'), 'not tracked');
  });

  test('an entry is explained: what is kept, what is unused, what nobody can know', () => {
    assert.ok(catalogue.kind === 'read');
    const engine = createEngine(catalogue.catalogue);
    const analysis = examined(engine, policyOf('s3:*', 'iam:PassRole', 3), unusedOf({ s3: ['GetBucketAcl'] }));
    const nothingMore = { excepted: [], newer: [], onlyInPolicy: [] };
    const at = (entry: number): unknown => {
      const { decision: _, ...rest } = engine.explain(analysis, { policy: 0, statement: 0, entry }) ?? {};
      return rest;
    };
    assert.deepEqual(at(0), {
      text: 's3:*',
      kept: ['s3:GetObject', 's3:PutObject'],
      unused: ['s3:GetBucketAcl'],
      notTracked: ['s3:GetObject'],
      trackingUnknown: 1,
      ...nothingMore,
    });
    assert.deepEqual(at(1), {
      text: 'iam:PassRole',
      kept: ['iam:PassRole'],
      unused: [],
      notTracked: ['iam:PassRole'],
      trackingUnknown: 0,
      ...nothingMore,
    });
    assert.deepEqual([at(2), at(9)], [{}, {}]);
  });
});

suite('why an action stays that a finding calls unused', () => {
  const matchedBy = (
    findings: readonly Readonly<Record<string, readonly string[] | null>>[],
    keepRules: MatchedFindings['keepRules'] = [],
  ): MatchedFindings => ({
    kind: 'matched',
    findings: findings.map((services, i) => ({
      finding: {
        kind: 'permissions',
        principal: {
          arn: `arn:aws:iam::123456789012:role/R${i}`,
          account: '123456789012',
          type: 'role',
          name: `R${i}`,
        },
        services: unusedOf(services),
        used: [],
      },
      places: [{ file: '', span: { offset: 0, length: 0 } }],
    })),
    why: say(''),
    unused: new Map(),
    used: [],
    keepRules,
  });

  suite('another finding of the same principal is named by its id and day', () => {
    const one = (finding: Partial<Finding>): MatchedFindings['findings'][number] => ({
      finding: {
        kind: 'permissions',
        principal: { arn: 'arn:aws:iam::123456789012:role/R', account: '123456789012', type: 'role', name: 'R' },
        services: new Map(),
        used: [],
        ...finding,
      },
      places: [{ file: '', span: { offset: 0, length: 0 } }],
    });
    const naming = one({ id: '11111111-0000-4000-8000-000000000001', services: unusedOf({ s3: ['GetObject'] }) });
    const day = Date.parse('2026-11-25T00:00:00Z');
    const cases: readonly (readonly [name: string, others: readonly Partial<Finding>[], reason: string])[] = [
      [
        'a long id by its beginning',
        [{ id: '22222222-0000-4000-8000-000000000002', analyzedAt: day }],
        'not reported unused by the finding 22222222… from 2026-11-25',
      ],
      [
        'one that begins like another, whole',
        [{ id: '11111111-0000-4000-8000-000000000002', analyzedAt: day }],
        'not reported unused by the finding 11111111-0000-4000-8000-000000000002 from 2026-11-25',
      ],
      [
        'a short one, whole, and without a day where it tells none',
        [{ id: 'b' }],
        'not reported unused by the finding b',
      ],
      ['without an id', [{ analyzedAt: day }], 'not reported unused by the finding from 2026-11-25'],
      [
        'several',
        [{ id: 'b' }, { kind: 'report', id: 'c' }],
        'not reported unused by the finding b, the last-accessed report',
      ],
      [
        'a report that shows the action as used, whatever else there is',
        [{ id: 'b' }, { kind: 'report', used: ['S3:getobject'], analyzedAt: day }],
        'used according to the last-accessed report from 2026-11-25',
      ],
      [
        'a report of another principal',
        [{ kind: 'report', used: ['s3:GetObject'], principal: principalOf('arn:aws:iam::123456789012:role/X') }],
        'used according to the last-accessed report for X',
      ],
    ];
    for (const [name, others, reason] of cases)
      test(name, () =>
        assert.deepEqual(
          inEnglish(withheld({ ...matchedBy([]), findings: [naming, ...others.map(one)] }, ['s3:GetObject'])),
          [{ actions: ['s3:GetObject'], reason }],
        ),
      );
  });

  test('others of a shared policy use it, or nothing says that they do not', () => {
    const found = matchedBy([{ s3: ['GetObject'] }, { s3: ['PutObject'] }, { s3: null }]);
    assert.deepEqual(inEnglish(withheld(found, ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'sqs:SendMessage'])), [
      { actions: ['s3:GetObject'], reason: 'not reported unused by R1' },
      { actions: ['s3:PutObject'], reason: 'not reported unused by R0' },
      { actions: ['s3:ListBucket'], reason: 'not reported unused by R0, R1' },
    ]);
  });

  test('the configuration keeps it', () => {
    const entry = {
      actions: ['s3:Get*'],
      reason: 'audit',
      until: '2027-01-01',
      span: { offset: 0, length: 0 },
      line: 7,
    };
    assert.deepEqual(
      inEnglish(withheld(matchedBy([{ s3: ['GetObject'] }], [entry]), ['s3:GetObject', 's3:PutObject'])),
      [{ actions: ['s3:GetObject'], reason: 'keep rule in line 7 of .iam-refine.json: audit, until 2027-01-01' }],
    );
  });

  test('the configuration keeps another of an unused service, and the catalogue does not know this one', () =>
    assert.deepEqual(inEnglish(withheld(matchedBy([{ iam: null }]), ['iam:NotInCatalogue'])), [
      {
        actions: ['iam:NotInCatalogue'],
        reason: 'a keep rule applies to other actions of iam, and the catalogue does not list it',
      },
    ]));
});

function compareWith(
  text: string,
  unused: Unused,
  recommendation: Recommendation,
  catalogue: ActionCatalogue,
): RecommendationComparison {
  const matches = [
    { kind: 'matched', findings: [], why: say('by the test'), unused, used: [], keepRules: [] } as const,
  ];
  const work = analyse({ text, reading: readDocument(text), matches }, createDeciders(catalogue));
  return compareRecommendation(() => jsonSyntax.parse(text).root, work.policies[0] ?? assert.fail(), recommendation);
}

suite('AWS’s own recommendation beside ours', () => {
  const principal = {
    arn: 'arn:aws:iam::123456789012:role/MyRole',
    account: '123456789012',
    type: 'role',
    name: 'MyRole',
  };
  const compare = (
    text: string,
    unused: Readonly<Record<string, readonly string[] | null>>,
    replacement?: string,
  ): RecommendationComparison => {
    const catalogue = catalogueOf({ s3: ['GetA', 'GetB', 'PutA'], sqs: ['Send'] });
    return compareWith(text, unusedOf(unused), { principal, policyId: 'p', replacement }, catalogue);
  };
  const policy = policyOf('s3:Get*', 's3:PutA');

  test('of the post’s policy is the same', () => {
    const [finding] = allFindings(readFindings(sample('get-finding-v2.unused-permission.role.json')));
    const [recommendation] = readFindings(sample('get-finding-recommendation.role-two-policies.json')).recommendations;
    assert.ok(finding !== undefined && recommendation !== undefined);
    const text = sample('policy.MyRole.original.json');
    assert.deepEqual(compareWith(text, finding.services, recommendation, august2024()), { kind: 'equal' });
  });

  test('is compared as sets of actions, not as text', () => {
    assert.deepEqual(compare(policy, { s3: ['GetA'] }, policyOf('S3:getb', 's3:PutA')), { kind: 'equal' });
    assert.deepEqual(compare(policy, { s3: ['GetA'] }, policyOf('s3:PutA')), {
      kind: 'different',
      narrower: ['s3:GetB'],
      wider: [],
    });
    assert.deepEqual(compare(policy, { s3: ['GetA'] }, policyOf('s3:Get*')), {
      kind: 'different',
      narrower: ['s3:PutA'],
      wider: ['s3:GetA'],
    });
  });

  test('to detach: the same where nothing is used, narrower else', () => {
    assert.deepEqual(compare(policy, { s3: null }), { kind: 'equal' });
    assert.deepEqual(compare(policy, { s3: ['GetA'] }), {
      kind: 'different',
      narrower: ['s3:GetB', 's3:PutA'],
      wider: [],
    });
  });

  test('of a policy with other statements is not compared', () => {
    const elsewhere = JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: 's3:GetB', Resource: 'arn:aws:s3:::x' }],
    });
    for (const other of [elsewhere, '{}', 'x', sample('policy.MyRole.original.json')])
      assert.deepEqual(compare(policy, { s3: ['GetA'] }, other), { kind: 'other-policy' }, other);
  });

  test('may leave statements out', () => {
    const [first, second] = [
      { Effect: 'Allow', Action: 's3:*', Resource: 'a' },
      { Effect: 'Allow', Action: 'sqs:*', Resource: 'b' },
    ];
    const text = JSON.stringify({ Statement: [first, second] });
    assert.deepEqual(compare(text, { s3: null }, JSON.stringify({ Statement: [second] })), { kind: 'equal' });
    assert.deepEqual(compare(text, {}, JSON.stringify({ Statement: [second] })), {
      kind: 'different',
      narrower: ['s3:GetA', 's3:GetB', 's3:PutA'],
      wider: [],
    });
  });
});

/** Refinement of what a condition decides: `Fn::If` at every level of a policy. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine, readDocument } from '../../core/src/index.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { examined } from '../support/policies.ts';

const catalogue = catalogueOf({
  s3: ['GetBucketAcl', 'GetObject', 'PutObject', 'PutObjectAcl'],
  sqs: ['SendMessage', 'PurgeQueue'],
});
const unused = unusedOf({ s3: ['PutObject', 'GetBucketAcl'], sqs: null });

const allow = (...actions: readonly unknown[]): object => ({ Effect: 'Allow', Action: actions, Resource: '*' });
const policy = (...statements: readonly unknown[]): object => ({ Statement: statements });
const noValue = { Ref: 'AWS::NoValue' };
const either = (one: unknown, other: unknown = noValue): object => ({ 'Fn::If': ['C', one, other] });
const deny = { Effect: 'Deny', Action: '*', Resource: '*' };

/** What a policy becomes, and what is left, with the reason. */
function refined(value: object): { readonly becomes: unknown; readonly left: readonly string[] } {
  const text = JSON.stringify(value);
  const engine = createEngine(catalogue);
  const { edits, left } = engine.refine(examined(engine, text, unused), { kind: 'file' });
  const after = applyEdits(text, edits) ?? assert.fail('the edits overlap');
  assert.deepEqual(readDocument(after).errors, []);
  return { becomes: JSON.parse(after), left: left.map(({ code, reason }) => `${code}: ${inWords(reason)}`) };
}

const held =
  'statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements';
const wholly =
  'policy.unused: everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline';
const mightBeEmpty = 'without it the list might be empty';

interface Case {
  readonly what: string;
  readonly before: object;
  /** Absent where it stays as it is. */
  readonly after?: object;
  readonly left?: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: 'a branch is refined as a statement of its own',
    before: policy(either(allow('s3:GetObject', 's3:PutObject')), allow('s3:PutObjectAcl')),
    after: policy(either(allow('s3:GetObject')), allow('s3:PutObjectAcl')),
  },
  {
    what: 'a statement in a branch that goes leaves nothing there',
    before: policy(either(allow('s3:PutObject'), allow('s3:GetObject')), allow('s3:PutObjectAcl')),
    after: policy(either(noValue, allow('s3:GetObject')), allow('s3:PutObjectAcl')),
  },
  {
    what: 'a policy keeps a statement that no condition takes away',
    before: policy(either(allow('s3:GetObject')), allow('sqs:SendMessage')),
    left: [held],
  },
  {
    what: 'a Deny is one',
    before: policy(allow('sqs:SendMessage'), deny),
    after: policy(deny),
  },
  {
    what: 'so is a statement with an Effect that is computed',
    before: policy({ ...allow('s3:GetObject'), Effect: { Ref: 'E' } }, allow('sqs:SendMessage')),
    after: policy({ ...allow('s3:GetObject'), Effect: { Ref: 'E' } }),
  },
  {
    what: 'a statement that is computed is not',
    before: policy({ 'Fn::Transform': {} }, allow('sqs:SendMessage')),
    left: [held],
  },
  {
    what: 'everything is unused, in all branches',
    before: policy(either(allow('s3:PutObject'), allow('sqs:SendMessage'))),
    left: [wholly],
  },
  {
    what: 'not everything, where something was not read',
    before: policy(allow('sqs:SendMessage', { Ref: 'A' })),
    left: [`action.unused: sqs:SendMessage is kept: ${mightBeEmpty}`],
  },
  {
    what: 'an action in a branch that goes leaves nothing there',
    before: policy(allow('s3:GetObject', either('s3:PutObject', 's3:PutObjectAcl'))),
    after: policy(allow('s3:GetObject', either(noValue, 's3:PutObjectAcl'))),
  },
  {
    what: 'a wildcard in a branch becomes one action',
    before: policy(allow('s3:GetObject', either('s3:Put*'))),
    after: policy(allow('s3:GetObject', either('s3:PutObjectAcl'))),
  },
  {
    what: 'and stays where it would become several',
    before: policy(allow('s3:GetObject', either('s3:*'))),
    left: ['action.unused: s3:* is kept: a branch of a condition takes only one action, but 2 are needed'],
  },
  {
    what: 'a list keeps an entry that no condition takes away',
    before: policy(allow('s3:PutObject', either('s3:GetObject')), allow('s3:PutObjectAcl')),
    left: [`action.unused: s3:PutObject is kept: ${mightBeEmpty}`],
  },
  {
    what: 'a wildcard that is narrowed is one',
    before: policy(allow('s3:Put*', 's3:PutObject', either('s3:GetObject'))),
    after: policy(allow('s3:PutObjectAcl', either('s3:GetObject'))),
  },
  {
    what: 'lists in branches are lists of their own',
    before: policy({
      ...allow(),
      Action: either(['s3:GetObject', 's3:PutObject'], ['s3:PutObject', 's3:PutObjectAcl']),
    }),
    after: policy({ ...allow(), Action: either(['s3:GetObject'], ['s3:PutObjectAcl']) }),
  },
  {
    what: 'of which each keeps an entry',
    before: policy({ ...allow(), Action: either(['s3:GetObject'], ['s3:PutObject']) }),
    left: [`action.unused: s3:PutObject is kept: ${mightBeEmpty}`],
  },
  {
    what: 'a single action in a branch cannot go',
    before: policy({ ...allow(), Action: either('s3:GetObject', 's3:PutObject') }),
    left: ['action.unused: s3:PutObject is kept: it is the only action in a branch of a condition'],
  },
  {
    what: 'and becomes a list',
    before: policy({ ...allow(), Action: either('s3:GetObject', 's3:*') }),
    after: policy({ ...allow(), Action: either('s3:GetObject', ['s3:GetObject', 's3:PutObjectAcl']) }),
  },
  {
    what: 'what a branch allows covers nothing outside of it',
    before: policy(allow('s3:*', either('s3:GetObject'))),
    after: policy(allow('s3:GetObject', 's3:PutObjectAcl', either('s3:GetObject'))),
  },
  {
    what: 'branches of branches',
    before: policy(allow('s3:GetObject', either(either('s3:PutObject', 's3:PutObjectAcl'), 's3:PutObject'))),
    after: policy(allow('s3:GetObject', either(either(noValue, 's3:PutObjectAcl')))),
  },
  {
    what: 'a whole list of statements in each branch',
    before: { Statement: either([allow('s3:GetObject'), allow('s3:PutObject')], allow('s3:Put*')) },
    after: { Statement: either([allow('s3:GetObject')], allow('s3:PutObjectAcl')) },
  },
  {
    what: 'the only statement of a branch cannot go',
    before: { Statement: either(allow('s3:GetObject'), allow('s3:PutObject')) },
    left: [held],
  },
];

suite('what a condition decides', () => {
  for (const { what, before, after = before, left = [] } of cases)
    test(what, () => assert.deepEqual(refined(before), { becomes: after, left }));
});

suite('an analysis of an earlier text', () => {
  const plain = ['s3:Get*', 's3:GetObject', 's3:PutObject', 's3:PutObjectAcl'];
  const later: readonly (readonly [what: string, action: unknown])[] = [
    ['an action comes under a condition', ['s3:Get*', either('s3:GetObject'), 's3:PutObject', 's3:PutObjectAcl']],
    [
      'two come under different conditions',
      ['s3:Get*', either('s3:GetObject'), either('s3:PutObject'), 's3:PutObjectAcl'],
    ],
    ['two come under one', ['s3:Get*', either('s3:GetObject', 's3:PutObject'), 's3:PutObjectAcl']],
    ['all do', either(plain)],
    ['some do', either(['s3:Get*', 's3:GetObject'], ['s3:PutObject', 's3:PutObjectAcl'])],
  ];
  const document = (action: unknown): string => JSON.stringify(policy({ ...allow(), Action: action }));
  const changesOf = (text: string, before?: string): unknown => {
    const engine = createEngine(catalogue);
    const known = before === undefined ? undefined : examined(engine, before, unused);
    const { policies } = examined(engine, text, unused, { before: known });
    return policies.map(({ statements }) => statements.map(({ change }) => change));
  };
  for (const [what, action] of later) {
    test(`does not hold where ${what}`, () =>
      assert.deepEqual(changesOf(document(action), document(plain)), changesOf(document(action))));
    test(`nor the other way round: ${what}`, () =>
      assert.deepEqual(changesOf(document(plain), document(action)), changesOf(document(plain))));
  }

  test('nor where a directive of a template comes into a list', () => {
    const open = document(plain).replace('"s3:PutObject"', '%{ if x }"s3:PutObject"%{ endif }');
    assert.deepEqual(changesOf(open, document(plain)), changesOf(open));
  });
});

test('lists in which a directive of a template stands lose nothing, and what is in them is narrowed', () => {
  const text = `{"Statement": [
    {"Effect": "Allow", "Action": ["sqs:SendMessage"]}%{ if x },
    {"Effect": "Allow", "Action": ["s3:Put*"%{ if y }, "s3:PutObject"%{ endif }]}%{ endif }
  ]}`;
  const engine = createEngine(catalogue);
  const { edits, left } = engine.refine(examined(engine, text, unused), { kind: 'file' });
  assert.equal(applyEdits(text, edits), text.replace('s3:Put*', 's3:PutObjectAcl'));
  assert.deepEqual(
    left.map(({ code, reason }) => `${code}: ${inWords(reason)}`),
    [held, `action.unused: s3:PutObject is kept: ${mightBeEmpty}`],
  );
});

suite('a list with directives of a template, each entry of which may be there alone', () => {
  const inList = (list: string): string => `{"Statement": [{"Effect": "Allow", "Action": [${list}], "Resource": "*"}]}`;
  const becomes = (list: string): string => {
    const engine = createEngine(catalogue);
    const text = inList(list);
    const { edits } = engine.refine(examined(engine, text, unused), { kind: 'file' });
    return applyEdits(text, edits) ?? '';
  };

  test('what a directive decides covers nothing beside it', () => {
    const open = '"s3:*", %{ if x }"s3:GetObject", %{ endif }"s3:PutObjectAcl"';
    assert.equal(becomes(open), inList(open.replace('"s3:*"', '"s3:GetObject", "s3:PutObjectAcl"')));
  });

  test('a line that becomes too long is not broken: the directives stay', () => {
    const open = `"s3:*", %{ if x }"s3:PutObjectAcl", %{ endif }"s3:${'PutObjectAcl'.padEnd(60, '*')}"`;
    assert.equal(becomes(open), inList(open.replace('"s3:*"', '"s3:GetObject", "s3:PutObjectAcl"')));
  });
});

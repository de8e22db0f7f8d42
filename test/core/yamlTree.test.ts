/** What YAML means: the short forms of CloudFormation, types, and what is refused with its reason. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createEngine, readDocument } from '../../core/src/index.ts';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { inWords, placeAt } from '../../core/src/text/index.ts';
import type { TreeNode } from '../../core/src/text/tree.ts';
import { examined } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

/** A tree as a value. What is refused is shown by its reason. */
function plain(node: TreeNode | undefined): unknown {
  if (node?.refused !== undefined) return inWords(node.refused);
  if (node?.type === 'array') return (node.children ?? []).map(plain);
  if (node?.type !== 'object') return node?.value;
  return Object.fromEntries(
    (node.children ?? []).map(({ children: [key, value] = [] }) => [String(key?.value), plain(value)]),
  );
}

const valueOf = (text: string): unknown => plain(yamlSyntax.parse(text).root);

suite('short forms are the same as long forms', () => {
  const forms: readonly (readonly [short: string, long: unknown])[] = [
    ['!Ref A', { Ref: 'A' }],
    ['!Condition A', { Condition: 'A' }],
    ['!GetAtt A.B.C', { 'Fn::GetAtt': ['A', 'B.C'] }],
    ['!GetAtt "A.B"', { 'Fn::GetAtt': ['A', 'B'] }],
    ['!GetAtt [A, B]', { 'Fn::GetAtt': ['A', 'B'] }],
    ['!Sub "${A}-x"', { 'Fn::Sub': '${A}-x' }],
    ['!Sub ["${A}", {A: !Ref B}]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!Sub |\n  a\n  b', { 'Fn::Sub': 'a\nb\n' }],
    ['!If [C, 1, !Ref "AWS::NoValue"]', { 'Fn::If': ['C', 1, { Ref: 'AWS::NoValue' }] }],
    ['!If\n  - C\n  - a: b\n  - - c', { 'Fn::If': ['C', { a: 'b' }, ['c']] }],
    [
      '!Select [0, !Split [",", !ImportValue x]]',
      { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] }] },
    ],
    ['!Join ["", [a, !GetAZs ""]]', { 'Fn::Join': ['', ['a', { 'Fn::GetAZs': '' }]] }],
    ['!Ref 123', { Ref: '123' }],
    [
      '!And [!Condition A, !Not [!Equals [a, b]], !Or [!Condition B, !Condition C]]',
      {
        'Fn::And': [
          { Condition: 'A' },
          { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] },
          { 'Fn::Or': [{ Condition: 'B' }, { Condition: 'C' }] },
        ],
      },
    ],
    ['!Transform {Name: M, Parameters: {}}', { 'Fn::Transform': { Name: 'M', Parameters: {} } }],
    ['!FindInMap [A, b, !Base64 c]', { 'Fn::FindInMap': ['A', 'b', { 'Fn::Base64': 'c' }] }],
    ['!Cidr [a, 1, 2]', { 'Fn::Cidr': ['a', 1, 2] }],
  ];
  for (const [short, long] of forms) test(short, () => assert.deepEqual(valueOf(`k: ${short}`), { k: long }));
});

suite('types of plain values', () => {
  const differs = (text: string): string => `YAML 1.1 and 1.2 read ${text} differently: put it in quotes`;
  for (const [text, value] of [
    ['x', 'x'],
    ['s3:*', 's3:*'],
    ['2012-10-17', '2012-10-17'],
    ['1', 1],
    ['-1.5', -1.5],
    ['true', true],
    ['~', null],
    ['', null],
    ['123456789012', 123_456_789_012],
    ...['yes', 'No', 'on', 'OFF', 'y', '0o7', '017', '1_000', '0x1F', '1e3', '12:30:45', '.inf', '=', '0.1.2'].map(
      (one) => [one, differs(one)] as const,
    ),
    ["'yes'", 'yes'],
    ['"017"', '017'],
  ] as const)
    test(`${text}: ${String(value)}`, () => assert.deepEqual(valueOf(`k: ${text}`), { k: value }));
  test('a key is a string', () => assert.deepEqual(valueOf('on: 1\n2: 2\n"017": 3'), { on: 1, '2': 2, '017': 3 }));
});

suite('what is refused', () => {
  const alias = 'it is an alias: A refers to a value that is written elsewhere';
  const repeated = 'an alias in line 2 uses this value, too';
  for (const [what, text, value] of [
    ['an alias and its value', 'a: &A [x]\nb: *A', { a: repeated, b: alias }],
    ['a value in which another one has an alias', 'a: [&A x, z]\nb: *A', { a: [repeated, 'z'], b: alias }],
    ['an anchor without an alias is not', 'a: &A [x]', { a: ['x'] }],
    [
      'a merge key',
      'a: {<<: {b: c}, d: e}',
      { a: 'it has a merge key (<<), which adds members that are written elsewhere' },
    ],
    [
      'an unknown tag',
      'a: !Foo [x]\nb: !!str y',
      { a: 'the tag !Foo is not known', b: 'the tag tag:yaml.org,2002:str is not known' },
    ],
    ['a key that is a list', 'a:\n  ? [x]\n  : y', { a: 'a key of this value is not simply a string' }],
    ['an explicit key', 'a:\n  ? x\n  : y', { a: 'a key of this value is not simply a string' }],
    ['a key with a tag', 'a: {!!str x: y}', { a: 'the key x has a tag or an anchor' }],
    ['a short form without an argument', 'a: !Ref', { a: 'the tag !Ref is not known' }],
  ] as const)
    test(what, () => assert.deepEqual(valueOf(text), value));
});

suite('syntax errors', () => {
  for (const [what, text, place, message] of [
    ['a tab as indentation', 'a:\n\tb: c', '2:1', /tab/i],
    ['an open bracket', 'Statement: [a', '1:14', /\]/],
    ['an open quote in what may be a policy, which is told', 'x: "Effect: Action:', '1:20', /quote/],
    ['a lone carriage return', 'a: 1\rb: 2', '1:5', /line break/],
    ['a line separator', 'a: 1 # \u2028b: 2', '1:8', /line break/],
    ['too much nesting, in brackets', `a: ${'['.repeat(20_000)}`, '1:1', /nested too deeply/],
    ['too much nesting, in lists', '- '.repeat(5000), '1:1', /nested too deeply/],
  ] as const)
    test(what, () => {
      const { errors, unread, policies } = readDocument(text, undefined, yamlSyntax);
      const [error] = errors;
      const { line, column } = placeAt(text, error?.span.offset ?? -1);
      const isTold = text.includes('Effect');
      const isUnread = unread.some(({ reason }) => reason === error?.message);
      assert.deepEqual([`${line}:${column}`, policies.length, isUnread], [place, 0, isTold]);
      assert.match(inWords(error?.message ?? ''), message);
    });
});

suite('a policy with what is refused', () => {
  const engine = createEngine(catalogueOf({ s3: ['GetObject', 'PutObject'] }));
  const found = (text: string): unknown => {
    const reading = readDocument(text, undefined, yamlSyntax);
    const analysis = examined(engine, text, unusedOf({ s3: ['PutObject'] }), { reading });
    const { edits } = engine.refine(analysis, { kind: 'file' });
    return {
      edits: edits.map(({ span, newText }) => [text.slice(span.offset, span.offset + span.length), newText]),
      unread: reading.unread.map(({ span, reason }) => `${placeAt(text, span.offset).line}: ${inWords(reason)}`),
    };
  };
  for (const [what, text, expected] of [
    [
      'an action that an alias repeats',
      'Statement:\n- Effect: Allow\n  Action:\n  - &A s3:PutObject\n  - s3:GetObject\n- Effect: Allow\n  Action: [*A, s3:*]\n',
      {
        edits: [['s3:*', 's3:GetObject']],
        unread: [
          '4: an alias in line 7 uses this value, too',
          '7: it is an alias: A refers to a value that is written elsewhere',
        ],
      },
    ],
    [
      'a statement with a merge key',
      'x: &x {Effect: Allow}\nStatement:\n- <<: *x\n  Action: s3:PutObject\n- Effect: Allow\n  Action: [s3:PutObject, s3:GetObject]\n',
      {
        edits: [['s3:PutObject, ', '']],
        unread: ['3: it has a merge key (<<), which adds members that are written elsewhere'],
      },
    ],
    [
      'a policy that an alias repeats',
      'a: &P\n  Statement:\n  - Effect: Allow\n    Action: s3:PutObject\nb: *P\n',
      { edits: [], unread: ['2: an alias in line 5 uses this value, too'] },
    ],
    [
      'an effect that is an alias',
      'e: &E Allow\nStatement:\n- Effect: *E\n  Action: [s3:PutObject, s3:GetObject]\n',
      { edits: [], unread: ['3: it is an alias: E refers to a value that is written elsewhere'] },
    ],
    [
      'a name of an action while it is written',
      'Statement:\n- Effect: Allow\n  Action:\n  - s3:\n  - s3:GetObject\n',
      { edits: [], unread: ['4: this action is not a string'] },
    ],
  ] as const)
    test(what, () => assert.deepEqual(found(text), expected));
});

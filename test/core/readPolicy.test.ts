import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { readDocument } from '../../core/src/index.ts';
import { inWords } from '../../core/src/text/index.ts';
import { holds } from '../support/property.ts';
import { sample } from '../support/samples.ts';

const roles = (text: string): string[] =>
  readDocument(text).policies.flatMap(({ statements }) =>
    statements.map(({ role }) => (role.kind === 'refinable' ? role.kind : `${role.kind}: ${inWords(role.reason)}`)),
  );

const statement = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*', ...fields }] });

suite('recognising a policy', () => {
  test('by its shape: Statement as a list or an object, with Effect and Action or NotAction', () => {
    assert.equal(readDocument('{"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}').policies.length, 1);
    assert.equal(readDocument('{"Statement": {"Effect": "Deny", "NotAction": []}}').policies.length, 1);
  });

  const others = [
    '{}',
    '[]',
    '',
    'null',
    '{"Statement": []}',
    '{"Statement": "s3:Get*"}',
    '{"Statement": [{"Effect": "Allow"}]}',
    '{"statement": [{"Effect": "Allow", "Action": "*"}]}',
  ];
  for (const text of others) {
    test(`no policy: ${text}`, () => assert.deepEqual(readDocument(text).policies, []));
  }

  test('samples that hold no identity-based policy are not taken for policies', () => {
    for (const name of [
      'iam.get-role.json',
      'iam.get-policy.json',
      'list-findings-v2.json',
      'service-reference.s3.partial.json',
    ])
      assert.deepEqual(readDocument(sample(name)).policies, [], name);
  });

  test('a policy with a Principal is resource-based, and no finding speaks for it', () => {
    for (const member of ['Principal', 'NotPrincipal']) {
      const { policies, isResourceBased } = readDocument(statement({ [member]: { AWS: '*' } }));
      assert.deepEqual({ policies, isResourceBased }, { policies: [], isResourceBased: true });
    }
  });
});

suite('what a statement is to the refinement', () => {
  test('the edge cases of the samples', () => {
    assert.deepEqual(roles(sample('policy.edge-cases.json')), [
      'refinable',
      'refinable',
      'refinable',
      'grants: a statement with NotAction cannot be refined',
      'other: a Deny statement is never changed',
      'refinable',
      'refinable',
    ]);
  });

  test('Effect is compared with its letter case', () => {
    assert.deepEqual(roles(statement({ Effect: 'allow' })), [
      'unread: the Effect of this statement is "allow", which IAM spells Allow',
    ]);
  });

  test('Action and NotAction together', () => {
    assert.deepEqual(roles(statement({ NotAction: 'iam:*' })), [
      'unread: this statement has both Action and NotAction, but IAM accepts only one of them',
    ]);
  });

  test('a key that is there twice: which one IAM reads is not defined', () => {
    const cases: readonly (readonly [string, string])[] = [
      [
        '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Action": "s3:Get*"}]}',
        'duplicate key Action in the statement',
      ],
      [
        '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "action": "s3:Get*"}]}',
        'duplicate key action in the statement',
      ],
      [
        '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "a", "Resource": "b"}]}',
        'duplicate key Resource in the statement',
      ],
      [
        '{"Statement": [{"Effect": "Allow", "Action": "s3:*"}], "Statement": []}',
        'duplicate key Statement in the policy',
      ],
      [
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "s3:*"}], "Version": "2"}',
        'duplicate key Version in the policy',
      ],
    ];
    for (const [text, reason] of cases)
      assert.deepEqual(roles(text), [`ambiguous: ${reason}: IAM does not define which one applies`]);
  });
});

suite('reading any text', () => {
  test('never throws', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '"Statement"',
      '"Effect"',
      '"Allow"',
      '"Action"',
      '"s3:Get*"',
      '//',
      '/*',
      '\\',
      '\n',
      '\r',
      '\uD800',
      ' ',
      '1',
    );
    holds(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      ),
      (text) => {
        readDocument(text);
      },
      2000,
    );
  });

  test('nesting too deep to read is a syntax error', () => {
    const { policies, errors } = readDocument('['.repeat(200_000));
    assert.deepEqual([policies, errors.map(({ message }) => inWords(message))], [[], ['values are nested too deeply']]);
  });

  test('the value of a string is what its escapes mean', () => {
    const [policy] = readDocument(String.raw`{"Statement": [{"Effect": "Allow", "Action": "s3:Get\u002a"}]}`).policies;
    assert.equal(policy?.statements[0]?.action?.entries[0]?.text, 's3:Get*');
  });
});

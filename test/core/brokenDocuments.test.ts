/** Documents with thousands of syntax errors: what a parser makes of each error is not made. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { jsonSyntax } from '../../core/src/documents/json/jsonSyntax.ts';
import { readDocument } from '../../core/src/index.ts';

const policy = '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}]}';

/** How many policies were read, and how many errors were told. */
const readIn = (text: string): unknown => {
  const { policies, errors } = readDocument(text, undefined, jsonSyntax);
  return { policies: policies.length, errors: errors.length };
};

suite('a document with syntax errors', () => {
  const many = 100_000;
  for (const [what, garbage] of [
    ['commas', ', '],
    ['words', '"a" x '],
  ] as const)
    test(`is read no further than its first thousand: ${what}`, () =>
      assert.deepEqual(readIn(`{"a": ${policy}, ${garbage.repeat(many)}`), { policies: 0, errors: 1000 }));

  test('is read to its end where they are fewer', () =>
    assert.deepEqual(readIn(`{"a": ${policy}, ${', '.repeat(400)}`), { policies: 1, errors: 803 }));

  test('may be a template with thousands of placeholders, which are no errors', () =>
    assert.deepEqual(readIn(`{"a": ${policy}, "b": [${'${a + b}, '.repeat(many)}1]}`), { policies: 1, errors: 0 }));
});

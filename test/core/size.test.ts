import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { jsonSyntax } from '../../core/src/documents/json/jsonSyntax.ts';
import type { PolicyType } from '../../core/src/policy/subject.ts';
import { createEngine } from '../../core/src/index.ts';
import { quotaOf } from '../../core/src/policy/size.ts';
import { inWords } from '../../core/src/text/index.ts';
import { examined } from '../support/policies.ts';
import { inEnglish } from '../support/inEnglish.ts';

const whole = (text: string): number => jsonSyntax.size(text, { offset: 0, length: text.length });

suite('the size of a policy', () => {
  test('is that of the JSON without white space between its parts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(1, 2, '\t', ' \t'), (value, indent) => {
        assert.equal(whole(JSON.stringify(value, null, indent)), JSON.stringify(value).length);
      }),
    );
  });

  test('counts what is in the span, and no further than asked', () => {
    assert.equal(jsonSyntax.size('[ 1, {"a b": 2} ]', { offset: 5, length: 10 }), 9);
    assert.equal(jsonSyntax.size('123456', { offset: 0, length: 6 }, 4), 4);
  });

  const inline = (of: 'role' | 'user' | 'group'): PolicyType => ({ kind: 'inline', of, holder: 'A' });
  const quotas: readonly (readonly [string, PolicyType | undefined, number])[] = [
    ['a managed policy', { kind: 'managed' }, 6144],
    ['all inline policies of a role', inline('role'), 10_240],
    ['all inline policies of a user', inline('user'), 2048],
    ['all inline policies of a group', inline('group'), 5120],
    ['a service control policy', { kind: 'service-control' }, 10_240],
    ['any IAM policy', undefined, 10_240],
  ];
  for (const [of, type, most] of quotas)
    test(`quota: ${of}`, () => assert.deepEqual(inEnglish(quotaOf(type)), { most, of }));

  test('is told where it is more than IAM takes', () => {
    const engine = createEngine(catalogueFromNames([['s3', [{ name: 'GetObject' }]]], 'the catalogue from the test'));
    const policyOf = (characters: number): string => {
      const text = JSON.stringify({ Statement: { Sid: '', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } });
      return text.replace('""', `"${'a'.repeat(characters - text.length)}"`);
    };
    const said = (text: string): string[] =>
      examined(engine, text, new Map()).problems.map(({ code, message }) => `${code}: ${inWords(message)}`);
    assert.deepEqual(said(policyOf(10_240)), []);
    assert.deepEqual(said(policyOf(10_240).replaceAll(',', ',\n     ')), []);
    assert.deepEqual(said(policyOf(10_241)), [
      'policy.too-large: This policy has more than 10,240 characters without white space, the quota for any IAM policy',
    ]);
  });
});

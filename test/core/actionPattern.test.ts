import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isPrefixWildcard, literalStart, parseActionPattern } from '../../core/src/actions/actionPattern.ts';
import { inEnglish } from '../support/inEnglish.ts';

suite('reading an action string', () => {
  test('a plain action keeps its spelling, its service is folded', () => {
    assert.deepEqual(parseActionPattern('S3:getobject'), { kind: 'action', service: 's3', prefix: 'S3', name: 'getobject' });
  });

  test('a wildcard anywhere in the name', () => {
    for (const name of ['Get*', '*', '*Object*', 'Describe?olumes', 'G*t'])
      assert.deepEqual(parseActionPattern(`s3:${name}`), { kind: 'wildcard', service: 's3', prefix: 's3', name });
  });

  test('all services', () => {
    assert.deepEqual(parseActionPattern('*'), { kind: 'all' });
    assert.deepEqual(parseActionPattern('*:*'), { kind: 'all' });
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['s3', 'an action needs a service prefix and a colon'],
    ['', 'an action needs a service prefix and a colon'],
    ['**', 'an action needs a service prefix and a colon'],
    ['*:Create*', 'IAM rejects wildcards in the service prefix'],
    ['s?:Get', 'IAM rejects wildcards in the service prefix'],
    [' s3:Get', 'the service prefix holds letters, digits and hyphens only'],
    [':Get', 'the service prefix holds letters, digits and hyphens only'],
    ['s3:', 'the action name is missing'],
    ['s3:a:b', 'an action has only one colon'],
  ];
  for (const [text, reason] of malformed) {
    test(`malformed: '${text}'`, () => assert.deepEqual(inEnglish(parseActionPattern(text)), { kind: 'malformed', reason }));
  }
});

test('what every match starts with, and whether nothing follows but one star', () => {
  const cases: readonly (readonly [name: string, start: string, isPrefix: boolean])[] = [
    ['GetObject', 'getobject', false],
    ['Get*', 'get', true],
    ['Get**', 'get', true],
    ['Get*Acl', 'get', false],
    ['G?t*', 'g', false],
    ['*', '', true],
    ['?', '', false],
  ];
  for (const [name, start, isPrefix] of cases) assert.deepEqual([literalStart(name), isPrefixWildcard(name)], [start, isPrefix], name);
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isPrefixWildcard, literalStart, parseActionPattern } from '../../core/src/actions/actionPattern.ts';
import { inEnglish } from '../support/inEnglish.ts';

suite('reading an action string', () => {
  test('a plain action keeps its spelling, its service is folded', () => {
    assert.deepEqual(parseActionPattern('S3:getobject'), {
      kind: 'action',
      service: 's3',
      prefix: 'S3',
      name: 'getobject',
    });
  });

  test('a wildcard anywhere in the name', () => {
    for (const name of ['Get*', '*', '*Object*', 'Describe?olumes', 'G*t'])
      assert.deepEqual(parseActionPattern(`s3:${name}`), { kind: 'wildcard', service: 's3', prefix: 's3', name });
  });

  test('all services', () => {
    assert.deepEqual(parseActionPattern('*'), { kind: 'all' });
    assert.deepEqual(parseActionPattern('*:*'), { kind: 'all' });
  });

  test('a hyphen and an underscore may stand in a name', () => {
    for (const name of ['AssociateViaAWSService-EventsAndStates', 'Get_Object'])
      assert.deepEqual(parseActionPattern(`s3:${name}`), { kind: 'action', service: 's3', prefix: 's3', name });
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['s3', 'an action needs a service prefix and a colon'],
    ['', 'an action cannot be empty'],
    ['**', 'an action needs a service prefix and a colon'],
    ['*:Create*', 'a service prefix must not contain wildcards'],
    ['s3*:Get*', 'a service prefix must not contain wildcards'],
    ['s?:Get', 'a service prefix must not contain wildcards'],
    ['*:?', 'a service prefix must not contain wildcards'],
    [' s3:Get', 'an action must not contain white space'],
    ['s3:Get ', 'an action must not contain white space'],
    ['s3: Get', 'an action must not contain white space'],
    ['s3:Get Object', 'an action must not contain white space'],
    ['s3:Get*\n', 'an action must not contain white space'],
    ['s3:Get\u00A0Object', 'an action must not contain white space'],
    [' ', 'an action must not contain white space'],
    ['* ', 'an action must not contain white space'],
    [':Get', 'the service prefix is missing'],
    [':', 'the service prefix is missing'],
    ['s3.x:Get', 'a service prefix may contain only letters, digits and hyphens'],
    ['s_3:Get', 'a service prefix may contain only letters, digits and hyphens'],
    ['\u017F3:Get', 'a service prefix may contain only letters, digits and hyphens'],
    ['s3:', 'the action name is missing'],
    ['s3:a:b', 'an action can contain only one colon'],
    ['s3::Get', 'an action can contain only one colon'],
    ['s3:Get/Object', 'an action name may contain only letters, digits, hyphens, underscores and wildcards'],
    ['s3:Gét*', 'an action name may contain only letters, digits, hyphens, underscores and wildcards'],
    ['s3:Get\0', 'an action name may contain only letters, digits, hyphens, underscores and wildcards'],
    ['s3:${name}', 'an action name may contain only letters, digits, hyphens, underscores and wildcards'],
  ];
  for (const [text, reason] of malformed) {
    test(`malformed: ${JSON.stringify(text)}`, () =>
      assert.deepEqual(inEnglish(parseActionPattern(text)), { kind: 'malformed', reason }));
  }
});

suite('a wildcard that asks for more characters than an action has', () => {
  const tooLong = { kind: 'malformed', reason: 'no action has more than 128 characters', isTooLong: true };
  const letters = (count: number): string => 'a'.repeat(count);

  test('counts but its stars', () => {
    assert.equal(parseActionPattern(`s3:${letters(125)}*`).kind, 'wildcard');
    assert.deepEqual(inEnglish(parseActionPattern(`s3:${letters(126)}*`)), tooLong);
    assert.deepEqual(inEnglish(parseActionPattern(`s3:${'?'.repeat(126)}`)), tooLong);
    assert.deepEqual(inEnglish(parseActionPattern(`s3:${'*a'.repeat(5000)}`)), tooLong);
    assert.equal(parseActionPattern(`s3:${'*'.repeat(5000)}`).kind, 'wildcard');
  });

  test('a name without wildcards may be as long as it likes: it is compared, and never searched for', () =>
    assert.equal(parseActionPattern(`s3:${letters(5000)}`).kind, 'action'));
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
  for (const [name, start, isPrefix] of cases)
    assert.deepEqual([literalStart(name), isPrefixWildcard(name)], [start, isPrefix], name);
});

/** Strings that IAM rejects are said, wherever they stand, and left as they are. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createEngine } from '../../core/src/index.ts';
import { inWords } from '../../core/src/text/index.ts';
import { examined, actionsOf, policyOf, refine } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const catalogue = catalogueOf({ s3: ['GetObject', 'PutObject'] });

function problemsOf(
  statement: Readonly<Record<string, unknown>>,
  unused: Parameters<typeof unusedOf>[0] = {},
): unknown {
  const text = JSON.stringify({ Statement: [statement] });
  const { problems } = examined(createEngine(catalogue), text, unusedOf(unused));
  return problems.map(({ code, message, span }) => [
    code,
    inWords(message),
    text.slice(span.offset, span.offset + span.length),
  ]);
}

suite('action.malformed', () => {
  const cases: readonly (readonly [text: string, why: string])[] = [
    ['s3*:Get*', 'a service prefix must not contain wildcards'],
    ['*:Create*', 'a service prefix must not contain wildcards'],
    ['GetObject', 'an action needs a service prefix and a colon'],
    ['s3:Get:Object', 'an action can contain only one colon'],
    ['s3:Get Object', 'an action must not contain white space'],
    ['s3:GetObject\n', 'an action must not contain white space'],
    ['s3:', 'the action name is missing'],
    ['', 'an action cannot be empty'],
  ];
  for (const [text, why] of cases)
    test(`${JSON.stringify(text)}: in an Allow, a Deny and a NotAction, with findings and without`, () => {
      const said = [['action.malformed', `IAM rejects ${JSON.stringify(text)}: ${why}`, JSON.stringify(text)]];
      for (const unused of [{}, { s3: ['PutObject'] }])
        for (const [Effect, element] of [
          ['Allow', 'Action'],
          ['Deny', 'Action'],
          ['Allow', 'NotAction'],
          ['Deny', 'NotAction'],
        ] as const)
          for (const value of [text, ['s3:GetObject', text]])
            assert.deepEqual(problemsOf({ Effect, [element]: value }, unused), said);
    });

  test('a wildcard that is longer than any action matches nothing, and IAM may take it', () => {
    const text = `s3:${'*a'.repeat(150)}`;
    const said = [
      'action.unknown',
      `"${text.slice(0, 200)}…" matches nothing: no action has more than 128 characters`,
      `"${text}"`,
    ];
    for (const Effect of ['Allow', 'Deny'])
      assert.deepEqual(problemsOf({ Effect, Action: [text] }, { s3: null }), [said]);
    assert.deepEqual(actionsOf(refine(policyOf('s3:PutObject', text), catalogue, unusedOf({ s3: null })).text), [
      [text],
    ]);
  });

  test('its message is one line', () =>
    assert.ok(!JSON.stringify(problemsOf({ Effect: 'Allow', Action: 's3:\u2028\n' })).includes(String.raw`\n:`)));

  test('*:* reads as *', () => assert.deepEqual(problemsOf({ Effect: 'Allow', Action: '*:*' }), []));

  test('what is no string, such as a function of a template, is not said to be malformed, but not read', () => {
    assert.deepEqual(problemsOf({ Effect: 'Allow', Action: ['s3:GetObject', { Ref: 'X' }, 3] }), [
      ['policy.unread', 'Not read: this action is computed when the document is used', '{"Ref":"X"}'],
      ['policy.unread', 'Not read: this action is not a string', '3'],
    ]);
  });

  test('the string stays where all else of its statement goes', () => {
    for (const [text] of cases)
      assert.deepEqual(actionsOf(refine(policyOf('s3:PutObject', text), catalogue, unusedOf({ s3: null })).text), [
        [text],
      ]);
  });
});

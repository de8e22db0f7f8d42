import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { readConfig, stopKeeping, type KeepEntry } from '../../core/src/config/index.ts';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { holds } from '../support/property.ts';

const all = (): boolean => true;

function stopped(text: string, actions: readonly string[], concerns: (rule: KeepEntry) => boolean = all): string {
  const edit = stopKeeping(text, actions, concerns);
  return edit.kind === 'edit' ? (applyEdits(text, edit.edits) ?? 'overlap') : inWords(edit.reason);
}

suite('stopping to keep an action', () => {
  const text = `{
  // ours
  "keep": [
    { "actions": ["s3:*", "sqs:SendMessage"], "reason": "audit" }, // yearly
    {
      "actions": [
        "iam:PassRole", // untracked
        "sqs:SendMessage"
      ],
      "reason": "deploy"
    }
  ]
}
`;
  const cases: readonly (readonly [title: string, text: string, actions: readonly string[], after: string])[] = [
    [
      'the action goes out of every rule that names it; all else stays, comments too',
      text,
      ['SQS:sendmessage'],
      `{
  // ours
  "keep": [
    { "actions": ["s3:*"], "reason": "audit" }, // yearly
    {
      "actions": [
        "iam:PassRole" // untracked
      ],
      "reason": "deploy"
    }
  ]
}
`,
    ],
    [
      'a rule left without actions goes',
      text,
      ['s3:*', 'sqs:SendMessage'],
      `{
  // ours
  "keep": [
    {
      "actions": [
        "iam:PassRole" // untracked
      ],
      "reason": "deploy"
    }
  ]
}
`,
    ],
    [
      'after the last rule the list is empty',
      '{\n  "keep": [\n    { "actions": ["s3:*"], "reason": "r" },\n  ],\n}\n',
      ['s3:*'],
      '{\n  "keep": [],\n}\n',
    ],
    [
      'a comment in the list stays',
      '{"keep": [\n  // ask Ann first\n  { "actions": ["s3:*"], "reason": "r" }\n]}',
      ['s3:*'],
      '{"keep": [\n  // ask Ann first\n]}',
    ],
    [
      'what a wildcard keeps is not taken out of it',
      '{"keep": [\n{"actions": ["s3:Get*"], "reason": "r"}]}',
      ['s3:GetObject'],
      'the keep rule in line 2 names s3:Get*, not s3:GetObject: change it there',
    ],
    [
      'an action that no rule names is refused',
      '{"keep": [{"actions": ["s3:Get*"], "reason": "r"}]}',
      ['sqs:*'],
      'no keep rule that applies names sqs:*',
    ],
    [
      'a configuration that cannot be used is not edited',
      '{"kep": 1}',
      ['s3:*'],
      'unknown key kep in the configuration; known keys: $schema, findings, policies, accounts, keep',
    ],
  ];
  for (const [title, before, actions, after] of cases) test(title, () => assert.equal(stopped(before, actions), after));

  test('a rule that does not apply stays as it is', () => {
    const two = '{"keep": [{"actions": ["s3:*"], "reason": "a"}, {"actions": ["s3:*"], "reason": "b"}]}';
    assert.equal(
      stopped(two, ['s3:*'], ({ reason }) => reason === 'b'),
      '{"keep": [{"actions": ["s3:*"], "reason": "a"}]}',
    );
  });

  test('whatever the rules and their layout, only the action goes', () => {
    const rule = fc.record({
      actions: fc.array(fc.constantFrom('s3:*', 'S3:*', 'sqs:Send*', 'iam:PassRole'), { minLength: 1, maxLength: 4 }),
      reason: fc.constantFrom('a', 'b'),
    });
    const config = fc.record({ findings: fc.constant(['f.json']), keep: fc.array(rule, { maxLength: 4 }) });
    holds(fc.tuple(config, fc.constantFrom(0, 2, '\t')), ([value, layout]) => {
      const isStopped = (action: string): boolean => action.toLowerCase() === 's3:*';
      const left = value.keep.map((one) => ({ ...one, actions: one.actions.filter((action) => !isStopped(action)) }));
      const before = JSON.stringify(value, null, layout);
      const after = stopped(before, ['s3:*']);
      if (!value.keep.some(({ actions }) => actions.some(isStopped)))
        assert.equal(after, 'no keep rule that applies names s3:*');
      else {
        assert.deepEqual(JSON.parse(after), { ...value, keep: left.filter(({ actions }) => actions.length > 0) });
        assert.equal(readConfig(after).kind, 'read');
      }
    });
  });
});

/** Wrong edits of YAML are found when the edited text is read again. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { checkEdits } from '../../core/src/edit/planEdits.ts';
import { readDocument } from '../../core/src/index.ts';

const text = `# start
Outer:
  Policy:
    Statement: # all
      - Effect: Allow
        # before
        Action:
          # first
          - s3:Get* # read
          # second
          - s3:Put*
        Resource: '*' # any
      # next
      - Effect: Deny
        Action: s3:*
  Other: x # y
# end
`;

const stays = { kind: 'stays' } as const;
const goes = { kind: 'goes' } as const;
/** The first action goes. */
const plan = new Map([[0, new Map([[0, { kind: 'changes' as const, outcomes: [goes, stays], after: ['s3:Put*'] }]])]]);
const right: readonly (readonly [string, string])[] = [['          - s3:Get* # read\n', '']];

/** What is found wrong when each first text is replaced with the second. */
function check(...replaced: readonly (readonly [from: string, to: string])[]): string | undefined {
  const edits = replaced.map(([from, newText]) => ({
    span: { offset: text.indexOf(from), length: from.length },
    newText,
  }));
  return checkEdits(
    { text, reading: readDocument(text, undefined, yamlSyntax) },
    plan,
    edits.toSorted((a, b) => a.span.offset - b.span.offset),
  );
}

suite('an edit of YAML', () => {
  test('that does what was planned', () => assert.equal(check(...right), undefined));

  const comments = 'the edits change comments';
  const actions = 'the edits reach outside the actions';
  const policies = 'the edits reach outside the policies';
  for (const [what, edits, defect] of [
    ['loses a comment of what stays', [['          - s3:Get* # read\n          # second\n', '']], comments],
    ['loses a comment elsewhere', [...right, [' # any', '']], comments],
    ['loses the comment behind the policy', [...right, ['# end\n', '']], policies],
    ['adds a comment', [...right, ['Resource: ', 'Resource: #\n          ']], comments],
    ['moves a comment', [...right, ['          # first\n', ''], ['# next', '# first\n      # next']], comments],
    ['changes a key', [...right, ['Resource', 'Resources']], actions],
    ['changes the indentation of a key', [...right, ["        Resource: '*'", "       Resource: '*'"]], /./],
    ['takes a value out of its place', [...right, ['  Other', 'Other']], policies],
    ['puts another value into the policy', [...right, ['  Other', '    Other']], /./],
    [
      'removes the wrong action',
      [['          - s3:Put*\n', '']],
      'the edited text does not contain the planned actions',
    ],
    ['removes the list', [...right, ['          - s3:Put*\n', '']], /./],
    ['joins two lines', [['\n          - s3:Get* # read', '']], undefined],
    ['makes a comment of an action', [...right, ['- s3:Put*', '# s3:Put*']], /./],
    ['puts an action into the next statement', [...right, ['Action: s3:*', 'Action: s3:**']], /./],
    ['makes an alias of an action', [...right, ['s3:Put*', '*a']], /./],
  ] as const)
    test(`that ${what}`, () => {
      const found = check(...edits);
      if (defect instanceof RegExp) assert.match(found ?? '', defect);
      else assert.equal(found, defect);
    });
});

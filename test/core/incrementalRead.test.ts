import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { readIncrementally } from '../../core/src/documents/incrementalRead.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import { readDocument } from '../../core/src/index.ts';
import { differenceOf } from '../../core/src/text/difference.ts';
import { slow } from '../support/slow.ts';

const before = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
    { "Sid": "Second", "Effect": "Allow", "Action": ["s3:List*", 7, "ec2:Describe*"], "Resource": "*" },
    { "Effect": "Deny", "NotAction": "iam:*", "Resource": "*" }
  ]
}`;

function reread(after: string, from = before) {
  return readIncrementally(after, { text: from, reading: readDocument(from) });
}

suite('reading a text again after an edit', () => {
  const inside: readonly (readonly [string, string, string])[] = [
    ['a letter in an action', 's3:List*', 's3:ListA*'],
    ['an action more', '"s3:List*", ', '"s3:List*", "s3:GetObject", '],
    ['an action less', '"s3:List*", ', ''],
    ['another effect', '"Sid": "Second", "Effect": "Allow"', '"Sid": "Second", "Effect": "Deny"'],
    ['a comment', '"Sid": "Second",', '"Sid": "Second", // }'.concat('\n')],
    ['a key twice', '"Sid": "Second",', '"Sid": "Second", "Sid": "Third",'],
    ['in the first statement', 's3:GetObject', 's3:GetObj'],
    ['in the last statement', 'iam:*', 'iam:Get*'],
  ];
  for (const [what, old, now] of inside)
    test(`${what}: the statement is read, the others move`, () => {
      const after = before.replace(old, now);
      assert.deepEqual(reread(after), readDocument(after));
    });

  const whole: readonly (readonly [string, string, string])[] = [
    ['outside of the statements', '2012-10-17', '2008-10-17'],
    ['a statement more', '    { "Sid"', '    { "Effect": "Allow", "Action": "*" },\n    { "Sid"'],
    ['a brace in two', '"s3:List*", 7', '"s3:List*" }, { "Effect": "Allow", "Action": ["x:*"'],
    ['an open string', 's3:List*"', 's3:List*'],
    ['an open comment', '"Sid": "Second",', '"Sid": "Second", /*'],
    ['a principal', '"Sid": "Second",', '"Principal": "*",'],
    ['no action any more', '"NotAction": "iam:*", ', ''],
  ];
  for (const [what, old, now] of whole)
    test(`${what}: the text is read as a whole`, () => assert.equal(reread(before.replace(old, now)), undefined));

  test('nor from a text with a syntax error, nor in a policy with a key twice', () => {
    const broken = before.replace('"2012-10-17",', '"2012-10-17"');
    assert.equal(reread(broken.replace('List', 'Get'), broken), undefined);
    const twice = before.replace('"Version"', '"Version": "2012-10-17", "Version"');
    assert.equal(reread(twice.replace('List', 'Get'), twice), undefined);
  });

  test('in a document with several policies those behind move', () => {
    const [first, second] = [before, before.replace('Second', 'Other')];
    const template = (policy: string): string =>
      `{"RoleDetailList": [{"RoleName": "A", "Arn": "arn:aws:iam::111122223333:role/A", "RolePolicyList": [
        {"PolicyName": "one", "PolicyDocument": ${policy}}, {"PolicyName": "two", "PolicyDocument": ${second}}]}],
        "UserDetailList": [], "GroupDetailList": [], "Policies": []}`;
    const [text, after] = [template(first), template(first.replace('s3:List*', 's3:*'))];
    assert.equal(readDocument(text).policies.length, 2);
    assert.deepEqual(reread(after, text), readDocument(after));
  });

  const template = `{"Resources": {
  "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"ManagedPolicyName": "Shared", "Roles": ["A"], "PolicyDocument": {"Statement": [
    {"Effect": "Allow", "Action": ["s3:List*", {"Fn::If": ["C", "sqs:*", {"Ref": "AWS::NoValue"}]}], "Resource": "*"},
    {"Effect": "Allow", "Action": ["s3:Get*", "ec2:Describe*"], "Resource": "*"}
  ]}}},
  "X": {"Type": "Custom::X", "Properties": {"Arn": {"Ref": "P"}}}
}}`;

  test('a line more in a template moves the lines that are told of others: it is read as a whole', () => {
    assert.notEqual(reread(template.replace('"s3:Get*", "ec2', '"s3:Put*", "ec2'), template), undefined);
    assert.equal(reread(template.replace('"s3:Get*", "ec2', '"s3:Get*",\n "ec2'), template), undefined);
  });

  const mentions: readonly (readonly [what: string, old: string, now: string])[] = [
    ['a mention beside the actions', '"ec2:Describe*"], "Resource": "*"', '"ec2:Describe*"], "Resource": {"Ref": "P"}'],
    ['one that was there', '"Resource": "*"}\n  ]', '"Resource": {"Ref": "P"}}\n  ]'],
    ['the name of a policy among the actions', '"ec2:Describe*"', '"Shared"'],
    ['the ARN of one', '"ec2:Describe*"', '"arn:aws:iam::111122223333:policy/Shared"'],
    ['a reference', '"ec2:Describe*"', '"ec2:${P}"'],
    ['an expression', '"ec2:Describe*"', '{"Ref": "P"}'],
  ];
  for (const [what, old, now] of mentions)
    test(`what may be a mention in a template, ${what}, comes or goes: it is read as a whole`, () => {
      const after = template.replace(old, now);
      assert.notEqual(after, template);
      assert.deepEqual([reread(after, template), reread(template, after)], [undefined, undefined]);
    });

  test('a change of a statement of a template with actions under a condition: it is read as a whole', () =>
    assert.equal(reread(template.replace('s3:List*', 's3:Lis*'), template), undefined));

  const withPlaceholders = `{"Version": \${v}, "Statement": [%{ if x }
    {"Effect": "Allow", "Action": ["s3:List*", %{ if y }"s3:Get*", %{ endif }"ec2:Describe*"], "Resource": "*"},%{ endif }
    {"Effect": "Allow", "Action": ["s3:Get*", "s3:\${a}"], "Resource": "*"}
  ]}`;
  const typed = fc.constantFrom(
    'x',
    '"',
    '}',
    '{',
    ',',
    ']',
    '[',
    ':',
    '\\',
    '/',
    '//',
    '/*',
    '*/',
    '\n',
    '"Principal":',
    ' ',
    '"a": 1,',
    '${',
    '%{',
    '${x}',
  );
  const texts = [
    ['a policy', before, 500],
    ['a template', template, 30],
    ['a text with placeholders', withPlaceholders, 20],
  ] as const;
  for (const [what, text, least] of texts)
    slow(`whatever is typed into ${what}: where it is read in part, the reading is the same`, () => {
      let inPart = 0;
      fc.assert(
        fc.property(fc.nat(text.length), fc.nat(6), fc.array(typed, { maxLength: 3 }), (offset, length, pieces) => {
          const span = { offset, length: Math.min(length, text.length - offset) };
          const after = applyEdits(text, [{ span, newText: pieces.join('') }]) ?? '';
          const read = reread(after, text);
          if (read === undefined) return;
          inPart++;
          assert.deepEqual(read, readDocument(after));
        }),
        { numRuns: 5000, seed: 5 },
      );
      assert.ok(inPart > least, `only ${inPart} were read in part`);
    });
});

test('the difference of two texts is all that has to be replaced', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u{1f600}'), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { before: old, after } = differenceOf(a, b);
      assert.equal(applyEdits(a, [{ span: old, newText: b.slice(after.offset, after.offset + after.length) }]), b);
      const shorter = Math.min(old.length, after.length);
      const common =
        shorter > 0 &&
        (a[old.offset] === b[after.offset] || a[old.offset + old.length - 1] === b[after.offset + after.length - 1]);
      assert.equal(common, false, 'it could be shorter');
    }),
  );
});

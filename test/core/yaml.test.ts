/** Every feature reads and edits YAML, as it reads and edits JSON. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { readDocument } from '../../core/src/index.ts';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { everyFeature } from '../support/everyFeature.ts';

const block = `# A policy
Version: 2012-10-17
Statement:
  - Sid: First # the first
    Effect: Allow
    Action:
      - s3:Get* # reads
      # writes
      - s3:PutObject
      - sqs:SendMessage # sends
    Resource: '*'
  # about the second
  - Effect: Allow
    Action: sqs:*
    Resource: '*'
  - Effect: Allow
    Action: s3:* # all
    Resource: '*'
# the end
`;

suite('in block style', () =>
  everyFeature({
    file: 'MyRole.yaml',
    text: block,
    read: (text, before) => readDocument(text, before, yamlSyntax),
    refined: {
      file: `# A policy
Version: 2012-10-17
Statement:
  - Sid: First # the first
    Effect: Allow
    Action:
      - s3:GetObject* # reads
      # writes
      - s3:PutObject
    Resource: '*'
  # about the second
  - Effect: Allow
    Action:
      - s3:GetObject*
      - s3:PutObject # all
    Resource: '*'
# the end
`,
      entry: block.replace('      - sqs:SendMessage # sends\n', ''),
      statement: block.replace("  - Effect: Allow\n    Action: sqs:*\n    Resource: '*'\n", ''),
    },
    written: (action) => action,
    key: 'Action',
  }),
);

const flowText = `{
  "Statement": [
    {Effect: Allow, Action: ['s3:Get*', 's3:PutObject', 'sqs:SendMessage'], Resource: '*'}, # the first
    {Effect: Allow, "Action": 'sqs:*', Resource: '*'},
    {Effect: Allow, Action: ['s3:*'], Resource: '*'}
  ]
}
`;
const flowRest = `
    {Effect: Allow, Action: ['s3:GetObject*', 's3:PutObject'], Resource: '*'}
  ]
}
`;
const firstRefined = `{
  "Statement": [
    {Effect: Allow, Action: ['s3:GetObject*', 's3:PutObject'], Resource: '*'}, # the first`;

suite('in flow style', () =>
  everyFeature({
    file: 'MyRole.yml',
    text: flowText,
    read: (text, before) => readDocument(text, before, yamlSyntax),
    refined: {
      file: firstRefined + flowRest,
      entry: flowText.replace(", 'sqs:SendMessage'", ''),
      statement: flowText.replace(`    {Effect: Allow, "Action": 'sqs:*', Resource: '*'},\n`, ''),
    },
    written: (action) => `'${action}'`,
    key: '"Action"',
  }),
);

suite('a policy in YAML', () => {
  test('has the size of the policy that IAM gets: compact JSON', () => {
    for (const policy of [
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:*', 'a:B'], Resource: '*' }] },
      { Statement: { Effect: 'Deny', Action: 'a:"é\n', Resource: [], Condition: { Bool: { x: true, y: [1, null] } } } },
    ])
      for (const text of [
        stringify(policy),
        stringify(policy, { collectionStyle: 'flow' }),
        `a:\n${indented(policy)}`,
      ]) {
        const [read] = readDocument(text, undefined, yamlSyntax).policies;
        assert.ok(read !== undefined);
        assert.equal(yamlSyntax.size(text, read.span), JSON.stringify(policy).length, text);
        assert.ok(read.span.length * yamlSyntax.mostPerCharacter >= JSON.stringify(policy).length);
      }
  });

  test('is written in blocks for the place of another one, and reads as the same value', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'yes', Effect: 'Allow', Action: ['s3:Get*', '*'], Resource: "it's: #1" },
        { Effect: 'Allow', Action: [], Condition: {}, Resource: 'arn:aws:s3:::${b}/*', 'a b': [null, 1, true, '1'] },
      ],
    };
    const text = 'Outer:\n    Policy:\n        Statement: []\n    b: c\n';
    const span = { offset: text.indexOf('Statement'), length: 'Statement: []'.length };
    const json = JSON.stringify(policy);
    const written = yamlSyntax.write(json, text, span);
    assert.deepEqual(parse(text.replace('Statement: []', () => written ?? '')), { Outer: { Policy: policy, b: 'c' } });
    assert.equal(written?.split('\n')[1], '        Statement:');
    const flow = yamlSyntax.write(json, 'Policy: {}', { offset: 8, length: 2 });
    assert.deepEqual(parse(`Policy: ${flow}`), { Policy: policy });
    assert.equal(yamlSyntax.write('[]', text, span), undefined);
  });

  test('takes no longer than it is long, whatever it contains', () => {
    const many = (count: number, line: (i: number) => string): string =>
      Array.from({ length: count }, (_, i) => line(i)).join('');
    for (const text of [
      many(60_000, (i) => `k${i}: v\n`),
      `a: &a x\n${many(20_000, () => 'b: *a\n')}`,
      `a: [${many(50_000, () => 'x, ')}]`,
      `a: |\n${many(50_000, () => '  # x\n')}`,
      `Statement:\n- Effect: Allow\n  Action:\n${many(20_000, (i) => `  - s3:Get${i} # c\n`)}`,
      many(3000, (i) => `- Statement: {Effect: Allow, Action: a:B${i}}\n`),
      `${'- '.repeat(190)}x`,
      '%'.repeat(100_000),
      '"'.repeat(99_999),
      '# '.repeat(100_000),
    ]) {
      const start = process.cpuUsage();
      readDocument(text, undefined, yamlSyntax);
      const { user, system } = process.cpuUsage(start);
      assert.ok(user + system < 5_000_000, `${text.slice(0, 40)}: ${(user + system) / 1000} ms`);
    }
  });
});

function indented(value: unknown): string {
  return stringify(value).replaceAll(/^/gm, '  ').trimEnd();
}

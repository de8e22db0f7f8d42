/** Which files may hold a policy, and of what kind they are. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { FileKind } from '../../core/src/documents/fileKind.ts';
import { isNamedAsJson, kindOf, mayHoldPolicy } from '../../core/src/index.ts';

const policy = '{"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}';
const yaml =
  'Resources:\n  R:\n    Type: AWS::IAM::Policy\n    Properties:\n      Statement:\n        - Effect: Allow\n';

suite('the kind of a file', () => {
  const cases: readonly (readonly [file: string, text: string, kind: FileKind])[] = [
    ['p.json', policy, 'json'],
    ['p.JSON', 'no JSON at all', 'json'],
    ['p.jsonc', `// a comment\n${policy}`, 'json'],
    ['app.template', policy, 'json'],
    ['app.template', yaml, 'yaml'],
    ['app.template', `---\n${yaml}`, 'yaml'],
    ['app.template', '# a comment\nDescription: x\n', 'yaml'],
    ['p.tpl', `\uFEFF \n${policy}`, 'json'],
    ['p.tftpl', `%{ if prod }\n${policy}\n%{ endif }`, 'json'],
    ['p.policy', `/* a\n comment */ ${policy}`, 'json'],
    ['p', `[${policy}]`, 'json'],
    ['c', policy, 'json'],
    ['json', yaml, 'yaml'],
    ['nginx.tpl', '{% if x %}', 'other'],
    ['chart.tpl', '{{ .Values }}', 'other'],
    ['main.tf', policy, 'terraform'],
    ['main.tofu', '', 'terraform'],
    ['main.tf.json', policy, 'json'],
    ['main.tofu.json', policy, 'json'],
    ['terragrunt.hcl', '', 'hcl'],
    ['dev.tfvars', '', 'hcl'],
    ['noext', 'resource "aws_iam_policy" "p" {\n}', 'terraform'],
    ['a.yaml', '', 'yaml'],
    ['a.YML', '', 'yaml'],
    ['README.md', '', 'markdown'],
    ['stack.ts', policy, 'source'],
    ['all.ndjson', policy, 'other'],
    ['x.toml', '[section]', 'other'],
    ['notes.txt', 'Anything else', 'other'],
    ['empty', '', 'other'],
  ];
  for (const [file, text, kind] of cases)
    test(`${file}: ${JSON.stringify(text.slice(0, 40))} is ${kind}`, () => assert.equal(kindOf(file, text), kind));

  test('a long text of white space and comments takes no longer than it is long', () => {
    for (const piece of [' ', '/* ', '//\n', '%{', '%{}', '\n#', '-']) kindOf('x', piece.repeat(200_000));
  });
});

suite('what may hold a policy', () => {
  const cases: readonly (readonly [kind: FileKind, text: string, may: boolean])[] = [
    ['json', policy, true],
    ['json', policy.toLowerCase(), true],
    ['json', '{"Effect": "Allow", "NotAction": "s3:*"}', true],
    ['json', JSON.stringify({ policy }), true],
    ['json', '{"Type": "AWS::Serverless::Function", "Policies": ["S3ReadPolicy"]}', true],
    ['json', '{"name": "x", "scripts": {"action": "y"}}', false],
    ['terraform', 'data "aws_iam_policy_document" "d" { statement { actions = ["s3:*"] } }', true],
    ['terraform', 'policy = jsonencode({ Statement = [{ Effect = "Allow" }] })', true],
    ['terraform', 'resource "aws_s3_bucket" "b" {}', false],
    ['yaml', yaml, true],
    ['yaml', 'Statement:\n- Effect: !If [Prod, Allow, Deny]', true],
    ['yaml', 'Type: AWS::Serverless::Function\nPolicies:\n- S3ReadPolicy: {}', true],
    ['yaml', 'tolerations:\n- effect: NoSchedule', false],
    ['markdown', `A policy:\n\n    ${policy}`, true],
    ['markdown', 'The effect of this statement is small.', false],
    ['source', "{'Effect': 'Allow', 'Action': 's3:*'}", true],
    ['source', '{"Effect" => "Allow"}', true],
    ['source', JSON.stringify(policy), true],
    ['source', 'new iam.PolicyStatement({ actions: ["s3:*"] })', true],
    ['source', 'useEffect(() => statement, []);', false],
  ];
  for (const [kind, text, may] of cases)
    test(`${kind}: ${text.slice(0, 60)}: ${may}`, () => assert.equal(mayHoldPolicy(kind, text), may));
});

test('a file that is too large to look into is told by its name', () => {
  const names = ['a.json', 'a.JSONC', 'a.template', 'a.tftpl', 'a.policy', 'a.tf.json', 'a.yaml', 'a.bin', 'a'];
  assert.deepEqual(names.filter(isNamedAsJson), [
    'a.json',
    'a.JSONC',
    'a.template',
    'a.tftpl',
    'a.policy',
    'a.tf.json',
  ]);
});

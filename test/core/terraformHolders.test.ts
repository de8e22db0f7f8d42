/** Who holds the policies of a Terraform module, by all of its files. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inModule, readDocument } from '../../core/src/index.ts';
import { hclSyntax } from '../support/hclSyntax.ts';
import { block, holderInWords, holders, resource } from '../support/terraform.ts';

const json = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*" }] })';
const document = block('data "aws_iam_policy_document" "d"', 'statement {', '  actions = ["s3:*"]', '}');
const role = resource('aws_iam_role', 'a', 'name = "A"');
const roleB = resource('aws_iam_role', 'b', 'name = "B"');
const managed = resource('aws_iam_policy', 'p', 'name = "P"', `policy = ${json}`);
const attachment = (of: string, to = 'a'): string =>
  resource(
    'aws_iam_role_policy_attachment',
    `${to}_${of.length}`,
    `role = aws_iam_role.${to}.name`,
    `policy_arn = ${of}`,
  );
const attached = attachment('aws_iam_policy.p.arn');

suite('an inline policy', () => {
  const inline = (...lines: readonly string[]): string =>
    resource('aws_iam_role_policy', 'i', ...lines, `policy = ${json}`);
  test('belongs to the role with this name', () => assert.deepEqual(holders(inline('role = "A"')), ['role A']));
  for (const attribute of ['name', 'id'])
    test(`belongs to the role of the module, by ${attribute}`, () =>
      assert.deepEqual(holders(inline(`role = aws_iam_role.a.${attribute}`), { 'roles.tf': role }), ['role A']));
  test('belongs to the role that is looked up by its name', () =>
    assert.deepEqual(
      holders(inline('role = data.aws_iam_role.a.name') + block('data "aws_iam_role" "a"', 'name = "A"')),
      ['role A'],
    ));
  test('of a user', () =>
    assert.deepEqual(holders(resource('aws_iam_user_policy', 'i', 'user = "Bob"', `policy = ${json}`)), ['user Bob']));
  test('in the role itself', () =>
    assert.deepEqual(
      holders(
        resource('aws_iam_role', 'a', 'name = "A"', 'inline_policy {', '  name = "x"', `  policy = ${json}`, '}'),
      ),
      ['role A'],
    ));
  test('of a permission set, in the accounts in which it is assigned', () =>
    assert.deepEqual(
      holders(
        resource(
          'aws_ssoadmin_permission_set_inline_policy',
          'i',
          'permission_set_arn = aws_ssoadmin_permission_set.s.arn',
          `inline_policy = ${json}`,
        ),
        {
          'sets.tf':
            resource('aws_ssoadmin_permission_set', 's', 'name = "Dev"') +
            resource(
              'aws_ssoadmin_account_assignment',
              'a',
              'permission_set_arn = aws_ssoadmin_permission_set.s.arn',
              'target_id = "111122223333"',
            ),
        },
      ),
      ['permission-set Dev in 111122223333'],
    ));
  const open = (what: string, text: string, others: Readonly<Record<string, string>>, said: string): void =>
    void test(what, () => assert.deepEqual(holders(text, others), [said]));
  open(
    'of a role whose name begins so',
    inline('role = aws_iam_role.a.id'),
    { 'roles.tf': resource('aws_iam_role', 'a', 'name_prefix = "A-"') },
    '? the module does not give the name of aws_iam_role.a; like A-*',
  );
  open(
    'of a role whose name is computed',
    inline('role = aws_iam_role.a.id'),
    { 'roles.tf': resource('aws_iam_role', 'a', 'name = "${var.stage}-app"') },
    '? the module does not give the name of aws_iam_role.a; like *-app',
  );
  open(
    'of a role without a name',
    inline('role = aws_iam_role.a.id') + resource('aws_iam_role', 'a'),
    {},
    '? the module does not give the name of aws_iam_role.a; like terraform-*',
  );
  open(
    'of a role that is given',
    inline('role = var.role'),
    {},
    '? line 1 of main.tf attaches it to a principal whose name is computed; like *',
  );
  open(
    'of one of several roles',
    inline('role = aws_iam_role.a[0].id') + resource('aws_iam_role', 'a', 'count = 1', 'name = "A"'),
    {},
    '? aws_iam_role.a has count or for_each, so it may stand for several; like A',
  );
  open(
    'of a role that the module lacks',
    inline('role = aws_iam_role.x.id'),
    {},
    '? the module does not contain aws_iam_role.x',
  );
  open(
    'of a role that an override file changes',
    inline('role = aws_iam_role.a.id') + role,
    { 'override.tf': resource('aws_iam_role', 'a', 'name = "Other"') },
    '? aws_iam_role.a is in main.tf and in override.tf: an override file changes it; like A',
  );
  open(
    'while a file cannot be read',
    inline('role = "A"'),
    { 'broken.tf': 'resource "x" {' },
    '? broken.tf is part of the module and cannot be read, so it may attach policies; A',
  );
});

suite('a managed policy', () => {
  const one = (what: string, others: string, said: string): void =>
    void test(what, () => assert.deepEqual(holders(managed, { 'other.tf': others }), [said]));
  one('attached to a role', role + attached, 'role A');
  one('attached to two roles', role + roleB + attached + attachment('aws_iam_policy.p.arn', 'b'), 'role A, role B');
  one(
    'in the list of a role',
    resource('aws_iam_role', 'a', 'name = "A"', 'managed_policy_arns = [aws_iam_policy.p.arn]'),
    'role A',
  );
  one(
    'attached to all at once',
    role +
      resource(
        'aws_iam_policy_attachment',
        'x',
        'name = "x"',
        'roles = [aws_iam_role.a.name]',
        'users = ["Bob"]',
        'policy_arn = aws_iam_policy.p.arn',
      ),
    'role A, user Bob',
  );
  one(
    'who is bounded by it holds it, too',
    role + attached + resource('aws_iam_role', 'b', 'name = "B"', 'permissions_boundary = aws_iam_policy.p.arn'),
    'role A, role B',
  );
  one(
    'only a boundary',
    resource('aws_iam_role', 'b', 'name = "B"', 'permissions_boundary = aws_iam_policy.p.arn'),
    'none: it is attached to no principal, and is only a permissions boundary, which allows nothing by itself',
  );
  one('attached to nobody', role, '? the module does not attach aws_iam_policy.p to a principal');
  one(
    'of a group, by its members',
    resource('aws_iam_group', 'g', 'name = "G"') +
      resource(
        'aws_iam_group_policy_attachment',
        'x',
        'group = aws_iam_group.g.name',
        'policy_arn = aws_iam_policy.p.arn',
      ) +
      resource('aws_iam_group_membership', 'm', 'name = "m"', 'group = aws_iam_group.g.name', 'users = ["Bob"]'),
    'user Bob',
  );
  one(
    'of a group without members here',
    resource('aws_iam_group_policy_attachment', 'x', 'group = "G"', 'policy_arn = aws_iam_policy.p.arn'),
    '? it belongs to the group G, whose members the module does not name',
  );
  one(
    'that a module gets',
    role + attached + block('module "m"', 'source = "./m"', 'policies = [aws_iam_policy.p.arn]'),
    '? line 10 of other.tf hands aws_iam_policy.p over to another module, where other principals may get it; A',
  );
  one(
    'that is an output',
    role + attached + block('output "p"', 'value = aws_iam_policy.p.arn'),
    '? line 9 of other.tf hands aws_iam_policy.p over to another module, where other principals may get it; A',
  );
  one(
    'in a local value',
    role + attached + block('locals', 'p = aws_iam_policy.p'),
    '? line 9 of other.tf mentions aws_iam_policy.p in a way that is not understood; A',
  );
  one(
    'that is chosen by a condition',
    role + attachment('var.x ? aws_iam_policy.p.arn : var.y'),
    '? line 6 of other.tf mentions aws_iam_policy.p in a way that is not understood',
  );
  one(
    'that is attached any number of times to one role',
    role + attached.replace('{', '{\n  count = var.x ? 1 : 0'),
    'role A',
  );
  one(
    'that a computed attachment may mean',
    role + roleB + attached + attachment('var.arn', 'b'),
    '? line 11 of other.tf attaches a policy that may be this one; A',
  );
  one(
    'that its name may mean',
    role + roleB + attached + attachment('"arn:aws:iam::${var.account}:policy/p"', 'b'),
    '? line 11 of other.tf attaches a policy that may be this one; A',
  );
  one(
    'while other policies are attached to others',
    role +
      roleB +
      attached +
      attachment('"arn:aws:iam::aws:policy/ReadOnlyAccess"', 'b') +
      attachment('"arn:aws:iam::111122223333:policy/Other"', 'b'),
    'role A',
  );
  one(
    'while something computed is attached to who has it in any case',
    role + attached + attachment('var.arn'),
    'role A',
  );
  one(
    'that a resource waits for',
    role + attached + resource('null_resource', 'x', 'depends_on = [aws_iam_policy.p]'),
    'role A',
  );
  one(
    'that another policy names as a resource',
    role + attached + document.replace('}', '  resources = [aws_iam_policy.p.arn]\n  }'),
    'role A',
  );
  one(
    'that a program gets',
    role +
      attached +
      resource('aws_lambda_function', 'f', 'environment {', '  variables = { P = aws_iam_policy.p.arn }', '}'),
    '? line 10 of other.tf mentions aws_iam_policy.p in a way that is not understood; A',
  );
});

suite('a policy document', () => {
  const one = (what: string, others: string, said: string): void =>
    void test(what, () => assert.deepEqual(holders(document, { 'other.tf': others }), [said]));
  const use = (type: string, ...lines: readonly string[]): string =>
    resource(type, 'u', ...lines, 'policy = data.aws_iam_policy_document.d.json');
  const inline = use('aws_iam_role_policy', 'role = "A"');
  one('in an inline policy', inline, 'role A');
  one('in a managed policy', role + use('aws_iam_policy', 'name = "P"') + attachment('aws_iam_policy.u.arn'), 'role A');
  one(
    'in two',
    inline + resource('aws_iam_user_policy', 'u', 'user = "Bob"', 'policy = data.aws_iam_policy_document.d.json'),
    'role A, user Bob',
  );
  one(
    'that is combined with another',
    block('data "aws_iam_policy_document" "e"', 'source_policy_documents = [data.aws_iam_policy_document.d.json]') +
      resource('aws_iam_role_policy', 'u', 'role = "A"', 'policy = data.aws_iam_policy_document.e.json'),
    'role A',
  );
  one(
    'of a bucket',
    use('aws_s3_bucket_policy'),
    'none: aws_s3_bucket_policy.u holds it, which is no role, user or group, so no finding applies to it',
  );
  one(
    'of a bucket and a role',
    inline + use('aws_s3_bucket_policy'),
    '? it is used twice: aws_s3_bucket_policy.u holds it, which is no role, user or group, so no finding applies to it; A',
  );
  one(
    'only for trust',
    resource('aws_iam_role', 'a', 'name = "A"', 'assume_role_policy = data.aws_iam_policy_document.d.json'),
    'none: it is the trust policy of aws_iam_role.a, to which no finding applies',
  );
  one('that nothing uses', role, '? the module does not use data.aws_iam_policy_document.d');
  one(
    'that is an output',
    inline + block('output "d"', 'value = data.aws_iam_policy_document.d.json'),
    '? line 6 of other.tf hands data.aws_iam_policy_document.d over to another module, where other principals may get it; A',
  );
  one(
    'that is changed on the way',
    resource(
      'aws_iam_role_policy',
      'u',
      'role = "A"',
      'policy = replace(data.aws_iam_policy_document.d.json, "a", "b")',
    ),
    '? line 3 of other.tf mentions data.aws_iam_policy_document.d in a way that is not understood',
  );
  one(
    'that is written to a file',
    resource('local_file', 'f', 'content = data.aws_iam_policy_document.d.json'),
    '? line 2 of other.tf mentions data.aws_iam_policy_document.d in a way that is not understood',
  );
  one(
    'of a resource that an override file changes',
    inline + resource('aws_iam_role_policy', 'u', 'role = "B"'),
    '? aws_iam_role_policy.u is in other.tf and in other.tf: an override file changes it; A',
  );
});

test('documents that are combined in a circle', () => {
  const circle = (name: string, of: string): string =>
    block(
      `data "aws_iam_policy_document" "${name}"`,
      `source_policy_documents = [data.aws_iam_policy_document.${of}.json]`,
      'statement {',
      '  actions = ["s3:*"]',
      '}',
    );
  assert.deepEqual(holders(circle('a', 'b') + circle('b', 'a')), [
    '? data.aws_iam_policy_document.a is combined with itself, in a circle',
    '? data.aws_iam_policy_document.a is combined with itself, in a circle',
  ]);
});

test('a policy in an argument of a module, or of another resource', () =>
  assert.deepEqual(
    holders(
      block('module "m"', `policy = ${json}`) +
        resource('aws_sqs_queue', 'q', `policy = ${json}`) +
        block('locals', `p = ${json}`),
    ),
    [
      '? it is an argument of module.m, which may attach it to any principal',
      'none: it is part of aws_sqs_queue.q, and it is not known which principal holds it',
      '? it is part of locals, and it is not known which principal holds it',
    ],
  ));

test('without the other files, nothing is known', () =>
  assert.deepEqual(
    readDocument(managed + role + attached, undefined, hclSyntax).policies.map(({ subject }) => holderInWords(subject)),
    ['? the other files of the Terraform module are not known'],
  ));

test('the JSON syntax says the same', () => {
  const text = JSON.stringify({
    resource: [
      { aws_iam_role: { a: [{ name: 'A' }] } },
      {
        aws_iam_role_policy: {
          i: { role: '${aws_iam_role.a.name}', policy: '${data.aws_iam_policy_document.d.json}' },
        },
      },
    ],
    data: { aws_iam_policy_document: { d: { statement: { actions: ['s3:*'] } } } },
  });
  const reading = inModule(readDocument(text), { file: 'main.tf.json', files: [] });
  assert.deepEqual(
    reading.policies.map(({ subject }) => holderInWords(subject)),
    ['role A'],
  );
});

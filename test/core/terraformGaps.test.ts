/** What may give a policy of a Terraform module to somebody without a plain reference: each makes its holders unclear. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inModule, readDocument, readModuleFile } from '../../core/src/index.ts';
import { hclSyntax } from '../support/hclSyntax.ts';
import { block, configurationJson, holderInWords, holders, resource } from '../support/terraform.ts';

const json = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*" }] })';
const role = resource('aws_iam_role', 'a', 'name = "A"');
const policy = resource('aws_iam_policy', 'p', 'name = "Papp"', `policy = ${json}`);
const attached = resource(
  'aws_iam_role_policy_attachment',
  'a',
  'role = aws_iam_role.a.name',
  'policy_arn = aws_iam_policy.p.arn',
);
const arn = 'arn:aws:iam::111122223333:policy/Papp';
const computedArn = 'arn:aws:iam::${var.account}:policy/Papp';

/** The holders of the policy, which is attached to A, in a module with another file. */
const heldWith = (text: string, file = 'more.tf'): string =>
  holders(policy, { 'base.tf': role + attached, [file]: text }).join();
const open = (what: string, text: string, said: string, file?: string): void =>
  void test(what, () => assert.equal(heldWith(text, file), `? ${said}; A`));
const same = (what: string, text: string, file?: string): void =>
  void test(what, () => assert.equal(heldWith(text, file), 'role A'));

suite('a file of a module with something that is not known', () => {
  const toB = resource('aws_iam_role_policy_attachment', 'b', 'role = "B"', 'policy_arn = aws_iam_policy.p.arn');
  for (const [what, top] of [
    ['an action', 'action "aws_lambda_invoke" "x" {\n}\n'],
    ['a misspelled kind', 'variabel "x" {\n}\n'],
    ['a kind without labels', 'future {\n}\n'],
    ['an argument at the top', 'x = 1\n'],
    ['a provider', 'provider "aws" {\n}\n'],
  ] as const)
    test(`counts: ${what}`, () => assert.equal(heldWith(top + toB), 'role A, role B'));
  for (const text of [
    'provider "aws" {\n  x = aws_iam_policy.p.arn\n}\n',
    'ephemeral "a" "b" {\n  x = aws_iam_policy.p.arn\n}\n',
    'action "a" "b" {\n  x = aws_iam_policy.p.arn\n}\n',
    'future {\n  x = aws_iam_policy.p.arn\n}\n',
  ])
    open(
      `mentions count: ${text.slice(0, text.indexOf(' '))}`,
      text,
      'line 2 of more.tf mentions aws_iam_policy.p in a way that is not understood',
    );
  const attachment = { aws_iam_role_policy_attachment: { b: { role: 'B', policy_arn: '${aws_iam_policy.p.arn}' } } };
  for (const [what, value] of [
    ['a list at the root', [{ resource: attachment }]],
    ['lists in lists', [[{ resource: [[attachment]] }]]],
    ['a key that is no kind', { comment: 1, resource: attachment }],
  ] as const)
    test(`counts in the JSON syntax: ${what}`, () =>
      assert.equal(heldWith(JSON.stringify(value), 'more.tf.json'), 'role A, role B'));
  for (const [what, text] of [
    ['a text in a list', '["${aws_iam_policy.p.arn}"]'],
    ['a text for a block', '{"resource": {"aws_iam_role": "${aws_iam_policy.p.arn}"}}'],
    ['a letter as an escape', '{"locals": {"x": "${aws_\\u0069am_policy.p.arn}"}}'],
  ] as const)
    open(
      `mentions count in the JSON syntax: ${what}`,
      text,
      'line 1 of more.tf.json mentions aws_iam_policy.p in a way that is not understood',
      'more.tf.json',
    );
  test('a policy beside it is one of the module', () =>
    assert.deepEqual(holders(`${policy}action "x" "y" {\n}\n`, { 'base.tf': role + attached }), ['role A']));
  test('a policy in it has no known holder', () =>
    assert.deepEqual(holders(block('action "x" "y"', `policy = ${json}`)), [
      '? it is part of action.x.y, and it is not known which principal holds it',
    ]));
  test('the JSON syntax with a list at the root is read', () => {
    const text = JSON.stringify([
      {
        resource: {
          aws_iam_role_policy: { i: { role: 'A', policy: { Statement: [{ Effect: 'Allow', Action: 's3:*' }] } } },
        },
      },
    ]);
    const reading = inModule(readDocument(text, undefined, configurationJson), { file: 'main.tf.json', files: [] });
    assert.deepEqual(
      reading.policies.map(({ subject }) => holderInWords(subject)),
      ['role A'],
    );
  });
});

suite('the name or the ARN of a policy in a text', () => {
  const said = (line: number): string => `line ${line} of more.tf may name this policy`;
  open('of a module', block('module "x"', 'source = "./x"', `role_policy_arns = ["${arn}"]`), said(3));
  open(
    'of a module, with a computed account',
    block('module "x"', 'source = "./x"', `arns = { a = "${computedArn}" }`),
    said(3),
  );
  open(
    'of a module, in other letters',
    block('module "x"', 'source = "./x"', `x = "${arn.replace('Papp', 'PAPP')}"`),
    said(3),
  );
  open(
    'of a module, with a path',
    block('module "x"', 'source = "./x"', `x = "${arn.replace('Papp', 'team/Papp')}"`),
    said(3),
  );
  open('of a module, by its name', block('module "x"', 'source = "./x"', 'policy_names = ["Papp"]'), said(3));
  open('of a module, computed', block('module "x"', 'source = "./x"', 'role_policy_arns = var.arns'), said(3));
  open(
    'of a resource that attaches it',
    resource(
      'aws_budgets_budget_action',
      'x',
      'definition {',
      '  iam_action_definition {',
      '    policy_arn = var.arn',
      '  }',
      '}',
    ),
    said(4),
  );
  open('of another provider', resource('awscc_iam_role', 'x', `managed_policy_arns = ["${arn}"]`), said(2));
  open(
    'in a template',
    resource(
      'aws_cloudformation_stack',
      'x',
      `template_body = jsonencode({ Resources = { R = { Properties = { ManagedPolicyArns = ["${arn}"] } } } })`,
    ),
    said(2),
  );
  open(
    'in the text of a template',
    resource(
      'aws_cloudformation_stack',
      'x',
      'template_body = <<EOT',
      `ManagedPolicyArns: [!Sub "arn:aws:iam::$\${AWS::AccountId}:policy/Papp"]`,
      'EOT',
    ),
    said(2),
  );
  open('in a local value', block('locals', `arn = "${arn}"`), said(2));
  open('in a variable', block('variable "policy_names"', 'default = ["Papp"]'), said(2));
  open('in an expression', block('locals', 'x = [for p in ["Papp"] : "arn:aws:iam::1:policy/${p}"]'), said(2));
  open('in a format', block('locals', 'x = format("arn:aws:iam::%s:policy/%s", var.account, "Papp")'), said(2));
  open('in a call that joins', block('locals', 'x = join("/", ["arn:aws:iam::1:policy", "Papp"])'), said(2));
  open('as a key', block('locals', `x = { "${arn}" = 1 }`), said(2));
  open(
    'looked up by a data source',
    block('data "aws_iam_policy" "x"', 'name = "Papp"') +
      block('module "y"', 'source = "./y"', 'x = data.aws_iam_policy.x.arn'),
    said(6),
  );
  open(
    'in a provisioner',
    resource(
      'null_resource',
      'x',
      'provisioner "local-exec" {',
      `  command = "aws iam attach-role-policy --role-name B --policy-arn ${arn}"`,
      '}',
    ),
    said(3),
  );
  open(
    'a permission set that is not known, by the name',
    resource(
      'aws_ssoadmin_customer_managed_policy_attachment',
      'x',
      'permission_set_arn = var.set',
      'customer_managed_policy_reference {',
      '  name = "Papp"',
      '}',
    ),
    'line 1 of more.tf attaches it to a permission set that is not known',
  );
  test('a permission set has it attached by its name', () =>
    assert.equal(
      heldWith(
        resource('aws_ssoadmin_permission_set', 's', 'name = "Dev"') +
          resource(
            'aws_ssoadmin_customer_managed_policy_attachment',
            'x',
            'permission_set_arn = aws_ssoadmin_permission_set.s.arn',
            'customer_managed_policy_reference {',
            '  name = "Papp"',
            '}',
          ),
      ),
      'role A, permission-set Dev',
    ));
  open(
    'a boundary of a permission set',
    resource(
      'aws_ssoadmin_permissions_boundary_attachment',
      'x',
      'permission_set_arn = var.set',
      'permissions_boundary {',
      '  customer_managed_policy_reference {',
      '    name = "Papp"',
      '  }',
      '}',
    ),
    said(5),
  );
  open(
    'overridden',
    resource('aws_iam_role_policy_attachment', 'x', 'role = "A"', `policy_arn = "${arn}"`) +
      resource('aws_iam_role_policy_attachment', 'x', 'role = "B"'),
    'line 1 of more.tf attaches a policy that may be this one',
  );

  same(
    'another policy',
    block('module "x"', 'source = "./x"', 'role_policy_arns = ["arn:aws:iam::111122223333:policy/Other"]'),
  );
  same('a policy of AWS', block('module "x"', 'source = "./x"', 'role_policy_arns = ["arn:aws:iam::aws:policy/Papp"]'));
  same(
    'a policy of AWS in a template',
    resource('aws_cloudformation_stack', 'x', 'template_body = jsonencode({ R = "arn:aws:iam::aws:policy/Papp" })'),
  );
  same(
    'as a resource of a policy',
    resource(
      'aws_iam_user_policy',
      'x',
      'user = "U"',
      `policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:GetPolicy", Resource = "${arn}" }] })`,
    ),
  );
  same(
    'as a resource of a policy in a module',
    block(
      'module "x"',
      'source = "./x"',
      `policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:GetPolicy", Resource = "${arn}" }] })`,
    ),
  );
  same('in a document', block('data "aws_iam_policy_document" "x"', 'statement {', `  resources = ["${arn}"]`, '}'));
  same(
    'another text in an argument for policies',
    block('module "x"', 'lifecycle_policy = <<EOT', '{"rules": [], "x": "Papp"}', 'EOT'),
  );
  same(
    'a policy of another service',
    resource('aws_networkfirewall_firewall', 'x', 'firewall_policy_arn = module.x.arn'),
  );
  same(
    'another ARN',
    resource('aws_eks_access_policy_association', 'x', 'policy_arn = "arn:aws:eks::aws:cluster-access-policy/Papp"'),
  );
  same('when it is imported', block('import', 'to = aws_iam_policy.p', `id = "${arn}"`));
  same('as the name of something else', resource('aws_iam_role', 'x', 'name = "Papp"', 'tags = { Name = "Papp" }'));
  same('as a file', block('locals', 'x = file("policy/papp.json")', 'y = "${path.module}/policy/Papp"'));
  same(
    'attached to who has it in any case',
    resource('aws_iam_role_policy_attachment', 'x', 'role = "A"', `policy_arn = "${arn}"`),
  );
});

suite('a reference', () => {
  const said = (line: number, how = 'mentions aws_iam_policy.p in a way that is not understood'): string =>
    `line ${line} of more.tf ${how}`;
  open('with a comment inside', block('locals', 'x = aws_iam_policy./* c */p.arn'), said(2));
  open('with a line comment inside', block('locals', 'x = [aws_iam_policy # c', '.p.arn]'), said(2));
  open(
    'behind a text that looks like a comment',
    block('locals', 'x = ["a/*", aws_iam_policy /* c */ . p.arn]'),
    said(2),
  );
  open(
    'to itself',
    resource('aws_iam_policy', 'q', 'name = "Q"', `policy = ${json}`) +
      block('locals', 'x = "${aws_iam_policy.p.arn}"'),
    said(6),
  );
  test('of a name with letters of any script', () =>
    assert.deepEqual(
      holders(policy.replace('"p"', '"bücher"'), {
        'base.tf': role + attached.replace('.p.', '.bücher.') + block('locals', 'x = aws_iam_policy.bücher'),
      }),
      ['? line 9 of base.tf mentions aws_iam_policy.bücher in a way that is not understood; A'],
    ));
  test('of a provisioner to its own resource', () =>
    assert.deepEqual(
      holders(policy.replace(/}\n$/, '  provisioner "local-exec" {\n    command = "x ${self.arn}"\n  }\n}\n'), {
        'base.tf': role + attached,
      }),
      ['? line 5 of main.tf mentions aws_iam_policy.p in a way that is not understood; A'],
    ));
  test('of a description to nothing', () =>
    assert.deepEqual(
      holders(policy.replace(/}\n$/, '  description = "for self management"\n}\n'), { 'base.tf': role + attached }),
      ['role A'],
    ));
});

suite('the members of a group', () => {
  const group =
    resource('aws_iam_group', 'g', 'name = "devs"') +
    resource(
      'aws_iam_group_policy_attachment',
      'g',
      'group = aws_iam_group.g.name',
      'policy_arn = aws_iam_policy.p.arn',
    );
  const alice = resource('aws_iam_user_group_membership', 'al', 'user = "Alice"', 'groups = [aws_iam_group.g.name]');
  const members = (what: string, more: string, said: string): void =>
    void test(what, () => assert.deepEqual(holders(policy, { 'g.tf': group, 'more.tf': more }), [said]));
  members('by reference', alice, 'user Alice');
  members('by the id of the group', alice.replace('.g.name', '.g.id'), 'user Alice');
  members(
    'by its name',
    alice + resource('aws_iam_user_group_membership', 'b', 'user = "Bob"', 'groups = ["Devs", "x"]'),
    'user Alice, user Bob',
  );
  members(
    'of another group',
    alice + resource('aws_iam_user_group_membership', 'b', 'user = "Bob"', 'groups = ["ops"]'),
    'user Alice',
  );
  members(
    'computed',
    alice + resource('aws_iam_user_group_membership', 'b', 'user = "Bob"', 'groups = var.groups'),
    '? line 5 of more.tf names a group that may be this one; Alice',
  );
  members(
    'of a computed group',
    alice + resource('aws_iam_group_membership', 'b', 'users = ["Bob"]', 'group = "${var.x}vs"'),
    '? line 5 of more.tf names a group that may be this one; Alice',
  );
  members(
    'of a module',
    alice + block('module "u"', 'source = "./u"', 'groups = ["devs"]'),
    '? line 7 of more.tf names a group that may be this one; Alice',
  );
  members(
    'of a module, for a user',
    alice + block('module "u"', 'source = "./u"', 'users = { carl = ["devs"] }'),
    '? line 7 of more.tf names a group that may be this one; Alice',
  );
  test('of a module, in any argument', () =>
    assert.deepEqual(
      holders(policy, {
        'g.tf': group.replace('"devs"', '"team-admins"'),
        'more.tf': alice + block('module "u"', 'source = "./u"', 'x = { carl = var.y ? ["team-admins"] : [] }'),
      }),
      ['? line 7 of more.tf names a group that may be this one; Alice'],
    ));
  members('of a word of a module', alice + block('module "u"', 'source = "./u"', 'stage = "devs"'), 'user Alice');
  members(
    'of another provider',
    alice + resource('awscc_iam_user', 'u', 'groups = ["devs"]'),
    '? line 6 of more.tf names a group that may be this one; Alice',
  );
  members('of something else', alice + resource('aws_instance', 'u', 'security_groups = ["devs"]'), 'user Alice');
  members(
    'that an override file changes',
    resource('aws_iam_group_membership', 'm', 'group = aws_iam_group.g.name', 'users = ["Alice"]') +
      resource('aws_iam_group_membership', 'm', 'users = ["Alice", "Bob"]'),
    '? aws_iam_group_membership.m is in more.tf and in more.tf: an override file changes it; Alice',
  );
  members(
    'any number of times',
    alice.replace('{', '{\n  count = 2'),
    '? aws_iam_user_group_membership.al has count or for_each, so it may stand for several; Alice',
  );
});

suite('two providers', () => {
  const inline = (label: string, of: string, ...lines: readonly string[]): string =>
    resource('aws_iam_role_policy', label, `role = ${of}`, `policy = ${json}`, ...lines);
  const said = '? A is named with several providers, which may be of different accounts; A';
  test('roles of one name are not one', () =>
    assert.deepEqual(
      holders(inline('x', 'aws_iam_role.a.id') + inline('y', 'aws_iam_role.b.id'), {
        'roles.tf': role + resource('aws_iam_role', 'b', 'provider = aws.two', 'name = "A"'),
      }),
      [said, said],
    ));
  test('nor are those that policies name', () =>
    assert.deepEqual(holders(inline('x', '"A"') + inline('y', '"A"', 'provider = aws.two')), [said, said]));
  test('a role and its policy with the same one', () =>
    assert.deepEqual(
      holders(inline('x', 'aws_iam_role.a.id', 'provider = aws.two'), {
        'roles.tf': resource('aws_iam_role', 'a', 'name = "A"', 'provider = "aws.two"'),
      }),
      ['role A'],
    ));
  test('the default by its name', () =>
    assert.deepEqual(holders(inline('x', 'aws_iam_role.a.id', 'provider = aws'), { 'roles.tf': role }), ['role A']));
});

suite('an argument that stands twice', () => {
  const twice = (address: string, argument: string): string => `? ${address} has the argument ${argument} twice`;
  test('in an inline policy', () =>
    assert.deepEqual(holders(resource('aws_iam_role_policy', 'i', 'role = "A"', 'role = "B"', `policy = ${json}`)), [
      `${twice('aws_iam_role_policy.i', 'role')}; A`,
    ]));
  test('in a role', () =>
    assert.deepEqual(
      holders(resource('aws_iam_role_policy', 'i', 'role = aws_iam_role.a.id', `policy = ${json}`), {
        'roles.tf': resource('aws_iam_role', 'a', 'name = "A"', 'name = "B"'),
      }),
      [`${twice('aws_iam_role.a', 'name')}; like A`],
    ));
  test('in an attachment', () =>
    assert.deepEqual(holders(policy, { 'a.tf': role + attached.replace('{', '{\n  role = "B"') }), [
      `${twice('aws_iam_role_policy_attachment.a', 'role')}; B; A`,
    ]));
  test('in a block inside', () =>
    assert.deepEqual(
      holders(
        resource('aws_iam_role', 'a', 'name = "A"', 'inline_policy {', `  policy = ${json}`, `  policy = ${json}`, '}'),
      ),
      [
        `${twice('aws_iam_role.a', 'policy')}; like A`,
        '? it is part of aws_iam_role.a, and it is not known which principal holds it',
      ],
    ));
  test('not blocks', () =>
    assert.deepEqual(
      holders(
        resource(
          'aws_iam_role',
          'a',
          'name = "A"',
          ...['x', 'y'].flatMap((name) => ['inline_policy {', `  name = "${name}"`, `  policy = ${json}`, '}']),
        ),
      ),
      ['role A', 'role A'],
    ));
});

suite('a chain of documents', () => {
  const document = (name: string, of?: string): string =>
    block(
      `data "aws_iam_policy_document" "${name}"`,
      ...(of === undefined ? [] : [`source_policy_documents = [data.aws_iam_policy_document.${of}.json]`]),
      'statement {',
      '  actions = ["s3:*"]',
      '}',
    );
  test('of any length is followed', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => document(`d${i + 1}`, `d${i}`)).join('');
    const last = resource('aws_iam_role_policy', 'i', 'role = "A"', 'policy = data.aws_iam_policy_document.d5000.json');
    assert.deepEqual(holders(document('d0'), { 'chain.tf': chain + last }), ['role A']);
  });
  test('in a circle is not understood, wherever one looks', () => {
    const use = resource('aws_iam_role_policy', 'i', 'role = "A"', 'policy = data.aws_iam_policy_document.b.json');
    for (const text of [document('a', 'b'), document('b', 'a')])
      assert.match(
        holders(text, { 'other.tf': (text.includes('"a"') ? document('b', 'a') : document('a', 'b')) + use }).join(),
        /^\? data.aws_iam_policy_document.[ab] is combined with itself, in a circle/,
      );
  });
});

test('an empty file of the JSON syntax may say anything', () =>
  assert.equal(
    heldWith('', 'more.tf.json'),
    '? more.tf.json is part of the module and cannot be read, so it may attach policies; A',
  ));

test('what exhausts the stack leaves the holders unclear', () => {
  const reading = readDocument(policy + role + attached, undefined, hclSyntax);
  const files = new Proxy([readModuleFile(role, 'x.tf', hclSyntax) ?? assert.fail()], {
    get(): never {
      throw new RangeError('Maximum call stack size exceeded');
    },
  });
  assert.deepEqual(inModule(reading, { file: 'main.tf', files }), reading);
});

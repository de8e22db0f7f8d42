/** The names of policies in texts of a Terraform module, without an ARN: whatever may mean a policy makes its holders unclear. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { block, holders, resource } from '../support/terraform.ts';

const role = resource('aws_iam_role', 'a', 'name = "A"');
const policy = resource(
  'aws_iam_policy',
  'p',
  'name = "Papp"',
  'policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*" }] })',
);
const attached = resource(
  'aws_iam_role_policy_attachment',
  'a',
  'role = aws_iam_role.a.name',
  'policy_arn = aws_iam_policy.p.arn',
);

suite('the mere name of a policy', () => {
  const base = policy.replace('Papp', 'my-team-pol');
  const heldBy = (text: string, file: string, of = base): string =>
    holders(of, { 'base.tf': role + attached, [file]: text }).join();
  const counts = (what: string, text: string, line = 3, file = 'more.tf'): void =>
    void test(`counts: ${what}`, () =>
      assert.equal(heldBy(text, file), `? line ${line} of ${file} may name this policy; A`));
  const other = (what: string, text: string, of = base): void =>
    void test(`does not count: ${what}`, () => assert.equal(heldBy(text, 'more.tf', of), 'role A'));
  const moduleX = (...lines: readonly string[]): string => block('module "x"', 'source = "./x"', ...lines);

  const list = 'customer_managed_policy_attachments = [{ name = "my-team-pol", path = "/" }]';
  counts('for permission sets of a module', moduleX(`permission_sets = [{ name = "X", ${list} }]`));
  counts('in a list that is computed', moduleX(`permission_sets = [for s in ["X"] : { name = s, ${list} }]`));
  counts('in a map that is computed', moduleX(`permission_sets = { for s in ["X"] : s => { ${list} } }`));
  counts('in lists that are merged', moduleX(`permission_sets = merge({ a = { ${list} } }, var.x)`));
  counts('references that are computed', moduleX('customer_managed_policy_attachments = var.x'));
  for (const value of [
    '[{ name = "my-team-pol", path = "/" }]',
    '[for n in ["my-team-pol"] : { name = n, path = "/" }]',
    '[for n in ["pol"] : { name = "my-team-${n}" }]',
    'var.x ? [{ name = "my-team-pol" }] : []',
    'var.references',
    '[{ name = var.name, path = "/" }]',
  ])
    counts(
      `of another provider: ${value}`,
      resource('awscc_sso_permission_set', 'b', `customer_managed_policy_references = ${value}`),
      2,
    );

  const dynamic = (each: string, content = 'name = customer_managed_policy_reference.value'): readonly string[] => [
    'dynamic "customer_managed_policy_reference" {',
    `  for_each = ${each}`,
    `  content {`,
    `    ${content}`,
    '  }',
    '}',
  ];
  const ofSet = 'permission_set_arn = var.x';
  const attachment = 'aws_ssoadmin_customer_managed_policy_attachment';
  counts('in a dynamic block', resource(attachment, 'b', ofSet, ...dynamic('["my-team-pol"]')), 4);
  counts(
    'in a dynamic block, with another name',
    resource(attachment, 'b', ofSet, ...dynamic('["x"]', 'name = "my-team-pol"')),
    6,
  );
  counts('in a dynamic block that is computed', resource(attachment, 'b', ofSet, ...dynamic('var.ps')), 6);
  const boundary = 'aws_ssoadmin_permissions_boundary_attachment';
  counts(
    'in a dynamic block of a boundary',
    resource(boundary, 'b', ofSet, 'permissions_boundary {', ...dynamic('["my-team-pol"]'), '}'),
    5,
  );
  counts(
    'in a dynamic boundary',
    resource(
      boundary,
      'b',
      ofSet,
      'dynamic "permissions_boundary" {',
      '  for_each = [1]',
      '  content {',
      '    customer_managed_policy_reference {',
      '      name = "my-team-pol"',
      '    }',
      '  }',
      '}',
    ),
    7,
  );
  for (const each of [['my-team-pol'], '${var.ps}'])
    counts(
      `in a dynamic block in JSON: ${JSON.stringify(each)}`,
      JSON.stringify({
        resource: {
          [attachment]: {
            b: {
              permission_set_arn: '${var.x}',
              dynamic: {
                customer_managed_policy_reference: [
                  { for_each: each, content: { name: '${customer_managed_policy_reference.value}' } },
                ],
              },
            },
          },
        },
      }),
      1,
      'more.tf.json',
    );

  for (const value of [
    'policy_name = var.x == "" ? "my-team-pol" : var.x',
    'policies = var.x ? ["my-team-pol"] : []',
    'policies = var.x ? ["my-team-pol"] : ["arn:aws:iam::aws:policy/ReadOnlyAccess", data.aws_iam_policy.z.arn]',
    'policy = coalesce(var.x, "my-team-pol")',
    'policy = lookup({ a = "my-team-pol" }, var.k)',
    'policies = [for s in ["my-team-pol"] : s]',
    'policies = { for s in ["pol"] : s => "my-team-${s}" }',
    'policies = [join("-", ["my", "team", "pol"])]',
    'policies = [join("-", concat(["my"], ["team", "pol"]))]',
    'policies = [join("-", [var.x, "pol"])]',
    'policies = [format("%s-%s", "my-team", "pol")]',
    'policies = [format("%s%s", "my-team-", "pol")]',
    'policies = formatlist("my-%s", ["team-pol"])',
    'policies = [upper("My-Team-Pol")]',
    'policies = split(",", "a,my-team-pol")',
    'policies = [replace("my_team_pol", "_", "-")]',
    'policies = ["${var.x ? "my-team-pol" : ""}"]',
    'policies = ["${"my-team"}${"-pol"}"]',
    'policies = [var.x /* " */ ? "my-team-pol" : ""]',
    'policies = [var.x ? "my-te\\u0061m-pol" : ""]',
    'permission_sets = merge({ a = { customer_managed_policies = ["my-team-pol"] } }, var.x)',
    'policies = { "my-team-pol" = true }',
    'policies = { my-team-pol = {} }',
    'boundary = "my-team-pol"',
  ])
    counts(value, moduleX(value));
  counts('in a variable', block('variable "permission_sets"', 'default = { a = { names = ["${var.x}-pol"] } }'), 2);

  for (const value of ['"my-team-pol"', '["a", "MY-team-pol"]', 'var.x ? "my-team-pol" : ""', '{ my-team-pol = 1 }']) {
    counts(`in any argument of a module: ${value}`, moduleX(`p = ${value}`));
    counts(`in any local value: ${value}`, block('locals', `x = ${value}`), 2);
    counts(`in any output: ${value}`, block('output "x"', `value = ${value}`), 2);
    counts(`in any variable: ${value}`, block('variable "x"', `default = ${value}`), 2);
  }

  other('a longer one', moduleX('policies = ["my-team-pol-2"]', 'p = "my-team-pol-2"'));
  other('one that is computed otherwise', moduleX('policies = ["${var.x}-other", join("-", ["my", "team"])]'));
  other('a wholly computed value', moduleX('policies = var.x', 'permission_sets = local.sets'));
  other('the name of an argument', moduleX('my-team-pol = 1') + block('locals', 'my-team-pol = 1'));
  other('a part of a text', moduleX('p = "the my-team-pol"', 'q = "${var.x}-pol"'));
  other('in tags and descriptions', moduleX('description = "my-team-pol"', 'tags = { Name = "my-team-pol" }'));
  other('in a statement', moduleX('policy = jsonencode({ Statement = [{ Sid = "my-team-pol" }] })'));
  other('of a common word', moduleX('x = "papp"', 'y = ["Papp"]'), policy);
  other('of a policy with a computed name', moduleX('x = "my-team-pol"'), policy.replace('Papp', '${var.x}-pol'));
  other('for a resource of AWS', resource('aws_s3_bucket', 'x', 'bucket = "my-team-pol"'));
  other(
    'of a permission set',
    resource('aws_ssoadmin_account_assignment', 'x', 'permission_set_arn = local.sets["my-team-pol"].arn'),
  );
});

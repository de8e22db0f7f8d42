/**
 * Laws about the holders of policies in a Terraform module: whatever is added to the module, a policy never has fewer
 * holders than before, so that never more of it goes.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { inWords } from '../../core/src/text/index.ts';
import { inModule, namedByModules, readDocument, readModuleFile, type DocumentReading } from '../../core/src/index.ts';
import type { Attachment } from '../../core/src/policy/subject.ts';
import { hclSyntax } from '../support/hclSyntax.ts';
import { law, type Law } from './law.ts';

const json = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*" }] })';
const statement = '  statement {\n    actions = ["s3:*"]\n  }\n';
const resource = (type: string, name: string, ...lines: readonly string[]): string =>
  `resource "${type}" "${name}" {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

const roles = ['a', 'b'].map((name) => resource('aws_iam_role', name, `name = "${name.toUpperCase()}"`)).join('');

/** The policies whose holders are asked for. */
const policies = [
  resource('aws_iam_policy', 'p', 'name = "P"', `policy = ${json}`),
  `data "aws_iam_policy_document" "d" {\n${statement}}\n`,
  resource('aws_iam_policy', 'g', 'name = "OfGroup"', `policy = ${json}`),
].join('');

/** A group with a policy, and its member. */
const group =
  resource('aws_iam_group', 'g', 'name = "G"') +
  resource(
    'aws_iam_group_policy_attachment',
    'g',
    'group = aws_iam_group.g.name',
    'policy_arn = aws_iam_policy.g.arn',
  ) +
  resource('aws_iam_group_membership', 'g', 'group = aws_iam_group.g.name', 'users = ["U"]') +
  'data "aws_iam_policy" "p" {\n  name = "P"\n}\n';

/** To whom the policies are attached at first. */
const attached =
  group +
  resource(
    'aws_iam_role_policy_attachment',
    'first',
    'role = aws_iam_role.a.name',
    'policy_arn = aws_iam_policy.p.arn',
  ) +
  resource('aws_iam_role_policy', 'first', 'role = "B"', 'policy = data.aws_iam_policy_document.d.json');

/** What may be in the module: each says who has the policies, or hides it. */
const references = [
  'aws_iam_policy.p.arn',
  'aws_iam_policy.p.name',
  'aws_iam_policy.p',
  'data.aws_iam_policy_document.d.json',
  'aws_iam_policy.q.arn',
  '"arn:aws:iam::111122223333:policy/P"',
  '"arn:aws:iam::${var.account}:policy/${var.name}"',
  '"arn:aws:iam::aws:policy/ReadOnlyAccess"',
  'var.arn',
  'try(aws_iam_policy.p.arn, "")',
  'aws_iam_policy /* c */ . p.arn',
  '"P"',
  'var.x ? "P" : ""',
  'join("", ["P"])',
  '"arn:aws:iam::111122223333:policy/team/p"',
  'format("arn:aws:iam::%s:policy/%s", var.account, "P")',
  'data.aws_iam_policy.p.arn',
];

/** These mean the managed policy, or may mean it: whoever gets one of them may have the policy. */
const means: readonly string[] = [
  'aws_iam_policy.p.arn',
  'aws_iam_policy.p.name',
  'aws_iam_policy.p',
  '"arn:aws:iam::111122223333:policy/P"',
  '"arn:aws:iam::${var.account}:policy/${var.name}"',
  'try(aws_iam_policy.p.arn, "")',
  'aws_iam_policy /* c */ . p.arn',
  '"arn:aws:iam::111122223333:policy/team/p"',
  'format("arn:aws:iam::%s:policy/%s", var.account, "P")',
  'data.aws_iam_policy.p.arn',
];

/** These are the name of the managed policy, or may be: whoever gets one of them in the place of policies may have it. */
const mereNames: readonly string[] = ['"P"', 'var.x ? "P" : ""', 'join("", ["P"])'];

interface Added {
  readonly reference: string;
  readonly role: string;
  readonly name: string;
  readonly repeated: string;
}

const kinds: readonly ((added: Added) => string)[] = [
  ({ reference, role, name, repeated }) =>
    resource('aws_iam_role_policy_attachment', name, repeated, `role = ${role}`, `policy_arn = ${reference}`),
  ({ reference, role, name, repeated }) =>
    resource('aws_iam_role_policy_attachment', `${name}2`, repeated, `role = ${role}`, `policy_arn = ${reference}`),
  ({ reference, name, repeated }) =>
    resource('aws_iam_role', name, repeated, `name = "${name}"`, `managed_policy_arns = [${reference}]`),
  ({ reference, name, repeated }) =>
    resource('aws_iam_role', name, repeated, `name = "${name}"`, `permissions_boundary = ${reference}`),
  ({ reference, role, name, repeated }) =>
    resource('aws_iam_role_policy', name, repeated, `role = ${role}`, `policy = ${reference}`),
  ({ reference, repeated }) => resource('aws_iam_policy', 'q', repeated, `policy = ${reference}`),
  ({ reference, role, name }) =>
    resource('aws_iam_policy_attachment', name, `roles = [${role}]`, 'users = ["U"]', `policy_arn = ${reference}`),
  ({ reference, name }) =>
    `data "aws_iam_policy_document" "${name}" {\n  source_policy_documents = [${reference}]\n${statement}}\n`,
  ({ reference, name }) => `output "${name}" {\n  value = ${reference}\n}\n`,
  ({ reference, name }) => `module "${name}" {\n  source = "./m"\n  policy = ${reference}\n}\n`,
  ({ reference, name }) => `locals {\n  ${name} = [${reference}]\n}\n`,
  ({ reference, name }) =>
    resource('aws_sqs_queue', name, `depends_on = [${/^(?:data|aws)/.test(reference) ? reference : 'var.x'}]`),
  ({ reference, name, repeated }) => resource('aws_sqs_queue', name, repeated, `policy = ${reference}`),
  ({ reference, name }) => `action "aws_lambda_invoke" "${name}" {\n  config {\n    x = ${reference}\n  }\n}\n`,
  ({ reference, name }) => `future {\n  ${name} = ${reference}\n}\n`,
  ({ reference, name }) => `provider "aws" {\n  ${name} = ${reference}\n}\n`,
  ({ reference, name }) => resource('awscc_iam_role', name, `managed_policy_arns = [${reference}]`),
  ({ reference, name }) =>
    resource('aws_cloudformation_stack', name, `template_body = jsonencode({ ManagedPolicyArns = [${reference}] })`),
  ({ reference, name }) =>
    `${resource('aws_ssoadmin_permission_set', name, `name = "${name}"`)}${resource(
      'aws_ssoadmin_customer_managed_policy_attachment',
      name,
      `permission_set_arn = aws_ssoadmin_permission_set.${name}.arn`,
      'customer_managed_policy_reference {',
      `  name = ${reference}`,
      '}',
    )}`,
  ({ reference, name }) =>
    `module "${name}" {\n  source = "./m"\n  permission_sets = [{ managed_policies = [{ name = ${reference} }] }]\n}\n`,
  ({ reference, name }) => `locals {\n  permissions = { for k in ["${name}"] : k => [${reference}] }\n}\n`,
  ({ reference, name }) =>
    resource('awscc_sso_permission_set', name, `customer_managed_policy_references = [{ name = ${reference} }]`),
  ({ reference, name }) =>
    resource(
      'aws_ssoadmin_customer_managed_policy_attachment',
      name,
      'permission_set_arn = var.set',
      'dynamic "customer_managed_policy_reference" {',
      `  for_each = [${reference}]`,
      '  content {',
      '    name = customer_managed_policy_reference.value',
      '  }',
      '}',
    ),
  ({ reference, role, name }) =>
    resource('aws_iam_role_policy_attachment', name, `role = "A"`, `role = ${role}`, `policy_arn = ${reference}`),
  ({ name }) => resource('aws_iam_role', name, 'provider = aws.two', 'name = "A"'),
  ({ name }) => resource('aws_iam_user_group_membership', name, `user = "${name}"`, 'groups = ["G"]'),
  ({ name }) => resource('aws_iam_user_group_membership', name, `user = "${name}"`, 'groups = var.groups'),
  ({ name }) => resource('aws_iam_group_membership', 'g', `users = ["U", "${name}"]`),
  ({ name }) => `module "${name}" {\n  source = "./m"\n  groups = ["g"]\n}\n`,
];

/** What hands over whatever it gets: it is never known who has that. */
const handingOver =
  /^(?:output|locals|module|action|future|provider|resource "(?:awscc_\w+|aws_cloudformation_stack)")/;

const block: fc.Arbitrary<string> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    reference: fc.constantFrom(...references),
    role: fc.constantFrom('aws_iam_role.a.name', 'aws_iam_role.b.id', '"C"', 'var.role', 'aws_iam_role.a[0].name'),
    name: fc.constantFrom('x', 'y', 'z'),
    repeated: fc.constantFrom('', '', '', 'count = 2', 'for_each = var.all'),
  })
  .map(({ kind, ...added }) => kind(added));

function attachments(files: readonly string[]): readonly Attachment[] {
  const [first = '', ...others] = files;
  const facts = others.flatMap((text, i) => readModuleFile(text, `${i}.tf`, hclSyntax) ?? []);
  const reading: DocumentReading = inModule(readDocument(first, undefined, hclSyntax), {
    file: 'main.tf',
    files: facts,
  });
  return reading.policies.map(({ subject }) => subject.attachment);
}

function neverHasFewer([base, added, isBroken]: readonly [readonly string[], string, boolean]): void {
  const more = isBroken ? `${added}\nresource "x" {` : added;
  const before = attachments([policies, roles, attached, ...base]);
  const after = attachments([policies, roles, attached, ...base, more]);
  for (const [i, attachment] of before.entries()) {
    const now = after[i];
    if (attachment.kind !== 'attached' || now?.kind === 'unclear') continue;
    assert.ok(now?.kind === 'attached', `${JSON.stringify(now)}\n${[...base, more].join('\n')}`);
    const names = now.to.map(({ type, name }) => `${type} ${name}`);
    for (const { type, name } of attachment.to)
      assert.ok(names.includes(`${type} ${name}`), `${name}\n${[...base, '+', more].join('\n')}`);
    const all = `${inWords(now.says)}\n${[...base, '+', more].join('\n')}`;
    assert.ok(!mayHandOver(more, i), all);
    for (const name of addedHolders(more, i)) assert.ok(names.includes(name), `${name}\n${all}`);
  }
}

/** Does a text hand a policy over to somebody who is not known? By the index of the policy. */
function mayHandOver(text: string, policy: number): boolean {
  if (policy === 2) return /groups = var\.groups|groups = \["g"\]|"aws_iam_group_membership" "g"/.test(text);
  if (policy === 1) return handingOver.test(text) && text.includes('data.aws_iam_policy_document.d');
  return text.includes('try(') || (handingOver.test(text) && meansManaged(text)) || namesManaged(text);
}

/** Does a text have the name of the managed policy in the place of policies of whatever is not known? */
function namesManaged(text: string): boolean {
  return takingNames.test(text) && mereNames.some((one) => text.includes(one));
}

const takingNames =
  /^module .*\n.*\n {2}(?:policy|permission_sets) =|^locals \{\n {2}permissions =|"awscc_sso_permission_set"|dynamic "customer/;

function meansManaged(text: string): boolean {
  return means.some((one) => text.includes(one));
}

/** Who has a policy for certain by a text, whatever else is in the module. */
function addedHolders(text: string, policy: number): readonly string[] {
  const [, name = ''] = /^resource "\w+" "(\w+)"/.exec(text) ?? [];
  if (policy === 2) return text.includes('groups = ["G"]') ? [`user ${name}`] : [];
  if (policy === 1 || !meansManaged(text)) return [];
  if (/managed_policy_arns|permissions_boundary/.test(text)) return [`role ${name}`];
  if (text.includes('dynamic "')) return [];
  if (text.includes('aws_ssoadmin_customer_managed')) return [`permission-set ${name}`];
  if (!/"aws_iam_(?:role_)?policy_attachment"/.test(text)) return [];
  const given = Array.from(text.matchAll(/roles? = \[?(\S+?)\]?$/gm), ([, one = '']) => rolesByText.get(one));
  return given.map((role) => `role ${role ?? 'that is not known'}`);
}

const rolesByText: ReadonlyMap<string, string> = new Map([
  ['aws_iam_role.a.name', 'A'],
  ['aws_iam_role.a[0].name', 'A'],
  ['aws_iam_role.b.id', 'B'],
  ['"A"', 'A'],
  ['"C"', 'C'],
]);

/** Paths of files, as modules name them. */
const paths = [
  '"${path.module}/policies/p.json"',
  '"policies/p.json"',
  '"./policies/../policies/p.json"',
  '"${path.root}/policies/p.json"',
  '"policies/other.json"',
  '"policies/${each.key}.json"',
  '"${path.module}/${var.name}"',
  'var.path',
  '"Policies/P.json"',
  'join("/", ["policies", "p.json"])',
  'join("/", [path.module, "policies", "p.json"])',
  'join("/", [path.module, "..", "m", "policies", "p.json"])',
  'format("%s/policies/%s.json", path.module, "p")',
  'format("%s/p.json", var.dir)',
  '"${path.module}/../m/policies/p.json"',
  '"../m/policies/p.json"',
  '"m/policies/p.json"',
  '"${path.root}/../../m/policies/p.json"',
  '"${dirname(path.module)}/m/policies/p.json"',
  '"${local.dir}/../policies/p.json"',
];

const values: readonly ((path: string) => string)[] = [
  (path) => `file(${path})`,
  (path) => `templatefile(${path}, { a = "b" })`,
  (path) => `replace(file(${path}), "a", "b")`,
  (path) => `var.x ? file(${path}) : ""`,
  (path) => path,
];

/** Blocks that name files. */
const naming: fc.Arbitrary<string> = fc
  .record({
    path: fc.constantFrom(...paths),
    value: fc.constantFrom(...values),
    kind: fc.constantFrom(...kinds),
    role: fc.constantFrom('"A"', '"C"', 'aws_iam_role.b.id', 'var.role'),
    name: fc.constantFrom('x', 'y', 'z'),
    repeated: fc.constantFrom('', '', '', 'count = 2'),
  })
  .map(({ path, value, kind, ...added }) => kind({ reference: value(path), ...added }));

/** The policy in `m/policies/p.json`, by modules in these folders. */
function ofFile(modules: readonly (readonly [folder: string, texts: readonly string[]])[]): Attachment {
  const reading = readDocument('{"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}');
  const near = modules.map(([folder, texts]) => ({
    folder,
    path: folder === 'm' ? 'policies/p.json' : `${folder === '' ? '' : '../'}m/policies/p.json`,
    files: texts.flatMap((text, k) => readModuleFile(text, `${k}.tf`, hclSyntax) ?? []),
  }));
  return namedByModules(reading, near).policies[0]?.subject.attachment ?? assert.fail();
}

function neverHasFewerByName([base, added, elsewhere, isBroken]: readonly [
  readonly string[],
  string,
  string | undefined,
  boolean,
]): void {
  const more = isBroken ? `${added}\nresource "x" {` : added;
  const before = ofFile([['m', [roles, ...base]]]);
  const after =
    elsewhere !== undefined
      ? ofFile([
          ['m', [roles, ...base]],
          [elsewhere, [roles, more]],
        ])
      : ofFile([['m', [roles, ...base, more]]]);
  if (before.kind === 'unspecified' || after.kind === 'unclear') return;
  // Beside a principal, a resource of another service makes the holders unclear.
  if (before.kind === 'no-principal' && after.kind === 'no-principal') return;
  assert.ok(before.kind === 'attached' && after.kind === 'attached', [...base, '+', more].join('\n'));
  const names = new Set(after.to.map(({ name }) => name));
  for (const { name } of before.to) assert.ok(names.has(name), `${name}\n${[...base, '+', more].join('\n')}`);
}

/** Paths that mean `m/policies/p.json`, each with the folder of the module. */
const meaningPaths: readonly (readonly [folder: string, path: string])[] = ['', 'm', 'n'].flatMap((folder) => {
  const up = folder === '' ? [] : ['..'];
  const parts = [...up, 'm', 'policies', 'p.json'];
  const listed = parts.map((part) => `"${part}"`).join(', ');
  const below = parts.join('/');
  return [
    `"\${path.module}/${below}"`,
    `"\${path.root}/${below}"`,
    `"\${path.root}/../m/policies/p.json"`,
    `"${below}"`,
    '"m/policies/p.json"',
    `"\${path.module}/\${var.dir}/p.json"`,
    `"\${var.dir}/../m/policies/p.json"`,
    `"\${abspath(path.module)}/${below}"`,
    `join("/", [path.module, ${listed}])`,
    `join("/", [path.root, ${listed}])`,
    `join("", ["${[...up, 'm'].join('/')}/", "policies/", "p", ".json"])`,
    `join("/", [abspath(path.module), join("/", [${listed}])])`,
    `format("%s/${[...up, 'm'].join('/')}/%s/%s.json", path.module, "policies", "p")`,
    `format("%s/policies/p.json", var.dir)`,
    `abspath(format("%s/${below}", path.module))`,
  ].map((path) => [folder, path] as const);
});

function hasTheOther([[folder, path], value, by]: readonly [
  readonly [string, string],
  (path: string) => string,
  string,
]): void {
  const text = value(by === 'local' ? 'local.path' : path);
  const locals = by === 'local' ? `locals {\n  path = ${path}\n}\n` : '';
  const sure =
    'resource "aws_iam_role_policy" "a" {\n  role = "A"\n  policy = file("${path.module}/policies/p.json")\n}';
  const other = `${locals}resource "aws_iam_role_policy" "b" {\n  role = "B"\n  policy = ${text}\n}`;
  const found = ofFile(
    folder === 'm'
      ? [['m', [sure, other]]]
      : [
          ['m', [sure]],
          [folder, [other]],
        ],
  );
  const names = found.kind === 'attached' ? found.to.map(({ name }) => name) : [];
  assert.ok(found.kind === 'unclear' || names.includes('B'), `${folder}: ${other}`);
}

export const terraformHolderLaws: readonly Law[] = [
  law(
    'whatever is added to a Terraform module, a policy whose holders are known keeps them all, or they become unclear',
    fc.tuple(fc.array(block, { maxLength: 2 }), block, fc.constantFrom(false, false, false, true)),
    neverHasFewer,
    500,
  ),
  law(
    'whatever is added to a Terraform module that names a file, the policy in it keeps all its holders, or they become unclear',
    fc.tuple(
      fc.array(naming, { maxLength: 2 }),
      naming,
      fc.constantFrom(undefined, 'n', ''),
      fc.constantFrom(false, false, false, true),
    ),
    neverHasFewerByName,
    500,
  ),
  law(
    'one more place that means the file of a policy, however its path is written, adds its holder, or the holders become unclear',
    fc.tuple(
      fc.constantFrom(...meaningPaths),
      fc.constantFrom(...values.slice(0, 4)),
      fc.constantFrom('file', 'local'),
    ),
    hasTheOther,
    300,
  ),
];

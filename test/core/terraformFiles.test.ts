/** Who holds the policy in a file that a Terraform module names. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inWords } from '../../core/src/text/index.ts';
import { namedByModules, readDocument, readModuleFile, type NearModule } from '../../core/src/index.ts';
import type { Attachment } from '../../core/src/policy/subject.ts';
import { hclSyntax } from '../support/hclSyntax.ts';

const policy = '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "${action}"], "Resource": "*"}]}';

interface Options {
  /** The path of the file from the folder of the module. */
  readonly path?: string;
  readonly text?: string;
  readonly folder?: string;
}

function near(main: string, { path = 'policies/app.json', folder = '' }: Options = {}): NearModule {
  return { folder, path, files: [readModuleFile(main, 'main.tf', hclSyntax) ?? assert.fail()] };
}

/** The holders of the policy in a file by the modules that may name it. */
function holders(modules: readonly NearModule[], text: string = policy): string {
  const { policies } = namedByModules(readDocument(text), modules);
  return policies.map(({ subject: { attachment } }) => inShort(attachment)).join();
}

function inShort(attachment: Attachment): string {
  switch (attachment.kind) {
    case 'attached':
      return `${attachment.to.map(({ type, name }) => `${type} ${name}`).join(', ')} ${inWords(attachment.says)}`;
    case 'unclear':
      return [`? ${inWords(attachment.reason)}`, ...attachment.named.map(({ name }) => name)].join('; ');
    case 'no-principal':
      return `none: ${inWords(attachment.reason)}`;
    case 'several':
    case 'unspecified':
      return attachment.kind;
  }
}

const block = (kind: string, ...lines: readonly string[]): string =>
  `${kind} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
const resource = (type: string, name: string, ...lines: readonly string[]): string =>
  block(`resource "${type}" "${name}"`, ...lines);
const inline = (value: string, role = '"A"', name = 'i'): string =>
  resource('aws_iam_role_policy', name, `role = ${role}`, `policy = ${value}`);
const ofModule = '"${path.module}/policies/app.json"';

suite('the policy in a file belongs to who takes it', () => {
  const one = (what: string, main: string, said: string, options?: Options): void =>
    void test(what, () => assert.equal(holders([near(main, options)], options?.text), said));
  const byMain = 'role A by main.tf, line 3';
  one('by templatefile', inline(`templatefile(${ofModule}, { action = "s3:PutObject" })`), byMain);
  one('by file', inline(`file(${ofModule})`), byMain);
  one(
    'over lines',
    inline(`templatefile(\n    ${ofModule},\n    {\n      a = [join(",", ["x"])]\n    },\n  )`),
    byMain,
  );
  for (const path of [
    'policies/app.json',
    './policies/app.json',
    '${path.root}/policies/app.json',
    'x/../policies/app.json',
  ])
    one(`by the path ${path}`, inline(`file("${path}")`), byMain);
  one('in a folder above', inline('file("${path.module}/../policies/app.json")'), 'role A by envs/main.tf, line 3', {
    path: '../policies/app.json',
    folder: 'envs',
  });
  one(
    'of a managed policy, by its attachments',
    resource('aws_iam_policy', 'p', 'name = "P"', `policy = file(${ofModule})`) +
      resource('aws_iam_role_policy_attachment', 'a', 'role = "A"', 'policy_arn = aws_iam_policy.p.arn') +
      resource('aws_iam_user_policy_attachment', 'a', 'user = "Bob"', 'policy_arn = aws_iam_policy.p.arn'),
    'role A, user Bob by main.tf, line 3',
  );
  one(
    'of several',
    inline(`file(${ofModule})`) + inline(`file(${ofModule})`, '"B"', 'j'),
    'role A, role B by main.tf, line 3',
  );
  one(
    'in the role itself',
    resource('aws_iam_role', 'a', 'name = "A"', 'inline_policy {', '  name = "x"', `  policy = file(${ofModule})`, '}'),
    'role A by main.tf, line 5',
  );
  one(
    'through a document that takes it over',
    block('data "aws_iam_policy_document" "d"', `source_policy_documents = [file(${ofModule})]`) +
      inline('data.aws_iam_policy_document.d.json'),
    'role A by main.tf, line 2',
  );
  one(
    'through template_file',
    block('data "template_file" "t"', `template = file(${ofModule})`, 'vars = {', '  x = "y"', '}') +
      inline('data.template_file.t.rendered'),
    'role A by main.tf, line 2',
  );
  one(
    'none, if a resource of another service takes it',
    resource('aws_s3_bucket_policy', 'b', `policy = file(${ofModule})`),
    'none: aws_s3_bucket_policy.b holds it, which is no role, user or group, so no finding applies to it',
  );
  one(
    'while other files belong to others',
    inline(`file(${ofModule})`) + inline('file("policies/b.json")', '"B"', 'j'),
    byMain,
  );
  one(
    'while a computed path means another folder',
    inline(`file(${ofModule})`) + inline('file("scripts/${var.x}.json")', '"B"', 'j'),
    byMain,
  );
  one(
    'while a program gets a computed file',
    inline(`file(${ofModule})`) + resource('aws_instance', 'i', 'user_data = file(var.script)'),
    byMain,
  );
});

suite('the holders of the policy in a file are unclear', () => {
  const one = (what: string, main: string, said: string, options?: Options): void =>
    void test(what, () => assert.equal(holders([near(main, options)], options?.text), said));
  const line = (at: number, named = 'A'): string =>
    `? line ${at} of main.tf mentions policies/app.json in a way that is not understood${named === '' ? '' : `; ${named}`}`;
  const maybe = (at: number, named = 'A', path = 'policies/app.json'): string =>
    `? line ${at} of main.tf names a file that may be ${path}${named === '' ? '' : `; ${named}`}`;
  const sure = inline(`file(${ofModule})`);
  one('if a path is computed', inline('file("${path.module}/policies/${each.key}.json")'), maybe(3, ''));
  one(
    'if another path may be this one',
    sure + inline('file("${path.module}/policies/${each.key}.json")', '"B"', 'j'),
    maybe(7),
  );
  one('if a path is joined', inline('file(join("/", [path.module, "policies", "app.json"]))'), line(3, ''));
  one('if a path is formatted', inline('file(format("%s/policies/%s.json", path.module, var.role))'), maybe(3, ''));
  one(
    'if a local value is a joined path',
    sure + block('locals', 'p = join("/", [path.module, "policies", "app.json"])'),
    line(6),
  );
  one('if another path may be any', sure + inline('file(var.policy)', '"B"', 'j'), maybe(7));
  one(
    'if another path may be this one, in other letters',
    sure + inline('file("Policies/App.json")', '"B"', 'j'),
    maybe(7),
  );
  one('if its text is changed', inline(`replace(file(${ofModule}), "A", "B")`), line(3, ''));
  one('if one of two texts is chosen', inline(`var.x ? file(${ofModule}) : file("b.json")`), line(3, ''));
  one(
    'if two calls look like one',
    inline(`templatefile(${ofModule}, {}) == "" ? "" : templatefile("b", {})`),
    line(3, ''),
  );
  one('if a local value has it', sure + block('locals', `p = file(${ofModule})`), line(6));
  one('if a list names it', sure + block('locals', 'all = ["policies/app.json"]'), line(6));
  one('if a set of files has it', sure + block('locals', 'all = fileset(path.module, "policies/*.json")'), maybe(6));
  one('if a key names it', sure + block('locals', 'all = { "policies/app.json" = "B" }'), line(6));
  one(
    'if a module gets its path',
    sure + block('module "m"', 'source = "./m"', `file = ${ofModule}`),
    '? line 7 of main.tf hands policies/app.json over to another module, where other principals may get it; A',
  );
  one(
    'if the role is not known',
    inline(`file(${ofModule})`, 'var.role'),
    '? line 1 of main.tf attaches it to a principal whose name is computed',
  );
  one(
    'if a resource stands for several',
    inline(`file(${ofModule})`, 'each.value').replace('{', '{\n  for_each = var.roles'),
    '? line 1 of main.tf attaches it to a principal whose name is computed',
  );
  one(
    'while the module has a syntax error',
    `${sure}resource "x" {`,
    '? main.tf is part of the module and cannot be read, so it may attach policies; A',
  );
  one(
    'while the text that names it has a syntax error',
    `resource "aws_iam_role_policy" {{ policy = file(${ofModule})`,
    '? main.tf is part of the module and cannot be read, so it may attach policies',
  );
  one(
    'if a module below may mean the folder of the root module',
    inline('file("policies/app.json")'),
    '? line 3 of main.tf names a file that may be ../policies/app.json',
    { path: '../policies/app.json' },
  );
  test('if the file itself names somebody in a way that is not understood', () =>
    assert.equal(
      holders([near(sure)], policy.replace('{', '{"TargetRole": "B", ')),
      '? TargetRole in line 1 may name a principal with this policy, but is not understood; A',
    ));
  test('if it is both a resource policy and an identity policy', () =>
    assert.equal(
      holders([near(sure + resource('aws_sqs_queue_policy', 'q', `policy = file(${ofModule})`))]),
      '? it is used twice: aws_sqs_queue_policy.q holds it, which is no role, user or group, so no finding applies to it; A',
    ));
});

suite('modules together', () => {
  test('all that name the file count', () =>
    assert.equal(
      holders([
        near(inline(`file(${ofModule})`)),
        near(inline('file("${path.module}/../policies/app.json")', '"B"'), {
          folder: 'b',
          path: '../policies/app.json',
        }),
      ]),
      'role A, role B by main.tf, line 3',
    ));
  test('what one does not know is not known', () =>
    assert.equal(
      holders([
        near(inline(`file(${ofModule})`)),
        near(inline('file("${path.module}/../policies/app.json")', 'var.x'), {
          folder: 'b',
          path: '../policies/app.json',
        }),
      ]),
      '? line 1 of b/main.tf attaches it to a principal whose name is computed; A',
    ));
  test('what the file itself names counts, too', () =>
    assert.equal(
      holders([near(inline(`file(${ofModule})`))], policy.replace('{', '{"RoleName": "B", ')),
      'role B, role A by the RoleName in the document',
    ));
  const named = near(inline('file("${path.module}/p.json")'), { folder: 'm', path: 'p.json' });
  const beside = (value: string, folder: string, path: string): string =>
    holders([named, near(inline(value, '"B"'), { folder, path })]);
  const isKnown = 'role A by m/main.tf, line 3';
  const both = 'role A, role B by m/main.tf, line 3';
  const mayBe = (folder: string, path: string): string =>
    `? line 3 of ${folder}main.tf names a file that may be ${path}; A`;
  const mentioned = (folder: string, path: string): string =>
    `? line 3 of ${folder}main.tf mentions ${path} in a way that is not understood; A`;
  for (const [value, folder, said] of [
    ['file("${path.module}/../m/p.json")', 'm', both],
    ['file("../m/p.json")', 'm', both],
    ['file("m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("${path.root}/m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("${path.cwd}/m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("top/m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("/home/me/top/m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("${path.module}/../../top/m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("${dirname(path.module)}/m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("${local.dir}/../m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("${local.top}/top/m/p.json")', 'm', mayBe('m/', 'p.json')],
    ['file("${path.root}/../../m/p.json")', 'n', mayBe('n/', '../m/p.json')],
    ['file("${path.root}/p.json")', 'n', mayBe('n/', '../m/p.json')],
    ['file("${path.module}/${var.dir}/p.json")', 'n', mayBe('n/', '../m/p.json')],
    ['file("${path.module}/../${var.dir}/p.json")', 'n', mayBe('n/', '../m/p.json')],
    ['file("${path.module}/x${var.dir}/../../m/p.json")', 'n', mayBe('n/', '../m/p.json')],
    ['file(join("/", [path.module, "..", "m", "p.json"]))', 'n', mentioned('n/', '../m/p.json')],
    ['file(join("", ["../m/", "p", ".json"]))', 'n', mentioned('n/', '../m/p.json')],
    ['file(join("/", concat(["m"], var.names)))', 'm', mayBe('m/', 'p.json')],
    ['file(format("%s/../m/%s.json", path.module, "p"))', 'n', mentioned('n/', '../m/p.json')],
    ['file(format("%s/p.json", var.dir))', 'n', mayBe('n/', '../m/p.json')],
    ['file(format("%[2]s/%[1]s.json", "p", var.dir))', 'n', mayBe('n/', '../m/p.json')],
    ['file(abspath("${path.module}/../m/p.json"))', 'n', mentioned('n/', '../m/p.json')],
    ['file(abspath(join("/", [dirname(path.module), "m", "p.json"])))', 'n', mayBe('n/', '../m/p.json')],
    ['templatefile(join("/", [path.module, "../m/p.json"]), { a = "b" })', 'n', mentioned('n/', '../m/p.json')],
    ['file(formatlist("%s/../m/p.json", [path.module])[0])', 'n', mayBe('n/', '../m/p.json')],
    ['join("", [for f in fileset("${path.module}/../m", "*.json") : file(f)])', 'n', mayBe('n/', '../m/p.json')],
    ['file(var.path)', 'm', mayBe('m/', 'p.json')],
    ['file(join("/", var.names))', 'm', mayBe('m/', 'p.json')],
    // What names another file, or is given to a module elsewhere, where its value names the file.
    ['file(var.path)', 'n', isKnown],
    ['file("${path.module}/p.json")', 'n', isKnown],
    ['file("p.json")', 'n', isKnown],
    ['file("${path.module}/../k/p.json")', 'n', isKnown],
    ['file(join("/", [path.module, "k", "p.json"]))', 'n', isKnown],
    ['file(format("%s/../k/%s.json", path.module, var.name))', 'n', isKnown],
  ] as const)
    test(`${value} in the folder ${folder}`, () =>
      assert.equal(beside(value, folder, folder === 'm' ? 'p.json' : '../m/p.json'), said));
  test('what names no file says nothing', () => {
    assert.equal(holders([near(inline('file("other.json")'))]), 'unspecified');
    assert.equal(holders([near(inline('file(var.policy)'))]), 'unspecified');
    assert.equal(holders([near(resource('aws_iam_role', 'a', 'name = "A"'))]), 'unspecified');
  });
  test('a document with several policies is none that a module can name', () =>
    assert.equal(holders([near(inline(`file(${ofModule})`))], `[${policy}, ${policy}]`), 'several,several'));
});

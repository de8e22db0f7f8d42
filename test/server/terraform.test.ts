/** Terraform in the editor: the files of a folder are one module, as they are on disk or in the editor. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { uriOf, type Client } from './client.ts';
import { finding, inWords, titles, withClient } from './support.ts';

const document = `data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["sqs:ReceiveMessage", "sqs:SendMessage"]
    resources = ["*"]
  }
}
`;
const role = (name: string): string => `resource "aws_iam_role" "app" {
  name = ${name}
}

resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.app.name
  policy = data.aws_iam_policy_document.p.json
}
`;
const files = { 'A.finding.json': finding('A', ['SendMessage']), 'infra/roles.tf': role('"A"') };
const problems = (client: Client, file: string): string[] => inWords(client.diagnostics.get(uriOf(file)));
const unused = '2 action.unused: sqs:SendMessage is unused';
const remove = 'Remove unused action sqs:SendMessage !';

suite('a policy whose role is in another file', () => {
  test('is examined with the finding of the role, whatever language the editor says', async () => {
    for (const language of ['terraform', 'opentofu', 'plaintext'])
      await withClient({ files }, async (client) => {
        const { finding: used } = await client.open('infra/policy.tf', document, language);
        assert.deepEqual(
          [used?.why, problems(client, 'infra/policy.tf')],
          ['by the Terraform module', [unused]],
          language,
        );
        assert.deepEqual(titles(await client.actions('infra/policy.tf', 'sqs:SendMessage')), [
          remove,
          'Refine this statement',
        ]);
      });
  });

  test('follows the other file on disk, though nobody reports it', () =>
    withClient({ files }, async (client) => {
      await client.open('infra/policy.tf', document, 'terraform');
      client.files.set(uriOf('infra/roles.tf'), role('var.name'));
      const next = client.next('infra/policy.tf');
      assert.deepEqual(titles(await client.actions('infra/policy.tf', 'sqs:SendMessage')), []);
      await next;
      assert.deepEqual(problems(client, 'infra/policy.tf'), []);
    }));

  test('follows a file that appears and mentions it', () =>
    withClient({ files }, async (client) => {
      await client.open('infra/policy.tf', document, 'terraform');
      client.files.set(uriOf('infra/out.tf'), 'output "p" {\n  value = data.aws_iam_policy_document.p.json\n}\n');
      assert.deepEqual(titles(await client.actions('infra/policy.tf', 'sqs:SendMessage')), []);
    }));

  test('follows the other file in the editor, before it is saved', () =>
    withClient({ files }, async (client) => {
      await client.open('infra/policy.tf', document, 'terraform');
      await client.open('infra/roles.tf', role('"A"'), 'terraform');
      await client.change('infra/roles.tf', role('var.name'));
      assert.deepEqual(titles(await client.actions('infra/policy.tf', 'sqs:SendMessage')), []);
    }));

  test('is left alone while another file cannot be read', () =>
    withClient({ files: { ...files, 'infra/broken.tf': 'resource "aws_iam_role" {' } }, async (client) => {
      await client.open('infra/policy.tf', document, 'terraform');
      assert.deepEqual(problems(client, 'infra/policy.tf'), [
        '3 finding.incomplete: Not all principals with this policy are known (broken.tf is part of the module and cannot be read, so it may attach policies), so nothing is removed',
      ]);
    }));
});

test('a syntax error is told where it is, and nothing is offered', () =>
  withClient({ files }, async (client) => {
    await client.open('infra/policy.tf', document.replace('actions   =', 'actions'), 'terraform');
    const [first] = problems(client, 'infra/policy.tf');
    assert.match(first ?? '', /policy\.unread: Not read: this is not valid HCL/);
    assert.deepEqual(titles(await client.actions('infra/policy.tf', 'sqs:SendMessage')), []);
  }));

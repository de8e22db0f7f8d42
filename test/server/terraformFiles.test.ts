/** Files with policies that Terraform modules name, in the editor. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { uriOf, type Client } from './client.ts';
import { finding, inWords, titles, withClient } from './support.ts';

const policy = `{
  "Statement": [
    { "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:SendMessage"], "Resource": "\${queue}" }
  ]
}
`;
const takes = (
  role: string,
  path = '${path.module}/policies/p.json.tpl',
): string => `resource "aws_iam_role_policy" "p" {
  role   = ${role}
  policy = templatefile("${path}", { queue = "*" })
}
`;
const target = 'policies/p.json.tpl';
const files = { 'A.finding.json': finding('A', ['SendMessage']), 'main.tf': takes('"A"') };
const problems = (client: Client): string[] => inWords(client.diagnostics.get(uriOf(target)));
const unused = '2 action.unused: sqs:SendMessage is unused';
const remove = 'Remove unused action sqs:SendMessage !';
const offered = async (client: Client): Promise<string[]> => titles(await client.actions(target, 'sqs:SendMessage'));

suite('a template that a module names', () => {
  test('is examined with the finding of the role that takes it, also after a keystroke', () =>
    withClient({ files }, async (client) => {
      const { finding: used } = await client.open(target, policy);
      assert.deepEqual([used?.why, problems(client)], ['by main.tf, line 3', [unused]]);
      assert.deepEqual(await offered(client), [remove, 'Refine this statement']);
      await client.change(target, policy.replace('Receive', 'Delete'));
      assert.deepEqual(await offered(client), [remove, 'Refine this statement']);
    }));

  test('follows the module on disk, though nobody reports it', () =>
    withClient({ files }, async (client) => {
      await client.open(target, policy);
      client.files.set(uriOf('main.tf'), takes('var.role'));
      const next = client.next(target);
      assert.deepEqual(await offered(client), []);
      await next;
      assert.deepEqual(problems(client), []);
    }));

  test('follows the module in the editor, before it is saved', () =>
    withClient({ files }, async (client) => {
      await client.open(target, policy);
      await client.open('main.tf', takes('"A"'), 'terraform');
      await client.change('main.tf', takes('var.role'));
      assert.deepEqual(await offered(client), []);
    }));

  test('follows a module in another folder that begins to name it in the editor', () =>
    withClient({ files: { ...files, 'envs/b.tf': 'locals {\n}\n' } }, async (client) => {
      await client.open(target, policy);
      await client.open('envs/b.tf', 'locals {\n}\n', 'terraform');
      await client.change('envs/b.tf', takes('"B"', '${path.module}/../policies/p.json.tpl'));
      assert.deepEqual(await offered(client), []);
    }));

  test('that no module names any more is matched by its own name', () =>
    withClient({ files }, async (client) => {
      await client.open(target, policy);
      client.files.set(uriOf('main.tf'), 'locals {\n}\n');
      assert.deepEqual(await offered(client), []);
    }));
});

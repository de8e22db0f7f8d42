/** Templates of the AWS CDK link to the lines of the app that made their constructs. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { DocumentLink } from 'vscode-languageserver/node';
import { uriOf } from './client.ts';
import { policy, withClient } from './support.ts';

const template = JSON.stringify(
  {
    Resources: {
      AppRole: {
        Type: 'AWS::IAM::Role',
        Properties: { Policies: [{ PolicyDocument: JSON.parse(policy) as object }] },
        Metadata: { 'aws:cdk:path': 'Shop/AppRole/Resource' },
      },
    },
  },
  null,
  1,
);
const manifest = (...trace: readonly string[]): string =>
  JSON.stringify({
    artifacts: {
      Shop: { metadata: { '/Shop/AppRole/Resource': [{ type: 'aws:cdk:logicalId', data: 'AppRole', trace }] } },
    },
  });

async function targetWith(text: string | undefined): Promise<string | undefined> {
  const files = text === undefined ? {} : { 'cdk.out/manifest.json': text };
  let target: string | undefined;
  await withClient({ files }, async (client) => {
    await client.open('cdk.out/Shop.template.json', template);
    const textDocument = { uri: uriOf('cdk.out/Shop.template.json') };
    const [link] = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument });
    assert.ok(link);
    ({ target } = await client.connection.sendRequest<DocumentLink>('documentLink/resolve', link));
  });
  return target;
}

suite('the path of a construct', () => {
  test('links to the line of the app, past the frames of libraries', async () =>
    assert.equal(
      await targetWith(
        manifest(
          'new Role (/w/node_modules/aws-cdk-lib/aws-iam/lib/role.js:1:2345)',
          'new ShopStack (/w/lib/shop-stack.ts:12:5)',
          'Object.<anonymous> (/w/bin/app.ts:3:1)',
        ),
      ),
      `${uriOf('lib/shop-stack.ts')}#L12,5`,
    ));

  test('leads nowhere without a manifest, without a trace, and out of the workspace', async () =>
    assert.deepEqual(
      [
        await targetWith(undefined),
        await targetWith('{'),
        await targetWith(manifest()),
        await targetWith(manifest('new X (/etc/passwd:1:1)')),
      ],
      [undefined, undefined, undefined, undefined],
    ));
});

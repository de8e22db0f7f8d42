import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  previewRequest,
  refineFileRequest,
  type PreviewResult,
  type RefineFileResult,
} from '../../protocol/src/index.ts';
import { sample } from '../support/samples.ts';
import { uriOf, type Client } from './client.ts';
import { finding, inWords, policy, withClient } from './support.ts';

const ask = (client: Client, file: string): Promise<PreviewResult> =>
  client.connection.sendRequest(previewRequest, { uri: uriOf(file) });

suite('preview', () => {
  test('gives what refining the file would, and changes nothing', () =>
    withClient({ files: { 'A.finding.json': finding('A', ['SendMessage']) } }, async (client) => {
      await client.open('A.json', policy);
      const refined = policy.replace('"sqs:SendMessage", ', '');
      assert.deepEqual(await ask(client, 'A.json'), {
        kind: 'preview',
        refined,
        kept: 5,
        removed: 1,
        size: { before: 105, after: 87 },
      });
      assert.equal((await client.change('A.json', `${policy} `)).problems, 1);
    }));

  test('gives what AWS recommends beside it, laid out like the document', () => {
    const files = {
      'a.finding.json': sample('get-finding-v2.unused-permission.role.json'),
      'b.finding.json': sample('get-finding-recommendation.role-two-policies.json'),
      'names.json': sample('catalogue.2024-08.s3-lambda.json'),
    };
    return withClient({ files, now: '2025-05-21T00:00:00Z', settings: { catalogue: 'names.json' } }, async (client) => {
      const text = `${JSON.stringify(JSON.parse(sample('policy.MyRole.original.json')), null, '\t')}\n`;
      await client.open('MyRole/MyRolePolicy.json', text);
      assert.ok(
        inWords(client.diagnostics.get(uriOf('MyRole/MyRolePolicy.json'))).includes(
          '4 recommendation.compared: AWS recommends the same for this policy',
        ),
      );
      const result = await ask(client, 'MyRole/MyRolePolicy.json');
      assert.ok(result.kind === 'preview');
      assert.equal(result.recommended, result.refined);
    });
  });

  test('gives what AWS recommends in Terraform, too', () => {
    const files = {
      'a.finding.json': sample('get-finding-v2.unused-permission.role.json'),
      'b.finding.json': sample('get-finding-recommendation.role-two-policies.json'),
      'names.json': sample('catalogue.2024-08.s3-lambda.json'),
    };
    return withClient({ files, now: '2025-05-21T00:00:00Z', settings: { catalogue: 'names.json' } }, async (client) => {
      const value = JSON.parse(sample('policy.MyRole.original.json')) as unknown;
      const text = `resource "aws_iam_role_policy" "p" {
  name   = "MyRolePolicy"
  role   = "MyRole"
  policy = jsonencode(${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')})
}
`;
      await client.open('main.tf', text, 'terraform');
      const result = await ask(client, 'main.tf');
      assert.ok(result.kind === 'preview');
      assert.equal(withoutCommas(result.recommended ?? ''), withoutCommas(result.refined));
    });
  });

  test('gives the compact form too where the readable one is more than a managed policy may have', () =>
    withClient({ files: { 'A.finding.json': finding('A', ['ReceiveMessage', 'ListQueueTags']) } }, async (client) => {
      const statements = Array.from({ length: 60 }, (_, i) => ({
        Sid: `S${i}`,
        Effect: 'Allow',
        Action: ['sqs:*'],
        Resource: '*',
      }));
      const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      await client.open('A.json', text);
      const result = await ask(client, 'A.json');
      assert.ok(result.kind === 'preview' && result.size !== undefined && result.compact !== undefined);
      assert.ok(result.size.after > 6144 && result.compact.size < result.size.after);
      assert.equal(result.compact.text.length, result.compact.size);
      const [compact] = (await client.actionsIn('A.json')).filter(
        ({ title }) => title === 'Refine Whole File, compact',
      );
      assert.equal(await client.chosen(compact), result.compact.text);
      const done = await client.connection.sendRequest<RefineFileResult>(refineFileRequest, {
        uri: uriOf('A.json'),
        isCompact: true,
      });
      assert.equal(done.kind, 'refined');
      assert.equal(client.textOf('A.json'), result.compact.text);
    }));

  test('says why there is none', () =>
    withClient({ files: { 'A.finding.json': finding('A', ['SendMessage']) } }, async (client) => {
      await client.open('x.json', policy);
      assert.deepEqual(await ask(client, 'x.json'), {
        kind: 'nothing',
        reason:
          'No finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding.',
      });
      assert.deepEqual(await ask(client, 'nope.json'), {
        kind: 'nothing',
        reason: 'This file contains no identity-based IAM policy.',
      });
    }));
});

/** Without commas before brackets, and lists of one on one line. */
function withoutCommas(text: string): string {
  return text.replaceAll(/,(?=\s*[\]}])/g, '').replaceAll(/\[\s*("[^"]*")\s*\]/g, '[$1]');
}

/** What workspace content can do: be read, and nothing else. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import { chooseFindingRequest, type ConfigWriteResult } from '../../protocol/src/index.ts';
import { uriOf } from './client.ts';
import { finding, inWords, policy, roleArn, titles, withClient } from './support.ts';

const files = { 'A.finding.json': finding('A', ['SendMessage']) };
const config = (value: unknown): Record<string, string> => ({ '.iam-refine.json': JSON.stringify(value) });

/** The link to what a problem means. */
const ownLink =
  /\[What [a-z.-]+ means\]\(https:\/\/github\.com\/iam-refine\/iam-refine\/blob\/main\/docs\/problems\.md#[a-z-]+\)/;

suite('what a hover shows is text', () => {
  const hostile =
    '<img src=x onerror=alert(1)> [run](command:workbench.action.quit) `x` **b** $(icon) \u202Eevil\u202C';

  test('a reason of .iam-refine.json', () =>
    withClient(
      { files: { ...files, ...config({ keep: [{ actions: ['sqs:Send*'], reason: hostile }] }) } },
      async (client) => {
        await client.open('A.json', policy);
        const shown = (await client.hover('A.json', 'sqs:SendMessage')) ?? '';
        const reason = String.raw`\<img src=x onerror=alert\(1\)\> \[run\]\(command:workbench.action.quit\) \`x\` \*\*b\*\* $\(icon\) \\u202eevil\\u202c`;
        assert.ok(shown.includes(`keep rule in line 1 of .iam-refine.json: ${reason}`), shown);
      },
    ));

  test('an action that is no action', () =>
    withClient({ files }, async (client) => {
      await client.open(
        'A.json',
        JSON.stringify({ Statement: [{ Effect: 'Allow', Action: [`sqs:${hostile}`, `sqs:*${hostile}`] }] }),
      );
      for (const text of ['sqs:<img', 'sqs:*<img']) {
        const shown = ((await client.hover('A.json', text)) ?? '').replace(ownLink, '');
        assert.ok(shown.startsWith('**') && !/(?<!\\)[<[]|\u202E/.test(shown), shown);
      }
    }));

  test('names that are none, of a finding', () =>
    withClient({ files: { 'A.finding.json': finding('A', ['Send`Message', 'Unheard']) } }, async (client) => {
      await client.open('A.json', policy.replace('sqs:List*', 'sqs:*'));
      const shown = (await client.hover('A.json', 'sqs:*')) ?? '';
      const said = String.raw`_the finding in A.finding.json cannot be read: an action of sqs is not understood: Send\`Message`;
      assert.ok(shown.includes(said), shown);
    }));
});

test('no secret is ever logged, whatever stands in the files', async () => {
  const secrets = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY', 'FwoGZXIvYXdzEXAMPLETOKEN'];
  const [key, secret, token] = secrets;
  const sdk = {
    $metadata: { requestId: key, sessionToken: token },
    error: `The security token ${token} of ${key} is invalid: ${secret}`,
  };
  const texts: Record<string, string> = {
    'A.finding.json': finding('A', ['SendMessage'], sdk),
    'list.finding.json': JSON.stringify({
      findings: [{ findingType: 'UnusedPermission', status: 'ACTIVE', id: 'f-1', ...sdk }],
    }),
    'error.finding.json': JSON.stringify({ name: 'ExpiredTokenException', message: `${secret}`, ...sdk }),
    'cut.finding.json': `{"accessKeyId": "${key}", "secret": ${secret}`,
    'no.finding.json': `aws_secret_access_key = ${secret}`,
    '.iam-refine.json': `{"${secret}": "${key}"}`,
  };
  await withClient({ files: texts, settings: { catalogue: 'no.finding.json' } }, async (client) => {
    await client.open('A.json', policy);
    client.files.delete(uriOf('.iam-refine.json'));
    await client.report([{ uri: uriOf('.iam-refine.json'), type: FileChangeType.Deleted }], 'A.json');
    await client.change('A.json', policy.replace('sqs:SendMessage', `sqs:${secret}`));
    await client.hover('A.json', `sqs:${secret}`);
    await client.actions('A.json', `sqs:${secret}`);
    assert.ok(client.log.length > 3, 'something was logged');
    assert.deepEqual(
      client.log.filter((line) => secrets.some((one) => line.includes(one))),
      [],
    );
  });
});

suite('nothing outside the workspace is read or written on the word of a workspace', () => {
  test('globs of the settings that leave the folder are passed over, and that is logged', () =>
    withClient(
      { files, settings: { findings: ['../**/*.json', '/etc/*.json', 'C:/*.json', '*.finding.json'] } },
      async (client) => {
        await client.open('A.json', policy);
        assert.deepEqual(
          client.log.slice(0, 3),
          ['../**/*.json', '/etc/*.json', 'C:/*.json'].map(
            (glob) =>
              `iamRefine.findings: ${glob} leads out of the folder it starts in: a glob must stay below it; it is ignored`,
          ),
        );
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [
          '2 action.unused: sqs:SendMessage is unused',
        ]);
      },
    ));

  test('a glob that would take for ever to match is refused, in the settings and in .iam-refine.json', async () => {
    const glob = `${'*a'.repeat(20)}*b.json`;
    const refusal = `${glob} is too complex: at most 20 * are allowed`;
    const name = `${'a'.repeat(240)}.json`;
    await withClient({ files: { ...files, [name]: '{}' }, settings: { findings: [glob] } }, async (client) => {
      await client.open('A.json', policy);
      assert.equal(client.log[0], `iamRefine.findings: ${refusal}; it is ignored`);
    });
    await withClient({ files: { ...files, [name]: '{}', ...config({ findings: [glob] }) } }, async (client) => {
      await client.open('A.json', policy);
      const said = `The configuration .iam-refine.json cannot be used (line 1: ${refusal}), so nothing is removed`;
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [`2 config.unreadable: ${said}`]);
    });
  });

  test('a configuration that is a link out of the workspace is read, and never written', () => {
    const two = { 'A.finding.json': files['A.finding.json'], 'B.finding.json': finding('B', ['SendMessage']) };
    return withClient(
      { files: two, host: (sound) => ({ ...sound, staysInside: async () => false }) },
      async (client) => {
        await client.open('A/B.json', policy);
        assert.deepEqual(titles(await client.actions('A/B.json', '"Statement"')), []);
        const params = { uri: uriOf('A/B.json'), principals: [roleArn('A')] };
        assert.deepEqual(await client.connection.sendRequest<ConfigWriteResult>(chooseFindingRequest, params), {
          kind: 'refused',
          reason: '.iam-refine.json is a link that leads out of the workspace: it is never written',
        });
      },
    );
  });
});

/** What the server finds in a workspace, and which configuration holds for a file of it. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  chooseFindingRequest,
  unusedAccessRequest,
  type ConfigWriteResult,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import type { LookedAt } from '../../platform/src/platform.ts';
import { inWords as saying } from '../../core/src/text/index.ts';
import { createNodePlatform } from '../../platform/src/node/nodePlatform.ts';
import { pathFrom } from '../../platform/src/fileUris.ts';
import { uriOf, type Client } from './client.ts';
import { finding, inWords, policy, roleArn, titles, withClient } from './support.ts';

const nodePlatform = createNodePlatform(saying);

const files = { 'A.finding.json': finding('A', ['SendMessage']) };
const keep = JSON.stringify({ keep: [{ actions: ['sqs:Send*'], reason: 'yearly' }] });
const above = 'file:///.iam-refine.json';
const problems = (client: Client, file: string): string[] => inWords(client.diagnostics.get(uriOf(file)));
const unused = '2 action.unused: sqs:SendMessage is unused';

suite('a configuration above the workspace', () => {
  test('keeps, and says whose a policy is', () => {
    const mapping = JSON.stringify({ policies: [{ files: 'w/p.json', attachedTo: [roleArn('A')] }] });
    return withClient({ files: { ...files, [above]: mapping } }, async (client) => {
      const { finding: used } = await client.open('p.json', policy);
      assert.deepEqual([used?.why, problems(client, 'p.json')], ['by ../.iam-refine.json, line 1', [unused]]);
    });
  });

  test('says nothing of where findings are', () => {
    const elsewhere = JSON.stringify({ findings: ['secret/*.json'], keep: [] });
    return withClient(
      { files: { ...files, 'secret/B.json': finding('A', ['ReceiveMessage']), [above]: elsewhere } },
      async (client) => {
        await client.open('A.json', policy);
        assert.deepEqual(problems(client, 'A.json'), [unused]);
      },
    );
  });

  test('is heeded when it appears, though nobody reports it', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      assert.equal(problems(client, 'A.json').length, 1);
      client.files.set(above, keep);
      const next = client.next('A.json');
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:SendMessage')), []);
      await next;
      assert.deepEqual(problems(client, 'A.json'), []);
    }));

  test('blocks where it cannot be used', () =>
    withClient({ files: { ...files, [above]: '{"keep": 1}' } }, async (client) => {
      await client.open('A.json', policy);
      const said =
        'The configuration ../.iam-refine.json cannot be used (line 1: keep must be a list), so nothing is removed';
      assert.deepEqual(problems(client, 'A.json'), [`2 config.unreadable: ${said}`]);
    }));

  test('is not written, nor put out of force by a new one below it', () =>
    withClient({ files: { ...files, [above]: keep } }, async (client) => {
      await client.open('A.json', policy);
      const params = { uri: uriOf('A.json'), principals: [roleArn('A')] };
      assert.deepEqual(await client.connection.sendRequest<ConfigWriteResult>(chooseFindingRequest, params), {
        kind: 'refused',
        reason: 'the policy or its configuration is outside the workspace: write .iam-refine.json there by hand',
      });
    }));

  test('gives way to one in the workspace', () =>
    withClient({ files: { ...files, [above]: keep, '.iam-refine.json': '{}' } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(problems(client, 'A.json'), [unused]);
    }));
});

test('of a link, the configuration of what is written holds', () => {
  const there = { 'file:///there/.iam-refine.json': keep, '.iam-refine.json': '{}' };
  return withClient(
    {
      files: { ...files, ...there },
      host: (sound) => ({
        ...sound,
        writtenUri: async (uri) => (uri === uriOf('A.json') ? 'file:///there/real.json' : uri),
      }),
    },
    async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(problems(client, 'A.json'), []);
    },
  );
});

suite('findings files', () => {
  const mixed = { 'Access/UnusedAccessFindings.JSON': finding('A', ['SendMessage']) };

  test('are found in any letter case, by the default glob', () =>
    withClient({ files: mixed }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(problems(client, 'A.json'), [unused]);
    }));

  test('and by those of the settings', () =>
    withClient({ files: mixed, settings: { findings: ['access/unused*.json'] } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(problems(client, 'A.json'), [unused]);
    }));
});

test('Unused Access looks into files by content, and says what it did not read', () => {
  const yaml = 'Statement:\n- Effect: Allow\n  Action: "*"\n';
  const workspace = {
    ...files,
    'A/b.jsonc': `// Commented\n${policy}`,
    'A/c.template': policy,
    'A/d': policy,
    'C.json': policy,
    'broken.tpl': '{"Statement": [{"Effect": "Allow",\n]}',
    'statement.json': '{"Statement": [{"Effect": "Allow", "Resource": "*"}]}',
    'trust.json': '{"Trust": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}}',
    'bucket.json': '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*"}]}',
    'terragrunt.hcl': 'data "aws_iam_policy_document" "d" {}',
    't.yaml': yaml,
    'README.md': policy,
    'a.py': policy,
    'all.ndjson': policy,
    'big.json': policy.padEnd(5 * 1024 * 1024 + 1),
    'package.json': '{"name": "x"}',
    'node_modules/x/A.json': policy,
    '.iam-refine.json': '{"keep": [{"actions": ["s3:*"], "reason": "the effect of a statement"}]}',
  };
  return withClient({ files: workspace }, async (client) => {
    const found = await client.connection.sendRequest<UnusedAccess>(unusedAccessRequest, {});
    assert.deepEqual(
      [
        found.policies.map(({ file }) => file),
        found.silent.map(({ file, reason }) => `${file}: ${reason}`),
        found.ignored,
      ],
      [
        ['A/b.jsonc', 'A/c.template', 'A/d'],
        [
          'C.json: neither the file nor a folder above it is named after a principal with a finding',
          'broken.tpl: line 2: property name expected',
          'statement.json: no statement of this policy has both an Effect and an Action',
          'terragrunt.hcl: HCL other than the configuration of Terraform is not supported yet',
          't.yaml: neither the file nor a folder above it is named after a principal with a finding',
          'README.md: Markdown is not supported yet',
          'a.py: source code is not supported yet',
          'all.ndjson: this kind of file is not supported yet',
          'big.json: the file is too large to search',
        ],
        { files: 0, folders: 0 },
      ],
    );
  });
});

suite('the host in Node', () => {
  const inFolder = async (use: (folder: string, uri: (file: string) => string) => Promise<void>): Promise<void> => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'iam-refine-')));
    try {
      await use(folder, (file) => pathToFileURL(path.join(folder, file)).href);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  test('looks into text files, and passes over what .gitignore names, links and what is no text', () =>
    inFolder(async (folder, uri) => {
      mkdirSync(path.join(folder, 'a/node_modules'), { recursive: true });
      mkdirSync(path.join(folder, 'out'));
      const texts = {
        'a/p': '\uFEFF{}',
        'a/x.secret': '{}',
        'a/node_modules/p': '{}',
        'out/p': '{}',
        '.gitignore': 'out/\n*.secret\n',
        bin: '\0',
      };
      for (const [file, text] of Object.entries(texts)) writeFileSync(path.join(folder, file), text);
      writeFileSync(path.join(folder, 'big'), Buffer.alloc(5 * 1024 * 1024 + 1, ' '));
      symlinkSync('a/p', path.join(folder, 'link'));
      const found: LookedAt[] = [];
      for await (const looked of nodePlatform.lookBelow(uri('.'))) found.push(looked);
      assert.deepEqual(found, [
        { kind: 'text', uri: uri('.gitignore'), text: texts['.gitignore'] },
        { kind: 'text', uri: uri('a/p'), text: '{}' },
        { kind: 'too-large', uri: uri('big') },
        { kind: 'ignored', files: 1, folders: 1 },
      ]);
    }));

  test('tells what is written, by the name of the folder where it is in it', () =>
    inFolder(async (folder, uri) => {
      mkdirSync(path.join(folder, 'w/..x'), { recursive: true });
      mkdirSync(path.join(folder, 'there'));
      for (const file of ['w/..x/a.json', 'there/b.json']) writeFileSync(path.join(folder, file), '');
      symlinkSync('w', path.join(folder, 'workspace'));
      symlinkSync('..x/a.json', path.join(folder, 'w/inside.json'));
      symlinkSync('../there/b.json', path.join(folder, 'w/outside.json'));
      symlinkSync('nowhere', path.join(folder, 'w/dangling.json'));
      const written = (file: string): Promise<string> =>
        nodePlatform.writtenUri(uri(`workspace/${file}`), uri('workspace'));
      assert.deepEqual(
        await Promise.all(['..x/a.json', 'inside.json', 'outside.json', 'dangling.json', 'new.json'].map(written)),
        [
          'workspace/..x/a.json',
          'workspace/..x/a.json',
          'there/b.json',
          'workspace/dangling.json',
          'workspace/new.json',
        ].map(uri),
      );
    }));

  test('a link that leads nowhere is there', () =>
    inFolder(async (folder, uri) => {
      symlinkSync('nowhere', path.join(folder, '.iam-refine.json'));
      assert.match(String(await nodePlatform.stamp(uri('.iam-refine.json'))), /^link /);
      assert.equal(await nodePlatform.stamp(uri('x/.iam-refine.json')), undefined);
      assert.equal((await nodePlatform.readFile(uri('.iam-refine.json'), 'configuration')).kind, 'unreadable');
    }));
});

test('how people name a file from a folder', () =>
  assert.deepEqual(
    ['file:///w/a/b%20c.json', 'file:///w/..x/p.json', 'file:///p.json', 'file:///v/p.json', 'file:///ww/p.json'].map(
      (uri) => pathFrom('file:///w', uri),
    ),
    ['a/b c.json', '..x/p.json', '../p.json', '../v/p.json', '../ww/p.json'],
  ));

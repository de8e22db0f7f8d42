import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { inFolder, run } from './run.ts';

const write = (folder: string, file: string, content: unknown): void =>
  writeFileSync(path.join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));

const catalogue = { s3: ['GetAccessA', 'GetAccessB', 'GetBucketAcl', 'GetData', 'PutObject'] };
const finding = [{ serviceNamespace: 's3', actions: ['GetBucketAcl', 'PutObject'] }];

/** Runs the tool with a catalogue and a finding of its own. */
async function explained(
  args: readonly string[],
  findings: unknown = finding,
): Promise<readonly [code: number | null, text: string]> {
  let result: readonly [number | null, string] = [null, ''];
  await inFolder((folder) => {
    write(folder, 'catalogue.json', catalogue);
    if (findings !== null) write(folder, 'finding.json', findings);
    const found = findings === null ? [] : ['--findings', 'finding.json'];
    const { code, stdout, stderr } = run(folder, 'explain', ...args, '--catalogue', 'catalogue.json', ...found);
    result = [code, stderr + stdout];
  });
  return result;
}

suite('explain', () => {
  test('a wildcard: what it matches, what it becomes, and why', async () =>
    assert.deepEqual(await explained(['s3:Get*']), [
      0,
      `s3:Get*: 4 actions: 1 unused by its principal, 3 kept

becomes
  s3:GetAccess*  (2 actions, none reported unused)
  s3:GetData

Get* is not safe: GetBucketAcl is unused

  unused    s3:GetBucketAcl
  kept      s3:GetAccessA
  kept      s3:GetAccessB
  kept      s3:GetData

according to the catalogue catalogue.json
`,
    ]));

  test('what goes, what stays, what matches nothing', async () =>
    assert.deepEqual(await explained(['s3:PutObject', 's3:GetA*', 's3:Delete*']), [
      0,
      `s3:PutObject: 1 action: unused by its principal

removed: everything it allows is reported unused

  unused    s3:PutObject

according to the catalogue catalogue.json

s3:GetA*: 2 actions: all kept

  kept      s3:GetAccessA
  kept      s3:GetAccessB

according to the catalogue catalogue.json

s3:Delete*: matches no known action

according to the catalogue catalogue.json
`,
    ]));

  test('without findings, only what it matches', async () =>
    assert.deepEqual(await explained(['s3:GetA*'], null), [
      0,
      `s3:GetA*: 2 actions

    s3:GetAccessA
    s3:GetAccessB

according to the catalogue catalogue.json
`,
    ]));

  test('as JSON', async () => {
    const [code, text] = await explained(['s3:Get*', '--format', 'json']);
    assert.deepEqual(
      [code, JSON.parse(text)],
      [
        0,
        {
          catalogue: 'the catalogue catalogue.json',
          principals: [],
          patterns: [
            {
              pattern: 's3:Get*',
              decision: 'narrow',
              becomes: ['s3:GetAccess*', 's3:GetData'],
              prefixes: [
                { written: 's3:GetAccess*', actions: 2, notSafe: { prefix: 'Get*', unused: 1 } },
                { written: 's3:GetData', actions: 1, notSafe: { prefix: 'Get*', unused: 1 } },
              ],
              actions: [
                { action: 's3:GetBucketAcl', accessLevel: null, unused: true },
                { action: 's3:GetAccessA', accessLevel: null, unused: false },
                { action: 's3:GetAccessB', accessLevel: null, unused: false },
                { action: 's3:GetData', accessLevel: null, unused: false },
              ],
            },
          ],
        },
      ],
    );
  });
});

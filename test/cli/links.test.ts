/** A file below a folder is read where it is, as in the editor; what the user names is theirs. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { lookIntoAll } from '../../platform/src/node/lookInto.ts';
import { nameOnDisk, placeOf } from '../../platform/src/node/placeOf.ts';
import { inFolder, run } from './run.ts';

const policy = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ListQueues'], Resource: '*' }],
});
const refined = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['sqs:ListQueues'], Resource: '*' }] });
const finding = JSON.stringify({
  resource: 'arn:aws:iam::123456789012:role/A',
  id: 'of A',
  status: 'ACTIVE',
  findingType: 'UnusedPermission',
  analyzedAt: new Date(Date.now() - 86_400_000).toISOString(),
  findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions: [{ action: 'SendMessage' }] } }],
});

/** A folder `w` with a policy of A, and what else there is. */
function inWorkspace(
  files: Readonly<Record<string, string>>,
  use: (folder: string, at: (file: string) => string) => void,
): Promise<void> {
  return inFolder((folder) => {
    for (const [file, text] of Object.entries({ 'w/A.json': policy, ...files })) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    use(path.join(folder, 'w'), (file) => path.join(folder, file));
  });
}

const nobody =
  'no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding';

suite('a findings file that is a link', () => {
  const other = finding.replaceAll('role/A', 'role/B');
  const cases = [
    ['leads out of the workspace', '../there.json'],
    ['cannot be followed', 'nowhere.json'],
  ] as const;
  for (const [what, target] of cases)
    test(`that ${what} is not used, and named`, () =>
      inWorkspace({ 'there.json': finding, 'w/B.finding.json': other }, (folder, at) => {
        symlinkSync(target, at('w/A.finding.json'));
        assert.deepEqual(run(folder, 'fix', 'A.json'), {
          code: 0,
          stdout: 'A.json: left unchanged\n',
          stderr: `A.finding.json: it is a link that ${what}; it is ignored\nA.json: ${nobody}\n`,
        });
      }));

  test('is used where the user names it', () =>
    inWorkspace({ 'there.json': finding }, (folder, at) => {
      symlinkSync('../there.json', at('w/A.finding.json'));
      assert.equal(run(folder, 'fix', 'A.json', '--findings', 'A.finding.json').code, 0);
      assert.equal(readFileSync(at('w/A.json'), 'utf8'), refined);
    }));
});

test('a .iam-refine.json that is a link out of the workspace blocks, unless the user names it', () =>
  inWorkspace({ 'there.json': '{}', 'w/A.finding.json': finding }, (folder, at) => {
    symlinkSync('../there.json', at('w/.iam-refine.json'));
    const reason = 'it is a link that leads out of the workspace';
    assert.deepEqual(run(folder, 'fix', 'A.json'), {
      code: 2,
      stdout: 'A.json: left unchanged\n',
      stderr: `A.json: config.unreadable: the configuration .iam-refine.json cannot be used (${reason}), so nothing is removed\n`,
    });
    assert.equal(run(folder, 'fix', 'A.json', '--config', '.iam-refine.json').code, 0);
    assert.equal(readFileSync(at('w/A.json'), 'utf8'), refined);
  }));

test('what became a link between the search and the reading is no text', () =>
  inFolder(async (folder) => {
    writeFileSync(path.join(folder, 'there.json'), policy);
    symlinkSync('there.json', path.join(folder, 'link.json'));
    const found: unknown[] = [];
    for await (const { look } of lookIntoAll(['there.json', 'link.json'].map((file) => path.join(folder, file))))
      found.push(look);
    assert.deepEqual(found, [{ kind: 'text', text: policy, isUtf8: true }, { kind: 'no-text' }]);
  }));

test('a path keeps the names that it was given, where they are links or nothing', () =>
  inFolder(async (folder) => {
    const at = (file: string): string => path.join(folder, file);
    writeFileSync(at('a.json'), '');
    symlinkSync('a.json', at('A.json'));
    const files = ['a.json', 'A.json', 'none.json'].map(at);
    assert.deepEqual(await Promise.all(files.map(nameOnDisk)), files);
  }));

test('where a file really is', () =>
  inFolder(async (folder) => {
    const at = (file: string): string => path.join(folder, file);
    for (const name of ['w/..x', 'beside']) mkdirSync(at(name), { recursive: true });
    for (const file of ['w/..x/a.json', 'beside/b.json']) writeFileSync(at(file), '');
    symlinkSync('w', at('workspace'));
    symlinkSync('..x', at('w/linked'));
    symlinkSync('../beside', at('w/outside'));
    symlinkSync('..x/a.json', at('w/inside.json'));
    symlinkSync('loop.json', at('w/loop.json'));
    const files = [
      '..x/a.json',
      'inside.json',
      'linked/a.json',
      'outside/b.json',
      'outside/none.json',
      'loop.json',
      '..x',
      'none',
      '..x/a.json/b',
    ];
    assert.deepEqual(await Promise.all(files.map((file) => placeOf(at(`workspace/${file}`), at('workspace')))), [
      { kind: 'file', path: at('workspace/..x/a.json') },
      { kind: 'link', leads: 'inside' },
      { kind: 'link', leads: 'inside' },
      { kind: 'link', leads: 'outside' },
      { kind: 'link', leads: 'nowhere' },
      { kind: 'link', leads: 'nowhere' },
      { kind: 'other' },
      { kind: 'absent' },
      { kind: 'absent' },
    ]);
    renameSync(at('w'), at('elsewhere'));
    assert.deepEqual(await placeOf(at('workspace/inside.json'), at('workspace')), { kind: 'absent' });
  }));

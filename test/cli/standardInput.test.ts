/** `-` is standard input: checked and refined as a file is, and never written. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { suite, test } from 'node:test';
import { readStandardInput } from '../../cli/src/standardInput.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import { inFolder, runWithInput } from './run.ts';

const arn = 'arn:aws:iam::111122223333:role/MyRole';
const finding = {
  id: 'f',
  findingType: 'UnusedPermission',
  resource: arn,
  resourceType: 'AWS::IAM::Role',
  status: 'ACTIVE',
  analyzedAt: new Date().toISOString(),
  findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions: [{ action: 'SendMessage' }] } }],
};
const policy = (...actions: string[]): string =>
  `${JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }, null, 2)}\n`;
const unrefined = policy('sqs:SendMessage', 'sqs:ReceiveMessage');
const refined = policy('sqs:ReceiveMessage');
const template = JSON.stringify({
  Resources: {
    P: {
      Type: 'AWS::IAM::RolePolicy',
      Properties: { RoleName: 'MyRole', PolicyName: 'P', PolicyDocument: JSON.parse(unrefined) as unknown },
    },
  },
});

function inWorkspace(use: (folder: string) => void): Promise<void> {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'f.finding.json'), JSON.stringify(finding));
    use(folder);
  });
}

const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);

suite('check -', () => {
  test('by the name that is given, which messages use', () =>
    inWorkspace((folder) => {
      const { code, stdout, stderr } = runWithInput(
        folder,
        unrefined,
        'check',
        '-',
        '--stdin-path',
        'roles/MyRole.json',
      );
      assert.deepEqual(
        [code, stdout.split('\n')[0], stderr],
        [1, 'roles/MyRole.json:6:9: warning: sqs:SendMessage is unused [action.unused]', ''],
      );
    }));

  test('nothing comes', () =>
    inWorkspace((folder) => {
      for (const text of ['', ' \n']) {
        const { code, stderr } = runWithInput(folder, text, 'check', '-');
        assert.deepEqual([code, stderr], [2, '<stdin>: standard input is empty\n']);
      }
      const { stderr } = runWithInput(folder, '', 'fix', '-', '--stdout', '--stdin-path', 'roles/MyRole.json');
      assert.equal(stderr, 'roles/MyRole.json: standard input is empty\n');
    }));

  test('by the principal that is given', () =>
    inWorkspace((folder) => {
      const { code, stdout, stderr } = runWithInput(folder, unrefined, 'check', '-', '--principal', arn);
      assert.deepEqual(
        [code, stdout.split('\n')[0], stderr],
        [1, '<stdin>:6:9: warning: sqs:SendMessage is unused [action.unused]', ''],
      );
    }));

  test('by what the document says of itself', () =>
    inWorkspace((folder) => {
      const { code, stdout } = runWithInput(folder, template, 'check', '-');
      assert.deepEqual([code, /^<stdin>:1:\d+: warning: sqs:SendMessage is unused/.test(stdout)], [1, true]);
    }));

  test('without a name nothing follows from a path: no mapping applies, no folder, no findings file beside it', () =>
    inWorkspace((folder) => {
      const mapping = { policies: [{ files: '**', attachedTo: [arn] }] };
      writeFileSync(path.join(folder, '.iam-refine.json'), JSON.stringify(mapping));
      writeFileSync(
        path.join(folder, 'short.finding.json'),
        JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage'] }]),
      );
      mkdirSync(path.join(folder, 'MyRole'));
      for (const where of [folder, path.join(folder, 'MyRole')]) {
        const { code, stdout, stderr } = runWithInput(
          where,
          unrefined,
          'check',
          '-',
          '--findings',
          path.join(folder, '*.finding.json'),
        );
        const reason =
          'standard input has no path to match by: give a path with --stdin-path, or the principal with --principal';
        assert.deepEqual([code, stdout.includes('SendMessage is unused')], [0, false]);
        assert.equal(stderr, `<stdin>: no finding applies to this policy: ${reason}\n`);
      }
      const named = runWithInput(folder, unrefined, 'check', '-', '--stdin-path', 'any.json');
      assert.equal(named.code, 1);
    }));

  test('what the configuration of the current directory keeps is kept, and that above the name given', () =>
    inWorkspace((folder) => {
      const keep = JSON.stringify({ keep: [{ actions: ['sqs:SendMessage'], reason: 'sent once a year' }] });
      writeFileSync(path.join(folder, '.iam-refine.json'), keep);
      assert.equal(runWithInput(folder, unrefined, 'check', '-', '--principal', arn).code, 0);
      mkdirSync(path.join(folder, 'roles'));
      writeFileSync(path.join(folder, 'roles/.iam-refine.json'), '{}');
      assert.equal(runWithInput(folder, unrefined, 'check', '-', '--stdin-path', 'roles/MyRole.json').code, 1);
    }));

  test('beside files', () =>
    inWorkspace((folder) => {
      writeFileSync(path.join(folder, 'MyRole.json'), unrefined);
      const { code, stdout } = runWithInput(folder, unrefined, 'check', 'MyRole.json', '-', '--principal', arn);
      assert.deepEqual([code, lastLine(stdout)?.endsWith(': 2 problems')], [1, true]);
    }));

  test('what is no policy, broken or not UTF-8 is said', () =>
    inWorkspace((folder) => {
      assert.deepEqual(runWithInput(folder, '{"a": 1}', 'check', '-').code, 2);
      const broken = runWithInput(folder, '{"Statement" 1}', 'check', '-');
      assert.deepEqual([broken.code, broken.stderr], [2, '<stdin>:1:14: colon expected\n']);
      const { code, stderr } = runWithInput(
        folder,
        Buffer.from(unrefined, 'utf16le'),
        'check',
        '-',
        '--stdin-path',
        'x.json',
      );
      assert.deepEqual([code, stderr.split('\n')[0]?.startsWith('x.json')], [2, true]);
    }));
});

suite('fix -', () => {
  test('--stdout prints the refined text, with its byte order mark', () =>
    inWorkspace((folder) => {
      for (const mark of ['', '\uFEFF']) {
        const { code, stdout, stderr } = runWithInput(
          folder,
          mark + unrefined,
          'fix',
          '-',
          '--stdout',
          '--principal',
          arn,
        );
        assert.deepEqual([code, stdout, stderr], [0, mark + refined, '']);
      }
    }));

  test('--stdout prints what has nothing unused as it came', () =>
    inWorkspace((folder) => {
      assert.equal(runWithInput(folder, refined, 'fix', '-', '--stdout', '--principal', arn).stdout, refined);
    }));

  test('--diff and --dry-run name it as it is named', () =>
    inWorkspace((folder) => {
      const fix = (...args: readonly string[]) =>
        runWithInput(folder, unrefined, 'fix', '-', '--stdin-path', 'a/MyRole.json', ...args);
      assert.equal(fix('--diff').stdout.split('\n')[1], '--- a/a/MyRole.json');
      assert.match(fix('--dry-run').stdout, /^a\/MyRole\.json: would remove 1 action/);
    }));
});

suite('a wrong use of -', () => {
  for (const [args, message] of [
    [['fix', '-'], 'fix: standard input cannot be changed in place: add --stdout, --diff or --dry-run'],
    [['check', '-', '-'], 'check: - is given 2 times but can be read only once'],
    [['check', 'p.json', '--stdin-path', 'p.json'], '--stdin-path needs the path -'],
    [['explain', 's3:*', '--stdin-path', 'p.json'], '--stdin-path needs the path -'],
    [['check', '-', '--stdin-path', ''], '--stdin-path: the name is empty'],
  ] as const)
    test(args.join(' '), () =>
      inWorkspace((folder) => {
        const stderr = `iam-refine: ${message} (see iam-refine --help)\n`;
        assert.deepEqual(runWithInput(folder, unrefined, ...args), { code: 2, stdout: '', stderr });
      }),
    );
});

suite('what comes on standard input', () => {
  const read = async (pieces: Iterable<Buffer>): Promise<unknown> => {
    try {
      return await readStandardInput(path.resolve('x.json'), Readable.from(pieces));
    } catch (error) {
      return error instanceof Error ? error.message : error;
    }
  };

  test('is read in pieces that may cut a character', async () => {
    const bytes = Buffer.from('\uFEFF"é💥"');
    assert.deepEqual(await read(Array.from(bytes, (byte) => Buffer.from([byte]))), { text: '"é💥"', mark: '\uFEFF' });
  });

  test('has a limit, and what is above it is not waited for', async () => {
    let given = 0;
    function* endless(): Generator<Buffer> {
      for (const piece = Buffer.alloc(1024 * 1024, ' '); ; given += piece.length) yield piece;
    }
    assert.equal(await read(endless()), 'x.json: it is larger than 64 MB');
    assert.ok(given <= 2 * mostBytesOf.standardInput);
  });
});

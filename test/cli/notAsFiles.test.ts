/**
 * The situations of the cases that are not files, on the command line. Those of the editor are tested in `test/server`
 * (`withoutFolders`, `folders`, `hover`); mount points and owners by themselves in `replaceFile.test.ts`.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, linkSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { finding, getAndPut } from './cases/case.ts';
import { inFolder, run, runWithInput } from './run.ts';

const policy = `${JSON.stringify(getAndPut, null, 2)}\n`;
const refined = policy.replace('"s3:GetObject",\n        "s3:PutObject"', '"s3:GetObject"');

/** Calls `use` with a folder in which a finding calls unused what one of these files allows. */
function inFiles(files: Readonly<Record<string, string>>, use: (folder: string) => void): Promise<void> {
  return inFolder((folder) => {
    for (const [file, text] of Object.entries({ 'a.finding.json': recent, ...files })) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    use(folder);
  });
}

/** It is not stale, whenever this runs. */
const recent = JSON.stringify(
  finding('AppA', undefined, { analyzedAt: new Date(Date.now() - 86_400_000).toISOString() }),
);

suite('what a file is stays', () => {
  test('its other names and its mode', () =>
    inFiles({ 'AppA.json': policy }, (folder) => {
      const [file, other] = [path.join(folder, 'AppA.json'), path.join(folder, 'other')];
      linkSync(file, other);
      chmodSync(file, 0o640);
      const { code, stderr } = run(folder, 'fix', 'AppA.json');
      const { ino, mode, nlink } = statSync(file);
      assert.deepEqual([code, stderr, ino, mode & 0o777, nlink], [0, '', statSync(other).ino, 0o640, 2]);
      assert.deepEqual([readFileSync(file, 'utf8'), readFileSync(other, 'utf8')], [refined, refined]);
    }));

  test('its owner and group, when run as root', { skip: process.getuid?.() !== 0 }, () =>
    inFiles({ 'AppA.json': policy }, (folder) => {
      const file = path.join(folder, 'AppA.json');
      chownSync(file, 12345, 23456);
      const { code, stderr } = run(folder, 'fix', 'AppA.json');
      const { uid, gid } = statSync(file);
      assert.deepEqual([code, stderr, uid, gid, readFileSync(file, 'utf8')], [0, '', 12345, 23456, refined]);
    }),
  );

  test('its byte order mark, in --stdout and --diff, too', () =>
    inFiles({ 'AppA.json': `\uFEFF${policy}` }, (folder) => {
      assert.equal(run(folder, 'fix', '--stdout', 'AppA.json').stdout, `\uFEFF${refined}`);
      const { status, stderr } = spawnSync('git', ['apply'], {
        cwd: folder,
        input: run(folder, 'fix', '--diff', 'AppA.json').stdout,
      });
      assert.deepEqual(
        [status, String(stderr), readFileSync(path.join(folder, 'AppA.json'), 'utf8')],
        [0, '', `\uFEFF${refined}`],
      );
    }));
});

suite('the diff of a path with a space, of one with a quote, and of one line', () => {
  const oneLine = JSON.stringify(getAndPut);
  const files = { 'AppA/a file.json': policy, 'AppA/it"s\tä.json': policy, 'AppA/b c/one line': oneLine };
  const after = [refined, refined, JSON.stringify(JSON.parse(refined))];
  const tools: readonly (readonly [tool: string, ...args: readonly string[]])[] = [
    ['patch', '-p1', '--no-backup-if-mismatch'],
    ['git', 'apply'],
  ];
  for (const [tool, ...args] of tools)
    test(`applies with ${tool}`, { skip: spawnSync(tool, ['--version']).status !== 0 }, () =>
      inFiles(files, (folder) => {
        const { status, stderr } = spawnSync(tool, args, {
          cwd: folder,
          input: run(folder, 'fix', '--diff', '.').stdout,
        });
        const texts = Object.keys(files).map((file) => readFileSync(path.join(folder, file), 'utf8'));
        assert.deepEqual([status, String(stderr), texts], [0, '', after]);
      }),
    );
});

test('check - and fix - read standard input', () =>
  inFiles({}, (folder) => {
    const checked = runWithInput(folder, policy, 'check', '-', '--stdin-path', 'AppA.json');
    assert.deepEqual(
      [checked.code, checked.stdout.split('\n')[0]],
      [1, 'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]'],
    );
    assert.deepEqual(runWithInput(folder, policy, 'fix', '-', '--stdout', '--stdin-path', 'AppA.json'), {
      code: 0,
      stdout: refined,
      stderr: '',
    });
  }));

test('every rule of a SARIF log says what it is, in all the ways that code scanning shows', () =>
  inFolder((folder) => {
    cpSync(path.resolve('test/fixtures/cases/not-read-silently'), folder, { recursive: true });
    const { stdout } = run(folder, 'check', '.', '--format', 'sarif');
    const [{ tool }] = (JSON.parse(stdout) as SarifLog).runs;
    const lacking = tool.driver.rules.filter((rule) =>
      [
        rule.shortDescription?.text,
        rule.fullDescription?.text,
        rule.help?.text,
        rule.help?.markdown,
        rule.helpUri,
      ].some((text) => !text),
    );
    assert.deepEqual([tool.driver.rules.length > 2, lacking], [true, []]);
  }));

interface SarifLog {
  readonly runs: readonly [{ readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } } }];
}

interface SarifRule {
  readonly shortDescription?: { readonly text?: string };
  readonly fullDescription?: { readonly text?: string };
  readonly help?: { readonly text?: string; readonly markdown?: string };
  readonly helpUri?: string;
}

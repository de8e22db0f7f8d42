/** The commands that fetch findings: the same everywhere, and what they save is what is read. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import {
  commandNamed,
  createAnalyzerCommand,
  linesOf,
  powerShellCommands,
  shellCommands,
} from '../../client/src/fetchCommands.ts';
import { matchesGlob } from '../../core/src/config/index.ts';
import { defaultFindingsGlobs } from '../../core/src/index.ts';

const textOf = (file: string): string => readFileSync(file, 'utf8');
const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n`;

suite('the commands that fetch findings', () => {
  test('are the same in the README, the documentation and the walkthrough', () => {
    const lines = block('sh', linesOf(shellCommands));
    for (const file of [
      'README.md',
      'docs/findings.md',
      'media/walkthrough/findings.md',
      'media/walkthrough/findings.de.md',
    ])
      assert.ok(textOf(file).includes(lines), file);
    assert.ok(textOf('docs/findings.md').includes(block('powershell', linesOf(powerShellCommands))));
    assert.ok(textOf('docs/findings.md').includes(block('sh', createAnalyzerCommand)));
  });

  test('are each copied by a link of the empty view, in both languages', () => {
    for (const file of ['package.nls.json', 'package.nls.de.json']) {
      const welcome = (JSON.parse(textOf(file)) as Record<string, string>)['welcome.noFindings'] ?? '';
      const names = [...welcome.matchAll(/\(command:iamRefine\.copyCommand\?([^)]+)\)/g)].flatMap(
        ([, argument = '']) => JSON.parse(decodeURIComponent(argument)) as unknown[],
      );
      assert.deepEqual(names, ['findAnalyzer', 'makeFolder', 'fetchAll', 'createAnalyzer']);
      for (const isWindows of [true, false])
        assert.ok(names.every((name) => commandNamed(name, isWindows) !== undefined));
      // Narrow as the view is, no line of it must be so long that it is hard to read.
      const lines = welcome.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').split('\n');
      assert.ok(
        lines.every((line) => line.length <= 90),
        welcome,
      );
    }
    assert.equal(commandNamed('rm -rf', false), undefined);
  });

  test(
    'save each finding as a file of its own, in which findings are looked for',
    { skip: process.platform === 'win32' },
    () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-fetch-'));
      try {
        mkdirSync(path.join(folder, 'bin'));
        // As the AWS CLI prints them: the ids of each page on a line, with tabs.
        const aws = `#!/bin/sh
echo "$*" >> "${folder}/calls"
case "$2" in
  list-analyzers) echo arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/unused ;;
  list-findings-v2) printf 'id-1\tid-2\nid-3\n' ;;
  get-finding-v2) echo "{}" ;;
esac
`;
        writeFileSync(path.join(folder, 'bin/aws'), aws, { mode: 0o755 });
        const { status, stderr } = spawnSync('sh', ['-eu', '-c', linesOf(shellCommands)], {
          cwd: folder,
          env: { PATH: `${folder}/bin:${process.env['PATH'] ?? ''}` },
          encoding: 'utf8',
        });
        assert.deepEqual([status, stderr], [0, '']);
        const files = readdirSync(path.join(folder, 'findings')).toSorted();
        assert.deepEqual(files, ['id-1.finding.json', 'id-2.finding.json', 'id-3.finding.json']);
        for (const file of files) assert.ok(defaultFindingsGlobs.some((glob) => matchesGlob(glob, `findings/${file}`)));
        const analyzer = '--analyzer-arn arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/unused';
        assert.deepEqual(textOf(path.join(folder, 'calls')).trimEnd().split('\n'), [
          "accessanalyzer list-analyzers --query analyzers[?contains(type, 'UNUSED_ACCESS')].arn | [0] --output text",
          `accessanalyzer list-findings-v2 ${analyzer} --query findings[].id --output text`,
          ...['id-1', 'id-2', 'id-3'].map((id) => `accessanalyzer get-finding-v2 ${analyzer} --id ${id} --output json`),
        ]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

suite('the first screen of the README', () => {
  test('shows what is really done', () => {
    const [, shown = ''] = /```diff\n([^`]+)```/.exec(textOf('README.md')) ?? [];
    const { stdout } = spawnSync(process.execPath, ['dist/cli.cjs', 'fix', 'examples/MyRole.json', '--diff'], {
      encoding: 'utf8',
    });
    const real = stdout.split('\n').filter((line) => /^[-+ ](?![-+]{2})/.test(line));
    assert.deepEqual(
      shown
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '…'),
      real,
    );
  });
});

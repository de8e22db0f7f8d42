/**
 * Commands that a person is asked to run: what stands in them of a file is one argument, and neither an option nor an
 * address.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { globSync } from 'tinyglobby';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { fetchInstructions } from '../../core/src/index.ts';
import { hostileTexts } from '../support/hostile.ts';

const role = 'arn:aws:iam::111122223333:role/MyRole';
const analyzer = 'arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a';

/** The findings that are listed without their actions, in each shape, with an id and an analyzer. */
const shapes: Readonly<Record<string, (id: string, arn: string) => unknown>> = {
  'list-findings-v2': (id) => ({
    findings: [{ id, findingType: 'UnusedPermission', status: 'ACTIVE', resource: role }],
  }),
  EventBridge: (id, arn) => ({
    resources: [arn],
    detail: { findingId: id, findingType: 'UnusedPermission', status: 'ACTIVE', resource: role },
  }),
  'Security Hub': (id, arn) => ({
    Id: `${arn}/${id}`,
    RecordState: 'ACTIVE',
    ProductFields: { findingId: id, findingType: 'UnusedPermission' },
    Resources: [{ Id: role }],
  }),
  OCSF: (id) => ({ metadata: { uid: id }, permission_analysis_results: [] }),
};

const hostile = [
  ...hostileTexts,
  '-v',
  '--endpoint-url=https://a.example/',
  '--profile',
  'file:///home/a/.aws/credentials',
  'fileb://a',
  'https://a.example/',
  'x;touch y',
  'x y',
  'x&&y',
  'x|y',
  'x>y',
  "x'y",
  'x"y',
  '$(touch y)',
  '`touch y`',
  '$HOME',
  '~root',
  'x*',
  'x?',
  '[x]',
  '{x,y}',
  '!x',
  '#x',
  'x\\y',
  '@x',
  '%x%',
  '',
];

const known = new Map<string, readonly string[]>();

/** The words of a command, as a shell takes it apart: once for each, as a shell takes long to start. */
function wordsOf(command: string): readonly string[] {
  const words = known.get(command) ?? askShell(command);
  known.set(command, words);
  return words;
}

function askShell(command: string): readonly string[] {
  const { status, stdout } = spawnSync('bash', [
    '-c',
    `set -f; for word in ${command}; do printf '%s\\0' "$word"; done`,
  ]);
  assert.equal(status, 0, command);
  return String(stdout).split('\0').slice(0, -1);
}

const commands = (shape: string, id: string, arn: string): string[] =>
  fetchInstructions(readFindings(JSON.stringify(shapes[shape]?.(id, arn))).counted).slice(1);

suite('a command that is suggested', () => {
  for (const shape of Object.keys(shapes)) {
    test(`${shape}: is one for an identifier of AWS`, () => {
      const [command = ''] = commands(shape, '0a1b2c3d-4e5f', analyzer);
      const { length } = wordsOf(command);
      assert.ok(length >= 5 && command.endsWith(' 0a1b2c3d-4e5f'), command);
    });

    test(`${shape}: holds nothing of a text that is none`, () => {
      for (const id of hostile) assert.deepEqual(commands(shape, id, analyzer), [], JSON.stringify(id));
    });

    test(`${shape}: holds of an analyzer its ARN alone, or none`, () => {
      const usual = commands(shape, 'id', '').map(wordsOf);
      for (const text of hostile)
        for (const arn of [
          text,
          `${analyzer} ${text}`,
          `${analyzer}${text}`,
          `arn:aws:access-analyzer:${text}:111122223333:analyzer/a`,
        ])
          for (const words of commands(shape, 'id', arn).map(wordsOf)) {
            assert.equal(words.length, usual[0]?.length, JSON.stringify(arn));
            const given = words.slice(3).filter((_, i) => i % 2 === 1);
            assert.deepEqual(
              given.filter(
                (word) =>
                  !/^(?:arn:aws:access-analyzer:[\w-]+:111122223333:analyzer\/[\w.-]+|ANALYZER_ARN|id)$/.test(word),
              ),
              [],
              JSON.stringify(arn),
            );
          }
    });
  }

  test('is put together in one place', () => {
    const command = /\b(?:aws [a-z]|iam-refine (?:check|fix|explain|catalogue)\b)/;
    const gap = /\$\{|\{\d\}/;
    const files = globSync('{core,server,cli,client,platform,protocol}/src/**/*.ts');
    const found = files.flatMap((file) => {
      const texts = readFileSync(file, 'utf8').match(/`[^`\n]*`|'[^'\n]*'/g) ?? [];
      return texts.some((text) => command.test(text) && gap.test(text)) ? [file] : [];
    });
    assert.deepEqual(found, ['core/src/findings/countedFinding.ts']);
  });
});

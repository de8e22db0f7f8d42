import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { ruleFor } from '../../cli/src/rules.ts';
import { defaultSeverities, type ProblemCode } from '../../core/src/index.ts';
import { inFolder, run } from './run.ts';

/** A policy in a folder with an odd name, and its finding. */
async function checked(format: string): Promise<readonly [code: number | null, stdout: string]> {
  let result: readonly [number | null, string] = [null, ''];
  await inFolder((folder) => {
    mkdirSync(path.join(folder, 'a, b%'));
    const policy = '{"Statement": [\n{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:Foo", "sqs:ListQueues"]}]}';
    writeFileSync(path.join(folder, 'a, b%/p.json'), policy);
    writeFileSync(
      path.join(folder, 'a, b%/finding.json'),
      JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage'] }]),
    );
    const { code, stdout } = run(folder, 'check', '.', '--format', format);
    result = [code, stdout];
  });
  return result;
}

suite('check for other programs', () => {
  test('annotations of GitHub Actions, with what means something there escaped', async () =>
    assert.deepEqual(await checked('github'), [
      1,
      [
        '::warning file=a%2C b%25/p.json,line=2,endLine=2,col=32,endColumn=49,title=action.unused::sqs:SendMessage is unused',
        '::notice file=a%2C b%25/p.json,line=2,endLine=2,col=51,endColumn=60,title=action.unknown::sqs:Foo is not in the action catalogue from 2026-09-26',
        '',
      ].join('\n'),
    ]));

  test('SARIF 2.1.0', async () => {
    const [code, text] = await checked('sarif');
    const rule = (id: ProblemCode, level: string): object => ({
      id,
      shortDescription: { text: ruleFor(id).title },
      fullDescription: { text: ruleFor(id).description },
      help: ruleFor(id).help,
      helpUri: `https://github.com/iam-refine/iam-refine/blob/main/docs/problems.md#${id.replace('.', '')}`,
      defaultConfiguration: { level },
    });
    const result = (ruleId: string, level: string, message: string, columns: readonly [number, number]): object => ({
      ruleId,
      ruleIndex: ['action.unknown', 'action.unused'].indexOf(ruleId),
      level,
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%2C%20b%25/p.json' },
            region: { startLine: 2, startColumn: columns[0], endLine: 2, endColumn: columns[1] },
          },
        },
      ],
    });
    assert.deepEqual(
      [code, JSON.parse(text)],
      [
        1,
        {
          $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
          version: '2.1.0',
          runs: [
            {
              tool: {
                driver: {
                  name: 'IAM Refine',
                  version: manifest.version,
                  informationUri: manifest.homepage,
                  rules: [rule('action.unknown', 'note'), rule('action.unused', 'warning')],
                },
              },
              invocations: [{ executionSuccessful: true }],
              columnKind: 'utf16CodeUnits',
              results: [
                result('action.unused', 'warning', 'sqs:SendMessage is unused', [32, 49]),
                result('action.unknown', 'note', 'sqs:Foo is not in the action catalogue from 2026-09-26', [51, 60]),
              ],
            },
          ],
        },
      ],
    );
  });
});

suite('what a SARIF log says of a run that failed', () => {
  const logOf = (folder: string): readonly [code: number | null, invocations: unknown, results: number] => {
    const { code, stdout } = run(folder, 'check', '.', '--format', 'sarif');
    const log = JSON.parse(stdout) as { runs: { invocations: unknown; results: unknown[] }[] };
    return [code, log.runs[0]?.invocations, log.runs[0]?.results.length ?? 0];
  };
  const policy = '{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ListQueues"]}]}';

  test('a broken policy beside a good one: not a success, and why', () =>
    inFolder((folder) => {
      writeFileSync(
        path.join(folder, 'finding.json'),
        JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage'] }]),
      );
      writeFileSync(path.join(folder, 'good.json'), policy);
      writeFileSync(path.join(folder, 'bro\nken.json'), policy.replace(':', ''));
      const text = 'bro\nken.json:1:14: colon expected';
      assert.deepEqual(logOf(folder), [
        2,
        [{ executionSuccessful: false, toolExecutionNotifications: [{ level: 'error', message: { text } }] }],
        1,
      ]);
    }));
});

suite('the rules of a SARIF log', () => {
  for (const code of Object.keys(defaultSeverities) as ProblemCode[])
    test(`${code} is explained by its section of docs/problems.md, as long as GitHub takes it`, () => {
      const { title, description, help } = ruleFor(code);
      assert.match(title, /^[A-Z].*[^.]$/);
      assert.ok(help.markdown.length > title.length && help.markdown.length <= 20_000, 'a section');
      assert.ok(description.length > 20 && description.length <= 1024, description);
      assert.match(description, /^[A-Z0-9].*[.]$/);
      assert.deepEqual(
        [description, help.text].flatMap(
          (text) => /[*`\r]|[^\n]\n[^\n-]/.exec(text.replace(/\w+:\w*\*|\*|\*:\*/g, '')) ?? [],
        ),
        [],
      );
    });
});

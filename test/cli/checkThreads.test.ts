/** `check` says the same of a folder whether one thread or several examine its files, and whatever happens to them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { check } from '../../cli/src/check.ts';
import { checkBatches } from '../../cli/src/checkBatches.ts';
import type { CheckedFile } from '../../cli/src/checkFile.ts';
import { createCheckThreads } from '../../cli/src/checkThreads.ts';
import { CannotDo } from '../../cli/src/files.ts';
import { readCommandLine } from '../../cli/src/options.ts';
import type { FileThreads } from '../../cli/src/work.ts';
import { sample } from '../support/samples.ts';
import { slow } from '../support/slow.ts';

type Threads = FileThreads<CheckedFile>;

const alone: Threads = { batchSize: 1, start: () => Promise.resolve([]) };

/** Threads that are none: what they are given and what they answer is copied as between threads. */
function copies(count: number, failsAt = Number.POSITIVE_INFINITY): Threads {
  let asked = 0;
  return {
    batchSize: 1000,
    start: (data) =>
      Promise.resolve(
        Array.from({ length: count }, () => {
          const answer = checkBatches(structuredClone(data()));
          return {
            ask: async (batch) =>
              ++asked > failsAt ? undefined : structuredClone(await answer(structuredClone(batch))),
            stop: () => undefined,
          };
        }),
      ),
  };
}

const bundle = pathToFileURL(path.resolve('dist/checkThread.cjs'));
const threadsOf = (file: URL): Threads => createCheckThreads({ file, leastSize: 1, processors: 3, batchSize: 500 });
const cases = path.resolve('test/fixtures/cases');

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const usual = process.cwd();
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'iam-refine-threads-')));
  process.chdir(folder);
  try {
    await use(folder);
  } finally {
    process.chdir(usual);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything that `check` says, or why it says nothing. */
async function told(args: readonly string[], threads: Threads): Promise<unknown> {
  const command = readCommandLine(['check', ...args]);
  assert.equal(command.kind, 'check');
  try {
    return await check(command.options, threads);
  } catch (error) {
    if (error instanceof CannotDo) return error.lines;
    throw error;
  }
}

const action = (name: string): object => ({ Effect: 'Allow', Action: ['s3:Get*', name], Resource: '*' });
const policy = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements }, null, 2);
const finding = (i: number, members: object = {}): string =>
  JSON.stringify({
    findingDetails: [
      {
        unusedPermissionDetails: {
          serviceNamespace: 's3',
          actions: [{ action: 'GetObject' }, { action: 'PutObject' }],
        },
      },
      { unusedPermissionDetails: { serviceNamespace: 'sqs' } },
    ],
    resource: `arn:aws:iam::111122223333:role/App-${i}`,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    resourceType: 'AWS::IAM::Role',
    analyzedAt: '2026-11-20T06:01:12+00:00',
    id: `id-${i}`,
    ...members,
  });

/** Twenty policies, one of which is broken, and their findings. */
function writeTwenty(): void {
  for (let i = 0; i < 20; i++) writeFileSync(`App-${i}.json`, policy(action('s3:PutObject'), action(`sqs:Own${i}`)));
  writeFileSync('App-7.json', '{"Statement": [{"Effect": "Allow", "Action": "s3:*"');
  writeFileSync('all.finding.ndjson', Array.from({ length: 18 }, (_, i) => `${finding(i)}\n`).join(''));
}

suite('check with threads', () => {
  for (const format of ['text', 'json', 'sarif', 'github'])
    test(`threads examine files: ${format}`, () =>
      inFolder(async () => {
        writeTwenty();
        const args = ['.', '--format', format];
        assert.deepEqual(await told(args, threadsOf(bundle)), await told(args, alone));
      }));

  test('one processor, few files and a tool without the bundle need no thread', () =>
    inFolder(async () => {
      const data = (): never => assert.fail('threads');
      const size = 1_000_000;
      assert.deepEqual(await createCheckThreads({ file: bundle, processors: 1 }).start(data, 2 * size), []);
      assert.deepEqual(await createCheckThreads({ file: bundle, processors: 4 }).start(data, size), []);
      const nowhere = pathToFileURL(path.resolve('nowhere.cjs'));
      assert.deepEqual(await createCheckThreads({ file: nowhere, processors: 4 }).start(data, 9 * size), []);
    }));

  for (const [how, code] of [
    ['throws', 'throw new Error()'],
    ['ends without an answer', 'process.exit(0)'],
    ['ends after a question', "require('node:worker_threads').parentPort.once('message', () => process.exit(0))"],
    ['is no program', '{'],
  ] as const)
    test(`a thread that ${how} costs only time`, () =>
      inFolder(async () => {
        writeTwenty();
        writeFileSync('thread.cjs', code);
        const file = pathToFileURL(path.resolve('thread.cjs'));
        assert.deepEqual(await told(['.'], threadsOf(file)), await told(['.'], alone));
      }));

  for (const folder of readdirSync(cases))
    test(`the case ${folder}`, () =>
      inFolder(async () => {
        cpSync(path.join(cases, folder), '.', { recursive: true });
        for (const format of ['text', 'json'])
          assert.deepEqual(
            await told(['.', '--format', format], copies(2)),
            await told(['.', '--format', format], alone),
          );
      }));
});

const oddTexts: Readonly<Record<string, string | Buffer>> = {
  valid: policy(action('s3:PutObject'), { Effect: 'Deny', Action: '*', Resource: '*' }),
  unused: policy({ Effect: 'Allow', Action: ['s3:GetObject', 'sqs:*'], Resource: '*' }),
  grants: policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, action('ec2:*')),
  computed: policy({ Effect: 'Allow', Action: { 'Fn::Sub': 's3:${Get}' }, Resource: '*' }, action('sqs:Send*')),
  unread: '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, "odd"]}',
  broken: '{"Statement": [{"Effect": "Allow", "Action": "s3:*"',
  marked: `\uFEFF${policy(action('s3:PutObject'))}`,
  wide: Buffer.from(`\uFEFF${policy(action('s3:PutObject'))}`, 'utf16le'),
  latin: Buffer.from(policy(action('s3:PutObjectÄ')), 'latin1'),
  empty: '',
  none: '{"a": 1}',
  trust: policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }),
  statements: '{"x": {"Statement": [{"Effect": "Allow"}], "Action": "s3:GetObject"}}',
  keep: '{"keep": [{"actions": ["s3:Get*", "sqs:Nothing"], "reason": "why"}, {"actions": ["ec2:*"], "reason": "old", "until": "2020-01-01"}]}',
  mapping: '{"policies": [{"files": "**/*.json", "attachedTo": ["arn:aws:iam::111122223333:role/App-1"]}]}',
  sources:
    '{"findings": ["*.ndjson", {"files": "**/short.json", "principal": "arn:aws:iam::111122223333:role/App-2"}]}',
  wrong: '{"keep": [{"actions": ["s3:Get*"]}]}',
  findings: [finding(0), finding(1), finding(2, { status: 'ARCHIVED' }), finding(3)].join('\n'),
  counted: [finding(1, { findingDetails: undefined }), finding(4, { status: 'ODD' }), finding(5)].join('\n'),
  cut: finding(1).slice(0, -20),
  short: JSON.stringify([{ serviceNamespace: 's3', actions: ['GetObject'] }]),
  report: sample('iam.get-service-last-accessed-details.action-level.json'),
  ignore: 'App-4*\n',
};

const names = [
  ...Array.from({ length: 6 }, (_, i) => `App-${i}.json`),
  'App-1/any.json',
  'App-2/deep/any.txt',
  'sub/App-3.policy.json',
  'main.tf',
  '.iam-refine.json',
  'sub/.iam-refine.json',
  'a.finding.json',
  'all.finding.ndjson',
  'sub/findings.json',
  'short.json',
  '.gitignore',
];

/** Nothing else may lead to a pipe: whoever names it waits for its content. */
const pipes = ['pipe.json', 'sub/pipe.finding.json', 'App-1/.iam-refine.json'];

type Odd =
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | { readonly kind: 'name' | 'link'; readonly file: string; readonly of: string }
  | { readonly kind: 'pipe' | 'unreadable'; readonly file: string }
  | { readonly kind: 'case'; readonly folder: string };

const name = fc.constantFrom(...names);
const odd: fc.Arbitrary<Odd> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      file: name,
      text: fc.constantFrom(...Object.keys(oddTexts)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('name' as const, 'link' as const),
      file: name,
      of: fc.oneof(name, fc.constantFrom('sub', '..', 'nowhere')),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pipe' as const), file: fc.constantFrom(...pipes) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unreadable' as const), file: name }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('case' as const), folder: fc.constantFrom(...readdirSync(cases)) }),
  },
);

/** Never what a link leads to, which may be outside of the folder. */
function makeUnreadable(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === true) chmodSync(file, 0);
}

/** Is there a file of ours with this name? */
function isOther(file: string): boolean {
  return names.includes(file) && existsSync(file);
}

/** Places something, unless there is something of that name, or not what it is a link to. */
function place(one: Odd): void {
  if (one.kind === 'case') return cpSync(path.join(cases, one.folder), one.folder, { recursive: true });
  const { file } = one;
  mkdirSync(path.dirname(file), { recursive: true });
  if (one.kind === 'unreadable') return makeUnreadable(file);
  if (existsSync(file)) return;
  rmSync(file, { force: true });
  if (one.kind === 'text') writeFileSync(file, oddTexts[one.text] ?? '');
  else if (one.kind === 'pipe') spawnSync('mkfifo', [file]);
  else if (one.kind === 'link') symlinkSync(path.relative(path.dirname(file), one.of) || '.', file);
  else if (one.kind === 'name' && isOther(one.of)) linkSync(one.of, file);
}

const policies = fc.array(
  fc.record({ kind: fc.constant('text' as const), file: name, text: fc.constantFrom('valid', 'unused', 'grants') }),
  { minLength: 1, maxLength: 8 },
);

const option = fc.constantFrom(
  [],
  [],
  [],
  ['--allow-unread'],
  ['--findings', 'all.finding.ndjson'],
  ['--principal', 'arn:aws:iam::111122223333:role/App-1'],
  ['--principal', 'arn:aws:iam::111122223333:role/App-1', '--assume-principal'],
  ['--config', '.iam-refine.json'],
  ['--catalogue', 'catalogue.json'],
);

const run = fc.record({
  policies,
  odds: fc.array(odd, { maxLength: 16 }),
  given: option,
  paths: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(['.', 'App-0.json', 'App-1', 'sub'])),
  format: fc.constantFrom('text', 'json', 'sarif', 'github'),
  threads: fc.integer({ min: 1, max: 3 }),
  failsAt: fc.option(fc.nat(6), { nil: undefined }),
});

slow('whatever is in a folder, threads say the same of it', async () => {
  let asked = 0;
  let reports = 0;
  await fc.assert(
    fc.asyncProperty(run, ({ policies: some, odds, given, paths, format, threads: count, failsAt }) =>
      inFolder(async () => {
        writeFileSync('all.finding.ndjson', Array.from({ length: 5 }, (_, i) => `${finding(i)}\n`).join(''));
        writeFileSync('catalogue.json', '{"s3": ["GetObject", "GetBucketAcl", "PutObject"]}');
        for (const each of [...some, ...odds]) place(each);
        const args = [...(paths.length === 0 ? ['.'] : paths), '--format', format, ...given];
        const threads = copies(count, failsAt);
        const start: Threads['start'] = (...data) => {
          asked++;
          return threads.start(...data);
        };
        const expected = await told(args, alone);
        assert.deepEqual(await told(args, { ...threads, start }), expected);
        if (!Array.isArray(expected)) reports++;
      }),
    ),
    { numRuns: 200 },
  );
  assert.ok(asked > 100 && reports > 100, `${asked} runs with threads, ${reports} reports`);
});

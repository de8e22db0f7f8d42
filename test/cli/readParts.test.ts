/** A findings file that several threads read in parts gives what it gives when it is read as one. */
import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { allFindings } from '../../core/src/findings/readFindings.ts';
import { createFindingsReader, openReading, plainReading, type FindingsReading } from '../../core/src/index.ts';
import { createMarker, type FileMark } from '../../platform/src/fileMarks.ts';
import type { Piece } from '../../platform/src/platform.ts';
import { createRangeThreads, type RangeThreads } from '../../platform/src/node/rangeThread.ts';
import { readPieces } from '../../platform/src/node/readFile.ts';
import { readParts } from '../../platform/src/node/readParts.ts';
import { readRange } from '../../platform/src/node/readRange.ts';
import { sample } from '../support/samples.ts';
import { slow } from '../support/slow.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
const file = path.join(folder, 'all.ndjson');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const most = 100_000_000;

interface Read {
  readonly reading: FindingsReading;
  readonly marks: readonly FileMark[];
  /** The number of parts that other threads have read. */
  readonly parts: number;
}

async function readAll(pieces: (isBetweenLines: () => boolean) => AsyncIterable<Piece>): Promise<Read> {
  const reader = createFindingsReader();
  const { add, marks } = createMarker();
  let parts = 0;
  for await (const piece of pieces(reader.isBetweenLines)) {
    if (piece.part === undefined) reader.push(piece.text);
    else {
      reader.add(piece.part.findings);
      parts++;
    }
    add(piece);
  }
  return { reading: reader.end(), marks, parts };
}

const asOne = (): Promise<Read> => readAll(() => readPieces(file, { most }));
const inParts = (threads: RangeThreads, leastPart = 1): Promise<Read> =>
  readAll((isBetweenLines) => readParts(file, { most }, { isBetweenLines, threads, leastPart }));

/** Threads that are none: each part is read at once. What they answer is copied as between threads. */
function noThreads(count: number): RangeThreads {
  return {
    most: () => count,
    start: ({ fd, range }) => ({
      part: Promise.resolve(structuredClone(readRange(fd, range, most, () => undefined))),
      stop: () => Promise.resolve(),
    }),
  };
}

/** Everything that a reading tells. The names in a broken file are a set. */
function told({ findings, named, ...reading }: FindingsReading): unknown {
  const indexes = Array.from({ length: findings.count }, (_, i) => i);
  const all = allFindings({ ...reading, findings });
  const { arn, id, span, asOf, isUnreadable, mentions, unreadable, withoutPrincipal } = findings;
  return {
    reading,
    named: named && { ...named, arns: named.arns.toSorted(), ids: named.ids.toSorted() },
    all,
    columns: [arn, id, span, asOf, isUnreadable, mentions].map((column) => indexes.map((index) => column(index))),
    unreadable,
    withoutPrincipal,
    lookUps: all.map(({ principal }) => [
      findings.ofArn(principal?.arn ?? ''),
      findings.ofName(principal?.arn.split('/').at(-1) ?? ''),
    ]),
  };
}

/** Each mark is where it says, in bytes, characters and lines. */
function checkMarks(marks: readonly FileMark[]): void {
  const bytes = readFileSync(file);
  for (const { byte, ...place } of marks) {
    const before = bytes.toString('utf8', 0, byte);
    const lineStart = before.lastIndexOf('\n') + 1;
    assert.deepEqual(place, { offset: before.length, line: before.split('\n').length - 1, lineStart });
  }
}

/** Findings as lines: as complete as a name and an id need to be, and long enough to be cut between. */
const finding = (i: number, members: object = {}): object => ({
  findingDetails: [
    {
      unusedPermissionDetails: { serviceNamespace: 's3', actions: [{ action: 'GetObject' }, { action: 'PutObject' }] },
    },
    { unusedPermissionDetails: { serviceNamespace: `sqs${i % 3}` } },
  ],
  resource: `arn:aws:iam::111122223333:role/team/App-${i % 7}`,
  status: 'ACTIVE',
  findingType: 'UnusedPermission',
  resourceType: 'AWS::IAM::Role',
  analyzedAt: `2026-11-2${i % 10}T06:01:12+00:00`,
  id: `id-${i}`,
  ...members,
});

suite('a findings file in parts', () => {
  test('lines are read in as many parts as there are threads', async () => {
    writeFileSync(file, Array.from({ length: 50 }, (_, i) => `${JSON.stringify(finding(i))}\n`).join(''));
    const one = await asOne();
    for (const count of [2, 3, 4]) {
      const { reading, marks, parts } = await inParts(noThreads(count));
      assert.equal(parts, count);
      assert.deepEqual(told(reading), told(one.reading));
      checkMarks(marks);
      assert.equal(marks.at(-1)?.byte, readFileSync(file).length);
    }
  });

  test('threads read them', async () => {
    writeFileSync(file, Array.from({ length: 5000 }, (_, i) => `${JSON.stringify(finding(i))}\n`).join(''));
    const threads = createRangeThreads(pathToFileURL(path.resolve('dist/findingsThread.cjs')));
    const { reading, marks, parts } = await inParts({ ...threads, most: () => 2 });
    assert.equal(parts, 2);
    assert.deepEqual(told(reading), told((await asOne()).reading));
    checkMarks(marks);
  });

  test('one processor, a small file and other files need no thread', async () => {
    const none: RangeThreads = { most: () => 4, start: () => assert.fail('a thread') };
    const lines = Array.from({ length: 50 }, (_, i) => JSON.stringify(finding(i)));
    writeFileSync(file, lines.join('\n'));
    await inParts({ ...none, most: () => 1 });
    await inParts(none, readFileSync(file).length);
    for (const text of [
      `[${lines.join(',\n')}]`,
      lines.join(''),
      `\uFEFF${lines.join('\n')}`,
      `{\n${lines.join('\n')}`,
    ]) {
      writeFileSync(file, text);
      await inParts(none);
    }
    writeFileSync(file, Buffer.from(`\uFEFF${lines.join('\n')}`, 'utf16le'));
    await inParts(none);
  });

  for (const [how, code] of [
    ['throws', 'throw new Error()'],
    ['ends without an answer', 'process.exit(0)'],
    ['is no program', '{'],
  ] as const)
    test(`a thread that ${how} costs only time`, async () => {
      writeFileSync(file, Array.from({ length: 50 }, (_, i) => `${JSON.stringify(finding(i))}\n`).join(''));
      const thread = path.join(folder, 'thread.cjs');
      writeFileSync(thread, code);
      const { reading, parts } = await inParts({ ...createRangeThreads(pathToFileURL(thread)), most: () => 2 });
      assert.equal(parts, 0);
      assert.deepEqual(told(reading), told((await asOne()).reading));
    });
});

const line = fc
  .tuple(
    fc.nat(40),
    fc.constantFrom(
      {},
      { status: 'ARCHIVED', updatedAt: '2026-11-25T00:00:00Z' },
      { status: 'UNHEARD_OF' },
      { error: 'ACCESS_DENIED' },
      { findingType: 'ExternalAccess' },
      { findingDetails: undefined },
      { findingDetails: undefined, status: 'RESOLVED' },
      { resource: 'arn:aws:iam::111122223333:role/App-1 and é😀' },
      { resource: 'arn:aws:s3:::bucket' },
      { id: undefined },
      { id: 'ő😀' },
      { note: 'é€😀'.repeat(30) },
    ),
  )
  .map(([i, members]) => JSON.stringify(finding(i, members)));

const odd = fc.constantFrom(
  '',
  '// a comment',
  '[]',
  '"text"',
  JSON.stringify([finding(1), finding(2)]),
  JSON.stringify({ findings: [finding(3)], nextToken: 'more' }),
  JSON.stringify([{ serviceNamespace: 's3', actions: ['GetObject'] }]),
  JSON.stringify({ message: { detail: finding(4) } }),
  JSON.stringify(finding(5), null, 1),
  JSON.stringify(finding(6)).slice(0, -9),
  `${JSON.stringify(finding(7))},`,
  `${JSON.stringify(finding(8))} ${JSON.stringify(finding(9))}`,
  JSON.stringify(finding(10)).replace('"id"', '"id":"twice","id"'),
  sample('list-findings-v2.json').replaceAll('\n', ' '),
  sample('get-finding-recommendation.role-two-policies.json').replaceAll('\n', ' '),
  sample('iam.get-service-last-accessed-details.action-level.json').replaceAll('\n', ' '),
  sample('get-finding-v2.unused-permission.role.json'),
);

const content = fc
  .record({
    lines: fc.array(fc.oneof({ weight: 15, arbitrary: line }, { weight: 1, arbitrary: odd }), { maxLength: 40 }),
    separator: fc.oneof({ weight: 5, arbitrary: fc.constant('\n') }, fc.constantFrom('\r\n', '\n\n', ' ', ',\n', '')),
    brackets: fc.oneof({ weight: 9, arbitrary: fc.constant(['', '']) }, fc.constantFrom(['[', ']'], ['\n', '\n'])),
    mark: fc.oneof({ weight: 9, arbitrary: fc.constant('') }, fc.constant('\uFEFF')),
    encoding: fc.oneof({ weight: 9, arbitrary: fc.constant('utf8' as const) }, fc.constant('utf16le' as const)),
    cut: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(5)),
  })
  .map(({ lines, separator, brackets: [open = '', close = ''], mark, encoding, cut }) => {
    const bytes = Buffer.from(mark + open + lines.join(separator) + close, encoding);
    return bytes.subarray(0, bytes.length - cut);
  });

slow(
  'whatever is in a file, and wherever it is cut, its parts give what it gives as one, also in another thread',
  async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 2, max: 5 }), async (bytes, count) => {
        writeFileSync(file, bytes);
        const one = await asOne();
        const { reading, marks, parts } = await inParts(noThreads(count));
        assert.deepEqual(told(reading), told(one.reading));
        assert.deepEqual(told(openReading(structuredClone(plainReading(reading)))), told(one.reading));
        if (isUtf8(bytes)) checkMarks(marks);
        assert.equal(marks.length > 0, one.marks.length > 0);
        taken += parts;
      }),
      { numRuns: 600 },
    );
    assert.ok(taken > 300, `${taken} parts`);
  },
);

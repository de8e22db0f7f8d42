import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { buildPrefixTree, shortestSafePrefixes } from '../../core/src/actions/prefixTree.ts';
import { wordEnds } from '../../core/src/actions/words.ts';
import { folded } from '../support/bruteForce.ts';
import { anyName, holds } from '../support/property.ts';

/** The shortest safe prefixes below `start` among the names, of which those in `unused` are unused. */
function safePrefixes(start: string, names: readonly string[], unused: readonly string[]): string[] {
  const service = catalogueFromNames([['s', names.map((name) => ({ name }))]], 'test').service('s');
  assert.ok(service);
  const flags = service.folded.map((name) => unused.some((other) => folded(other) === name));
  const below = Int32Array.from([0, ...flags.map((_, i) => flags.slice(0, i + 1).filter(Boolean).length)]);
  return shortestSafePrefixes(buildPrefixTree(service.names, service.folded), {
    start: folded(start),
    isWanted: (i) => flags[i] === false,
    unusedBelow: below,
    mayExtend: () => true,
  });
}

suite('shortest safe prefixes', () => {
  test('a prefix of several names is written with *, one of a single name as that name', () => {
    assert.deepEqual(
      safePrefixes('Get', ['GetObject', 'GetObjectAcl', 'GetJobTagging', 'GetBucketAcl'], ['GetBucketAcl']),
      ['GetJobTagging', 'GetObject*'],
    );
  });

  test('a name whose extensions are unused is written whole', () => {
    assert.deepEqual(safePrefixes('Get', ['GetObject', 'GetObjectAcl'], ['GetObjectAcl']), ['GetObject']);
  });

  test('safety is of the string, not of the subtree: DescribeInstance* would match DescribeInstances', () => {
    const names = ['DescribeInstances', 'DescribeInstanceStatus', 'DescribeInstanceTypes'];
    assert.deepEqual(safePrefixes('Describe', names, ['DescribeInstances']), [
      'DescribeInstanceStatus',
      'DescribeInstanceTypes',
    ]);
  });

  test('letter case does not make a prefix safe: DescribeTasks* would match DescribeTaskSets', () => {
    const names = ['DescribeTasks', 'DescribeTasksNow', 'DescribeTaskSets'];
    assert.deepEqual(safePrefixes('', names, ['DescribeTaskSets']), ['DescribeTasks', 'DescribeTasksNow']);
  });

  test('an acronym verb is a prefix of every word it begins', () => {
    assert.deepEqual(safePrefixes('', ['GET', 'GetMember', 'GetMembers'], ['GET']), ['GetMember*']);
    assert.deepEqual(safePrefixes('', ['GET', 'GetMember'], ['GetMember']), ['GET']);
  });

  test('a prefix is spelled as the first name that it begins', () => {
    assert.deepEqual(safePrefixes('', ['GETBeta', 'GetAlpha', 'PutA'], ['PutA']), ['Get*']);
    assert.deepEqual(safePrefixes('', ['GetBeta', 'GETAlpha', 'PutA'], ['PutA']), ['GET*']);
  });

  test('a prefix that starts in the middle of a word', () => {
    const names = ['GetObject', 'GetObjectAcl', 'GetObjectTagging', 'GetObjects'];
    assert.deepEqual(safePrefixes('GetOb', names, ['GetObjectAcl']), ['GetObject', 'GetObjects', 'GetObjectTagging']);
  });

  test('random names: equal to the definition, tried out on every boundary', () => {
    holds(
      fc.tuple(
        fc.uniqueArray(anyName, { minLength: 1, maxLength: 12, selector: folded }),
        fc.infiniteStream(fc.boolean()),
      ),
      ([names, flags]) => {
        const unused = names.filter(() => flags.next().value === true);
        assert.deepEqual(new Set(safePrefixes('', names, unused).map(folded)), byDefinition(names, unused));
      },
      1000,
    );
  });
});

/**
 * The definition, in the plainest code: every boundary is tried, the shortest safe ones are kept, what they do not
 * cover is written whole.
 */
function byDefinition(names: readonly string[], unused: readonly string[]): Set<string> {
  const all = names.map(folded);
  const gone = new Set(unused.map(folded));
  const boundaries = new Set(names.flatMap((name) => wordEnds(name).map((end) => folded(name.slice(0, end)))));
  const safe = [...boundaries].filter((prefix) => ![...gone].some((name) => name.startsWith(prefix)));
  const shortest = safe.filter((prefix) => !safe.some((other) => other !== prefix && prefix.startsWith(other)));
  const written = shortest.map((prefix) => {
    const below = all.filter((name) => name.startsWith(prefix));
    return below.length === 1 ? (below[0] ?? '') : `${prefix}*`;
  });
  const covered = (name: string): boolean => shortest.some((prefix) => name.startsWith(prefix));
  return new Set([...written, ...all.filter((name) => !gone.has(name) && !covered(name))]);
}

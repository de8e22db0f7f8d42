/** No list of unbounded length is spread into the arguments of a call: at about 130,000 of them, calls throw. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { globSync } from 'tinyglobby';

/** Calls that take what is spread into them, as they stand in the sources, and why there are never many. */
const bounded: Readonly<Record<string, string>> = {
  'String.fromCharCode(...bytes.subarray(at, at + mostArguments))': 'so many and no more',
  'Math.max(...told.map(': 'findings that are told, twenty at most',
  'Math.max(0, ...actions.map(': 'the actions of the catalogue that one pattern matches',
  'fixes.push(...entryFixes(': 'the fixes of one entry',
  'keeps.push(...keepFix(': 'one',
  'fixes.push(...quickFix(': 'one',
};

suite('lists that are spread into calls', () => {
  const files = globSync(['{core,server,cli,client,platform,protocol}/src/**/*.ts']);
  test('sources are looked at', () => assert.ok(files.length > 200, String(files.length)));

  test('are short', () => {
    const spread =
      /(?:\.(?:push|unshift|concat|splice|apply)|Math\.(?:min|max)|fromCharCode|fromCodePoint)\((?:[^()[\]{}]*, )?\.\.\./;
    const lines = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.deepEqual(
      lines.filter((line) => spread.test(line) && !Object.keys(bounded).some((call) => line.includes(call))),
      [],
    );
  });
});

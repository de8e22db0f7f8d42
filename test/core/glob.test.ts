/** Globs: what they match, against picomatch, and what is refused. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import picomatch from 'picomatch';
import { globRefusal, matchesGlob } from '../../core/src/config/glob.ts';
import { inWords } from '../../core/src/text/message.ts';
import { slow } from '../support/slow.ts';

suite('a glob matches what picomatch says', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '-',
    '*',
    '?',
    '[ab]',
    '[^ab]',
    '[a-c]',
    '{a,b}',
    '{a,b*}',
    '{a,{b,c}}',
    '{a}',
    String.raw`\*`,
  );
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')) },
    { weight: 2, arbitrary: fc.constant('**') },
  );
  const glob = fc
    .array(name, { minLength: 1, maxLength: 4 })
    .map((names) => names.join('/'))
    .filter((text) => !/(?:^|\/)\.(?:\/|$)|\/\*\*$|[^/]\*\*|\*\*[^/]/.test(text));
  const folder = fc
    .string({ unit: fc.constantFrom('a', 'b', 'c', '.', '-', '*', '{', '}'), minLength: 1, maxLength: 4 })
    .filter((text) => !/^\.+$/.test(text));
  const path = fc.array(folder, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));

  // Without its shortcuts: they want a character after the dot of `*.*`, which its grammar and shells do not.
  const definition = { dot: true, nonegate: true, fastpaths: false };

  slow('for any glob and path', () =>
    fc.assert(
      fc.property(glob, path, (pattern, file) => {
        assert.equal(matchesGlob(pattern, file), picomatch.isMatch(file, pattern, definition), `${pattern} ${file}`);
      }),
      { numRuns: 20_000 },
    ),
  );
});

suite('where matchers differ', () => {
  for (const [glob, path, isMatch] of [
    ['iam/**', 'iam/a/b.json', true],
    ['iam/**', 'iam', false],
    ['./a.json', 'a.json', true],
    ['[!a].json', 'b.json', true],
    ['[!a].json', 'a.json', false],
    ['!a.json', '!a.json', true],
    ['!a.json', 'b.json', false],
    ['a (old).json', 'a (old).json', true],
    ['a+b.json', 'a+b.json', true],
    ['a+b.json', 'aab.json', false],
    ['*.*', 'a.', true],
    ['[a.json', '[a.json', true],
    ['[]a].json', '].json', true],
    ['{a.json', '{a.json', true],
    ['a[/]b', 'a[/]b', true],
    ['{,old/}*.json', 'old/a.json', true],
    ['', '', true],
  ] as const)
    test(`${glob} ${isMatch ? 'matches' : 'does not match'} ${path}`, () =>
      assert.equal(matchesGlob(glob, path), isMatch));
});

suite('a glob of a workspace is refused', () => {
  const complex = 'is too complex';
  const group = 'is not a supported glob: it has a pattern in ( )';
  for (const [glob, reason] of [
    ['../a.json', 'leads out of the folder it starts in: a glob must stay below it'],
    ['/etc/**', 'leads out of the folder it starts in: a glob must stay below it'],
    ['*a'.repeat(21), `${complex}: at most 20 * are allowed`],
    ['**/a/'.repeat(21), `${complex}: at most 20 * are allowed`],
    ['{a,b,c}{a,b,c}{a,b,c}{a,b,c}', `${complex}: its { } expand to more than 64 globs`],
    [`{${','.repeat(64)}}`, `${complex}: its { } expand to more than 64 globs`],
    [`${'{a,'.repeat(20)}b${'}'.repeat(20)}{c,d}{e,f}`, `${complex}: its { } expand to more than 64 globs`],
    ['{1..9}.json', 'is not a supported glob: it has a range in { }'],
    ['@(a|b).json', group],
    ['+(a).json', group],
    ['!(a).json', group],
    ['*(a).json', group],
    ['?(a).json', group],
  ] as const)
    test(`${glob.slice(0, 40)}: ${reason}`, () => assert.equal(inWords(globRefusal(glob) ?? ''), `${glob} ${reason}`));

  test('as too long, and is not repeated in full', () => {
    const refusal = inWords(globRefusal('x'.repeat(1_000_000)) ?? '');
    assert.equal(refusal, `${'x'.repeat(40)}… is too long for a glob: 1,000,000 characters, at most 1,000 are allowed`);
  });

  test('only then', () => {
    const usual = [
      '**/*finding*.{json,ndjson,jsonl}',
      'iam/{dev,prod}/**/*.json',
      '**/a/**/b/**/c.json',
      'a (old)/*.json',
      '[@](a).json',
      'a..b.json',
    ];
    assert.deepEqual(
      usual.filter((glob) => globRefusal(glob) !== undefined),
      [],
    );
  });
});

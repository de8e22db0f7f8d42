/** The glob that the editor writes for one file, against the matcher that reads it. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { globRefusal, matchesGlob } from '../../core/src/config/glob.ts';
import { mapPolicy, readConfig } from '../../core/src/config/index.ts';
import { globOf } from '../../server/src/features/configEdits.ts';
import { roleArn } from './support.ts';

const plain = [
  'MyRole.json',
  'Other.json',
  'old/MyRole.json',
  'a.json',
  'b.json',
  'ab.json',
  'a/b.json',
  'x.json',
  '.json',
  'old',
];

const odd = [
  ['!old/MyRole.json', '!!x.json', '!', 'a!.json', '!(a).json', '#a.json', 'a#b.json', '\\!a.json'],
  [
    '[a].json',
    '[!a].json',
    '[^a].json',
    '[a-z].json',
    '[].json',
    'a].json',
    '[a',
    '[[:alpha:]].json',
    '[a/b].json',
    '[\\].json',
  ],
  ['{a,b}.json', '{1..3}.json', 'a}b.json', '{a', 'a{2}.json', '{a/b}.json', '{}', '{,}.json'],
  ['a\\b.json', '\\a.json', 'a\\', '\\\\', 'a\\*.json'],
  [
    '(a|b).json',
    '+(a).json',
    '@(a).json',
    '?(a).json',
    '*(a).json',
    '(a)+.json',
    '(a/b).json',
    'a|b.json',
    'a+.json',
    '++++a.json',
  ],
  ['*.json', '**/x.json', '**', '***', 'a*b*c*d*e*.json', '?.json', '????', '*/*'],
  ['a b.json', ' a.json', 'a .json', 'a\tb.json', 'a\nb.json', '\u00a0a.json', 'a\u200bb.json'],
  ['ü.json', 'u\u0308.json', '日本語.json', '👍.json', 'ﬁ.json', '\u202ea.json'],
  ['.hidden.json', '..x/a.json', '...json', 'a..b.json', '.a/.b/.c'],
  [
    '$a.json',
    '^a.json',
    "a'b.json",
    'a"b".json',
    '~a.json',
    '~/a.json',
    'a,b.json',
    'a;b.json',
    'a&b.json',
    'a=b.json',
    '<a>.json',
  ],
  [
    '`a`.json',
    '%41.json',
    '%2e%2e',
    'a:b.json',
    '-.json',
    '--.json',
    '_a.json',
    '$(x).json',
    '${x}.json',
    '@.json',
    'A.JSON',
    'a.JSON',
  ],
].flat();

const names = [...new Set([...odd, ...plain])];

suite('a glob for one file', () => {
  test('matches that file and no other, whatever they are called', () => {
    assert.ok(names.length >= 42);
    const matched = names.map((name) => names.filter((other) => matchesGlob(globOf(name), other)));
    assert.deepEqual(
      matched,
      names.map((name) => [name]),
    );
  });

  test('may stand in a configuration', () =>
    assert.deepEqual(
      names.filter((name) => globRefusal(globOf(name)) !== undefined),
      [],
    ));

  test('is written into one, and read from it again', () => {
    for (const name of names.filter((one) => one.trim() !== '')) {
      const edit = mapPolicy('', globOf(name), [roleArn('A')]);
      const reading = edit.kind === 'edit' ? readConfig(edit.edits[0]?.newText ?? '') : undefined;
      assert.deepEqual(
        reading?.kind === 'read' ? reading.config.policies.map(({ files }) => files) : reading,
        [globOf(name)],
        name,
      );
    }
  });

  test('of an ordinary name is the name', () => assert.deepEqual(plain.map(globOf), plain));
});

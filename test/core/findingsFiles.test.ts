/** Where findings are looked for: letter case does not count. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import picomatch from 'picomatch';
import { defaultFindingsGlobs, inAnyCase } from '../../core/src/index.ts';

test('the default glob, in any letter case', () => {
  const files = [
    'finding.json',
    'a/b/UnusedAccessFindings.json',
    'FINDINGS.NDJSON',
    'my-Finding-1.JsonL',
    '.findings/finding.jsonl',
    'findings/a.json',
    'finding.yaml',
    'find.json',
    'finding.json5',
  ];
  const matches = picomatch(defaultFindingsGlobs.map(inAnyCase), { dot: true });
  assert.deepEqual(
    files.filter((file) => matches(file)),
    files.slice(0, 5),
  );
});

test('letters in brackets and what is escaped stay; all else is the same glob', () => {
  assert.deepEqual(['a*', '[a-c]x', '\\ab', '{a,b}/**', 'é1_ß', '日本', '[!a]*.json'].map(inAnyCase), [
    '[aA]*',
    '[a-c][xX]',
    '\\a[bB]',
    '{[aA],[bB]}/**',
    '[éÉ]1_ß',
    '日本',
    '[!a]*.[jJ][sS][oO][nN]',
  ]);
});

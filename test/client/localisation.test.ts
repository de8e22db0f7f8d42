import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { printParseErrorCode } from 'jsonc-parser';
import { globSync } from 'tinyglobby';

const readTexts = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

/** What jsonc-parser calls errors, as we write them. */
const wordsOfTheParser = Array.from({ length: 16 }, (_, i) => printParseErrorCode(i + 1))
  .filter((code) => !code.startsWith('<'))
  .map((code) => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());

/** The `{0}`, `[…](command:…)` and code of a text, which a translation must hold too. */
const fixedParts = (text: string): string[] => (text.match(/\{\d\}|\(command:[\w.]+\)|`[^`]+`/g) ?? []).toSorted();

suite('texts in another language', () => {
  test('every text that is said has one in German', () => {
    const files = globSync([
      'core/src/**/*.ts',
      'platform/src/**/*.ts',
      'server/src/**/*.ts',
      'client/src/**/*.ts',
      'client/webview/*.ts',
    ]);
    const said = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\b(?:t|say)\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) => text),
    );
    const all = new Set([...said, ...wordsOfTheParser]);
    // Nothing but what goes into its gap.
    all.delete('{0}');
    assert.deepEqual(Object.keys(readTexts('l10n/bundle.l10n.de.json')).toSorted(), [...all].toSorted());
  });

  test('every text of the manifest is there, in English and in German', () => {
    const named = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.-]+)%"/g)].map(([, key = '']) => key);
    const sorted = [...new Set(named)].toSorted();
    assert.deepEqual(Object.keys(readTexts('package.nls.json')).toSorted(), sorted);
    assert.deepEqual(Object.keys(readTexts('package.nls.de.json')).toSorted(), sorted);
  });

  test('what is no word stays the same', () => {
    for (const [text, translated] of Object.entries(readTexts('l10n/bundle.l10n.de.json')))
      assert.deepEqual(fixedParts(translated), fixedParts(text), text);
    const german = readTexts('package.nls.de.json');
    for (const [key, text] of Object.entries(readTexts('package.nls.json')))
      assert.deepEqual(fixedParts(german[key] ?? ''), fixedParts(text), key);
  });
});

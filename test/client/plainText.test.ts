import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPlainText } from '../../client/src/plainText.ts';

test('what stands in a message is never a link or an icon', () => {
  const cases: readonly (readonly [text: string, shown: string])[] = [
    ['roles/[x](command:workbench.action.quit).json', 'roles/[x] (command:workbench.action.quit).json'],
    ['[a]([b](command:c))', '[a] ([b] (command:c))'],
    ['$(warning) MyRole', '$ (warning) MyRole'],
    ['findings of MyRole [2] (old)', 'findings of MyRole [2] (old)'],
  ];
  for (const [text, shown] of cases) assert.equal(asPlainText(text), shown);
});

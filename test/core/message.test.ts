import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { joined } from '../../core/src/text/message.ts';
import { inWords, languageOf, say, sentence } from '../../core/src/text/index.ts';

const texts: Readonly<Record<string, string>> = {
  '{0} of {1} actions of {2} are unused': 'von {1} Aktionen von {2} sind {0} ungenutzt',
  'by {0}, line {1}': 'nach {0}, Zeile {1}',
  '{0}, it is shared': '{0} gehört es mehreren',
};
const german = languageOf('de', (says) => texts[says] ?? says);

suite('a message', () => {
  test('is said in English, and in another language in its own order', () => {
    const message = say('{0} of {1} actions of {2} are unused', 22, 58, 's3:Get*');
    assert.deepEqual(
      [inWords(message), inWords(message, german)],
      ['22 of 58 actions of s3:Get* are unused', 'von 58 Aktionen von s3:Get* sind 22 ungenutzt'],
    );
  });

  test('has counts as people write them, and texts as they are', () => {
    const message = say('{0} of {1}: {2}', 999, 22_091, '22091');
    assert.deepEqual([inWords(message), inWords(message, german)], ['999 of 22,091: 22091', '999 of 22.091: 22091']);
  });

  test('that start with a name keep its letter case, whichever gap it is in', () => {
    const message = sentence(say('{1} is matched to {0}', 'AppB', 'aws_iam_role.app'));
    assert.equal(inWords(message), 'aws_iam_role.app is matched to AppB');
  });

  test('may hold others, and start as a sentence', () => {
    const message = sentence(say('{0}, it is shared', say('by {0}, line {1}', 'x.json', '7')));
    assert.deepEqual(
      [inWords(message), inWords(message, german)],
      ['By x.json, line 7, it is shared', 'Nach x.json, Zeile 7 gehört es mehreren'],
    );
  });

  test('keeps what looks like a gap in what goes into one', () =>
    assert.equal(inWords(say('{0} is missing, {1} is not', '{1}', '$&')), '{1} is missing, $& is not'));

  test('lists what it is given, and says what no language has in English', () => {
    assert.deepEqual([inWords(joined([], ', ')), inWords(joined(['a', 2, say('c')], ', '), german)], ['', 'a, 2, c']);
  });
});

/** Where in a text an offset is: line ends are those of the Language Server Protocol. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { createPlaceScan, placeAt, placesIn } from '../../core/src/text/index.ts';
import { holds } from '../support/property.ts';

suite('places in a text', () => {
  test('`\\n`, `\\r\\n` and `\\r` end a line, and nothing else does', () => {
    const placeOf = placesIn('a\nb\r\nc\rd\u2028e');
    const places = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10]
      .map((offset) => placeOf(offset))
      .map(({ line, column }) => `${line}:${column}`);
    assert.deepEqual(places, ['1:1', '1:2', '2:1', '2:2', '2:3', '3:1', '3:2', '4:1', '4:3', '4:4']);
  });

  test('an empty text, and an offset behind the end', () => {
    assert.deepEqual(
      [placesIn('')(0), placesIn('a\n')(5)],
      [
        { line: 1, column: 1 },
        { line: 2, column: 4 },
      ],
    );
  });

  test('many places of one text are those that are found one by one', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '\r', '\r\n', '\u2028', '💥', '\t'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    holds(text, (given) => {
      const placeOf = placesIn(given);
      for (let offset = given.length + 2; offset >= 0; offset--)
        assert.deepEqual(placeOf(offset), placeAt(given, offset));
    });
  });

  test('in a text that comes in pieces they are the same, wherever it is cut', () => {
    const pieces = fc.array(fc.constantFrom('', 'ab', '\n', '\r', '\r\n', '\n\r', '💥a'), { maxLength: 12 });
    holds(pieces, (given) => {
      const text = given.join('');
      const offsets = Array.from({ length: text.length + 3 }, (_, offset) => offset);
      for (const wanted of [offsets, [1, 1], [text.length >> 1], []]) {
        const scan = createPlaceScan(wanted);
        for (const piece of given) if (!scan.push(piece)) break;
        assert.deepEqual(scan.end(), wanted.map(placesIn(text)));
      }
    });
  });
});

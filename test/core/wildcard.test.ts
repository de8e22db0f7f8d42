import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { holdsEveryExtension, matchesWildcard, normalise } from '../../core/src/actions/wildcard.ts';
import { accepts, automatonOf, isLanguageInside, matcherOf } from '../../core/src/proof/wildcardLanguage.ts';
import { allows, folded } from '../support/bruteForce.ts';
import { anyName, holds, namePattern } from '../support/property.ts';

const pattern = fc.oneof(namePattern, fc.string({ unit: fc.constantFrom('a', 'B', '*', '?'), maxLength: 6 }));
const name = fc.oneof(anyName, fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'c'), maxLength: 6 }));

suite('wildcards', () => {
  test('the refinement and the proof both match as a regular expression does', () => {
    holds(
      fc.tuple(pattern, name),
      ([p, n]) => {
        const expected = allows(`s3:${p}`, `s3:${n}`);
        assert.equal(matchesWildcard(normalise(p), folded(n)), expected, `${p} ${n}`);
        assert.equal(accepts(automatonOf(p), automatonOf(n)), expected, `proof: ${p} ${n}`);
        const matcher = matcherOf(automatonOf(p));
        const [first, again] = [matcher.accepts(automatonOf(n)), matcher.accepts(automatonOf(n))];
        assert.deepEqual([first, again], [expected, expected], `remembering: ${p} ${n}`);
      },
      2000,
    );
  });

  test('a pattern holds every extension of a prefix exactly when the language of prefix* lies inside its own', () => {
    holds(
      fc.tuple(pattern, name),
      ([p, prefix]) => {
        const inside = isLanguageInside(automatonOf(`${prefix}*`), automatonOf(p));
        assert.equal(holdsEveryExtension(normalise(p), folded(prefix)), inside, `${prefix}* in ${p}`);
      },
      2000,
    );
  });

  test('language inclusion agrees with trying every short text', () => {
    const texts = shortTexts(['a', 'b', 'c'], 6);
    holds(
      fc.tuple(
        fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 }),
      ),
      ([inner, outer]) => {
        const counterexample = texts.find(
          (text) => allows(`s:${inner}`, `s:${text}`) && !allows(`s:${outer}`, `s:${text}`),
        );
        assert.equal(
          isLanguageInside(automatonOf(inner), automatonOf(outer)),
          counterexample === undefined,
          `${inner} in ${outer}: ${counterexample}`,
        );
      },
      400,
    );
  });

  test('a star is read more than once', () => {
    // bb and bbc are accepted, bbcc is not.
    assert.equal(isLanguageInside(automatonOf('bb*'), automatonOf('*b?')), false);
    assert.equal(isLanguageInside(automatonOf('bb*'), automatonOf('*b*?')), true);
  });

  test('a search that would be too large is not taken for a proof', () => {
    assert.equal(isLanguageInside(automatonOf('a*b*c*'), automatonOf('*a*b*c*'), 3), false);
    assert.equal(isLanguageInside(automatonOf('a*b*c*'), automatonOf('*a*b*c*')), true);
  });

  test('A to Z are folded, and nothing else', () => {
    const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter(
      (c) => c !== '*' && c !== '?',
    );
    for (const a of ascii)
      assert.deepEqual(
        ascii.filter((b) => accepts(automatonOf(a), automatonOf(b))),
        ascii.filter((b) => folded(a) === folded(b)),
      );
  });

  test('a thousand stars are no more than one', () => {
    const [stars, letters] = [automatonOf('*a'.repeat(500)), automatonOf('a'.repeat(500))];
    assert.deepEqual([accepts(stars, letters), accepts(stars, automatonOf('a'.repeat(499)))], [true, false]);
    assert.equal(isLanguageInside(automatonOf('*'.repeat(1000)), automatonOf('*')), true);
  });
});

function shortTexts(letters: readonly string[], length: number): string[] {
  if (length === 0) return [''];
  const shorter = shortTexts(letters, length - 1);
  return [...new Set([...shorter, ...shorter.flatMap((text) => letters.map((letter) => text + letter))])];
}

import * as fc from 'fast-check';

/** The seed of random input. Every run uses the same, unless `FAST_CHECK_SEED` sets another. */
export const seed: number = Number(process.env['FAST_CHECK_SEED'] ?? 20240806);

/** How many inputs to try if a test asks for `runs`. `FAST_CHECK_SHARE` is the share, for running tests many times. */
export function shareOf(runs: number): number {
  return Math.ceil(runs * Number(process.env['FAST_CHECK_SHARE'] ?? 1));
}

/** Checks a property with random input (see {@link seed}). Throws with the smallest counterexample that was found. */
export function holds<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void, runs = 300): void {
  fc.assert(
    fc.property(arbitrary, (value) => predicate(value)),
    { seed, numRuns: shareOf(runs) },
  );
}

const words = [
  'Get',
  'GET',
  'Describe',
  'Instance',
  'Instances',
  'DB',
  'DBs',
  'Acl',
  'ACL',
  'A',
  'V2',
  's',
  'Set',
  'IPv6',
];
/** Parts of names that are not words: digits, single letters, joining characters. */
const oddWords = ['1', '10', 'I', 'i', 'x', '_', '-'];
/**
 * Parts that no action name has: letters beyond ASCII (careless folding turns some of them into ASCII letters), blanks,
 * and other signs.
 */
const foreignWords = ['É', 'é', 'ß', '\u212A', '\u0130', 'Σ', '.', ' ', '\n', '\0', '💥'];

const namesOf = (odd: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.constantFrom(...odd) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((parts) => parts.join(''));

/**
 * Action names that are likely to collide: prefixes of each other, names that differ in letter case, acronyms, plurals,
 * digits, and words of one letter.
 */
export const actionName: fc.Arbitrary<string> = namesOf(oddWords);

/** The same, and a few texts that are not action names. */
export const anyName: fc.Arbitrary<string> = namesOf([...oddWords, ...foreignWords]);

/** A name, in most cases with wildcards in place of parts: `Get*`, `G?tAcl`, `*Acl*`. */
export const namePattern: fc.Arbitrary<string> = fc
  .tuple(
    actionName,
    fc.array(fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 6 }), fc.constantFrom('*', '*', '?')), { maxLength: 2 }),
  )
  .map(([name, cuts]) =>
    cuts.reduce((text, [at, length, wildcard]) => text.slice(0, at) + wildcard + text.slice(at + length), name),
  );

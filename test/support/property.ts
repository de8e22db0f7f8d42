import * as fc from 'fast-check';

/** The same at every run; `FAST_CHECK_SEED` chooses other input. */
export const seed: number = Number(process.env['FAST_CHECK_SEED'] ?? 20240806);

/**
 * How many inputs are tried where a test asks for `runs`: `FAST_CHECK_SHARE` of them, for who runs the tests a thousand
 * times.
 */
export function shareOf(runs: number): number {
  return Math.ceil(runs * Number(process.env['FAST_CHECK_SHARE'] ?? 1));
}

/** Checks a property with random input, the same at every run; `FAST_CHECK_SEED` chooses other input. */
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
/** Digits, one letter, what joins words. */
const oddWords = ['1', '10', 'I', 'i', 'x', '_', '-'];
/**
 * What stands in no action name: letters that are no ASCII (some of which fold to ASCII where one is careless), blanks,
 * other signs.
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

/** Action names made to collide: prefixes of one another, case twins, acronyms, plurals, digits, one-letter words. */
export const actionName: fc.Arbitrary<string> = namesOf(oddWords);

/** The same, and a few texts that no action is named. */
export const anyName: fc.Arbitrary<string> = namesOf([...oddWords, ...foreignWords]);

/** A name part with wildcards cut into a name: `Get*`, `G?tAcl`, `*Acl*`, or the plain name. */
export const namePattern: fc.Arbitrary<string> = fc
  .tuple(
    actionName,
    fc.array(fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 6 }), fc.constantFrom('*', '*', '?')), { maxLength: 2 }),
  )
  .map(([name, cuts]) =>
    cuts.reduce((text, [at, length, wildcard]) => text.slice(0, at) + wildcard + text.slice(at + length), name),
  );

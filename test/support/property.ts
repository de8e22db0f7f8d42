import * as fc from 'fast-check';

/** The same at every run; `FAST_CHECK_SEED` chooses other input. */
export const seed: number = Number(process.env['FAST_CHECK_SEED'] ?? 20240806);

/** Checks a property with random input, the same at every run; `FAST_CHECK_SEED` chooses other input. */
export function holds<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void, runs = 300): void {
  fc.assert(
    fc.property(arbitrary, (value) => predicate(value)),
    { seed, numRuns: runs },
  );
}

/** Action names made to collide: prefixes of one another, case twins, acronyms, plurals, digits, one-letter words. */
export const actionName: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('Get', 'GET', 'Describe', 'Instance', 'Instances', 'DB', 'DBs', 'Acl', 'ACL', 'A', 'V2', 's', 'Set', 'IPv6'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => words.join(''));

/** A name part with wildcards cut into a name: `Get*`, `G?tAcl`, `*Acl*`, or the plain name. */
export const namePattern: fc.Arbitrary<string> = fc
  .tuple(actionName, fc.array(fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 6 }), fc.constantFrom('*', '*', '?')), { maxLength: 2 }))
  .map(([name, cuts]) => cuts.reduce((text, [at, length, wildcard]) => text.slice(0, at) + wildcard + text.slice(at + length), name));

/** How the runner and the tests (`test/support/slow.ts`) agree on which are slow. */

/** Behind the name of each slow test. */
export const slowMark = ' (slow)';

/** Slow tests are left out where this variable of the environment is `no`. */
export const slowVariable = 'IAM_REFINE_SLOW';

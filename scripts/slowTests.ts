/** The marks by which the test runner and `test/support/slow.ts` recognise slow tests. */

/** The end of the name of each slow test. */
export const slowMark = ' (slow)';

/** Slow tests are skipped if this environment variable is `no`. */
export const slowVariable = 'IAM_REFINE_SLOW';

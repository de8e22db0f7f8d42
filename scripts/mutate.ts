/**
 * Bundles and runs the mutation tests (`test/mutation/mutate.ts`); arguments are passed on. Run with `npm run mutate
 * [-- FILE…]`.
 */
import { runProgram } from './buildTests.ts';

process.exitCode = await runProgram('test/mutation/mutate.ts', process.argv.slice(2));

/**
 * Bundles and runs the fuzzer (`test/laws/fuzz.ts`); arguments are passed on. Run with `npm run fuzz -- --seconds N`.
 */
import { runProgram } from './buildTests.ts';

/** Runs the fuzzer; returns 0 if no law was broken. */
export function fuzz(args: readonly string[]): Promise<number> {
  return runProgram('test/laws/fuzz.ts', args);
}

if (process.argv[1] === import.meta.filename) process.exitCode = await fuzz(process.argv.slice(2));

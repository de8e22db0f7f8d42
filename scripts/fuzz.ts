/** Bundles and runs the fuzzer (`test/laws/fuzz.ts`); arguments are passed on. Run with `npm run fuzz -- --seconds N`. */
import { spawnSync } from 'node:child_process';
import { buildTests } from './buildTests.ts';

/** True where no law was broken. */
export async function fuzz(args: readonly string[]): Promise<boolean> {
  const [file = ''] = await buildTests(['test/laws/fuzz.ts']);
  return spawnSync(process.execPath, ['--enable-source-maps', file, ...args], { stdio: 'inherit' }).status === 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = (await fuzz(process.argv.slice(2))) ? 0 : 1;

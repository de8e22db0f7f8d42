/** Bundles and runs the mutation tests (`test/mutation/mutate.ts`); arguments are passed on. Run with `npm run mutate [-- FILE…]`. */
import { spawnSync } from 'node:child_process';
import { buildTests } from './buildTests.ts';

const [file = ''] = await buildTests(['test/mutation/mutate.ts']);
process.exitCode = spawnSync(process.execPath, ['--enable-source-maps', file, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;

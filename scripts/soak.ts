/** Bundles and runs the soak (`test/soak/soak.ts`); arguments are passed on. Run with `npm run soak -- --minutes N`. */
import { spawnSync } from 'node:child_process';
import { buildBundles } from './build.ts';
import { buildTests } from './buildTests.ts';

await buildBundles();
const [file = ''] = await buildTests(['test/soak/soak.ts']);
process.exitCode = spawnSync(process.execPath, ['--enable-source-maps', file, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;

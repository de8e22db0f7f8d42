/** Bundles and runs the soak (`test/soak/soak.ts`); arguments are passed on. Run with `npm run soak -- --minutes N`. */
import { buildBundles } from './build.ts';
import { runProgram } from './buildTests.ts';

await buildBundles();
process.exitCode = await runProgram('test/soak/soak.ts', process.argv.slice(2));

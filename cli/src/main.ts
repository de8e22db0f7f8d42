/** The command line tool as a process. */
import { runWith } from './run.ts';

async function main(): Promise<void> {
  const { stdout, stderr, exitCode } = await runWith(process.argv.slice(2));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}

void main();

import manifest from '../../package.json' with { type: 'json' };
import { check } from './check.ts';
import { examine } from './examine.ts';
import { explain } from './explain.ts';
import { CannotDo } from './files.ts';
import { fix } from './fix.ts';
import { printableLines } from './printable.ts';
import { readCommandLine, usage, type CommandLine } from './options.ts';
import type { Outcome } from './outcome.ts';
import { updateCatalogue } from './updateCatalogue.ts';

/** The output of the process, and its exit code. */
export interface Written {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs the command in the arguments after the program's name. */
export async function runWith(args: readonly string[]): Promise<Written> {
  const { stdout, stderr, exitCode } = await safely(readCommandLine(args));
  return { stdout, stderr: printableLines(stderr), exitCode };
}

async function run(command: CommandLine): Promise<Outcome> {
  switch (command.kind) {
    case 'help':
      return { stdout: `${usage}\n`, stderr: [], exitCode: 0 };
    case 'version':
      return { stdout: `${manifest.version}\n`, stderr: [], exitCode: 0 };
    case 'wrong':
      return { stdout: '', stderr: [`iam-refine: ${command.message} (see iam-refine --help)`], exitCode: 2 };
    case 'update-catalogue':
      return updateCatalogue(command.update);
    case 'explain':
      return explain(command.patterns, command.options);
    case 'check':
      return check(command.options);
    case 'fix': {
      if (command.output === 'stdout' && command.options.paths.length !== 1)
        throw new CannotDo('--stdout takes one file');
      const examination = await examine(command.options, { use: (file) => file });
      if (command.output === 'stdout' && examination.files.length > 1) throw new CannotDo('--stdout takes one file');
      const { output, isCompact, includesUntracked, acceptsGeneratedNames, extendsNotAction, options } = command;
      const { format, allowUnread } = options;
      return fix(examination, {
        output,
        isCompact,
        includesUntracked,
        acceptsGeneratedNames,
        extendsNotAction,
        format,
        allowUnread,
      });
    }
  }
}

/** Runs a command. An unexpected error is reported in one line as well, without a stack trace. */
async function safely(command: CommandLine): Promise<Outcome> {
  try {
    return await run(command);
  } catch (error) {
    const lines = error instanceof CannotDo ? error.lines : [`unexpected error: ${String(error)}`];
    return { stdout: '', stderr: lines.map((line) => `iam-refine: ${line}`), exitCode: 2 };
  }
}

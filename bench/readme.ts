/** Writes `bench/README.md`: what the last run of all parts printed, and nothing else. */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What a run printed. */
export interface Run {
  /** The names of the parts. */
  readonly names: readonly string[];
  readonly table: readonly string[];
  readonly profile: readonly string[];
}

export function readmeOf({ names, table, profile }: Run): string {
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} processors, Node ${process.versions.node}`;
  return `# Figures

\`npm run bench\` prints ratios inside one run, each against something a user knows; medians of runs that alternate with what they are measured against. \`npm run bench -- NAME…\` measures some parts only (${names.map((name) => `\`${name}\``).join(', ')}). Why an aim is missed, and what was tried: [limits.md](limits.md).

This file is written by \`npm run bench\`: ${date}, commit ${commit()}, ${machine}.

\`\`\`
${table.join('\n')}
\`\`\`

A keystroke in a policy of 1 MB, by time spent in a function itself:

\`\`\`
${profile.join('\n')}
\`\`\`
`;
}

function commit(): string {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  return git('rev-parse', '--short=8', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes');
}

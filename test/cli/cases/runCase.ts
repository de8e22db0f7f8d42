/** Runs a case on the built tool, and gives the whole of what came of it. */
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { everythingBelow } from '../below.ts';
import { runInThread } from '../inThread.ts';
import type { Case, CaseRun } from './case.ts';

/** Noon of the day of the cases. */
const noon = Date.UTC(2026, 10, 25, 12);

/** What came of a run, in the form in which a case expects it. */
export type Outcome = Required<Pick<CaseRun, 'code' | 'stdout' | 'stderr' | 'changes'>>;

export function outcomeOf({ folder: copied, files = {} }: Case, run: CaseRun): Outcome {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'iam-refine-case-')));
  try {
    if (copied !== undefined) cpSync(path.resolve('test/fixtures/cases', copied), folder, { recursive: true });
    for (const [file, content] of Object.entries(files)) place(path.join(folder, file), content);
    const before = textsBelow(folder);
    const { code, stdout, stderr } = runInThread(path.join(folder, run.cwd ?? ''), run.args.split(' '), { now: noon });
    if (!isExitCode(code)) throw new Error(`the tool ended with ${code}`);
    const lines = (text: string): string[] => text.replaceAll(folder, 'FOLDER').split('\n').slice(0, -1);
    const said = run.args.includes('--format sarif') ? shortened(stdout) : lines(stdout);
    return { code, stdout: said, stderr: lines(stderr), changes: changed(before, textsBelow(folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is no text becomes JSON, as a person would lay it out. */
function place(file: string, content: unknown): void {
  if (content === null) return rmSync(file);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
}

function isExitCode(code: number | null): code is Outcome['code'] {
  return code === 0 || code === 1 || code === 2;
}

function textsBelow(folder: string): ReadonlyMap<string, string> {
  const paths = everythingBelow(folder)
    .filter((file) => lstatSync(path.join(folder, file)).isFile())
    .toSorted();
  return new Map(paths.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

/** The lines that went and came, of each file that is not as it was. */
function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Record<string, readonly string[]> {
  const all = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const differ = all.filter((file) => before.get(file) !== after.get(file));
  return Object.fromEntries(differ.map((file) => [file, difference(before.get(file) ?? '', after.get(file) ?? '')]));
}

function difference(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [...less(old, now).map((line) => `-${line}`), ...less(now, old).map((line) => `+${line}`)];
}

/** The lines of one list that another does not have, each as often as it has it less. */
function less(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

interface SarifLog {
  readonly runs: readonly [
    {
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[];
        },
      ];
      readonly results: readonly { readonly ruleId: string; readonly message: { readonly text: string } }[];
    },
  ];
}

/** What of a SARIF log a case is about. */
function shortened(text: string): string[] {
  const [{ invocations, results }] = (JSON.parse(text) as SarifLog).runs;
  const [{ executionSuccessful, toolExecutionNotifications = [] }] = invocations;
  return [
    `executionSuccessful: ${executionSuccessful}`,
    ...toolExecutionNotifications.map(({ message }) => `notification: ${message.text}`),
    ...results.map(({ ruleId, message }) => `result: ${ruleId}: ${message.text}`),
  ];
}

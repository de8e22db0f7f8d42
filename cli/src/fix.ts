import { createTwoFilesPatch } from 'diff';
import { applyEdits, nameOf, type LeftCode } from '../../core/src/index.ts';
import type { Examination, ExaminedFile } from './examine.ts';
import { CannotDo, replaceText, shown } from './files.ts';
import type { FixOutput } from './options.ts';
import type { Outcome } from './outcome.ts';

interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly kept: number;
  readonly removed: number;
  readonly left: readonly { readonly code: LeftCode | 'finding.ambiguous' | 'finding.incomplete'; readonly reason: string }[];
  readonly whose: string;
}

/** Removes what is unused, and writes or prints the result. */
export async function fix(examination: Examination, output: FixOutput, format: 'text' | 'json'): Promise<Outcome> {
  const { files, notes } = examination;
  const failures = [...examination.failures];
  const fixed: FixedFile[] = [];
  for (const examined of files) {
    const file = refined(examined);
    const failure = output === 'write' && file.before !== file.after ? await written(examined, file.after) : undefined;
    if (failure === undefined) fixed.push(file);
    else failures.push(failure);
  }
  const left = fixed.flatMap((file) => file.left.map(({ code, reason }) => `${file.path}: ${code}: ${reason}`));
  const exitCode = failures.length > 0 ? 2 : left.length > 0 ? 1 : 0;
  const stdout = format === 'json' ? jsonOf(fixed, examination.catalogue.label) : textOf(fixed, output, examination.catalogue.label);
  return { stdout, stderr: [...notes, ...left, ...failures], exitCode };
}

function refined(examined: ExaminedFile): FixedFile {
  const { path, file, evidence, analysis, refiner } = examined;
  const { edits, kept, removed, left } = refiner.refine(analysis, { kind: 'file' });
  const blocked = evidence.kind === 'blocked' ? [{ code: evidence.code, reason: evidence.reason }] : [];
  return {
    path: shown(path),
    before: file.text,
    after: applyEdits(file.text, edits) ?? file.text,
    kept,
    removed,
    left: [...blocked, ...left],
    whose: spokenFor(examined),
  };
}

/** How a line names whose findings were used. */
function spokenFor({ evidence }: ExaminedFile): string {
  const findings = evidence.kind === 'speaks' ? evidence.findings : [];
  return findings.map(({ finding }) => nameOf(finding)).join(', ');
}

/** Why the file could not be written; `undefined` when it was. */
async function written({ path, file }: ExaminedFile, text: string): Promise<string | undefined> {
  try {
    await replaceText(path, file, text);
    return undefined;
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return error.message;
  }
}

function jsonOf(fixed: readonly FixedFile[], catalogue: string): string {
  const files = fixed.map(({ path, before, after, kept, removed, left }) => ({ path, changed: before !== after, kept, removed, left }));
  return `${JSON.stringify({ catalogue, files }, null, 2)}\n`;
}

function textOf(fixed: readonly FixedFile[], output: FixOutput, catalogue: string): string {
  if (output === 'stdout') return fixed.map(({ after }) => after).join('');
  if (output === 'diff') return fixed.map(diffOf).join('');
  const verb = output === 'dry-run' ? 'would remove' : 'removed';
  const lines = fixed.map(({ path, before, after, kept, removed, whose }) =>
    before === after
      ? `${path}: nothing to do`
      : `${path}: ${verb} ${removed} actions unused by ${whose}, kept ${kept} (checked by ${catalogue})`,
  );
  return lines.map((line) => `${line}\n`).join('');
}

function diffOf({ path, before, after }: FixedFile): string {
  return before === after
    ? ''
    : createTwoFilesPatch(path, path, before, after, undefined, undefined, {
        headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
      });
}

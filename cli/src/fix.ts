import { realpath } from 'node:fs/promises';
import {
  applyEdits,
  inWords,
  listed,
  nameOf,
  tooLargeRefined,
  type LeftCode,
  type ProblemCode,
  type Refiner,
  type TextEdit,
} from '../../core/src/index.ts';
import type { Examination, ExaminedFile } from './examine.ts';
import { CannotDo, shown, slashed } from './files.ts';
import type { FixOutput, Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import { printable } from './printable.ts';
import { replaceText } from './replaceFile.ts';
import { unifiedDiff } from './unifiedDiff.ts';

interface FixedFile {
  readonly path: string;
  /** As the command line or a folder has it. */
  readonly file: string;
  /** The byte order mark of the text, or nothing. */
  readonly mark: string;
  readonly edits: readonly TextEdit[];
  readonly before: string;
  readonly after: string;
  readonly kept: number;
  readonly removed: number;
  readonly left: readonly { readonly code: ProblemCode | LeftCode; readonly reason: string }[];
  readonly whose: string;
  /** Lines about policies that are larger than IAM takes now. */
  readonly tooLarge: readonly string[];
}

export interface FixOptions {
  readonly output: FixOutput;
  /** In the fewest characters. */
  readonly isCompact: boolean;
  readonly format: Options['format'];
}

/** Removes what is unused, and writes or prints the result. */
export async function fix(examination: Examination, { output, isCompact, format }: FixOptions): Promise<Outcome> {
  const { files, notes } = examination;
  const failures = [...examination.failures];
  const fixed: FixedFile[] = [];
  for (const examined of files) {
    const file = refined(examined, examination.refiner, isCompact);
    const failure = output === 'write' && file.before !== file.after ? await written(examined, file.after) : undefined;
    if (failure === undefined) fixed.push(file);
    else failures.push(failure);
  }
  const left = fixed.flatMap((file) => file.left.map(({ code, reason }) => `${file.path}: ${code}: ${reason}`));
  const exitCode = failures.length > 0 ? 2 : left.length > 0 ? 1 : 0;
  const catalogue = inWords(examination.catalogue.label);
  const stdout = format === 'json' ? jsonOf(fixed, catalogue) : await textOf(fixed, output, catalogue);
  const tooLarge = fixed.flatMap((file) => file.tooLarge);
  return { stdout, stderr: [...notes, ...files.flatMap(staleness), ...tooLarge, ...left, ...failures], exitCode };
}

/** Something was removed on the word of a finding that may be out of date: the user is told, once a file and reason. */
function staleness({ path, evidence }: ExaminedFile): string[] {
  const reasons = evidence.flatMap((said) => (said.kind === 'speaks' && said.stale !== undefined ? [inWords(said.stale)] : []));
  return [...new Set(reasons)].map((reason) => `${shown(path)}: finding.stale: ${reason}`);
}

function refined(examined: ExaminedFile, refiner: Refiner, isCompact: boolean): FixedFile {
  const { path, file, evidence, analysis } = examined;
  const { edits, kept, removed, left } = refiner.refine(analysis, { kind: 'file', isCompact });
  const blocked = evidence.flatMap((said) => (said.kind === 'blocked' ? [{ code: said.code, reason: said.reason }] : []));
  return {
    path: shown(path),
    file: path,
    mark: file.mark,
    edits,
    before: file.text,
    after: applyEdits(file.text, edits) ?? file.text,
    kept,
    removed,
    left: [...blocked, ...left].map(({ reason, ...undone }) => ({ ...undone, reason: inWords(reason) })),
    whose: spokenFor(examined),
    tooLarge: tooLargeRefined(analysis, (compact) => refiner.refine(analysis, { kind: 'file', isCompact: isCompact || compact })).map(
      ({ message }) => `${shown(path)}: policy.too-large: ${inWords(message)}`,
    ),
  };
}

/** How a line names whose findings were used. */
function spokenFor({ evidence }: ExaminedFile): string {
  const findings = evidence.flatMap((said) => (said.kind === 'speaks' ? said.findings : []));
  return inWords(listed([...new Set(findings.map(({ finding }) => inWords(nameOf(finding))))]));
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

async function textOf(fixed: readonly FixedFile[], output: FixOutput, catalogue: string): Promise<string> {
  if (output === 'stdout') return fixed.map(({ mark, after }) => mark + after).join('');
  if (output === 'diff') return (await Promise.all(fixed.map(diffOf))).join('');
  const verb = output === 'dry-run' ? 'would remove' : 'removed';
  const lines = fixed.map(({ path, before, after, kept, removed, whose }) =>
    before === after
      ? `${path}: nothing to do`
      : `${path}: ${verb} ${removed} actions unused by ${whose}, kept ${kept} (checked by ${catalogue})`,
  );
  return lines.map((line) => `${printable(line)}\n`).join('');
}

async function diffOf({ file, mark, before, after, edits }: FixedFile): Promise<string> {
  if (before === after) return '';
  const shifted = edits.map(({ span, newText }) => ({ span: { ...span, offset: span.offset + mark.length }, newText }));
  return unifiedDiff({ path: await diffPath(file), before: mark + before, after: mark + after, edits: shifted });
}

/** The path from the current directory, or from the root of what is not below it; of a link, that of its target, as `patch` follows none. */
async function diffPath(file: string): Promise<string> {
  const real = await realpath(file).catch(() => file);
  return slashed(shown(real)).replace(/^\/+/, '');
}

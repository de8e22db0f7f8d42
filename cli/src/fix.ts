import { realpath } from '../../platform/src/node/fileSystem.ts';
import { applyEdits, inWords, type Message, type TextEdit } from '../../core/src/text/index.ts';
import {
  listed,
  namesOf,
  tooLargeRefined,
  untrackedReason,
  type Analysis,
  type FindingMatch,
  type LeftCode,
  type ProblemCode,
  type Scope,
  type Engine,
  type EntryExplanation,
  type UnreadPart,
  matchesOf,
} from '../../core/src/index.ts';
import { counted } from './counted.ts';
import { hasNotAction } from './counts.ts';
import type { Examination, ExaminedFile } from './examination.ts';
import { slashed } from '../../platform/src/node/paths.ts';
import { CannotDo, shown } from './files.ts';
import type { FixOutput, Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import { printableJson, printableLines } from './printable.ts';
import { replaceText } from './replaceFile.ts';
import { undisturbed } from './signals.ts';
import { passedOverParts, summarise, type Summary } from './summary.ts';
import { unifiedDiff } from './unifiedDiff.ts';

interface FixedFile {
  readonly path: string;
  /** The path as given on the command line or found in a folder. */
  readonly file: string;
  /** The byte order mark of the text, or empty. */
  readonly mark: string;
  readonly edits: readonly TextEdit[];
  readonly before: string;
  readonly after: string;
  /** The actions that the changed policies keep and lose, each once for each policy, as in the editor. */
  readonly kept: number;
  readonly removed: number;
  readonly left: readonly Left[];
  /** Does a finding apply to each of its policies, and was each statement checked? */
  readonly isChecked: boolean;
  readonly whose: string;
  /** Remarks on what was done, for the user. */
  readonly remarks: readonly string[];
  /** Actions that were written although only the policy names them, and neither the catalogue nor the finding does. */
  readonly onlyInPolicy: readonly string[];
}

/** Something that was left unchanged, and why. */
interface Left {
  readonly code: ProblemCode | LeftCode;
  readonly reason: string;
  /** Only for a part that was not read: it is broken, or of a kind that is not read yet, which is no failure. */
  readonly unread?: 'broken' | 'not-yet';
}

export interface FixOptions {
  readonly output: FixOutput;
  /** Write the compact form. */
  readonly isCompact: boolean;
  /** Remove `iam:PassRole` as well if the whole service is unused. */
  readonly includesUntracked: boolean;
  /** Refine policies whose holders are only matched by generated names. */
  readonly acceptsGeneratedNames: boolean;
  /** Extend the `NotAction` of Allow statements. */
  readonly extendsNotAction: boolean;
  readonly format: Options['format'];
  readonly allowUnread: boolean;
}

/** The command `fix`: removes what is unused, and writes or prints the result. */
export async function fix(examination: Examination<ExaminedFile>, options: FixOptions): Promise<Outcome> {
  const { files, notes } = examination;
  const broken = examination.broken.map(({ line }) => line);
  const { output, format, allowUnread } = options;
  const failures = [...examination.failures];
  const fixed: FixedFile[] = [];
  for (const examined of files) {
    const file = refined(examined, examination, options);
    const failure = output === 'write' && file.before !== file.after ? await written(examined, file.after) : undefined;
    if (failure === undefined) fixed.push(file);
    else failures.push(failure);
  }
  const left = fixed.flatMap((file) => file.left.map(({ code, reason }) => `${file.path}: ${code}: ${reason}`));
  const catalogue = inWords(examination.catalogue.label);
  const summary = summarise(examination);
  const stdout = format === 'json' ? jsonOf(fixed, catalogue, summary) : await textOf(fixed, output, catalogue);
  const stderrLines = [
    ...fixed.flatMap((file) => file.remarks),
    ...left,
    ...passedOverParts(summary),
    ...broken,
    ...failures,
  ];
  const hasFailed = failures.length > 0 || broken.length > 0 || examination.counts.blockedByBroken > 0;
  const isUndone = fixed.some((file) =>
    file.left.some(({ unread }) => unread === undefined || (unread === 'broken' && !allowUnread)),
  );
  return {
    stdout,
    stderr: [...notes, ...files.flatMap((file) => staleness(file, options)), ...stderrLines],
    exitCode: hasFailed ? 2 : isUndone ? 1 : 0,
  };
}

/** Warnings about removals by findings that may be out of date, once for each file and reason. */
function staleness({ path, analysis }: ExaminedFile, accepts: Accepted): string[] {
  const reasons = analysis.policies.flatMap(({ match }) =>
    match.kind === 'matched' && doubtIn(match, accepts) === undefined && match.stale !== undefined
      ? [inWords(match.stale)]
      : [],
  );
  return [...new Set(reasons)].map((reason) => `${shown(path)}: finding.stale: ${reason}`);
}

function refined(
  examined: ExaminedFile,
  { engine, catalogue }: Pick<Examination<ExaminedFile>, 'engine' | 'catalogue'>,
  options: Pick<FixOptions, 'isCompact' | 'includesUntracked' | 'acceptsGeneratedNames' | 'extendsNotAction'>,
): FixedFile {
  const { path, file } = examined;
  const { isCompact, includesUntracked, extendsNotAction } = options;
  const matches = matchesOf(examined.analysis);
  const analysis = withoutDoubtful(examined, engine, options);
  const scopeOf = (compact: boolean): Scope => ({
    kind: 'file',
    isCompact: compact,
    includesUntracked,
    extendsNotAction,
  });
  const { edits, changes, left, onlyInPolicy = [] } = engine.refine(analysis, scopeOf(isCompact));
  const tooLarge = tooLargeRefined(analysis, (compact) => engine.refine(analysis, scopeOf(isCompact || compact)));
  return {
    path: shown(path),
    file: path,
    mark: file.mark,
    edits,
    before: file.text,
    after: applyEdits(file.text, edits) ?? file.text,
    ...engine.countChanges(analysis, changes),
    left: withoutTwins([
      ...matches.flatMap((match) => undone(match, options)),
      ...left.map(inPlainWords),
      ...analysis.reading.unread.map(unreadPart),
    ]),
    isChecked: matches.every(({ kind }) => kind === 'matched') && !hasNotAction(examined),
    whose: principalsInWords(examined),
    onlyInPolicy,
    remarks: [
      ...tooLarge.map(({ message }) => `policy.too-large: ${inWords(message)}`),
      ...onlyInPolicy.map(
        (action) => `kept ${action}, which the policy names and ${inWords(catalogue.label)} does not`,
      ),
      ...remarksOnEntries(engine, analysis, {
        label: inWords(catalogue.label),
        includesUntracked,
        isChanged: edits.length > 0,
      }),
    ].map((line) => `${shown(path)}: ${line}`),
  };
}

/**
 * Remarks, one line each: on actions that stay although their whole service is unused, and on wildcards of services for
 * which the catalogue may be too old.
 */
function remarksOnEntries(
  engine: Engine,
  analysis: Analysis,
  {
    label,
    includesUntracked,
    isChanged,
  }: { readonly label: string; readonly includesUntracked: boolean; readonly isChanged: boolean },
): string[] {
  const stays = includesUntracked
    ? []
    : [...new Set(analysis.policies.flatMap((_, policy) => engine.kept(analysis, policy)?.excepted ?? []))];
  const older = isChanged ? explainedOlder(engine, analysis) : [];
  return [
    ...stays.map((action) => `kept ${action}: ${inWords(untrackedReason(action))} (--include-untracked removes it)`),
    ...new Set(
      older.map(
        ({ text, newer }) => `${text}: ${label} is older than the finding, which names ${inWords(listed(newer))}`,
      ),
    ),
  ];
}

/** The wildcards that are changed although findings name actions of their services that the catalogue lacks. */
function explainedOlder(engine: Engine, analysis: Analysis): EntryExplanation[] {
  return analysis.policies.flatMap(({ statements }, policy) =>
    statements.flatMap(({ entries }, statement) =>
      entries.flatMap(({ decision }, entry) =>
        decision !== undefined && 'isCatalogueOlder' in decision
          ? (engine.explain(analysis, { policy, statement, entry }) ?? [])
          : [],
      ),
    ),
  );
}

/** Leaves out policies from which nothing is removed without a review. */
function withoutDoubtful({ analysis }: ExaminedFile, engine: Engine, accepts: Accepted): Analysis {
  const { policies } = analysis;
  if (!policies.some(({ match }) => doubtIn(match, accepts) !== undefined)) return analysis;
  const certain = policies.map(({ match }): FindingMatch => {
    const doubt = doubtIn(match, accepts);
    return doubt === undefined ? match : { kind: 'unmatched', reason: doubt.reason };
  });
  return engine.examine(analysis, certain);
}

/** The doubts that the user has dispelled. */
type Accepted = Pick<FixOptions, 'acceptsGeneratedNames'>;

/** Why nothing is removed without a review: too new for the report, or matched by names that nobody confirmed. */
function doubtIn(
  match: FindingMatch,
  { acceptsGeneratedNames }: Accepted,
): { readonly code: ProblemCode; readonly reason: Message } | undefined {
  if (match.kind !== 'matched') return undefined;
  const { unconfirmed, tooNew } = match;
  if (unconfirmed !== undefined && (!acceptsGeneratedNames || unconfirmed.isOfOtherModule === true))
    return { code: 'finding.ambiguous', reason: unconfirmed.reason };
  return tooNew === undefined ? undefined : { code: 'finding.too-new', reason: tooNew };
}

/** Why a policy stays unchanged. */
function undone(match: FindingMatch, accepts: Accepted): Left[] {
  if (match.kind === 'blocked') return [inPlainWords(match)];
  const doubt = doubtIn(match, accepts);
  return doubt === undefined ? [] : [inPlainWords(doubt)];
}

function inPlainWords({ code, reason }: { readonly code: Left['code']; readonly reason: Message }): Left {
  return { code, reason: inWords(reason) };
}

function unreadPart({ reason, isNotYet }: UnreadPart): Left {
  return { code: 'policy.unread', reason: inWords(reason), unread: isNotYet === true ? 'not-yet' : 'broken' };
}

/** Removes duplicates: a part that was not read may also be the reason why something was left unchanged. */
function withoutTwins(left: readonly Left[]): Left[] {
  const reasons = new Set(left.filter(({ unread }) => unread === undefined).map(({ reason }) => reason));
  return left.filter(({ unread, reason }) => unread === undefined || !reasons.has(reason));
}

/** The principals whose findings were used, for a message. */
function principalsInWords({ analysis }: ExaminedFile): string {
  const findings = analysis.policies.flatMap(({ match }) => (match.kind === 'matched' ? match.findings : []));
  return inWords(namesOf(findings));
}

/** Writes the file. Returns why it could not be written, or `undefined`. */
async function written({ path, file }: ExaminedFile, text: string): Promise<string | undefined> {
  try {
    await undisturbed(() => replaceText(path, file, text));
    return undefined;
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return error.message;
  }
}

function jsonOf(fixed: readonly FixedFile[], catalogue: string, summary: Summary): string {
  const files = fixed.map(({ path, before, after, kept, removed, left, onlyInPolicy }) => ({
    path,
    changed: before !== after,
    kept,
    removed,
    left: left.map(({ code, reason }) => ({ code, reason })),
    ...(onlyInPolicy.length === 0 ? {} : { onlyInPolicy }),
  }));
  return printableJson({ catalogue, summary, files });
}

async function textOf(fixed: readonly FixedFile[], output: FixOutput, catalogue: string): Promise<string> {
  if (output === 'stdout') return fixed.map(({ mark, after }) => mark + after).join('');
  if (output === 'diff') return (await Promise.all(fixed.map(diffOf))).join('');
  const [remove, keep] = output === 'dry-run' ? ['would remove', 'keep'] : ['removed', 'kept'];
  const lines = fixed.map(({ path, before, after, kept, removed, left, isChecked, whose }) =>
    before === after
      ? `${path}: ${isChecked && left.length === 0 ? 'nothing to do' : 'left unchanged'}`
      : `${path}: ${remove} ${counted(removed, 'action')} unused by ${whose}, ${keep} ${kept} (checked against ${catalogue})`,
  );
  return printableLines(lines);
}

async function diffOf({ file, mark, before, after, edits }: FixedFile): Promise<string> {
  if (before === after) return '';
  const shifted = edits.map(({ span, newText }) => ({ span: { ...span, offset: span.offset + mark.length }, newText }));
  return unifiedDiff({ path: await diffPath(file), before: mark + before, after: mark + after, edits: shifted });
}

/**
 * The path for a diff: relative to the current directory, or to the root for a file that is not below it. For a link,
 * it is the path of its target, because `patch` does not follow links.
 */
async function diffPath(file: string): Promise<string> {
  const real = await realpath(file).catch(() => file);
  return slashed(shown(real)).replace(/^\/+/, '');
}

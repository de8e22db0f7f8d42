import {
  createRefiner,
  inWords,
  jsonHost,
  placesIn,
  unusedBy,
  type ActionCatalogue,
  type Analysis,
  type Evidence,
  type HostReading,
  type Refiner,
} from '../../core/src/index.ts';
import { at, CannotDo, findCandidates, rootOf, shown, type Candidate, type TextFile } from './files.ts';
import type { Options } from './options.ts';
import { loadCatalogue, loadSources } from './sources.ts';
import { candidateFor, readCandidate, standardInput } from './standardInput.ts';

/** A file with policies, analysed. */
export interface ExaminedFile {
  readonly path: string;
  readonly file: TextFile;
  /** Of each policy of the file. */
  readonly evidence: readonly Evidence[];
  readonly analysis: Analysis;
}

export interface Examination {
  readonly catalogue: ActionCatalogue;
  readonly refiner: Refiner;
  readonly files: readonly ExaminedFile[];
  /** Remarks on files that were passed over, a line each. */
  readonly notes: readonly string[];
  /** Files that could not be read or are broken, a line each. */
  readonly failures: readonly string[];
}

/** Finds the policies the options name, and analyses each. Throws {@link CannotDo} where nothing can be done at all. */
export async function examine(options: Options): Promise<Examination> {
  const catalogue = await loadCatalogue(options.catalogue);
  const candidates = await candidatesFor(options);
  const sources = await loadSources(options, candidates, catalogue);
  const refiner = createRefiner(catalogue);
  const files: ExaminedFile[] = [];
  const notes = [...sources.warnings];
  const failures: string[] = [];
  for (const candidate of candidates) {
    const outcome = await read(candidate);
    if (outcome.kind === 'note') notes.push(outcome.line);
    else if (outcome.kind === 'failure') failures.push(outcome.line);
    else if (outcome.kind === 'policy') {
      const { file, reading } = outcome;
      const evidence = sources.evidenceOf(candidate, reading);
      const examined = { path: candidate.path, file, evidence, analysis: refiner.analyse(file.text, unusedBy(evidence), { reading }) };
      notes.push(...silences(examined));
      files.push(examined);
    }
  }
  if (files.some(({ evidence }) => evidence.some(({ kind }) => kind === 'none'))) notes.push(...sources.advice);
  if (files.length === 0 && failures.length === 0) throw new CannotDo(...notes, `no IAM policy in ${options.paths.join(', ')}`);
  return { catalogue, refiner, files, notes, failures };
}

/** What the paths stand for, and standard input. */
async function candidatesFor({ paths, stdinPath }: Options): Promise<Candidate[]> {
  const files = await findCandidates(paths.filter((given) => given !== standardInput));
  return paths.includes(standardInput) ? [candidateFor(stdinPath, rootOf), ...files] : files;
}

/** A line for each policy for which no finding speaks; of a file with several, with the line where it starts. */
function silences({ path, file, evidence, analysis }: ExaminedFile): string[] {
  const placeOf = placesIn(file.text);
  return evidence.flatMap((said, i) => {
    if (said.kind !== 'none') return [];
    const start = analysis.reading.policies[i]?.span.offset ?? 0;
    const where = evidence.length === 1 ? shown(path) : `${shown(path)}:${placeOf(start).line}`;
    return [`${where}: no finding speaks for it: ${inWords(said.reason)}`];
  });
}

type ReadOutcome =
  | { readonly kind: 'policy'; readonly file: TextFile; readonly reading: HostReading }
  | { readonly kind: 'note' | 'failure'; readonly line: string }
  | { readonly kind: 'passed-over' };

/** A file the user named is never passed over in silence. */
async function read(candidate: Candidate): Promise<ReadOutcome> {
  const { path, isNamed } = candidate;
  try {
    const file = await readCandidate(candidate);
    const reading = jsonHost.read(file.text);
    const { policies, errors, isResourceBased } = reading;
    const [error] = errors;
    const looksLikePolicy = policies.length > 0 || (/"Statement"/.test(file.text) && /"Effect"/.test(file.text));
    if (error !== undefined && (isNamed || looksLikePolicy)) return { kind: 'failure', line: `${shown(path)}${at(file.text, error)}` };
    if (policies.length > 0) return { kind: 'policy', file, reading };
    if (!isNamed) return { kind: 'passed-over' };
    const why = isResourceBased
      ? 'a resource-based policy (it has a Principal), for which no finding about a principal speaks'
      : 'not an IAM policy';
    return { kind: 'note', line: `${shown(path)}: ${why}; passed over` };
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return isNamed ? { kind: 'failure', line: error.message } : { kind: 'note', line: `${error.message}; passed over` };
  }
}

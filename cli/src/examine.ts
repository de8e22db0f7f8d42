import {
  createRefiner,
  plainJson,
  type ActionCatalogue,
  type Analysis,
  type Evidence,
  type HostReading,
  type Refiner,
  type Unused,
} from '../../core/src/index.ts';
import { CannotDo, findCandidates, readText, shown, type Candidate, type TextFile } from './files.ts';
import type { Options } from './options.ts';
import { at, createEvidence, loadCatalogue, loadFindings, rootOf } from './sources.ts';

/** A file with a policy, analysed. */
export interface ExaminedFile {
  readonly path: string;
  readonly file: TextFile;
  readonly evidence: Evidence;
  readonly analysis: Analysis;
  readonly refiner: Refiner;
}

export interface Examination {
  readonly catalogue: ActionCatalogue;
  readonly files: readonly ExaminedFile[];
  /** Remarks on files that were passed over, a line each. */
  readonly notes: readonly string[];
  /** Files that could not be read or are broken, a line each. */
  readonly failures: readonly string[];
}

/** Finds the policies the options name, and analyses each. Throws {@link CannotDo} where nothing can be done at all. */
export async function examine(options: Options): Promise<Examination> {
  const catalogue = await loadCatalogue(options.catalogue);
  const candidates = await findCandidates(options.paths);
  const roots = [...new Set(candidates.map(({ path }) => rootOf(path)))];
  const { findings, warnings, advice } = await loadFindings(options, roots);
  const evidenceOf = createEvidence(options, findings);
  const refinerFor = createRefiners(catalogue);
  const files: ExaminedFile[] = [];
  const notes = [...warnings];
  const failures: string[] = [];
  for (const candidate of candidates) {
    const outcome = await read(candidate);
    if (outcome.kind === 'note') notes.push(outcome.line);
    else if (outcome.kind === 'failure') failures.push(outcome.line);
    else if (outcome.kind === 'policy') {
      const evidence = evidenceOf(candidate);
      const refiner = refinerFor(evidence);
      if (evidence.kind === 'none') notes.push(`${shown(candidate.path)}: no finding speaks for it`);
      files.push({
        path: candidate.path,
        file: outcome.file,
        evidence,
        analysis: refiner.analyse(outcome.file.text, outcome.reading),
        refiner,
      });
    }
  }
  if (files.some(({ evidence }) => evidence.kind === 'none')) notes.push(...advice);
  if (files.length === 0 && failures.length === 0)
    throw new CannotDo([...notes, `no IAM policy in ${options.paths.join(', ')}`].join('\n'));
  return { catalogue, files, notes, failures };
}

type ReadOutcome =
  | { readonly kind: 'policy'; readonly file: TextFile; readonly reading: HostReading }
  | { readonly kind: 'note' | 'failure'; readonly line: string }
  | { readonly kind: 'passed-over' };

/** A file the user named is never passed over in silence. */
async function read({ path, isNamed }: Candidate): Promise<ReadOutcome> {
  try {
    const file = await readText(path);
    const reading = plainJson.read(file.text);
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

/** One engine for each set of unused actions, so that policies of one principal share what was computed. */
function createRefiners(catalogue: ActionCatalogue): (evidence: Evidence) => Refiner {
  const nothingUnused: Unused = new Map();
  const refiners = new Map<Unused, Refiner>();
  return (evidence) => {
    const unused = evidence.kind === 'speaks' ? evidence.unused : nothingUnused;
    const refiner = refiners.get(unused) ?? createRefiner(catalogue, unused);
    refiners.set(unused, refiner);
    return refiner;
  };
}

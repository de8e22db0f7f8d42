/** Examines all files that the command line names. */
import { findDocuments, type FoundDocuments } from './candidates.ts';
import { readConstructs } from './constructs.ts';
import { sumOf } from './counts.ts';
import type { Examination } from './examination.ts';
import { loadSyntaxes, meansFor, type DocumentToExamine, type FileOutcome, type Means } from './examineFile.ts';
import { CannotDo, shown } from './files.ts';
import { openNamed, readNamed } from './loadCatalogue.ts';
import { readModules } from './modules.ts';
import type { Options } from './options.ts';
import { groupSameFiles } from './sameFile.ts';
import { loadSources, type Sources } from './sources.ts';
import { passedOverParts, summarise } from './summary.ts';
import { workOn, type Work } from './work.ts';

/**
 * Finds and examines the policies that the options name. Throws {@link CannotDo} if nothing can be examined at all.
 * `work`: what the command needs of each file with policies.
 */
export async function examine<T>(options: Options, work: Work<T>): Promise<Examination<T>> {
  const named = await readNamed(options.catalogue);
  const catalogue = openNamed(named);
  const found = await findDocuments(options.paths, options.stdinPath);
  const sources = await loadSources(options, found.documents, catalogue);
  const files = await groupSameFiles(documentsAmong(found, sources));
  const read = meansFor(catalogue, sources, options);
  await loadSyntaxes(read, files.flat());
  const modules = await readModules(files.flat(), read.syntaxes);
  const means = { ...read, modules, constructs: await readConstructs(files.flat()) };
  const outcomes = await workOn(files, { means, named, sources: sources.data }, work);
  return joined(
    outcomes.toSorted((a, b) => a.index - b.index),
    { found, sources, means },
  );
}

/** Findings files are skipped, except a file that the user named: the user must learn what it is. */
function documentsAmong({ documents }: FoundDocuments, { isFindingsFile }: Sources): DocumentToExamine[] {
  return documents
    .filter(({ isNamed, path }) => isNamed || !isFindingsFile(path))
    .map((document, index) => ({ ...document, index }));
}

interface Examined {
  readonly found: FoundDocuments;
  readonly sources: Sources;
  readonly means: Means;
}

/** Joins what became of each document, in the order of the documents. */
function joined<T>(outcomes: readonly FileOutcome<T>[], { found, sources, means }: Examined): Examination<T> {
  const policies = outcomes.filter((one) => one.kind === 'policy');
  const others = outcomes.filter((one) => one.kind === 'none');
  const withoutPolicy = outcomes.flatMap((one) => (one.kind === 'without-policy' ? [one.path] : []));
  const failures = [...found.failures, ...outcomes.flatMap((one) => (one.kind === 'failure' ? [one.line] : []))];
  const counts = sumOf(policies.map((one) => one.counts));
  const { broken } = sources;
  const passedOver = { ...withoutFindings(found.passedOver, sources), withoutPolicy };
  const notes = [
    ...sources.warnings,
    ...found.notes,
    ...policies.flatMap(({ twins }) => twins),
    ...policies.flatMap((one) => one.notes),
    ...(counts.checked < counts.policies ? sources.recommendation : []),
    ...others.flatMap((other) => other.notes),
    ...withoutPolicy.map(
      (path) => `${shown(path)}: it contains statements, but no identity-based policy was read from it`,
    ),
  ];
  const examination = { counts, failures, broken, passedOver };
  if (policies.length === 0 && failures.length === 0)
    throw new CannotDo([
      ...notes,
      ...broken.map(({ line }) => line),
      noPolicy(
        means.options.paths,
        others.some(({ isResourceBased }) => isResourceBased),
        passedOverParts(summarise(examination)),
      ),
    ]);
  const { catalogue, engine } = means;
  return { ...examination, files: policies.map(({ result }) => result), catalogue, engine, notes };
}

/** Removes findings files, which are not policies although they may contain some. */
function withoutFindings(passedOver: FoundDocuments['passedOver'], { isFindingsFile }: Sources): typeof passedOver {
  return { ...passedOver, notYet: passedOver.notYet.filter(({ path }) => !isFindingsFile(path)) };
}

function noPolicy(paths: readonly string[], isResourceBased: boolean, passedOver: readonly string[]): string {
  const where = paths.join(', ');
  if (passedOver.length > 0) return `no policy was read in ${where}: ${passedOver.join('; ')}`;
  return isResourceBased ? `no identity-based policy in ${where}` : `no IAM policy in ${where}`;
}

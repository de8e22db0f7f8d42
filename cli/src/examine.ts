import {
  createEngine,
  readDocument,
  listed,
  looksLikePolicy,
  principalOf,
  syntaxOfKind,
  type FindingMatch,
  type DocumentReading,
  type Policy,
  matchesOf,
} from '../../core/src/index.ts';
import { inWords, placesIn } from '../../core/src/text/index.ts';
import { findDocuments, type CandidateText, type FoundDocuments } from './candidates.ts';
import { at, CannotDo, shown } from './files.ts';
import type { Options } from './options.ts';
import { settleSameFiles } from './sameFile.ts';
import { loadCatalogue } from './loadCatalogue.ts';
import { loadSources, type Sources } from './sources.ts';
import { passedOverParts, summarise } from './summary.ts';
import type { Examination, ExaminedFile } from './examination.ts';

/** Finds and analyses the policies that the options name. Throws {@link CannotDo} if nothing can be examined at all. */
export async function examine(options: Options): Promise<Examination> {
  const catalogue = await loadCatalogue(options.catalogue);
  const found = await findDocuments(options.paths, options.stdinPath);
  const sources = await loadSources(options, found.documents, catalogue);
  const engine = createEngine(catalogue);
  const examined: ExaminedFile[] = [];
  const failures = [...found.failures];
  const withoutPolicy: string[] = [];
  const others: NoPolicy[] = [];
  for (const document of found.documents) {
    // Findings files are skipped, except a file that the user named: the user must learn what it is.
    if (!document.isNamed && sources.isFindingsFile(document.path)) continue;
    const outcome = read(document);
    if (outcome.kind === 'none') others.push(outcome);
    else if (outcome.kind === 'without-policy') withoutPolicy.push(document.path);
    else if (outcome.kind === 'failure') failures.push(outcome.line);
    else {
      const { path, file } = document;
      const analysis = engine.examine({ text: file.text, reading: outcome.reading }, sources.sourcesOf(document));
      examined.push({ path, file, analysis });
    }
  }
  const { files, twins } = await settleSameFiles(examined, engine);
  const matches = files.flatMap(({ analysis }) => matchesOf(analysis));
  const { broken } = sources;
  const passedOver = { ...withoutFindings(found.passedOver, sources), withoutPolicy };
  const notes = [
    ...sources.warnings,
    ...found.notes,
    ...twins,
    ...files.flatMap((file) => [...unmatchedLines(file), ...assumptionLines(file, options)]),
    ...(matches.some(({ kind }) => kind !== 'matched') ? sources.recommendation : []),
    ...others.flatMap((other) => other.notes),
    ...withoutPolicy.map(
      (path) => `${shown(path)}: it contains statements, but no identity-based policy was read from it`,
    ),
  ];
  const examination = { files, failures, broken, passedOver };
  if (files.length === 0 && failures.length === 0)
    throw new CannotDo([
      ...notes,
      ...broken.map(({ line }) => line),
      noPolicy(options.paths, others, passedOverParts(summarise(examination))),
    ]);
  return { ...examination, catalogue, engine, notes, isBlockedByBroken: matches.some(isBroken) };
}

/** Removes findings files, which are not policies although they may contain some. */
function withoutFindings(
  passedOver: FoundDocuments['passedOver'],
  { isFindingsFile }: Sources,
): FoundDocuments['passedOver'] {
  return { ...passedOver, notYet: passedOver.notYet.filter(({ path }) => !isFindingsFile(path)) };
}

function noPolicy(paths: readonly string[], others: readonly NoPolicy[], passedOver: readonly string[]): string {
  const where = paths.join(', ');
  if (passedOver.length > 0) return `no policy was read in ${where}: ${passedOver.join('; ')}`;
  return others.some(({ isResourceBased }) => isResourceBased)
    ? `no identity-based policy in ${where}`
    : `no IAM policy in ${where}`;
}

/** Is a policy blocked because evidence could not be read? A finding with missing pages counts as well. */
export function isBroken(match: FindingMatch): match is Extract<FindingMatch, { kind: 'blocked' }> {
  return (
    match.kind === 'blocked' &&
    (match.isBroken === true || match.code === 'config.unreadable' || match.code === 'finding.unreadable')
  );
}

/** A line for each policy to which no finding applies; with its line number if the file has several policies. */
function unmatchedLines({ path, file, analysis: { policies } }: ExaminedFile): string[] {
  const placeOf = placesIn(file.text);
  return policies.flatMap(({ match, policy }) => {
    if (match.kind !== 'unmatched') return [];
    const where = policies.length === 1 ? shown(path) : `${shown(path)}:${placeOf(policy.span.offset).line}`;
    return [`${where}: no finding applies to this policy: ${inWords(match.reason)}`];
  });
}

/** A line for each policy that is treated as the user says although the document names other holders. */
function assumptionLines({ path, file, analysis }: ExaminedFile, { principals }: Options): string[] {
  const placeOf = placesIn(file.text);
  const assumed = inWords(listed(principals.map((arn) => principalOf(arn)?.name ?? arn)));
  return analysis.policies.flatMap(({ match, policy }) => {
    if (match.kind !== 'matched' || match.isAssumed !== true) return [];
    const where = `${shown(path)}:${placeOf(policy.span.offset).line}`;
    return [
      `${where}: assumed to belong to ${assumed} (--assume-principal), although in the document it belongs to ${ownersOf(policy)}`,
    ];
  });
}

/** The holders of a policy, as far as the document names them. */
function ownersOf({ subject: { attachment } }: Policy): string {
  if (attachment.kind === 'unclear' && attachment.group !== undefined) return `the group ${attachment.group}`;
  const named = attachment.kind === 'attached' ? attachment.to : attachment.kind === 'unclear' ? attachment.named : [];
  return named.length === 0 ? 'another principal' : inWords(listed(named.map(({ name }) => name)));
}

/** A document without an identity-based policy. */
interface NoPolicy {
  readonly kind: 'none';
  readonly isResourceBased: boolean;
  readonly notes: readonly string[];
}

type ReadOutcome =
  | { readonly kind: 'policy'; readonly reading: DocumentReading }
  | NoPolicy
  | { readonly kind: 'failure'; readonly line: string }
  /** It looks like a policy. */
  | { readonly kind: 'without-policy' };

/** The message about a policy with a `Principal`. */
const withPrincipal =
  'a trust policy or resource-based policy (it has a Principal), to which no finding about unused permissions applies';

/** Reads a document. A file that the user named, or that looks like a policy, is never skipped without a message. */
function read({ path, isNamed, file, kind }: CandidateText): ReadOutcome {
  const reading = readDocument(file.text, undefined, syntaxOfKind[kind]);
  const { policies, errors, isResourceBased, unread } = reading;
  const [error] = errors;
  const holdsPolicy = policies.length > 0 || unread.length > 0;
  if (error !== undefined && (isNamed || holdsPolicy || looksLikePolicy(file.text)))
    return { kind: 'failure', line: `${shown(path)}${at(file.text, error)}` };
  if (holdsPolicy) return { kind: 'policy', reading };
  if (!isNamed && !isResourceBased && looksLikePolicy(file.text)) return { kind: 'without-policy' };
  const what = isResourceBased ? withPrincipal : 'not an IAM policy';
  return { kind: 'none', isResourceBased, notes: isNamed ? [`${shown(path)}: ${what}; skipped`] : [] };
}

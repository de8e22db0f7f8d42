/** Examines one file: reads its text, and decides about its policies. It asks nothing of the disk. */
import { basename } from 'node:path';
import {
  createEngine,
  createSyntaxes,
  listed,
  looksLikePolicy,
  principalOf,
  readDocument,
  type DocumentReading,
  type Engine,
  type Policy,
  type Syntaxes,
} from '../../core/src/index.ts';
import { inWords, placesIn } from '../../core/src/text/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { CandidateText } from './candidates.ts';
import { noConstructs, placedInApp, type Constructs } from './constructs.ts';
import { countsOf, type Counts } from './counts.ts';
import type { ExaminedFile } from './examination.ts';
import { loadSyntax } from '../../platform/src/node/loadSyntax.ts';
import { at, shown } from './files.ts';
import { noModules, placedInModule, type Modules } from './modules.ts';
import type { OpenSources } from './openSources.ts';
import type { Options } from './options.ts';
import { settleSameFile } from './sameFile.ts';

/** What files are examined with. */
export interface Means {
  readonly catalogue: ActionCatalogue;
  readonly engine: Engine;
  readonly sources: OpenSources;
  readonly options: Options;
  /** The syntaxes of all files to examine are loaded. */
  readonly syntaxes: Syntaxes;
  /** The Terraform modules of all files to examine. */
  readonly modules: Modules;
  /** The constructs of the AWS CDK in the files to examine. */
  readonly constructs: Constructs;
}

export function meansFor(
  catalogue: ActionCatalogue,
  sources: OpenSources,
  options: Options,
  modules: Modules = noModules,
): Means {
  return {
    catalogue,
    engine: createEngine(catalogue),
    sources,
    options,
    syntaxes: createSyntaxes(loadSyntax),
    modules,
    constructs: noConstructs,
  };
}

/** Loads the syntaxes of some files. */
export async function loadSyntaxes({ syntaxes }: Means, files: readonly Pick<CandidateText, 'kind'>[]): Promise<void> {
  await Promise.all([...new Set(files.map(({ kind }) => kind))].map((kind) => syntaxes.load(kind)));
}

/** A document, and its index among all documents. */
export interface DocumentToExamine extends CandidateText {
  readonly index: number;
}

/**
 * What became of a document. `index`: that of the document among all; of a file with several names, that of the first
 * with a policy. `T`: what the command needs of a file with policies.
 */
export type FileOutcome<T> = { readonly index: number } & (
  | {
      readonly kind: 'policy';
      readonly result: T;
      readonly counts: Counts;
      /** One line each. */
      readonly notes: readonly string[];
      /** A line for each of the other names of the file. */
      readonly twins: readonly string[];
    }
  | NoPolicy
);

/** A document without policies to examine. */
export type NoPolicy =
  /** `notes`: for a file that the user named. */
  | { readonly kind: 'none'; readonly isResourceBased: boolean; readonly notes: readonly string[] }
  | { readonly kind: 'failure'; readonly line: string }
  /** It looks like a policy. */
  | { readonly kind: 'without-policy'; readonly path: string };

/** Examines a file under all of its names. `use` tells what the command needs of it. */
export function examineFile<T>(
  names: readonly DocumentToExamine[],
  means: Means,
  use: (examined: ExaminedFile, means: Means) => T,
): FileOutcome<T>[] {
  const outcomes: FileOutcome<T>[] = [];
  const examined: ExaminedFile[] = [];
  let first: number | undefined;
  for (const document of names) {
    const outcome = read(document, means);
    if (outcome.kind !== 'policy') {
      outcomes.push({ index: document.index, ...outcome });
      continue;
    }
    first ??= document.index;
    const { path, file } = document;
    const { reading } = outcome;
    const analysis = means.engine.examine({ text: file.text, reading }, means.sources.sourcesOf(document));
    examined.push({ path, file, analysis });
  }
  const { files, twins } = settleSameFile(examined, means.engine);
  for (const file of files)
    outcomes.push({
      index: first ?? 0,
      kind: 'policy',
      result: use(file, means),
      counts: countsOf(file),
      notes: [...unmatchedLines(file), ...assumptionLines(file, means.options)],
      twins,
    });
  return outcomes;
}

/** The message about a policy with a `Principal`. */
const withPrincipal =
  'a trust policy or resource-based policy (it has a Principal), to which no finding about unused permissions applies';

/** Reads a document. A file that the user named, or that looks like a policy, is never skipped without a message. */
function read(
  document: CandidateText,
  { syntaxes, modules, constructs }: Means,
): NoPolicy | { readonly kind: 'policy'; readonly reading: DocumentReading } {
  const { path, isNamed, file, kind } = document;
  const alone = readDocument(file.text, undefined, syntaxes.loaded(kind, basename(path)));
  const reading = placedInApp(placedInModule(alone, document, modules), document, constructs);
  const { policies, errors, isResourceBased, unread } = reading;
  const [error] = errors;
  const holdsPolicy = policies.length > 0 || unread.length > 0;
  if (error !== undefined && (isNamed || holdsPolicy || looksLikePolicy(kind, file.text)))
    return { kind: 'failure', line: `${shown(path)}${at(file.text, error)}` };
  if (holdsPolicy) return { kind: 'policy', reading };
  if (!isNamed && !isResourceBased && looksLikePolicy(kind, file.text)) return { kind: 'without-policy', path };
  const what = isResourceBased ? withPrincipal : 'not an IAM policy';
  return { kind: 'none', isResourceBased, notes: isNamed ? [`${shown(path)}: ${what}; skipped`] : [] };
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

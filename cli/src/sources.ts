import path from 'node:path';
import packed from '../../data/catalogue.txt';
import {
  createFindingsIndex,
  createPolicyMatcher,
  defaultFindingsGlobs,
  inWords,
  isExpired,
  openCatalogue,
  principalOf,
  readCatalogue,
  type ActionCatalogue,
  type FindingMatch,
  type FindingsIndex,
  type DocumentReading,
  type PolicyFile,
  type PolicySubject,
  type Principal,
  type PolicyMatcher,
  say,
} from '../../core/src/index.ts';
import { linkLeading } from '../../platform/src/links.ts';
import { pathBelow, slashed } from '../../platform/src/node/paths.ts';
import { placeOf } from '../../platform/src/node/placeOf.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import type { Candidate } from './candidates.ts';
import { createConfigFinder, type FoundConfig, type UnreadableConfig } from './configs.ts';
import { at, CannotDo, readText, shown } from './files.ts';
import { writtenPath } from './paths.ts';
import {
  filesBelow,
  filesIn,
  filesNamed,
  loadFindings,
  type BrokenEvidence,
  type FindingsFile,
  type LoadedFindings,
} from './findings.ts';
import { idleRules } from './idleRules.ts';
import type { Options } from './options.ts';

/** The catalogue the options name, or the built-in one. */
export async function loadCatalogue(file: string | undefined): Promise<ActionCatalogue> {
  if (file === undefined) return openCatalogue(packed);
  const { text } = await readText(path.resolve(file), mostBytesOf.catalogue);
  const reading = readCatalogue(text, say('the catalogue {0}', path.basename(file)));
  if (reading.kind === 'unreadable') throw new CannotDo(`${file}${at(text, reading.error)}`);
  return reading.catalogue;
}

/** There is no findings file, named or found. */
export class NoFindings extends CannotDo {}

/** What may be said of the policies of files. */
export interface Sources {
  /** One for each policy of the file; `principals`: ARNs of those whose it is, in place of what the options say. */
  readonly evidenceOf: (
    candidate: Candidate,
    reading: DocumentReading,
    principals?: readonly string[],
  ) => readonly FindingMatch[];
  readonly warnings: readonly string[];
  /** Findings, and files of them, that cannot be read and may say what nobody knows now. */
  readonly broken: readonly BrokenEvidence[];
  /** Is it a file that findings are read from? */
  readonly isFindingsFile: (file: string) => boolean;
  /** All with a finding that counts. */
  readonly principals: () => readonly Principal[];
  /** How to fetch findings that were found without the names of actions, for when a policy lacks one. */
  readonly recommendation: readonly string[];
}

/** What holds for the files below one folder under one configuration. */
interface Realm {
  readonly root: string;
  readonly config: FoundConfig | undefined;
  /** The configuration that should hold, and cannot be used. */
  readonly unreadable: UnreadableConfig | undefined;
  readonly loaded: LoadedFindings;
  readonly index: FindingsIndex;
  readonly witness: PolicyMatcher;
}

/**
 * Reads the configurations and findings that hold for the candidates. Throws {@link CannotDo} where nothing can be done
 * with them.
 */
export async function loadSources(
  options: Options,
  candidates: readonly Candidate[],
  catalogue: ActionCatalogue,
): Promise<Sources> {
  const named = (await Promise.all(options.findings.map(filesNamed))).flat();
  const findConfig = createConfigFinder(options.config);
  const now = Date.now();
  const realms = new Map<string, Promise<Realm>>();
  const realmOf = new Map<string, Realm>();
  const writtenTo = new Map<string, string>();
  for (const { path: file, root } of candidates) {
    const found = await findConfig(file);
    const key = `${root}\n${found?.file}`;
    const realm = realms.get(key) ?? openRealm({ root, found, named, catalogue, now });
    realms.set(key, realm);
    realmOf.set(file, await realm);
    writtenTo.set(file, await writtenPath(file));
  }
  const opened = await Promise.all(realms.values());
  // Where findings are may be what a configuration says that cannot be read.
  if (
    opened.length > 0 &&
    opened.every(({ loaded, unreadable }) => loaded.files.length === 0 && unreadable === undefined)
  )
    throw new NoFindings(noFindingsFile(opened));
  const idle = (config: FoundConfig | undefined): string[] =>
    idleRules(
      config,
      opened.map(({ index }) => index),
      { catalogue, now, isAllEvidence: options.findings.length === 0 },
    );
  const asAsked = options.principals.length > 0 ? byPrincipals(options, opened) : byMatching(options);
  return {
    evidenceOf(candidate, reading, principals) {
      const evidenceFor = principals === undefined ? asAsked : byPrincipals({ ...options, principals }, opened);
      const realm = realmOf.get(candidate.path);
      if (realm === undefined) return reading.policies.map(() => ({ kind: 'unmatched', reason: say('') }));
      const { unreadable } = realm;
      if (unreadable !== undefined) return reading.policies.map(() => blockedBy(unreadable));
      const written = writtenTo.get(candidate.path) ?? candidate.path;
      const file = candidate.isUnplaced === true ? nowhere : policyFile(candidate.path, written, realm);
      const subjects = reading.policies.map(({ subject }) => subject);
      const said = subjects.map((subject) => evidenceFor(realm, candidate, file, { subject, subjects }));
      return candidate.isUnplaced === true ? said.map((one, i) => withoutPath(one, subjects[i])) : said;
    },
    warnings: [
      ...new Set(
        opened.flatMap((realm) => [...realm.loaded.warnings, ...expired(realm.config, now), ...idle(realm.config)]),
      ),
    ],
    broken: [
      ...new Map(opened.flatMap(({ loaded }) => loaded.broken.map((evidence) => [evidence.line, evidence]))).values(),
    ],
    isFindingsFile: (file) => opened.some(({ loaded }) => loaded.isFindings.has(slashed(file))),
    principals: () => opened.flatMap(({ index }) => index.principals()),
    recommendation: [...new Set(opened.flatMap(({ loaded }) => loaded.recommendation))],
  };
}

/** Of standard input without a path, where it does not say itself whose it is, there is nothing to go by. */
function withoutPath(said: FindingMatch, subject: PolicySubject | undefined): FindingMatch {
  if (said.kind !== 'unmatched' || subject?.attachment.kind !== 'unsaid') return said;
  return {
    kind: 'unmatched',
    reason: say(
      'standard input has no path that tells whose it is: name that with --stdin-path, or the principal with --principal',
    ),
  };
}

/** As in the editor: what it wants kept is not known, so nothing is removed. */
function blockedBy({ file, reason }: UnreadableConfig): FindingMatch {
  return {
    kind: 'blocked',
    code: 'config.unreadable',
    reason: say('the configuration {0} cannot be used ({1}), so nothing is removed', shown(file), reason),
  };
}

interface RealmOptions {
  readonly root: string;
  readonly found: FoundConfig | UnreadableConfig | undefined;
  readonly named: readonly FindingsFile[];
  readonly catalogue: ActionCatalogue;
  readonly now: number;
}

async function openRealm({ root, found: nearest, named, catalogue, now }: RealmOptions): Promise<Realm> {
  const found = await confined(root, nearest);
  const config = found?.kind === 'found' ? await within(root, found) : undefined;
  const unreadable = found?.kind === 'unreadable' ? found : undefined;
  const { files, ignored } = named.length > 0 ? { files: named, ignored: [] } : await filesFound(root, config);
  const loaded = await loadFindings(files);
  const declared = new Map(files.map(({ file, principal }) => [slashed(file), principal?.arn]));
  const index = createFindingsIndex(loaded.files, now, (file) => declared.get(file));
  const witness = createPolicyMatcher({
    index,
    config: config && { file: shown(config.file), config: config.config },
    catalogue,
    now,
    staleAfterDays,
    minimumAgeDays,
  });
  return {
    root,
    config,
    unreadable,
    loaded: { ...loaded, warnings: [...ignored, ...loaded.warnings] },
    index,
    witness,
  };
}

/** As in the editor: one in the workspace that leads out of it is not used, and what it wants kept is not known. */
async function confined(root: string, found: RealmOptions['found']): Promise<RealmOptions['found']> {
  if (found?.kind !== 'found' || found.isNamed === true) return found;
  const top = await writtenPath(root);
  const place = pathBelow(top, found.file) === undefined ? undefined : await placeOf(found.file, top);
  return place?.kind === 'link' && place.leads === 'outside'
    ? { kind: 'unreadable', file: found.file, reason: inWords(linkLeading.outside) }
    : found;
}

async function filesFound(root: string, config: FoundConfig | undefined): Promise<FoundFiles> {
  if (config?.config.findings === undefined) return withoutLinks(root, await filesBelow(root));
  return withoutLinks(
    config.isNamed === true ? path.dirname(config.file) : await writtenPath(root),
    await filesConfigured(config),
  );
}

interface FoundFiles {
  readonly files: readonly FindingsFile[];
  /** A line of each that is a link. */
  readonly ignored: readonly string[];
}

/** What is found below a folder is read where it is no link. */
async function withoutLinks(top: string, found: readonly FindingsFile[]): Promise<FoundFiles> {
  const files: FindingsFile[] = [];
  const ignored = new Set<string>();
  for (const one of found) {
    const place = await placeOf(one.file, top);
    if (place.kind === 'file') files.push(one);
    else if (place.kind === 'link')
      ignored.add(`${shown(one.file)}: ${inWords(linkLeading[place.leads])}; it is ignored`);
  }
  return { files, ignored: [...ignored] };
}

/**
 * One above the folder that plays the workspace says what is kept and whose policies are whose, and not where findings
 * are.
 */
async function within(root: string, found: FoundConfig): Promise<FoundConfig> {
  const isInside = found.isNamed === true || pathBelow(await writtenPath(root), path.dirname(found.file)) !== undefined;
  const { policies, keep } = found.config;
  return isInside ? found : { ...found, config: { policies, keep } };
}

/** As in the editor's settings, where they say nothing. */
const staleAfterDays = 90;
const minimumAgeDays = 30;

async function filesConfigured({ file, config }: FoundConfig): Promise<FindingsFile[]> {
  const sources = config.findings ?? [];
  const found = await Promise.all(
    sources.map(({ files }) => filesIn(path.dirname(file), [files], { withLinks: true })),
  );
  return found.flatMap((files, i) =>
    files.map((name) => ({ file: name, isConfigured: true, principal: sources[i]?.principal })),
  );
}

/** A policy as its document tells of it, among all policies of the document. */
interface Placed {
  readonly subject: PolicySubject;
  readonly subjects: readonly PolicySubject[];
}

type EvidenceFor = (realm: Realm, candidate: Candidate, file: PolicyFile, placed: Placed) => FindingMatch;

function byMatching({ findings }: Options): EvidenceFor {
  return ({ loaded, index, witness }, { isNamed }, file, { subject, subjects }) => {
    const bare = findings.length > 0 && isNamed ? onlyBareFinding(loaded, index) : undefined;
    return bare === undefined
      ? witness.ofFile(file, subject, subjects)
      : witness.ofFinding({ filed: bare, why: say('by its folder') }, subject, file, subjects);
  };
}

/**
 * Without matching: the policies are those of the principals given, where the document does not give them to somebody
 * else.
 */
function byPrincipals({ principals, findings, isAssumed }: Options, realms: readonly Realm[]): EvidenceFor {
  const why = principals.length === 1 ? say('by the principal given') : say('by the principals given');
  const missing = principals.filter((arn) => realms.every(({ index }) => index.of(arn).witnesses.length === 0));
  const isBare =
    findings.length > 0 && realms.every(({ loaded, index }) => onlyBareFinding(loaded, index) !== undefined);
  if (missing.length > 0 && !isBare)
    throw new CannotDo(`no active finding about unused permissions of ${missing.join(', ')}`);
  const named = principals.map((arn) => ({ arn, name: principalOf(arn)?.name ?? arn }));
  return ({ loaded, index, witness }, _candidate, file, { subject, subjects }) => {
    const finding = isBare ? onlyBareFinding(loaded, index) : undefined;
    return witness.ofClaim({ principals: named, why, isAssumed: isAssumed === true, finding }, subject, file, subjects);
  };
}

/** The finding of files that hold one, and that names no principal. */
function onlyBareFinding({ files }: LoadedFindings, index: FindingsIndex) {
  const count = files.reduce((sum, { reading }) => sum + reading.findings.count, 0);
  const [only] = count === 1 ? files.flatMap(({ file }) => index.inFolder(file.slice(0, file.lastIndexOf('/')))) : [];
  return only;
}

function expired(config: FoundConfig | undefined, now: number): string[] {
  return (config?.config.keep ?? [])
    .filter((entry) => isExpired(entry, now))
    .map(({ line, until, reason }) => `${shown(config?.file ?? '')}:${line}: keep.expired: until ${until}: ${reason}`);
}

function noFindingsFile(realms: readonly Realm[]): string {
  const where = realms.map(({ root, config }) =>
    config?.config.findings === undefined
      ? `${defaultFindingsGlobs.join(', ')} below ${shown(root) || '.'}`
      : `${config.config.findings.map(({ files }) => files).join(', ')} below ${shown(path.dirname(config.file)) || '.'}`,
  );
  return `no findings file ${[...new Set(where)].join(', ')}: name one with --findings`;
}

/** Where nothing can be told from the path. */
const nowhere: PolicyFile = { segments: [], folder: '' };

/** `written` is what the path leads to, by which the configuration knows it. */
function policyFile(file: string, written: string, { root, config }: Realm): PolicyFile {
  const inConfig = config && pathBelow(path.dirname(config.file), config.isNamed === true ? file : written);
  return {
    segments: slashed(path.relative(root, file)).split('/'),
    folder: slashed(path.dirname(file)),
    pathInConfig: slashed(inConfig ?? path.relative('', file)),
  };
}

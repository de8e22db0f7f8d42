import { access, stat } from '../../platform/src/node/fileSystem.ts';
import path from 'node:path';
import {
  fetchInstructions,
  createFindingsReader,
  defaultDeployedGlobs,
  defaultFindingsGlobs,
  findingOf,
  inAnyCase,
  noFindings,
  searchEnded,
  type FiledReading,
  type FindingsReading,
  type Principal,
} from '../../core/src/index.ts';
import { createLimit, createPlaceScan, inWords, say, type Message } from '../../core/src/text/index.ts';
import { findFiles } from '../../platform/src/node/findFiles.ts';
import { nameOnDisk } from '../../platform/src/node/placeOf.ts';
import { mostBytesOf, readPieces } from '../../platform/src/node/readFile.ts';
import { readParts } from '../../platform/src/node/readParts.ts';
import { slashed } from '../../platform/src/node/paths.ts';
import { counted } from './counted.ts';
import { CannotDo, reasonOf, shown } from './files.ts';

/** The findings files that were read, and the problems of those that the user did not name. */
export interface LoadedFindings {
  readonly files: readonly FiledReading[];
  readonly warnings: readonly string[];
  /** The evidence that cannot be read and is about a principal. */
  readonly broken: readonly BrokenEvidence[];
  /** The files that are known to contain findings. They are not searched for policies. */
  readonly isFindings: ReadonlySet<string>;
  readonly recommendation: readonly string[];
}

/** Evidence that cannot be read, with a line about it. */
export interface BrokenEvidence {
  readonly line: string;
  /** The number of findings in the file that cannot be read; absent if it is the whole file. */
  readonly findings?: number;
  /** The number of whole files that the line is about; absent if it is one. */
  readonly files?: number;
}

/**
 * A findings file to read. `isNamed`: the user named it on the command line, by itself or by a glob; `isConfigured`: a
 * `.iam-refine.json` names it.
 */
export interface FindingsFile {
  readonly file: string;
  readonly isNamed?: true;
  /** The argument that names it. */
  readonly pattern?: string;
  readonly isConfigured?: true;
  /** It is read for what was deployed. */
  readonly isDeployed?: true;
  /** It is not read for findings as well. */
  readonly isOnlyDeployed?: boolean;
  /** The principal that its reports are about, if the configuration declares it. */
  readonly principal?: Principal | undefined;
}

/** The files that an option names: a file, or else those that match a glob, ignoring letter case. */
export async function filesNamed(
  pattern: string,
  option: '--findings' | '--deployed' = '--findings',
): Promise<FindingsFile[]> {
  const isGlob = /[*?[\]{}]/.test(pattern) && !(await isThere(pattern));
  const files = isGlob ? await filesMatching(slashed(pattern)) : [await nameOnDisk(path.resolve(pattern))];
  if (files.length === 0) throw new CannotDo(`${option} ${pattern}: no such file`);
  return files.map((file) => ({ file, isNamed: true, pattern }));
}

/** The files that match a glob. The search begins in the deepest existing folder that the start of the glob names. */
async function filesMatching(glob: string): Promise<readonly string[]> {
  let folder = '';
  for (const [name] of glob.matchAll(/[^/]*\//g)) {
    if (/[*?[\]{}()!\\]/.test(name) || !(await isThere(folder + name))) break;
    folder += name;
  }
  return filesIn(folder, [inAnyCase(glob.slice(folder.length))]);
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The files below a folder that match the default globs, and links with such names. */
export async function filesBelow(root: string): Promise<FindingsFile[]> {
  return (
    await filesIn(root, defaultFindingsGlobs.map(inAnyCase), { written: defaultFindingsGlobs, withLinks: true })
  ).map((file) => ({
    file,
  }));
}

/** The files with deployed resources below a folder, by the default globs. */
export async function deployedBelow(root: string): Promise<FindingsFile[]> {
  const files = await filesIn(root, defaultDeployedGlobs.map(inAnyCase), {
    written: defaultDeployedGlobs,
    withLinks: true,
  });
  return files.map((file) => ({ file, isDeployed: true }));
}

/** The files that `--deployed` names. */
export async function deployedNamed(pattern: string): Promise<FindingsFile[]> {
  return (await filesNamed(pattern, '--deployed')).map((one) => ({ ...one, isDeployed: true }));
}

interface GlobOptions {
  /** The globs as the user wrote them. */
  readonly written?: readonly string[];
  readonly withLinks?: boolean;
}

/** All files below a folder that match globs. Throws {@link CannotDo} if there are too many: some are not enough. */
export async function filesIn(
  folder: string,
  globs: readonly string[],
  { written = globs, withLinks = false }: GlobOptions = {},
): Promise<readonly string[]> {
  const { files, end } = await findFiles(folder, globs, { withLinks });
  if (end !== undefined) throw new CannotDo(inWords(searchEnded(end, shown(path.resolve(folder)) || '.', written)));
  return files;
}

/** The most files open at once. With more than the limit of the process (EMFILE), valid files would be unreadable. */
const limited = createLimit(64);

/**
 * Reads findings files, each in one pass. A file that the user named must be readable. Any other unreadable file gets a
 * warning, and blocks, because its content is not known.
 */
export async function loadFindings(files: readonly FindingsFile[]): Promise<LoadedFindings> {
  const read: FiledReading[] = [];
  const warnings: string[] = [];
  const broken: BrokenEvidence[] = [];
  const recommendation: string[] = [];
  const isFindings = new Set<string>();
  const sought = new Map<string, readonly Sought[]>();
  for (const item of distinctFiles(files)) {
    const { file, pattern, isDeployed } = item;
    const readFile = await limited(() => readFindingsFile(item));
    const { reading, error, unreadableText } = readFile;
    for (const { mayBlock, ...evidence } of await complaintsAbout(item, readFile))
      if (mayBlock) broken.push(evidence);
      else warnings.push(evidence.line);
    if (error !== undefined || reading.isRecognised) isFindings.add(slashed(file));
    const [headline, ...commands] = fetchInstructions(reading.counted);
    if (headline !== undefined) recommendation.push(`${shown(file)}: ${headline}`, ...commands);
    read.push({ file: slashed(file), reading, unreadableText, ...(isDeployed ? { isDeployed } : {}) });
    if (pattern !== undefined) sought.set(pattern, [...(sought.get(pattern) ?? []), { item, reading }]);
  }
  for (const [pattern, found] of sought) checkContent(pattern, found);
  return { files: read, warnings: firstOf(warnings), broken: firstBroken(broken), isFindings, recommendation };
}

/** Each file once. One that is named for its findings may be one of the deployed resources as well. */
function distinctFiles(files: readonly FindingsFile[]): Iterable<FindingsFile> {
  const known = new Map<string, FindingsFile>();
  for (const one of files) {
    const before = known.get(one.file);
    const isOnlyDeployed = one.isDeployed === true && before?.isOnlyDeployed !== false;
    known.set(one.file, { ...one, ...before, isOnlyDeployed });
  }
  return known.values();
}

/** A file that the user named, and what is in it. */
interface Sought {
  readonly item: FindingsFile;
  readonly reading: FindingsReading;
}

/** Throws {@link CannotDo} if no file that a pattern names holds what it was named for. */
function checkContent(pattern: string, files: readonly Sought[]): void {
  const isDeployed = files.some(({ item }) => item.isDeployed === true);
  const isEmpty = files.every(({ reading }) => (isDeployed ? reading.deployed === undefined : !reading.isRecognised));
  if (isEmpty) throw isDeployed ? noDeployedIn(pattern) : noFindingIn(pattern);
}

function noDeployedIn(pattern: string): CannotDo {
  const commands = 'aws cloudformation describe-stack-resources or list-stack-resources, or of terraform show -json';
  return new CannotDo(
    `--deployed ${pattern}: no deployed resources in a known format; give it the output of ${commands}`,
  );
}

/** The most files that are reported one by one. */
const mostFilesTold = 100;

function firstOf(warnings: readonly string[]): readonly string[] {
  const others = warnings.length - mostFilesTold;
  return others <= 0
    ? warnings
    : [...warnings.slice(0, mostFilesTold), `problems in ${counted(others, 'more findings file')}`];
}

function firstBroken(broken: readonly BrokenEvidence[]): readonly BrokenEvidence[] {
  const others = broken.slice(mostFilesTold);
  const files = others.filter((one) => one.findings === undefined).length;
  const findings = others.reduce((sum, one) => sum + (one.findings ?? 0), 0);
  return [
    ...broken.slice(0, mostFilesTold),
    ...(files === 0 ? [] : [{ line: `${counted(files, 'more findings file')} cannot be read`, files }]),
    ...(findings === 0 ? [] : [{ line: `${counted(findings, 'more finding')} cannot be read`, findings }]),
  ];
}

/** A problem of a file or of findings in it; and whether it may close or replace findings of a principal. */
interface Complaint extends BrokenEvidence {
  readonly mayBlock: boolean;
}

async function complaintsAbout(
  item: FindingsFile,
  { reading, error, unreadableText }: ReadFile,
): Promise<readonly Complaint[]> {
  const { file, isNamed, isConfigured } = item;
  if (error !== undefined && isNamed) throw new CannotDo(`${error}; no finding in this file can be used`);
  if (error !== undefined)
    return [
      {
        line: `${error}; ${item.isDeployed === true ? 'nothing' : 'no finding'} in this file is used`,
        mayBlock: mayNamePrincipal(reading, unreadableText),
      },
    ];
  if (reading.isRecognised) return brokenFindings(item, reading);
  if ((!isNamed && !isConfigured) || reading.deployed !== undefined) return [];
  return [{ line: `${shown(file)}: finding.unreadable: it contains no finding in a known format`, mayBlock: false }];
}

/** The error if no file is found. `pattern`: as the user wrote it. */
function noFindingIn(pattern: string): CannotDo {
  const commands = ['aws accessanalyzer get-finding-v2', 'aws iam get-service-last-accessed-details'].join(' or ');
  return new CannotDo(`--findings ${pattern}: no finding in a known format; give it the output of ${commands}`);
}

/** The most findings of a file that are reported one by one. */
const mostTold = 20;

/** The findings of a file that cannot be understood, with their places. */
async function brokenFindings(
  { file, principal: declared }: FindingsFile,
  { findings }: FindingsReading,
): Promise<readonly Complaint[]> {
  if (findings.unreadable.length === 0) return [];
  const reported = findings.unreadable
    .slice(0, mostTold)
    .map((index) => ({ finding: findings.finding(index), span: findings.span(index) }));
  const placeOf = await placesOf(
    file,
    reported.map(({ span }) => span.offset),
  );
  const lines = reported.map(({ finding, span }) => {
    const what = `${inWords(findingOf(finding))} cannot be read (${inWords(finding.incomplete ?? '')})`;
    const where = `${shown(file)}${placeOf?.(span.offset) ?? ''}`;
    return {
      line: `${where}: ${what}`,
      findings: 1,
      mayBlock: (finding.principal ?? declared) !== undefined,
    };
  });
  const others = findings.unreadable.length - reported.length;
  if (others === 0) return lines;
  return [
    ...lines,
    {
      line: `${shown(file)}: ${counted(others, 'more finding')} cannot be read`,
      findings: others,
      mayBlock: true,
    },
  ];
}

/** May a broken file close or replace findings of a principal? A file whose text cannot be read may. */
function mayNamePrincipal({ named }: FindingsReading, unreadableText: Message | undefined): boolean {
  return unreadableText !== undefined || (named !== undefined && named.arns.length + named.ids.length > 0);
}

interface ReadFile extends Omit<FiledReading, 'file'> {
  readonly error?: string;
}

async function readFindingsFile({ file, isNamed, isOnlyDeployed = false }: FindingsFile): Promise<ReadFile> {
  const reader = createFindingsReader({ isDeployed: isOnlyDeployed });
  try {
    const { isBetweenLines } = reader;
    for await (const { text, part } of readParts(
      file,
      { most: mostBytesOf.findings, mayBePipe: isNamed === true },
      { isBetweenLines },
    ))
      if (part === undefined) reader.push(text);
      else reader.add(part.findings);
  } catch (error) {
    const unreadableText = say('{0}', reasonOf(error));
    return { reading: noFindings, error: `${shown(file)}: ${reasonOf(error)}`, unreadableText };
  }
  const reading = reader.end();
  return reading.error === undefined
    ? { reading }
    : { reading, error: `${shown(file)}${await place(file, reading.error)}` };
}

async function place(file: string, { span, message }: Exclude<FindingsReading['error'], undefined>): Promise<string> {
  const placeOf = await placesOf(file, [span.offset]);
  return placeOf === undefined
    ? `: ${inWords(message)}, after ${span.offset} characters`
    : `${placeOf(span.offset)}: ${inWords(message)}`;
}

/**
 * The places of offsets in a file, as `:3:5`. It reads the file a second time, one piece after the other; only broken
 * files need it. The content of a pipe is no longer there then.
 */
async function placesOf(file: string, offsets: readonly number[]): Promise<((offset: number) => string) | undefined> {
  if (!(await stat(file)).isFile()) return undefined;
  const ascending = offsets.toSorted((a, b) => a - b);
  const scan = createPlaceScan(ascending);
  for await (const { text } of readPieces(file, { most: mostBytesOf.findings })) if (!scan.push(text)) break;
  const places = new Map(scan.end().map(({ line, column }, i) => [ascending[i], `:${line}:${column}`]));
  return (offset) => places.get(offset) ?? '';
}

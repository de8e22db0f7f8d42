/** Findings files that cannot be read, and the principals whose policies they block. */
import { principalOf } from '../findings/model.ts';
import type { NamedInText } from '../findings/nameScan.ts';
import { memoise } from '../memo.ts';
import { say, type Message } from '../text/message.ts';
import { fileNameOf, folderOf } from './fileNames.ts';
import { groupedBy } from './filesByName.ts';
import type { FiledReading, FindingsIndex } from './filedFindings.ts';
import type { KnownFindings } from './knownFindings.ts';

/** The folders with findings files whose text cannot be read. Such a file may be about any principal. */
export interface UnreadableFolders {
  readonly in: (folder: string) => Message | undefined;
  /** In the folder or in one above it. */
  readonly above: (folder: string) => Message | undefined;
  readonly areNone: boolean;
}

export function unreadableFolders(files: readonly FiledReading[]): UnreadableFolders {
  const folders = new Map<string, Message>();
  for (const { file, unreadableText: reason } of files)
    if (reason !== undefined && !folders.has(folderOf(file)))
      folders.set(folderOf(file), say('{0} cannot be read ({1})', fileNameOf(file), reason));
  const above = (folder: string): Message | undefined =>
    folders.get(folder) ?? (folder.includes('/') ? above(folder.slice(0, folder.lastIndexOf('/'))) : undefined);
  const areNone = folders.size === 0;
  return { areNone, in: (folder) => folders.get(folder), above: (folder) => (areNone ? undefined : above(folder)) };
}

/** A file that cannot be used, with the reason and the names found in its text. */
interface BrokenFile {
  readonly file: string;
  readonly reason: Message;
  readonly named: NamedInText | undefined;
}

function brokenAmong(files: readonly FiledReading[]): BrokenFile[] {
  return files.flatMap(({ file, reading: { error, named }, unreadableText }) => {
    const reason = unreadableText ?? error?.message;
    return reason === undefined ? [] : [{ file, reason, named }];
  });
}

interface BlockSources {
  readonly declaredTo: ReadonlyMap<string, string | undefined>;
  readonly unreadable: UnreadableFolders;
  readonly known: KnownFindings;
  readonly of: FindingsIndex['of'];
}

/** Makes `blockedFor` of the index. It returns the first reason found. */
export function createBlocks(
  files: readonly FiledReading[],
  sources: BlockSources,
): (arn: string) => Message | undefined {
  const broken = brokenAmong(files);
  const byNames = byNamesIn(broken, sources.known);
  const declared = groupedBy(broken, ({ file }) => [sources.declaredTo.get(file) ?? '']);
  const reasonFor = (arn: string): Message | undefined =>
    byDeclaration(arn, declared.get(arn)?.[0]) ??
    byNames(arn) ??
    byFolder(arn, files, sources) ??
    byFinding(arn, sources);
  const remembered = memoise((arn) => ({ reason: reasonFor(arn) }));
  return (arn) => remembered(arn).reason;
}

/** The configuration declares the principal of the broken file. It blocks that principal, whatever its text names. */
function byDeclaration(arn: string, found: BrokenFile | undefined): Message | undefined {
  return found && say('{0} is about {1} but cannot be read ({2})', fileNameOf(found.file), nameOf(arn), found.reason);
}

/**
 * The broken file names the ARN of the principal or the id of one of its findings. It may hold a newer copy than the
 * one that is known.
 */
function byNamesIn(broken: readonly BrokenFile[], { idsOf }: KnownFindings): (arn: string) => Message | undefined {
  const naming = new Map<string, BrokenFile>();
  for (const file of broken)
    for (const name of [...(file.named?.arns ?? []), ...(file.named?.ids ?? [])])
      naming.set(name, naming.get(name) ?? file);
  const ofAnyPrincipal = broken.find(({ named }) => named?.isMore === true);
  return (arn) => {
    const names = naming.size === 0 ? [] : [arn, ...idsOf(arn)];
    const found = names.map((name) => naming.get(name)).find((file) => file !== undefined) ?? ofAnyPrincipal;
    return found && say('{0} names {1} but cannot be read ({2})', fileNameOf(found.file), nameOf(arn), found.reason);
  };
}

/** The text of a file cannot be read, and the principal has another finding in the same folder. */
function byFolder(
  arn: string,
  files: readonly FiledReading[],
  { declaredTo, unreadable, known }: BlockSources,
): Message | undefined {
  if (unreadable.areNone) return undefined;
  for (const filed of files) {
    const reason = unreadable.in(folderOf(filed.file));
    if (reason !== undefined && (known.isIn(arn, filed) || declaredTo.get(filed.file) === arn)) return reason;
  }
  return undefined;
}

/** One of the findings of the principal cannot be understood. */
function byFinding(arn: string, { of }: BlockSources): Message | undefined {
  const unreadable = of(arn).counting.find(({ finding }) => finding.isUnreadable === true);
  if (unreadable?.finding.incomplete === undefined) return undefined;
  return say(
    'the finding in {0} cannot be read: {1}',
    fileNameOf(unreadable.places[0].file),
    unreadable.finding.incomplete,
  );
}

function nameOf(arn: string): string {
  return principalOf(arn)?.name ?? arn;
}

/** Finds the reports that name no principal but may be about a given one: they may show that an action is used. */
import { foldCase } from '../actions/foldCase.ts';
import { principalOf } from '../findings/model.ts';
import { mayMention, wordsOf, type MaybeNamed } from '../findings/reportMentions.ts';
import { fileNameOf, folderOf, foldersOf, stems } from './fileNames.ts';
import type { FiledFinding, KnownNames, ReportsAbout } from './filedFindings.ts';
import type { PolicyFile } from './policyFile.ts';
import { permissionSetOf } from './permissionSet.ts';

/** A report that names no principal, and its texts that may mention one. */
export interface UnnamedReport {
  readonly filed: FiledFinding;
  readonly mentions: readonly string[];
}

interface PlacedReport extends UnnamedReport {
  readonly file: string;
  readonly folder: string;
  readonly folders: readonly string[];
  readonly stems: readonly string[];
}

/**
 * `reports` is called at the first look-up, which is O(size of their texts). Other look-ups are O(reports for the name,
 * and reports in the folder that are not named after a known principal).
 */
export function createReportsAbout(reports: () => readonly UnnamedReport[]): ReportsAbout {
  let lookUp: LookUp | undefined;
  const unclaimed = new WeakMap<KnownNames['isKnown'], Map<string, readonly PlacedReport[]>>();
  /** The reports in a folder that are not named after a known principal. */
  const unclaimedIn = (
    folder: string,
    isKnown: KnownNames['isKnown'],
    { byFolder }: LookUp,
  ): readonly PlacedReport[] => {
    const folders = unclaimed.get(isKnown) ?? new Map<string, readonly PlacedReport[]>();
    unclaimed.set(isKnown, folders);
    const found = folders.get(folder) ?? (byFolder.get(folder) ?? []).filter((report) => !report.stems.some(isKnown));
    folders.set(folder, found);
    return found;
  };
  return (holder, file, { isKnown, isHolder }) => {
    lookUp ??= lookUpIn(reports().map(placed));
    const { byName } = lookUp;
    const names = [holder.name, permissionSetOf(holder.name) ?? holder.name].map(foldCase);
    const isAbout = (report: PlacedReport): boolean =>
      report.mentions.some((text) => mayMention(text, holder)) || isNamedAfter(report, names, holder, file);
    const isNotOfOthers = (report: PlacedReport): boolean =>
      !report.stems.some((name) => !names.includes(foldCase(name)) && (isKnown(name) || isHolder(name)));
    const named = names.flatMap((name) => byName.get(name) ?? []);
    // A report that is named after a known principal is included only if that principal is the holder.
    const inFolder = [
      ...unclaimedIn(file.folder, isKnown, lookUp),
      ...named.filter(({ folder }) => folder === file.folder),
    ];
    const found = [...named.filter(isAbout), ...inFolder.filter(isNotOfOthers)];
    return [...new Set(found)].map(({ filed }) => filed);
  };
}

interface LookUp {
  /** By the folded names of files and folders, and the folded words of texts. */
  readonly byName: ReadonlyMap<string, readonly PlacedReport[]>;
  readonly byFolder: ReadonlyMap<string, readonly PlacedReport[]>;
}

function placed({ filed, mentions }: UnnamedReport): PlacedReport {
  const [{ file }] = filed.places;
  return { filed, mentions, file, folder: folderOf(file), folders: foldersOf(file), stems: stems(fileNameOf(file)) };
}

function lookUpIn(reports: readonly PlacedReport[]): LookUp {
  const byName = new Map<string, PlacedReport[]>();
  const byFolder = new Map<string, PlacedReport[]>();
  const add = (map: Map<string, PlacedReport[]>, key: string, report: PlacedReport): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [report]);
    else known.push(report);
  };
  for (const report of reports) {
    const names = [...report.stems, ...report.folders].map(foldCase);
    for (const name of new Set([...names, ...report.mentions.flatMap(wordsOf)])) add(byName, name, report);
    add(byFolder, report.folder, report);
  }
  return { byName, byFolder };
}

/** Is the file or a folder of a report named after the holder? Not if a folder is named with another account. */
function isNamedAfter(
  report: PlacedReport,
  names: readonly string[],
  { arn = '' }: MaybeNamed,
  file: Pick<PolicyFile, 'segments' | 'folder'>,
): boolean {
  const folders = foldersInWorkspace(report, file);
  const account = principalOf(arn)?.account;
  if (account !== undefined && folders.some((folder) => /^\d{12}$/.test(folder) && folder !== account)) return false;
  return [...report.stems, ...folders].some((name) => names.includes(foldCase(name)));
}

/**
 * The folders of a report inside the workspace of a policy; only its own folder if it is outside. Folders above the
 * workspace are not named after principals.
 */
function foldersInWorkspace(
  { folders }: PlacedReport,
  { segments, folder }: Pick<PolicyFile, 'segments' | 'folder'>,
): readonly string[] {
  const around = foldersOf(`${folder}/`);
  const top = around.slice(0, around.length - Math.max(segments.length - 1, 0));
  const isInside = segments.length > 0 && !segments.includes('..') && top.every((name, i) => folders[i] === name);
  return isInside ? folders.slice(top.length) : folders.slice(-1);
}

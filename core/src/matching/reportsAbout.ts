/** Reports that do not say whose they are, and may be about somebody: such a report may show that something is used. */
import { foldCase } from '../actions/foldCase.ts';
import { principalOf } from '../findings/model.ts';
import { mayMention, wordsOf, type MaybeNamed } from '../findings/reportMentions.ts';
import { fileNameOf, folderOf, foldersOf, stems } from './fileNames.ts';
import type { FiledFinding, KnownNames, ReportsAbout } from './filedFindings.ts';
import type { PolicyFile } from './policyFile.ts';
import { permissionSetOf } from './permissionSet.ts';

/** A report, and its texts that may name somebody. */
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

/** The reports are asked for with the first look-up, which is O(size of their texts); any other is O(reports of the name, and those in the folder that
 * are named after nobody). */
export function createReportsAbout(reports: () => readonly UnnamedReport[]): ReportsAbout {
  let lookUp: LookUp | undefined;
  const unclaimed = new WeakMap<KnownNames['anyway'], Map<string, readonly PlacedReport[]>>();
  /** The reports in a folder that are named after nobody who is known anyway. */
  const unclaimedIn = (folder: string, anyway: KnownNames['anyway'], { byFolder }: LookUp): readonly PlacedReport[] => {
    const folders = unclaimed.get(anyway) ?? new Map<string, readonly PlacedReport[]>();
    unclaimed.set(anyway, folders);
    const found = folders.get(folder) ?? (byFolder.get(folder) ?? []).filter((report) => !report.stems.some(anyway));
    folders.set(folder, found);
    return found;
  };
  return (holder, file, { anyway, asHolder }) => {
    lookUp ??= lookUpIn(reports().map(placed));
    const { byName } = lookUp;
    const names = [holder.name, permissionSetOf(holder.name) ?? holder.name].map(foldCase);
    const isAbout = (report: PlacedReport): boolean =>
      report.mentions.some((text) => mayMention(text, holder)) || isNamedAfter(report, names, holder, file);
    const isOfNobodyElse = (report: PlacedReport): boolean =>
      !report.stems.some((name) => !names.includes(foldCase(name)) && (anyway(name) || asHolder(name)));
    const named = names.flatMap((name) => byName.get(name) ?? []);
    // One that is named after somebody who is known anyway is of nobody else only where that is the holder.
    const inFolder = [
      ...unclaimedIn(file.folder, anyway, lookUp),
      ...named.filter(({ folder }) => folder === file.folder),
    ];
    const found = [...named.filter(isAbout), ...inFolder.filter(isOfNobodyElse)];
    return [...new Set(found)].map(({ filed }) => filed);
  };
}

interface LookUp {
  /** By all names of files and folders, and words of texts, folded. */
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

/** Not where a folder is named with another account. */
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
 * The folders of a report inside the workspace of a policy; of one outside, its own. What is above is named after
 * nobody.
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

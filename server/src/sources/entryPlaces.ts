import type { Range } from 'vscode-languageserver';
import {
  findingEntries,
  type FiledFinding,
  type Finding,
  type FindingEntries,
  type LastAccess,
} from '../../../core/src/index.ts';
import { rangeIn, readPart, type FilePart } from './fileText.ts';
import type { Platform } from '../../../platform/src/platform.ts';

/** Where the entries of a finding stand in their files. */
export interface EntryPlaces {
  /** The entry that says that an action is unused, or its service. Both folded. */
  readonly entryOf: (service: string, action: string) => PlacedEntry | undefined;
}

export interface PlacedEntry {
  readonly uri: string;
  readonly range: Range;
  readonly lastAccess?: LastAccess | undefined;
}

/** Looks entries up in the files of a finding: only for the few findings that speak for open documents. */
export type EntryPlacesSource = (filed: FiledFinding) => Promise<EntryPlaces>;

interface LocatedPart {
  readonly uri: string;
  readonly part: FilePart;
  readonly entries: FindingEntries;
}

/** As many as open documents are likely to rest on; a large one takes a megabyte. */
const rememberedFindings = 32;

export function createEntryPlaces(host: Platform): EntryPlacesSource {
  const known = new Map<Finding, Promise<EntryPlaces>>();
  const locate = async ({ places }: FiledFinding): Promise<EntryPlaces> => {
    const parts = await Promise.all(
      places.map(async ({ file, span }): Promise<LocatedPart[]> => {
        try {
          const part = await readPart(host, file, span);
          return [{ uri: file, part, entries: findingEntries(part.text.getText()) }];
        } catch {
          // The file went meanwhile: then there is no place to point at, and soon no finding.
          return [];
        }
      }),
    );
    return {
      entryOf(service, action) {
        for (const { uri, part, entries } of parts.flat()) {
          const entry = entries.entryOf(service, action);
          if (entry !== undefined) return { uri, range: rangeIn(part, entry.span), lastAccess: entry.lastAccess };
        }
        return undefined;
      },
    };
  };
  return (filed) => {
    const places = known.get(filed.finding) ?? locate(filed);
    // The one that was asked for last stands last.
    known.delete(filed.finding);
    known.set(filed.finding, places);
    const [oldest] = known.keys();
    if (known.size > rememberedFindings && oldest !== undefined) known.delete(oldest);
    return places;
  };
}

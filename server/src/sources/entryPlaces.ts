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

/** The places of the entries of a finding in their files. */
export interface EntryPlaces {
  /** The entry that reports an action or its service unused. Both names are folded. */
  readonly entryOf: (service: string, action: string) => PlacedEntry | undefined;
}

export interface PlacedEntry {
  readonly uri: string;
  readonly range: Range;
  readonly lastAccess?: LastAccess | undefined;
}

/** Finds the entries in the files of a finding. Used only for the few findings that apply to open documents. */
export type EntryPlacesSource = (filed: FiledFinding) => Promise<EntryPlaces>;

interface LocatedPart {
  readonly uri: string;
  readonly part: FilePart;
  readonly entries: FindingEntries;
}

/** The number of findings that open documents are likely to need. A large one takes a megabyte. */
const rememberedFindings = 32;

export function createEntryPlaces(platform: Platform): EntryPlacesSource {
  const known = new Map<Finding, Promise<EntryPlaces>>();
  const locate = async ({ places }: FiledFinding): Promise<EntryPlaces> => {
    const parts = await Promise.all(
      places.map(async ({ file, span }): Promise<LocatedPart[]> => {
        try {
          const part = await readPart(platform, file, span);
          return [{ uri: file, part, entries: findingEntries(part.text.getText()) }];
        } catch {
          // The file was deleted meanwhile: there is no place to point at, and soon no finding.
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
    // The finding that was used last is last in the map.
    known.delete(filed.finding);
    known.set(filed.finding, places);
    const [oldest] = known.keys();
    if (known.size > rememberedFindings && oldest !== undefined) known.delete(oldest);
    return places;
  };
}

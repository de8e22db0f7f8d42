/** The places of the entries of findings in their files, which are read for them. */
import type { Range } from 'vscode-languageserver';
import {
  findingEntries,
  type FiledFinding,
  type Finding,
  type FindingEntries,
  type LastAccess,
} from '../../../core/src/index.ts';
import { rangeIn, type FilePart } from './fileText.ts';
import type { PartReader } from './findingParts.ts';

/** The entry of a finding that reports an action or its service unused. Both names are folded. */
export type AskedEntry = readonly [service: string, action: string];

/** The places that were asked for. */
export interface EntryPlaces {
  readonly entryOf: (...asked: AskedEntry) => PlacedEntry | undefined;
}

export interface PlacedEntry {
  readonly uri: string;
  readonly range: Range;
  readonly lastAccess?: LastAccess | undefined;
}

/** Finds entries in the files of a finding. Used only for the few findings that apply to open documents. */
export type EntryPlacesSource = (filed: FiledFinding, asked: readonly AskedEntry[]) => Promise<EntryPlaces>;

interface LocatedPart {
  readonly uri: string;
  readonly part: FilePart;
  readonly entries: FindingEntries;
}

/** The most findings whose text is kept for more questions about them. A large one takes a megabyte. */
const rememberedParts = 32;

/**
 * Makes the source. What was asked of a finding is remembered for as long as the finding counts, so that a keystroke in
 * a document with many principals reads no file.
 */
export function createEntryPlaces(readPart: PartReader): EntryPlacesSource {
  const partsOf = createParts(readPart);
  const answers = new WeakMap<Finding, Map<string, PlacedEntry | undefined>>();
  return async (filed, asked) => {
    const known = answers.get(filed.finding) ?? new Map<string, PlacedEntry | undefined>();
    answers.set(filed.finding, known);
    const fresh = asked.filter((entry) => !known.has(keyOf(entry)));
    const parts = fresh.length === 0 ? [] : await partsOf(filed);
    // What cannot be read now may be readable later.
    if (parts.length > 0) for (const entry of fresh) known.set(keyOf(entry), placeIn(parts, entry));
    return { entryOf: (...entry) => known.get(keyOf(entry)) };
  };
}

function keyOf([service, action]: AskedEntry): string {
  return `${service}:${action}`;
}

function placeIn(parts: readonly LocatedPart[], [service, action]: AskedEntry): PlacedEntry | undefined {
  for (const { uri, part, entries } of parts) {
    const entry = entries.entryOf(service, action);
    if (entry !== undefined) return { uri, range: rangeIn(part, entry.span), lastAccess: entry.lastAccess };
  }
  return undefined;
}

/** The parts of the files that hold a finding, of the findings that were asked about last. */
function createParts(readPart: PartReader): (filed: FiledFinding) => Promise<readonly LocatedPart[]> {
  const known = new Map<Finding, Promise<readonly LocatedPart[]>>();
  const locate = async ({ places }: FiledFinding): Promise<readonly LocatedPart[]> => {
    const parts = await Promise.all(
      places.map(async ({ file, span }): Promise<LocatedPart[]> => {
        try {
          const part = await readPart(file, span);
          return [{ uri: file, part, entries: findingEntries(part.text.getText()) }];
        } catch {
          // The file was deleted meanwhile: there is no place to point at, and soon no finding.
          return [];
        }
      }),
    );
    return parts.flat();
  };
  return (filed) => {
    const parts = known.get(filed.finding) ?? locate(filed);
    void parts.then(({ length }) => length === 0 && known.delete(filed.finding));
    // The finding that was used last is last in the map.
    known.delete(filed.finding);
    known.set(filed.finding, parts);
    const [oldest] = known.keys();
    if (known.size > rememberedParts && oldest !== undefined) known.delete(oldest);
    return parts;
  };
}

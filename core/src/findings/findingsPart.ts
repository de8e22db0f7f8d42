/**
 * A part of a findings file that was read by itself, as plain values: one thread reads the part, another joins it to
 * what is before it.
 */
import type { SyntaxError } from '../text/tree.ts';
import { addContent, close, type Found } from './collectFindings.ts';
import type { FindingsReading } from './findingsReading.ts';
import type { NamedInText } from './nameScan.ts';
import type { FindingsTable } from './packedFindings.ts';

/** The contents of a part. Spans count from its start. The other members are those of {@link FindingsReading}. */
export interface FindingsPart extends Pick<
  FindingsReading,
  'closed' | 'counted' | 'recommendations' | 'deployed' | 'setAside' | 'otherContent' | 'isRecognised'
> {
  /** The length of its text, in UTF-16 code units. */
  readonly length: number;
  readonly table: FindingsTable;
  /** The principals and ids in values that are not packed. */
  readonly names: NamedInText;
  /** The first finding in a place where none is read. */
  readonly misplaced: SyntaxError | undefined;
}

/** What was found in a part with a text of this length. Nothing must be added to `found` afterwards. */
export function partOf(found: Found, length: number): FindingsPart {
  const { packer, names, closed, counted, recommendations, deployed, setAside, isRecognised, misplaced } = found;
  return {
    length,
    table: packer.table(),
    closed,
    counted,
    recommendations,
    deployed,
    setAside,
    otherContent: [...found.otherContent.values()],
    isRecognised,
    names: names.found(),
    misplaced,
  };
}

/** Adds a part that starts at an offset of the file, after everything that has been found before it. */
export function addPart(found: Found, part: FindingsPart, start: number): void {
  found.packer.addTable(part.table, start);
  for (const [id, asOf] of part.closed) close(found, id, asOf);
  for (const one of part.counted) found.counted.push(one);
  for (const one of part.recommendations) found.recommendations.push(one);
  for (const one of part.deployed ?? []) found.deployed.push(one);
  for (const one of part.setAside) found.setAside.push(one);
  for (const what of part.otherContent) addContent(found, what);
  found.names.addAll(part.names);
  found.isRecognised ||= part.isRecognised;
  const { misplaced } = part;
  if (misplaced === undefined) return;
  const { offset, length } = misplaced.span;
  found.misplaced ??= { ...misplaced, span: { offset: start + offset, length } };
}

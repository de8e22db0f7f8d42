import { createLimit, type Span } from '../../../core/src/text/index.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import { readPart, type FilePart } from './fileText.ts';
import type { FindingsStore } from './findingsStore.ts';

/** Reads a part of a findings file, from the last place before it at which reading can start. */
export type PartReader = (uri: string, span: Span) => Promise<FilePart>;

/** The most files open at once: a document may have hundreds of principals. */
const mostOpen = 16;

export function createPartReader(platform: Platform, { marksOf }: Pick<FindingsStore, 'marksOf'>): PartReader {
  const limited = createLimit(mostOpen);
  return (uri, span) => limited(async () => readPart(platform, uri, span, await marksOf(uri)));
}

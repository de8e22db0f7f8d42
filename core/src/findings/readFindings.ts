import type { SyntaxError } from '../text/jsonNode.ts';
import type { Span } from '../text/span.ts';
import { isRecord, listOf } from '../text/jsonValue.ts';
import type { CountedFinding } from './countedFinding.ts';
import { decode, readEntry, type Decoded, type UnusedEntry } from './decode.ts';
import { createItemReader, type JsonItem } from './jsonItems.ts';
import type { Finding } from './model.ts';
import { createFindingsPacker, type PackedFindings } from './packedFindings.ts';
import type { Recommendation } from './recommendation.ts';
import { say } from '../text/message.ts';

/**
 * What a findings file holds. `error` is a syntax error: such a file is half-written or broken, and nothing of it is used. A file of valid
 * JSON that holds no finding gives nothing, and `isRecognised` is false.
 */
export interface FindingsReading {
  readonly findings: PackedFindings;
  /** When findings that are archived or resolved were said to be, milliseconds since 1970, by id. */
  readonly closed: ReadonlyMap<string, number>;
  /** Findings that do not name the actions: they have to be fetched whole. */
  readonly counted: readonly CountedFinding[];
  /** What AWS itself recommends. */
  readonly recommendations: readonly Recommendation[];
  /** Holds something of a shape that is known, used or not. */
  readonly isRecognised: boolean;
  readonly error?: SyntaxError | undefined;
}

/** Reads a findings file that comes in pieces, in a little more space than the longest value in it takes. */
export interface FindingsReader {
  readonly push: (piece: string) => void;
  /** To be called once, behind the last piece. */
  readonly end: () => FindingsReading;
}

/**
 * Reads unused-access findings from the text of a file. Never throws.
 *
 * Read are: the output of `aws accessanalyzer get-finding-v2` (CLI v1 and v2, SDKs), with `actions` as objects, as strings, or absent for a
 * whole service; `aws iam get-service-last-accessed-details`; recommendations; an array of those, `{"findings": [...]}`, or several values one
 * after another (NDJSON); and the short form `[{"serviceNamespace", "actions"}]`. Findings that carry an error, or that are about something
 * else than unused permissions or roles, are left out.
 */
export function readFindings(text: string): FindingsReading {
  const reader = createFindingsReader();
  reader.push(text);
  return reader.end();
}

/** As {@link readFindings}, for a text that comes in pieces. O(length of the text). */
export function createFindingsReader(): FindingsReader {
  const found: Found = {
    packer: createFindingsPacker(),
    closed: new Map(),
    counted: [],
    recommendations: [],
    isRecognised: false,
  };
  let shortForm: { readonly list: number | undefined; readonly entries: UnusedEntry[] } | undefined;
  const items = createItemReader({
    item(item) {
      const entry = item.list === undefined ? undefined : readEntry(item.value);
      if (entry === undefined) addItem(found, item);
      else if (shortForm?.list === item.list) shortForm?.entries.push(entry);
      else shortForm = { list: item.list, entries: [entry] };
    },
    listEnd(list, span, rest) {
      if (shortForm?.list !== list) return;
      found.isRecognised = true;
      const incomplete = isRecord(rest) && typeof (rest['nextToken'] ?? rest['NextToken']) === 'string' ? incompleteList : undefined;
      found.packer.add({ kind: 'short form', entries: shortForm.entries, incomplete }, span);
    },
  });
  return {
    push: items.push,
    end() {
      const error = items.end();
      if (error !== undefined) return { ...noFindings, error };
      // Not with the packer, which holds everything once more.
      const { closed, counted, recommendations, isRecognised } = found;
      return { findings: found.packer.finish(), closed, counted, recommendations, isRecognised };
    },
  };
}

const incompleteList = say('its list has a token for more, so it is one page of several');

interface Found {
  readonly packer: ReturnType<typeof createFindingsPacker>;
  readonly closed: Map<string, number>;
  readonly counted: CountedFinding[];
  readonly recommendations: Recommendation[];
  isRecognised: boolean;
}

/** What a file says of which nothing can be used. */
export const noFindings: FindingsReading = {
  findings: createFindingsPacker().finish(),
  closed: new Map(),
  counted: [],
  recommendations: [],
  isRecognised: true,
};

/** An item that is itself a list, or an object around one, holds findings as a document of its own would. */
function addItem(found: Found, { value, span }: JsonItem): void {
  const list = isRecord(value) ? (value['findings'] ?? value['Findings']) : value;
  if (Array.isArray(list)) for (const element of listOf(list)) addDecoded(found, decode(element), span);
  else addDecoded(found, decode(value), span);
}

function addDecoded(found: Found, decoded: Decoded, span: Span): void {
  if (decoded.kind !== 'nothing') found.isRecognised = true;
  switch (decoded.kind) {
    case 'finding':
      found.packer.add(decoded.finding, span);
      return;
    case 'closed':
      found.closed.set(decoded.id, Math.max(decoded.saidAt, found.closed.get(decoded.id) ?? 0));
      return;
    case 'counted':
      found.counted.push(decoded.counted);
      return;
    case 'recommendations':
      found.recommendations.push(...decoded.recommendations);
      return;
    case 'other-finding':
    case 'nothing':
  }
}

/** The findings of a reading as a list: for a file of which all of them are wanted. */
export function allFindings({ findings }: FindingsReading): Finding[] {
  return Array.from({ length: findings.count }, (_, index) => findings.finding(index));
}

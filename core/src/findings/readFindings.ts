import type { SyntaxError } from '../text/jsonNode.ts';
import type { Span } from '../text/span.ts';
import { isRecord, listOf, type JsonRecord } from '../text/jsonValue.ts';
import { inWords, say, type Message } from '../text/message.ts';
import type { CountedFinding } from './countedFinding.ts';
import { decode } from './decode.ts';
import type { Decoded, DecodedFinding, UnusedEntry } from './decoded.ts';
import { createItemReader, type JsonItem } from './jsonItems.ts';
import { misplacedIn, textsIn } from './misplaced.ts';
import type { Finding } from './model.ts';
import { createFindingsPacker, type PackedFindings } from './packedFindings.ts';
import { createNameScan, type NamedInText, type NameScan } from './nameScan.ts';
import type { Recommendation } from './recommendation.ts';
import type { ClosedFinding, SetAsideFinding } from './setAside.ts';
import { spelling, spellingsOf } from './spelling.ts';
import { isShortEntry, readEntry } from './unusedEntries.ts';

/**
 * What a findings file holds. `error` is a syntax error, or that a finding stands where none is read: nothing of such a file is used but the names
 * in its text. A file of valid JSON that holds no finding gives nothing, and `isRecognised` is false.
 */
export interface FindingsReading {
  readonly findings: PackedFindings;
  /** When findings that are archived or resolved were said to be, milliseconds since 1970, by id; `Infinity` where that is not said. */
  readonly closed: ReadonlyMap<string, number>;
  /** Findings that do not name the actions: they have to be fetched whole. */
  readonly counted: readonly CountedFinding[];
  /** What AWS itself recommends. */
  readonly recommendations: readonly Recommendation[];
  /** Findings of which is known whose they are, and that do not count or cannot be understood. */
  readonly setAside: readonly SetAsideFinding[];
  /** What else it holds that is known and not used, each once, as in “the file holds {0}”. */
  readonly otherContent: readonly Message[];
  /** Holds something of a shape that is known, used or not. */
  readonly isRecognised: boolean;
  readonly error?: SyntaxError | undefined;
  /** The error is that a finding stands where none is read. */
  readonly isMisplaced?: boolean;
  /** Of a broken file: whom and what its text names. It may close or replace what other files say of them. */
  readonly named?: NamedInText | undefined;
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
 * after another (NDJSON); and the short form `[{"serviceNamespace", "actions"}]`. Members are known in all spellings in which tools print them.
 * Findings that carry an error, or that are about something else than unused permissions or roles, are set aside.
 */
export function readFindings(text: string): FindingsReading {
  const reader = createFindingsReader();
  reader.push(text);
  return reader.end();
}

/** As {@link readFindings}, for a text that comes in pieces. O(length of the text). */
export function createFindingsReader(): FindingsReader {
  const found = nothingFound();
  const shortForm = createShortFormReader(found);
  const items = createItemReader({
    item(item) {
      if (item.list === undefined || !shortForm.take(item, item.list)) addItem(found, item);
    },
    listEnd(list, span, rest) {
      shortForm.end(list, span, rest);
      if (!isRecord(rest)) return;
      // A second list, in another spelling.
      if (listsIn(rest).length > 0) addItem(found, { value: rest, span, text: '' });
      else lookBeside(found, rest, span);
    },
    unread: found.names.push,
  });
  return {
    push: items.push,
    end() {
      const syntaxError = items.end();
      const error = syntaxError ?? found.misplaced;
      if (error !== undefined) return { ...noFindings, error, isMisplaced: syntaxError === undefined, named: namedIn(found) };
      // Not with the packer, which holds everything once more.
      const { closed, counted, recommendations, setAside, isRecognised } = found;
      const otherContent = [...found.otherContent.values()];
      return { findings: found.packer.finish(), closed, counted, recommendations, setAside, otherContent, isRecognised };
    },
  };
}

/** Of a list in the short form, all entries are one finding. A list that holds something else beside them is not understood. */
function createShortFormReader(found: Found) {
  let current = noEntries(0);
  return {
    /** False where an element of a list is no entry. */
    take({ value }: JsonItem, list: number): boolean {
      if (current.list !== list) current = noEntries(list);
      if (!isShortEntry(value)) {
        current.others = true;
        return false;
      }
      const doubts: Message[] = [];
      const entry = readEntry(value, doubts);
      if (entry !== undefined) current.entries.push(entry);
      current.doubt ??= doubts[0];
      current.isShort = true;
      return true;
    },
    end(list: number, span: Span, rest: unknown): void {
      if (current.list !== list || !current.isShort) return;
      found.isRecognised = true;
      const { entries, others } = current;
      const doubt = current.doubt ?? (others ? say('an entry has no {0}', 'serviceNamespace') : undefined);
      const record = isRecord(rest) ? spelling.usual(rest) : {};
      const isPage = record === undefined || (record['nextToken'] ?? '') !== '';
      const whole = { kind: 'short form', entries, incomplete: isPage ? incompleteList : undefined } as const;
      found.packer.add(doubt === undefined ? whole : { ...whole, entries: [], incomplete: doubt, isUnreadable: true }, span);
    },
  };
}

interface ShortList {
  readonly list: number;
  readonly entries: UnusedEntry[];
  isShort: boolean;
  /** There are elements that are no entries. */
  others: boolean;
  doubt: Message | undefined;
}

function noEntries(list: number): ShortList {
  return { list, entries: [], isShort: false, others: false, doubt: undefined };
}

const incompleteList = say('its list has a token for more, so it is one page of several');

interface Found {
  readonly packer: ReturnType<typeof createFindingsPacker>;
  readonly closed: Map<string, number>;
  readonly counted: CountedFinding[];
  readonly recommendations: Recommendation[];
  readonly setAside: SetAsideFinding[];
  /** By the words: of thousands of findings of a type, one is said. */
  readonly otherContent: Map<string, Message>;
  /** Who is named in what is not packed: it is all that is used of a file that turns out to be broken. */
  readonly names: NameScan;
  isRecognised: boolean;
  /** The first finding that stands where none is read. */
  misplaced: SyntaxError | undefined;
}

function nothingFound(): Found {
  return {
    packer: createFindingsPacker(),
    closed: new Map(),
    counted: [],
    recommendations: [],
    setAside: [],
    otherContent: new Map(),
    names: createNameScan(),
    isRecognised: false,
    misplaced: undefined,
  };
}

/** What a file says of which nothing can be used. */
export const noFindings: FindingsReading = {
  findings: createFindingsPacker().finish(),
  closed: new Map(),
  counted: [],
  recommendations: [],
  setAside: [],
  otherContent: [],
  isRecognised: true,
};

/** All that a broken file names: what was read of it before it broke, and what its text names from there on. */
function namedIn({ packer, setAside, closed, names }: Found): NamedInText {
  const findings = packer.finish();
  for (let index = 0; index < findings.count; index++) {
    names.addArn(findings.arn(index));
    names.addId(findings.id(index));
  }
  for (const { principal, id } of setAside) {
    names.addArn(principal.arn);
    names.addId(id);
  }
  for (const id of closed.keys()) names.addId(id);
  return names.found();
}

/** An item that is itself a list, or an object around one, holds findings as a document of its own would. */
function addItem(found: Found, item: JsonItem): void {
  const { value, span, text } = item;
  const lists = Array.isArray(value) ? [listOf(value)] : isRecord(value) ? listsIn(value) : [];
  const arePacked = (lists.length > 0 ? lists.flat() : [value]).map((element) => addElement(found, element, item));
  if (arePacked.includes(false)) found.names.push(`${text}\n`);
  if (isRecord(value) && lists.length > 0) lookBeside(found, value, span);
}

function addElement(found: Found, element: unknown, { span }: JsonItem): boolean {
  const decoded = decode(element);
  if (decoded.kind === 'nothing') noteMisplaced(found, element, span);
  return addDecoded(found, decoded, span);
}

/** In the members of an object that stand beside its lists of findings, none is read. */
function lookBeside(found: Found, value: JsonRecord, span: Span): void {
  const lists = new Set(spellingsOf(value, 'findings').map(([key]) => key));
  const beside = Object.fromEntries(Object.entries(value).filter(([key]) => !lists.has(key)));
  if (noteMisplaced(found, beside, span)) for (const text of textsIn(beside)) found.names.push(`${JSON.stringify(text)}\n`);
}

function noteMisplaced(found: Found, value: unknown, span: Span): boolean {
  const message = misplacedIn(value);
  if (message === undefined) return false;
  found.misplaced ??= { span, message };
  return true;
}

/** The lists of findings that an object is put around. */
function listsIn(value: JsonRecord): (readonly unknown[])[] {
  if (value['findingDetails'] !== undefined) return [];
  return spellingsOf(value, 'findings').flatMap(([, list]) => (Array.isArray(list) ? [listOf(list)] : []));
}

/** What `otherContent` holds at most: each stands for a kind of content, and nobody reads more. */
const mostContents = 20;

/** False where it may name more than is remembered of it. */
function addDecoded(found: Found, decoded: Decoded, span: Span): boolean {
  if (decoded.kind !== 'nothing') found.isRecognised = true;
  switch (decoded.kind) {
    case 'finding':
      found.packer.add(decoded.finding, span);
      return true;
    case 'unreadable':
      for (const finding of decoded.findings) addUnreadable(found, finding, span);
      return false;
    case 'closed':
      addClosed(found, decoded);
      return true;
    case 'counted':
      found.counted.push(decoded.counted);
      addSetAside(found, decoded);
      return false;
    case 'recommendations':
      for (const recommendation of decoded.recommendations) found.recommendations.push(recommendation);
      return false;
    case 'other':
      addSetAside(found, decoded);
      addContent(found, decoded.what);
      return false;
    case 'nothing':
      return false;
  }
}

function addSetAside(found: Found, { setAside }: { readonly setAside?: SetAsideFinding | undefined }): void {
  if (setAside !== undefined) found.setAside.push(setAside);
}

function addClosed(found: Found, { id, saidAt, setAside, what }: ClosedFinding): void {
  if (id !== undefined) found.closed.set(id, Math.max(saidAt, found.closed.get(id) ?? 0));
  found.setAside.push(setAside);
  addContent(found, what);
}

/** It stays among the findings, so that whoever asks for those of its principal is not told that there is none. */
function addUnreadable(found: Found, finding: DecodedFinding, span: Span): void {
  found.packer.add(finding, span);
  const { principal, id, incomplete } = finding;
  if (principal === undefined || incomplete === undefined) return;
  found.setAside.push({ principal, id, kind: 'unreadable', reason: say('its finding cannot be read: {0}', incomplete) });
}

function addContent({ otherContent }: Found, what: Message): void {
  if (otherContent.size < mostContents) otherContent.set(inWords(what), what);
}

/** The findings of a reading as a list: for a file of which all of them are wanted. */
export function allFindings({ findings }: FindingsReading): Finding[] {
  return Array.from({ length: findings.count }, (_, index) => findings.finding(index));
}

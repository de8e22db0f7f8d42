/** Reads findings files. */
import { isRecord } from '../text/jsonValue.ts';
import { addItem, listsIn, checkOtherMembers, namedIn, createFound } from './collectFindings.ts';
import { createItemReader } from './jsonStream.ts';
import { addPart, partOf, type FindingsPart } from './findingsPart.ts';
import type { Finding } from './model.ts';
import { createFindingsPacker, openTable } from './packedFindings.ts';
import { createShortFormReader } from './shortForm.ts';
import type { FindingsReading } from './findingsReading.ts';

/** Reads a findings file that arrives in pieces. Of its text, it holds little more than the longest value. */
export interface FindingsReader {
  readonly push: (piece: string) => void;
  /**
   * Is the text so far one of whole lines with whole values (NDJSON)? Then what follows may have been read by another
   * reader, and be added as a part: the result is the same as that of pushing its text.
   */
  readonly isBetweenLines: () => boolean;
  /** Adds a part that follows. Only between lines. */
  readonly add: (part: FindingsPart) => void;
  /**
   * What this reader has read, as a part of a file. `undefined` if another reader may have to know what was before: the
   * text has a syntax error, or ends (unless it `isLast`) inside a line. Call this once, instead of `end`.
   */
  readonly part: (isLast: boolean) => FindingsPart | undefined;
  /** Call this once, after the last piece. */
  readonly end: () => FindingsReading;
}

/**
 * Reads the text of a findings file. Never throws. It understands
 *
 * - the output of `aws accessanalyzer get-finding-v2` (CLI v1 and v2, SDKs), with `actions` as objects, as strings, or
 *   absent for a whole service;
 * - the output of `aws iam get-service-last-accessed-details`;
 * - recommendations;
 * - what was deployed ({@link readDeployed});
 * - lists of these, `{"findings": [...]}`, and several values one after another (NDJSON);
 * - the short form `[{"serviceNamespace", "actions"}]`.
 *
 * Members are recognised in every spelling that AWS tools print. Findings with an error, and findings that are not
 * about unused permissions or roles, are set aside.
 */
export function readFindings(text: string): FindingsReading {
  const reader = createFindingsReader();
  reader.push(text);
  return reader.end();
}

/**
 * {@link readFindings} for a text that arrives in pieces. `isDeployed`: the file is searched for what was deployed, and
 * not for findings. If it is broken, no more than ARNs is kept of it: it may hold secrets. O(length of the text).
 */
export function createFindingsReader({ isDeployed = false }: { readonly isDeployed?: boolean } = {}): FindingsReader {
  const found = createFound(isDeployed);
  const shortForm = createShortFormReader(found.packer);
  const items = createItemReader({
    item(item) {
      if (item.list === undefined || !shortForm.take(item, item.list)) addItem(found, item);
    },
    listEnd(list, span, rest) {
      if (shortForm.end(list, span, rest)) found.isRecognised = true;
      if (!isRecord(rest)) return;
      // The object has a second list, under another spelling of `findings`.
      if (listsIn(rest).length > 0) addItem(found, { value: rest, span, text: '' });
      else checkOtherMembers(found, rest, span);
    },
    unread: found.names.push,
  });
  return {
    push: items.push,
    isBetweenLines: items.isBetweenLines,
    add(part) {
      addPart(found, part, items.length());
      items.skip(part.length);
    },
    part(isLast) {
      const isWhole = isLast || items.isBetweenLines();
      return items.end() === undefined && isWhole ? partOf(found, items.length()) : undefined;
    },
    end() {
      const syntaxError = items.end();
      const error = syntaxError ?? found.misplaced;
      if (error !== undefined)
        return { ...noFindings, error, isMisplaced: syntaxError === undefined, named: namedIn(found) };
      // Copied member by member: `found` itself holds the packer, which holds all findings once more.
      const { closed, counted, recommendations, deployed, setAside, isRecognised } = found;
      const otherContent = [...found.otherContent.values()];
      return {
        findings: found.packer.finish(),
        closed,
        counted,
        recommendations,
        setAside,
        otherContent,
        isRecognised,
        ...(deployed.length === 0 ? {} : { deployed }),
      };
    },
  };
}

/** The reading of a file that gives nothing to use. */
export const noFindings: FindingsReading = {
  findings: openTable(createFindingsPacker().finish()),
  closed: new Map(),
  counted: [],
  recommendations: [],
  setAside: [],
  otherContent: [],
  isRecognised: true,
};

/** All findings of a reading, unpacked. */
export function allFindings({ findings }: FindingsReading): Finding[] {
  return Array.from({ length: findings.count }, (_, index) => findings.finding(index));
}

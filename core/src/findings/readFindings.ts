/** Reads a findings file. */
import type { SyntaxError } from '../text/tree.ts';
import { isRecord } from '../text/jsonValue.ts';
import type { Message } from '../text/message.ts';
import type { CountedFinding } from './decoded.ts';
import { addItem, listsIn, lookBeside, namedIn, nothingFound } from './found.ts';
import { createItemReader } from './jsonStream.ts';
import type { Finding } from './model.ts';
import type { NamedInText } from './nameScan.ts';
import { createFindingsPacker, type PackedFindings } from './packedFindings.ts';
import type { Recommendation } from './recommendation.ts';
import type { SetAsideFinding } from './setAside.ts';
import { createShortFormReader } from './shortForm.ts';

/**
 * What a findings file holds. `error` is a syntax error, or that a finding stands where none is read: nothing of such a
 * file is used but the names in its text. A file of valid JSON that holds no finding gives nothing, and `isRecognised`
 * is false.
 */
export interface FindingsReading {
  readonly findings: PackedFindings;
  /**
   * When findings that are archived or resolved were said to be, milliseconds since 1970, by id; `Infinity` where that
   * is not said.
   */
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
 * Read are: the output of `aws accessanalyzer get-finding-v2` (CLI v1 and v2, SDKs), with `actions` as objects, as
 * strings, or absent for a whole service; `aws iam get-service-last-accessed-details`; recommendations; an array of
 * those, `{"findings": [...]}`, or several values one after another (NDJSON); and the short form `[{"serviceNamespace",
 * "actions"}]`. Members are known in all spellings in which tools print them. Findings that carry an error, or that are
 * about something else than unused permissions or roles, are set aside.
 */
export function readFindings(text: string): FindingsReading {
  const reader = createFindingsReader();
  reader.push(text);
  return reader.end();
}

/** As {@link readFindings}, for a text that comes in pieces. O(length of the text). */
export function createFindingsReader(): FindingsReader {
  const found = nothingFound();
  const shortForm = createShortFormReader(found.packer);
  const items = createItemReader({
    item(item) {
      if (item.list === undefined || !shortForm.take(item, item.list)) addItem(found, item);
    },
    listEnd(list, span, rest) {
      if (shortForm.end(list, span, rest)) found.isRecognised = true;
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
      if (error !== undefined)
        return { ...noFindings, error, isMisplaced: syntaxError === undefined, named: namedIn(found) };
      // Not with the packer, which holds everything once more.
      const { closed, counted, recommendations, setAside, isRecognised } = found;
      const otherContent = [...found.otherContent.values()];
      return {
        findings: found.packer.finish(),
        closed,
        counted,
        recommendations,
        setAside,
        otherContent,
        isRecognised,
      };
    },
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

/** The findings of a reading as a list: for a file of which all of them are wanted. */
export function allFindings({ findings }: FindingsReading): Finding[] {
  return Array.from({ length: findings.count }, (_, index) => findings.finding(index));
}

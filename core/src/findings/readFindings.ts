/** Reads a findings file. */
import { isRecord } from '../text/jsonValue.ts';
import { addItem, listsIn, lookBeside, namedIn, nothingFound } from './found.ts';
import { createItemReader } from './jsonStream.ts';
import type { Finding } from './model.ts';
import { createFindingsPacker } from './packedFindings.ts';
import { createShortFormReader } from './shortForm.ts';
import type { FindingsReading } from './findingsReading.ts';

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

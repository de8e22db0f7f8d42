/** The short form: a list of services with their unused actions, which does not say whose they are. */
import { isRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import type { UnusedEntry } from './decoded.ts';
import type { JsonItem } from './jsonStream.ts';
import type { FindingsPacker } from './packedFindings.ts';
import { spelling } from './spelling.ts';
import { isShortEntry, readEntry } from './unusedEntries.ts';

/** Takes the elements of lists one by one. */
export interface ShortFormReader {
  /** False where an element of a list is no entry. */
  readonly take: (item: JsonItem, list: number) => boolean;
  /**
   * `rest` holds the other members of the object that the list stands in. False where it was no list in the short form.
   */
  readonly end: (list: number, span: Span, rest: unknown) => boolean;
}

/**
 * Of a list in the short form, all entries are one finding. A list that holds something else beside them is not
 * understood.
 */
export function createShortFormReader(packer: FindingsPacker): ShortFormReader {
  let current = noEntries(0);
  return {
    take({ value }, list) {
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
    end(list, span, rest) {
      if (current.list !== list || !current.isShort) return false;
      const { entries, others } = current;
      const doubt = current.doubt ?? (others ? say('an entry has no {0}', 'serviceNamespace') : undefined);
      const record = isRecord(rest) ? spelling.usual(rest) : {};
      const isPage = record === undefined || (record['nextToken'] ?? '') !== '';
      const whole = { kind: 'short form', entries, incomplete: isPage ? incompleteList : undefined } as const;
      packer.add(doubt === undefined ? whole : { ...whole, entries: [], incomplete: doubt, isUnreadable: true }, span);
      return true;
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

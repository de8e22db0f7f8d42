/** Reads the short form: a list of services with their unused actions, which names no principal. */
import { isRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import type { UnusedEntry } from './decoded.ts';
import type { JsonItem } from './jsonStream.ts';
import type { FindingsPacker } from './packedFindings.ts';
import { spelling } from './spelling.ts';
import { isShortEntry, readEntry } from './unusedEntries.ts';

/** Reads the elements of lists one by one. */
export interface ShortFormReader {
  /** Reads an element; false if it is not an entry of the short form. `list` is the number of its list. */
  readonly take: (item: JsonItem, list: number) => boolean;
  /**
   * Ends a list; false if it was not in the short form. If the list was a member of an object, `rest` holds the other
   * members.
   */
  readonly end: (list: number, span: Span, rest: unknown) => boolean;
}

/** Makes a reader that packs each list in the short form as one finding, unreadable if it holds other elements, too. */
export function createShortFormReader(packer: Pick<FindingsPacker, 'add'>): ShortFormReader {
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

/** The list that is being read. */
interface ShortList {
  readonly list: number;
  readonly entries: UnusedEntry[];
  isShort: boolean;
  /** The list has elements that are not entries. */
  others: boolean;
  doubt: Message | undefined;
}

function noEntries(list: number): ShortList {
  return { list, entries: [], isShort: false, others: false, doubt: undefined };
}

const incompleteList = say('its list has a token for the next page, so it is one page of several');

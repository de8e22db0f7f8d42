/** Tells which lists keep a value that is certain to be there, whatever the conditions of a document. */
import type { List, Slot } from './model.ts';

/** A value of a list or outside of lists, and what is known of it. */
export interface SlottedValue {
  readonly slot: Slot;
  /** It stays, and is exactly one value when the document is used. */
  readonly isSure: boolean;
}

/**
 * For each list, does it keep a value when it is used? A list that is joined with others is filled if one of these is.
 * An element with branches is sure if one of them is always in effect, and all are sure. O(lists + values).
 */
export function staysFilled(lists: readonly List[], values: readonly SlottedValue[]): readonly boolean[] {
  const sure = lists.map(() => new Set<number>());
  const unsure = lists.map(() => new Set<number>());
  for (const { slot, isSure } of values) {
    if (slot.kind === 'value') continue;
    const index = slot.kind === 'element' ? slot.index : slot.alwaysOneOf;
    if (index !== undefined) (isSure ? sure : unsure)[slot.list]?.add(index);
  }
  const own = lists.map(
    ({ isOpen }, list) => isOpen !== true && [...(sure[list] ?? [])].some((index) => unsure[list]?.has(index) !== true),
  );
  const joined = new Set(lists.flatMap((list, i) => (own[i] === true ? (list.joined ?? []) : [])));
  return lists.map((list, i) => own[i] === true || (list.joined !== undefined && joined.has(list.joined)));
}

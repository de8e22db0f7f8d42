/** Compares statements of two texts of a document by their actions. */
import type { ActionElement, ActionEntry, List, Slot, Statement } from '../policy/model.ts';

/** Do two statements have the same role and the same actions, in the same lists and branches? O(actions). */
export function hasSameActions(a: Statement, b: Statement): boolean {
  if (a.role.kind !== b.role.kind || a.action?.element !== b.action?.element) return false;
  if (a.action === undefined || b.action === undefined || a.action === b.action) return true;
  const [{ entries: ofA }, { entries: ofB }] = [a.action, b.action];
  return (
    ofA.length === ofB.length &&
    ofA.every(({ pattern, isString }, i) => pattern === ofB[i]?.pattern && isString === ofB[i]?.isString) &&
    haveSameStructure(a.action, b.action)
  );
}

/** Are the entries of two elements in the same lists and branches? Both elements have the same number of entries. */
function haveSameStructure(a: ActionElement, b: ActionElement): boolean {
  if (a.lists.length !== b.lists.length || a.lists.some((list, i) => !isSameKind(list, b.lists[i]))) return false;
  const areSameSlots = a.entries.every(({ slot }, i) => isSameSlot(slot, b.entries[i]?.slot));
  return areSameSlots && haveSameBranches(a.entries, b.entries) && haveSameBranches(b.entries, a.entries);
}

function isSameKind(a: List, b: List | undefined): boolean {
  return a.isOpen === b?.isOpen && a.joined === b?.joined;
}

function isSameSlot(a: Slot, b: Slot | undefined): boolean {
  if (a.kind === 'value' || b === undefined || b.kind === 'value') return a.kind === b?.kind;
  if (a.kind === 'branch' && b.kind === 'branch' && a.alwaysOneOf !== b.alwaysOneOf) return false;
  return a.kind === b.kind && a.list === b.list;
}

/**
 * Are the `others` in one branch whenever these entries are? The numbers of branches are offsets in the text, which
 * change with every edit, so the numbers themselves cannot be compared.
 */
function haveSameBranches(entries: readonly ActionEntry[], others: readonly ActionEntry[]): boolean {
  const branches = new Map<number | undefined, number | undefined>([[undefined, undefined]]);
  return entries.every(({ branch }, i) => {
    const other = others[i]?.branch;
    if (!branches.has(branch)) branches.set(branch, other);
    return branches.get(branch) === other;
  });
}

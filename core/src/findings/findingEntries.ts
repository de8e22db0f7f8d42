import { foldCase } from '../actions/foldCase.ts';
import { readJson } from '../text/json.ts';
import { spanOf, stringOf, type TreeNode } from '../text/tree.ts';
import type { Span } from '../text/span.ts';
import { memberElements, memberNode } from './spelling.ts';
import { readTime } from '../text/time.ts';

/**
 * When an unused action was last accessed: never in the tracking period, or at a time, in milliseconds since 1970,
 * before what counts as used.
 */
export type LastAccess = { readonly kind: 'never' } | { readonly kind: 'at'; readonly time: number };

/** Where a finding says that something is unused, in the text of that finding, from its start. */
export interface FindingEntry {
  readonly span: Span;
  /** Absent where the entry is a bare name, which has no place for it, and where what stands there is no time. */
  readonly lastAccess?: LastAccess | undefined;
}

export interface FindingEntries {
  /** The entry of an action, or of its service where the finding does not name the action; both folded. */
  readonly entryOf: (service: string, action: string) => FindingEntry | undefined;
}

/**
 * A report about every action there is comes to 4 million characters; of a longer text no places are known. In UTF-16
 * code units.
 */
const longest = 8 * 1024 * 1024;

/**
 * Finds the entries in the text of one finding, one report or one list in the short form. Never throws. O(length of the
 * text).
 */
export function findingEntries(text: string): FindingEntries {
  const services = new Map<string, { readonly entry: FindingEntry; readonly actions: Map<string, FindingEntry> }>();
  visit(text.length > longest ? undefined : readJson(text).root, (node) => {
    const name = textOf(memberNode(node, 'serviceNamespace'));
    if (name === undefined) return;
    const service = services.get(foldCase(name)) ?? { entry: entryAt(node), actions: new Map<string, FindingEntry>() };
    services.set(foldCase(name), service);
    for (const item of memberElements(node, 'actions', 'TrackedActionsLastAccessed')) {
      const action = stringOf(item) ?? textOf(memberNode(item, 'action', 'ActionName'));
      const folded = action === undefined ? '' : foldCase(action.slice(action.indexOf(':') + 1));
      if (folded !== '' && !service.actions.has(folded)) service.actions.set(folded, entryAt(item));
    }
  });
  return {
    entryOf(service, action) {
      const found = services.get(service);
      return found?.actions.get(action) ?? found?.entry;
    },
  };
}

/**
 * The members for it in a finding (`UnusedAction`, `UnusedPermissionDetails`) and in a report
 * (`TrackedActionLastAccessed`, `ServiceLastAccessed`).
 */
const lastAccessMembers = ['lastAccessed', 'LastAccessedTime', 'LastAuthenticated'] as const;

function entryAt(node: TreeNode): FindingEntry {
  const span = spanOf(node);
  if (node.type !== 'object') return { span };
  const value: unknown = memberNode(node, ...lastAccessMembers)?.value ?? undefined;
  if (value === undefined) return { span, lastAccess: { kind: 'never' } };
  const time = readTime(value);
  return { span, lastAccess: time === undefined ? undefined : { kind: 'at', time } };
}

function textOf(node: TreeNode | undefined): string | undefined {
  return node && stringOf(node);
}

/** Every object and list, from the outside in. */
function visit(node: TreeNode | undefined, see: (node: TreeNode) => void): void {
  if (node === undefined) return;
  if (node.type === 'object') see(node);
  for (const child of node.children ?? []) visit(child, see);
}

/** Finds the entry for an action in the text of a finding, so that the editor can point at it. */
import { foldCase } from '../actions/foldCase.ts';
import { readJson } from '../text/json.ts';
import { spanOf, stringOf, type TreeNode } from '../text/tree.ts';
import type { Span } from '../text/span.ts';
import { memberElements, memberNode } from './spelling.ts';
import { readTime } from '../text/time.ts';

/**
 * The last access to an unused action: never in the tracking period, or at a `time` (milliseconds since 1970) before
 * the period that the finding is about.
 */
export type LastAccess = { readonly kind: 'never' } | { readonly kind: 'at'; readonly time: number };

/** An entry of a finding that reports an action or a service unused. `span` counts from the start of the finding. */
export interface FindingEntry {
  readonly span: Span;
  /** Absent if the entry is a bare name, which has no such member, or if the value is not a time. */
  readonly lastAccess?: LastAccess | undefined;
}

/** The entries of one finding. */
export interface FindingEntries {
  /** The entry of an action, or of its service if the finding does not name the action. Both names are folded. */
  readonly entryOf: (service: string, action: string) => FindingEntry | undefined;
}

/**
 * The longest text in which entries are found, in UTF-16 code units. A report about every action of AWS has half of it.
 */
const longest = 8 * 1024 * 1024;

/**
 * Finds the entries in the text of one finding, one report or one list in the short form. Never throws: a text that
 * cannot be read, or is too long, has no entries. O(length of the text).
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
 * The members with the time of the last access: of `UnusedAction` and `UnusedPermissionDetails` in a finding, of
 * `TrackedActionLastAccessed` and `ServiceLastAccessed` in a report.
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

/** Calls `see` for every object, outer before inner. */
function visit(node: TreeNode | undefined, see: (node: TreeNode) => void): void {
  if (node === undefined) return;
  if (node.type === 'object') see(node);
  for (const child of node.children ?? []) visit(child, see);
}

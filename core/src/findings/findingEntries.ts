import { foldCase } from '../actions/foldCase.ts';
import { elements, member, readJson, spanOf, stringMember, stringOf, type JsonNode } from '../text/jsonNode.ts';
import type { Span } from '../text/span.ts';
import { readTime } from './time.ts';

/** When an unused action was last accessed: never in the tracking period, or at a time, in milliseconds since 1970, before what counts as used. */
export type LastAccess = { readonly kind: 'never' } | { readonly kind: 'at'; readonly time: number };

/** Where a finding says that something is unused, in the text of that finding, from its start. */
export interface FindingEntry {
  readonly span: Span;
  /** Absent where the entry is a bare name, which has no place for it. */
  readonly lastAccess?: LastAccess | undefined;
}

export interface FindingEntries {
  /** The entry of an action, or of its service where the finding does not name the action; both folded. */
  readonly entryOf: (service: string, action: string) => FindingEntry | undefined;
}

/** Finds the entries in the text of one finding, one report or one list in the short form. Never throws. O(length of the text). */
export function findingEntries(text: string): FindingEntries {
  const services = new Map<string, { readonly entry: FindingEntry; readonly actions: Map<string, FindingEntry> }>();
  visit(readJson(text).root, (node) => {
    const name = stringMember(node, 'serviceNamespace') ?? stringMember(node, 'ServiceNamespace');
    if (name === undefined) return;
    const service = services.get(foldCase(name)) ?? { entry: entryAt(node), actions: new Map<string, FindingEntry>() };
    services.set(foldCase(name), service);
    for (const item of elements(member(node, 'actions') ?? member(node, 'TrackedActionsLastAccessed'))) {
      const action = stringOf(item) ?? stringMember(item, 'action') ?? stringMember(item, 'ActionName');
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

/** The members for it in a finding (`UnusedAction`, `UnusedPermissionDetails`) and in a report (`TrackedActionLastAccessed`, `ServiceLastAccessed`). */
const lastAccessMembers = ['lastAccessed', 'LastAccessedTime', 'LastAuthenticated'] as const;

function entryAt(node: JsonNode): FindingEntry {
  const span = spanOf(node);
  if (node.type !== 'object') return { span };
  const time = readTime(lastAccessMembers.map((name) => stringMember(node, name)).find((text) => text !== undefined));
  return { span, lastAccess: time === undefined ? { kind: 'never' } : { kind: 'at', time } };
}

/** Every object and list, from the outside in. */
function visit(node: JsonNode | undefined, see: (node: JsonNode) => void): void {
  if (node === undefined) return;
  if (node.type === 'object') see(node);
  for (const child of node.children ?? []) visit(child, see);
}

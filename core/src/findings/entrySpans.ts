import { foldCase } from '../actions/foldCase.ts';
import { elements, member, readJson, spanOf, stringMember, stringOf, type JsonNode } from '../text/jsonNode.ts';
import type { Span } from '../text/span.ts';

/** Where a finding names what is unused: in the text of that finding, from its start. */
export interface EntrySpans {
  /** The entry of an action, or of its service where the finding does not name the action; both folded. */
  readonly spanOf: (service: string, action: string) => Span | undefined;
}

/** Finds the entries in the text of one finding, one report or one list in the short form. Never throws. O(length of the text). */
export function entrySpans(text: string): EntrySpans {
  const services = new Map<string, { readonly span: Span; readonly actions: Map<string, Span> }>();
  visit(readJson(text).root, (node) => {
    const name = stringMember(node, 'serviceNamespace') ?? stringMember(node, 'ServiceNamespace');
    if (name === undefined) return;
    const service = services.get(foldCase(name)) ?? { span: spanOf(node), actions: new Map<string, Span>() };
    services.set(foldCase(name), service);
    for (const item of elements(member(node, 'actions') ?? member(node, 'TrackedActionsLastAccessed'))) {
      const action = stringOf(item) ?? stringMember(item, 'action') ?? stringMember(item, 'ActionName');
      const folded = action === undefined ? '' : foldCase(action.slice(action.indexOf(':') + 1));
      if (folded !== '' && !service.actions.has(folded)) service.actions.set(folded, spanOf(item));
    }
  });
  return {
    spanOf(service, action) {
      const found = services.get(service);
      return found?.actions.get(action) ?? found?.span;
    },
  };
}

/** Every object and list, from the outside in. */
function visit(node: JsonNode | undefined, see: (node: JsonNode) => void): void {
  if (node === undefined) return;
  if (node.type === 'object') see(node);
  for (const child of node.children ?? []) visit(child, see);
}

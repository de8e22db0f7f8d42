import { foldCase } from '../actions/foldCase.ts';
import { memoise } from '../memo.ts';
import { elements, member, members, spanOf, stringMember, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { nothingSaid, type PolicySubject } from './subject.ts';
import type { ActionElement, ActionEntry, Policy, Statement, StatementRole } from './model.ts';
import { say, type Message } from '../text/message.ts';

/** What a JSON value is, told by its shape and never by its name. */
export type PolicyReading =
  { readonly kind: 'policy'; readonly policy: Policy } | { readonly kind: 'resource-based' } | { readonly kind: 'no-policy' };

/**
 * Reads a policy from a JSON value.
 *
 * A value is a policy when its `Statement` is a statement or a list with one: an object with an `Effect` and an `Action` or `NotAction`. A
 * policy with a `Principal` or `NotPrincipal` is resource-based (a trust policy, a bucket policy); findings about a principal do not speak
 * for it. `subject` is what the document around it says of it. Grammar: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function policyAt(node: JsonNode | undefined, subject: PolicySubject = nothingSaid): PolicyReading {
  const pair = members(node).find(([key]) => key.value === 'Statement');
  if (node === undefined || pair === undefined) return { kind: 'no-policy' };
  const [key, value] = pair;
  const items = value.type === 'array' ? elements(value) : [value];
  if (!items.some(isStatement)) return { kind: 'no-policy' };
  if (items.some(isForPrincipal)) return { kind: 'resource-based' };
  const twice = twiceNamed(node, (twin) => say('{0} is there twice in the policy, and which one counts is not defined', twin));
  const policy: Policy = {
    span: spanOf(node),
    subject,
    keySpan: spanOf(key),
    ...(value.type === 'array' ? { listSpan: spanOf(value) } : {}),
    statements: items.map((item) => (twice === undefined ? readStatement(item) : { ...readStatement(item), role: twice })),
    unread: [],
  };
  return { kind: 'policy', policy };
}

/** As a policy reads one of its statements; `undefined` for what might make the policy another kind of document. */
export function readStatementAlone(node: JsonNode): Statement | undefined {
  return isStatement(node) && !isForPrincipal(node) ? readStatement(node) : undefined;
}

function isForPrincipal(item: JsonNode): boolean {
  return (member(item, 'Principal') ?? member(item, 'NotPrincipal')) !== undefined;
}

function isStatement(item: JsonNode): boolean {
  return stringMember(item, 'Effect') !== undefined && (member(item, 'Action') ?? member(item, 'NotAction')) !== undefined;
}

function readStatement(node: JsonNode): Statement {
  const pair = members(node).find(([key]) => key.value === 'Action' || key.value === 'NotAction');
  const action = pair && readActions(pair[0], pair[1]);
  return { span: spanOf(node), role: roleOf(node, action), ...(action === undefined ? {} : { action }) };
}

function readActions(key: JsonNode, value: JsonNode): ActionElement {
  const list = value.type === 'array';
  return {
    element: key.value === 'Action' ? 'Action' : 'NotAction',
    keySpan: spanOf(key),
    valueSpan: spanOf(value),
    form: list ? 'list' : 'single',
    entries: (list ? elements(value) : [value]).map(readEntry),
  };
}

/**
 * The same string object for the same text: it is looked up several times in an analysis, and comparing it costs nothing then. A copy, because a
 * part of a document's text would keep the whole of it in memory.
 */
const sameText = memoise((text) => ` ${text}`.slice(1));

function readEntry(node: JsonNode): ActionEntry {
  const span = spanOf(node);
  const text = stringOf(node);
  return text === undefined ? { span } : { span, text: sameText(text) };
}

function roleOf(node: JsonNode, action: ActionElement | undefined): StatementRole {
  const twice = twiceNamed(node, (key) => say('{0} is there twice in the statement, and which one counts is not defined', key));
  if (twice !== undefined) return twice;
  if (member(node, 'Action') !== undefined && member(node, 'NotAction') !== undefined)
    return { kind: 'other', reason: say('Action and NotAction exclude one another') };
  const effect = stringMember(node, 'Effect');
  if (effect !== 'Allow')
    return { kind: 'other', reason: effect === 'Deny' ? say('a Deny is never changed') : say('its Effect is neither Allow nor Deny') };
  if (action === undefined) return { kind: 'other', reason: say('it has no Action') };
  if (action.element === 'NotAction') return { kind: 'grants', reason: say('a statement with NotAction cannot be refined') };
  return { kind: 'refinable' };
}

/**
 * IAM allows no key twice (IAM User Guide, "Grammar of the IAM JSON policy language"), and which of the two would count is not documented; nor
 * whether keys that differ in letter case are two.
 */
function twiceNamed(node: JsonNode, reasonFor: (key: string) => Message): StatementRole | undefined {
  const keys = new Set<string>();
  for (const [{ value }] of members(node)) {
    const key = String(value);
    if (keys.has(foldCase(key))) return { kind: 'ambiguous', reason: reasonFor(key) };
    keys.add(foldCase(key));
  }
  return undefined;
}

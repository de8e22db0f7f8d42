/** What a search for policies has found, and how policies are added to it. */
import type { Policy, UnreadPart } from '../policy/model.ts';
import { readPolicy } from '../policy/readPolicy.ts';
import { say, type Message } from '../text/message.ts';
import { elements, member, spanOf, stringOf, type TreeNode } from '../text/tree.ts';
import { isPercentEncoded, valueInString, type WrittenText } from './embedded.ts';
import { hasMembersOfPolicy } from './policyText.ts';
import { attachmentFrom, contextIn, type GetContext } from './shapes/holderContext.ts';
import type { PlacedPolicies, PlacedPolicy } from './shapes/placedPolicy.ts';

/** A search for the policies of a document, and what it has found. */
export interface Search {
  readonly document: WrittenText;
  readonly lineOf: (offset: number) => number;
  readonly policies: Policy[];
  readonly unread: UnreadPart[];
  /** Values that need not be visited: they were read, or are known to contain no policy. */
  readonly seen: Set<TreeNode>;
  /** The policies whose holders the document does not tell. */
  readonly withoutHolders: Policy[];
  isResourceBased: boolean;
  /** The policies with a principal: do all of them only say who may assume a role? */
  areTrust: boolean;
  isTemplate: boolean;
  isAccountCopy: boolean;
  /** Does a message about a policy name a line of the document? */
  tellsLines: boolean;
}

/** What the document around a value tells about policies in it. */
export interface Around {
  /** Only in a template: the subject of a policy that is found by its shape. */
  readonly elsewhere: PlacedPolicies['elsewhere'];
  /** What the members around the value tell about holders. */
  readonly context: GetContext;
  /** The macros that may change a template in the value. */
  readonly macros: readonly TreeNode[];
  readonly attachesMore: PlacedPolicies['attachesMore'];
}

/** Notes a policy with a `Principal`. */
export function addResourceBased(isTrust: boolean, search: Search): void {
  search.isResourceBased = true;
  search.areTrust &&= isTrust;
}

/** Why a trust policy is left alone. */
export const trust: Message = say(
  'it is a trust policy: it says who may assume a role, and no finding about unused permissions applies to it',
);

/** Why a resource-based policy is left alone. */
export const ofResource: Message = say(
  'it is a resource-based policy (it has a Principal), to which no finding about unused permissions applies',
);

/**
 * Adds a policy in an unknown place, a value or a string. The members of the policy itself, the `content` of a string,
 * may name a holder as well.
 */
export function addByShape(
  policy: Policy,
  { node, content }: { readonly node: TreeNode; readonly content: TreeNode },
  search: Search,
  { elsewhere, context }: Around,
): void {
  const subject = elsewhere?.(node) ?? {
    ...policy.subject,
    attachment: attachmentFrom(contextIn(content, context, search.lineOf)()),
  };
  const isTrust = node.parent?.children?.[0]?.value === 'AssumeRolePolicyDocument';
  add(
    { ...policy, subject: isTrust ? { ...subject, attachment: { kind: 'no-principal', reason: trust } } : subject },
    search,
  );
}

function add(policy: Policy, search: Search): void {
  const { attachment } = policy.subject;
  (attachment.kind === 'unspecified' ? search.withoutHolders : search.policies).push(policy);
  // The reason may name a line.
  if (attachment.kind === 'unclear') search.tellsLines = true;
}

/**
 * Adds a policy in a string in an unknown place. A string that has the keys of a policy but cannot be read as one is
 * reported.
 */
export function addText(node: TreeNode, search: Search, around: Around): void {
  const content = valueInString(search.document, node);
  const reading = readPolicy(content);
  if (content !== undefined && reading.kind === 'policy')
    addByShape(asText(reading.policy, node), { node, content }, search, around);
  else if (reading.kind === 'resource-based') addResourceBased(reading.isTrust, search);
  else if (hasMembersOfPolicy(stringOf(node) ?? ''))
    search.unread.push({
      span: spanOf(node),
      reason: say('this string may contain a policy, but cannot be read as one'),
    });
}

/** Marks a policy as the content of a string. */
function asText(policy: Policy, node: TreeNode): Policy {
  const held = { ...policy, textSpan: spanOf(node) };
  return isPercentEncoded(stringOf(node) ?? '') ? { ...held, readOnly: asSent } : held;
}

const asSent = say('percent-encoded, as the IAM API returns it: decode it to refine it');

/** Adds a value that must be a policy because of its place. If it cannot be read as one, it is reported. */
export function addPlaced({ node, subject, completed = asRead }: PlacedPolicy, search: Search): void {
  const isText = stringOf(node) !== undefined;
  const reading = readPolicy(isText ? valueInString(search.document, node) : node, subject);
  if (reading.kind === 'policy') {
    add(completed(isText ? asText(reading.policy, node) : reading.policy), search);
  } else if (reading.kind === 'resource-based') addResourceBased(reading.isTrust, search);
  else if (!isEmpty(node))
    search.unread.push({
      span: spanOf(node),
      reason: node.refused ?? say('a policy is expected here, but this cannot be read as one'),
    });
}

const asRead = (policy: Policy): Policy => policy;

/** Is it a policy without statements? It allows nothing. */
function isEmpty(node: TreeNode): boolean {
  const statements = member(node, 'Statement');
  return statements?.type === 'array' && elements(statements).length === 0;
}

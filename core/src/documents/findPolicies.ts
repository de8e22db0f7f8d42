/** Finds the policies of a document, wherever they are. */
import type { Policy, UnreadPart } from '../policy/model.ts';
import { readPolicy } from '../policy/readPolicy.ts';
import type { PolicySubject } from '../policy/subject.ts';
import { elements, member, members, spanOf, stringMember, stringOf, type TreeNode } from '../text/tree.ts';
import { say, type Message } from '../text/message.ts';
import { policiesInAccount } from './shapes/accountDetails.ts';
import { policiesInOutput } from './shapes/awsOutput.ts';
import { policiesInTemplate } from './shapes/cloudFormation.ts';
import { organizationSubject } from './shapes/organizationPolicy.ts';
import type { WrittenText } from './embedded.ts';
import { mayHoldPolicy } from './policyText.ts';
import {
  addByShape,
  addPlaced,
  addResourceBased,
  addText,
  ofResource,
  trust,
  type Around,
  type Search,
} from './policySearch.ts';
import { contextAround, innerValues, type GetContext, type Inner } from './shapes/holderContext.ts';
import { unclear, type PlacedPolicies, type PlacedPolicy } from './shapes/placedPolicy.ts';
import { policyOfStatements } from './shapes/statementList.ts';
import { policiesInServerless } from './shapes/serverless.ts';
import { macrosBeside } from './shapes/template.ts';
import { policiesInConfiguration } from './shapes/terraformPolicies.ts';
import { markedAsGenerated } from './generatedMark.ts';
import { generatedReason } from './shapes/generatedDocument.ts';
import { oddStatements } from './oddStatements.ts';

/** The policies of a document, and what was not read. */
export interface FoundPolicies {
  /** In the order of the document. */
  readonly policies: readonly Policy[];
  readonly unread: readonly UnreadPart[];
  readonly isResourceBased: boolean;
  /** Why the document, which has no identity-based policy, is left alone; absent if there is nothing to say. */
  readonly leftAlone?: Message;
  readonly isTemplate: boolean;
  readonly isAccountCopy?: true;
}

/**
 * Finds policies in the places known from AWS CLI output and templates, which also tell the holders; and by their shape
 * under any other key, in lists and in strings. A policy whose holders the document does not tell can only be matched
 * by path if it is the only policy of the document. O(size of the document).
 */
export function findPolicies(
  document: WrittenText,
  root: TreeNode | undefined,
  lineOf: (offset: number) => number,
): FoundPolicies {
  const search: Search = {
    document,
    lineOf,
    policies: [],
    unread: [],
    seen: new Set(),
    withoutHolders: [],
    isResourceBased: false,
    areTrust: true,
    isTemplate: false,
    isAccountCopy: false,
    tellsLines: false,
  };
  if (root !== undefined) {
    const configuration = policiesInConfiguration(root, lineOf, document.syntax.isConfiguration === true);
    const account = configuration === undefined ? policiesInAccount(root) : undefined;
    const statements = policyOfStatements(root);
    search.isAccountCopy = account !== undefined;
    if (account !== undefined) take(account, search);
    if (statements !== undefined) take(statements, search);
    if (configuration !== undefined) visitConfiguration(root, configuration, search);
    else {
      const context = contextAround(root, lineOf);
      visit(root, search, { elsewhere: undefined, attachesMore: undefined, macros: [], context });
    }
  }
  const found = [...search.policies, ...unmatchedOf(search)].toSorted((a, b) => a.span.offset - b.span.offset);
  const policies = withGenerated(found, root, document.text);
  const unread = [...search.unread, ...policies.flatMap((policy) => policy.unread)].toSorted(
    (a, b) => a.span.offset - b.span.offset,
  );
  return {
    policies,
    unread: withoutTwins(unread),
    isResourceBased: search.isResourceBased && policies.length === 0,
    ...(search.isResourceBased && policies.length === 0 ? { leftAlone: search.areTrust ? trust : ofResource } : {}),
    isTemplate: search.isTemplate || search.tellsLines,
    ...(search.isAccountCopy ? { isAccountCopy: true } : {}),
  };
}

const wordsOfPolicy = /effect|action|AWS::Serverless::/i;

/** Takes the policies of a Terraform configuration, and looks for others by their shape. */
function visitConfiguration(root: TreeNode, configuration: PlacedPolicies, search: Search): void {
  search.isTemplate = true;
  take(configuration, search);
  const { elsewhere } = configuration;
  const around = { elsewhere, attachesMore: undefined, macros: [], context: nothing };
  const { text } = search.document;
  // Most blocks hold no policy: a search for the words of one saves a look at each of their values.
  const tops = root.type === 'object' ? members(root).map(([, value]) => value) : elements(root);
  for (const value of tops)
    if (wordsOfPolicy.test(text.slice(value.offset, value.offset + value.length))) visit(value, search, around);
}

/** The policies, read-only if a program generates the document. */
function withGenerated(found: readonly Policy[], root: TreeNode | undefined, text: string): readonly Policy[] {
  const reasonFor = generatedReason(root);
  const marked = reasonFor === undefined && found.length > 0 ? markedAsGenerated(text) : undefined;
  return found.map((policy) => {
    const readOnly = reasonFor?.(policy.span) ?? marked;
    return readOnly === undefined ? policy : { ...policy, readOnly };
  });
}

/**
 * The policies whose holders the document does not tell. Only if the policy is the only one in the document, it may be
 * matched by the path of the document.
 */
function unmatchedOf({ withoutHolders, policies, unread, lineOf }: Search): readonly Policy[] {
  const [part] = unread;
  if (withoutHolders.length + policies.length > 1)
    return withoutHolders.map((policy) => withAttachment(policy, oneOfSeveral));
  if (part === undefined) return withoutHolders;
  const reason = say(
    'line {0} of the document was not read and may be another policy',
    String(lineOf(part.span.offset)),
  );
  return withoutHolders.map((policy) => withAttachment(policy, unclear(reason)));
}

function withAttachment(policy: Policy, attachment: PolicySubject['attachment']): Policy {
  return { ...policy, subject: { ...policy.subject, attachment } };
}

/** One part for each place, the first: a resource of a template may also look like output of the AWS CLI. */
function withoutTwins(unread: readonly UnreadPart[]): UnreadPart[] {
  const places = new Set<string>();
  return unread.filter(({ span: { offset, length } }) => {
    const place = `${offset} ${length}`;
    const isFirst = !places.has(place);
    places.add(place);
    return isFirst;
  });
}

const oneOfSeveral: PolicySubject['attachment'] = { kind: 'several' };

function visit(node: TreeNode, search: Search, around: Around): void {
  if (search.seen.has(node)) return;
  const value = stringOf(node);
  if (node.refused !== undefined) noteRefused(node, node.refused, search);
  else if (value !== undefined) {
    if (mayHoldPolicy(value)) addText(node, search, around);
  } else if (node.type === 'object') visitObject(node, search, around);
  else for (const element of elements(node)) visit(element, search, around);
}

/** A value that is not understood is reported if it has the words of a statement. */
function noteRefused(node: TreeNode, reason: Message, { document: { text }, unread }: Search): void {
  const { offset, length } = node;
  const written = text.slice(offset, offset + length);
  if (/\bEffect\b/.test(written) && /\b(?:Not)?Action\b/.test(written)) unread.push({ span: spanOf(node), reason });
}

function visitObject(node: TreeNode, search: Search, around: Around): void {
  if (isRecommendation(node)) return;
  const reading = readPolicy(node);
  if (reading.kind === 'policy') addByShape(reading.policy, { node, content: node }, search, around);
  if (reading.kind === 'resource-based') addResourceBased(reading.isTrust, search);
  if (reading.kind !== 'no-policy') return;
  // In a template, the resource around a policy tells its holders, and no other member.
  const inner: readonly Inner[] =
    around.elsewhere === undefined ? innerValues(node, around.context, search.lineOf) : plainInner(node);
  const known = takeKnown(node, inner, search, around);
  if (known === undefined)
    for (const part of oddStatements(node, around.elsewhere !== undefined)) search.unread.push(part);
  const { elsewhere = around.elsewhere, attachesMore = around.attachesMore } = known ?? {};
  const macros = [...around.macros, ...macrosBeside(node)];
  for (const { value, context } of inner) visit(value, search, { elsewhere, attachesMore, macros, context });
}

function plainInner(node: TreeNode): readonly Inner[] {
  return members(node).map(([, value]) => ({ value, context: nothing }));
}

const nothing: GetContext = () => undefined;

/** Is it a recommendation of AWS? It contains the text of a policy, but is evidence and not a policy to refine. */
function isRecommendation(node: TreeNode): boolean {
  return (member(node, 'recommendationType') ?? member(node, 'RecommendationType')) !== undefined;
}

/**
 * Takes the policies of a template or of AWS CLI output; `undefined` for any other object. A resource of a template may
 * look like CLI output, but is not read as such: macros may change the template before it is deployed.
 */
function takeKnown(
  node: TreeNode,
  inner: readonly Inner[],
  search: Search,
  { elsewhere, macros, attachesMore }: Around,
): PlacedPolicies | undefined {
  const template = withMoreHolders(policiesInTemplate(node, search.lineOf, macros), attachesMore);
  if (template !== undefined) search.isTemplate = true;
  const known =
    template ??
    (elsewhere === undefined
      ? (policiesInServerless(node) ?? policiesInOutput(node, inner) ?? organizationsPolicy(node))
      : undefined);
  if (known !== undefined) take(known, search);
  return known;
}

/** The policies of a template, to whose managed policies something around it may attach others. */
function withMoreHolders(
  template: PlacedPolicies | undefined,
  attachesMore: Message | undefined,
): PlacedPolicies | undefined {
  if (template === undefined || attachesMore === undefined) return template;
  const placed = template.placed.map(({ node, subject }): PlacedPolicy => {
    const { attachment, policyType } = subject;
    const isOpen = policyType?.kind === 'managed' && attachment.kind === 'attached';
    return isOpen
      ? { node, subject: { ...subject, attachment: unclear(attachesMore, attachment.to) } }
      : { node, subject };
  });
  return { ...template, placed };
}

function take(known: PlacedPolicies, search: Search): void {
  for (const part of known.unread) search.unread.push(part);
  for (const passed of known.passed) search.seen.add(passed);
  for (const placed of known.placed) {
    search.seen.add(placed.node);
    addPlaced(placed, search);
  }
}

/** The policy in the output of `organizations describe-policy`. */
function organizationsPolicy(node: TreeNode): PlacedPolicies | undefined {
  const summary = member(node, 'PolicySummary');
  const content = member(node, 'Content');
  const subject = organizationSubject(stringMember(summary, 'Type'));
  if (content === undefined || subject === undefined) return undefined;
  const policyId = stringMember(summary, 'Name');
  return { placed: [{ node: content, subject: { ...subject, policyId } }], unread: [], passed: [] };
}

/** Finds the policies of a JSON document, wherever they stand. */
import { foldCase } from '../actions/foldCase.ts';
import type { Policy, UnreadPart } from '../policy/model.ts';
import { computedStatements, isStatement, policyAt } from '../policy/policyAt.ts';
import type { PolicySubject } from '../policy/subject.ts';
import { elements, member, members, spanOf, stringMember, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { say } from '../text/message.ts';
import { policiesInOutput } from './awsOutput.ts';
import { policiesInTemplate, serviceControl } from './cloudFormation.ts';
import { hasMembersOfPolicy, mayHoldPolicy, valueInString } from './encodedPolicy.ts';
import type { PlacedPolicies, PlacedPolicy } from './placedPolicy.ts';

/** What was found in a document. */
export interface FoundPolicies {
  /** In the order of the document. */
  readonly policies: readonly Policy[];
  readonly unread: readonly UnreadPart[];
  readonly isResourceBased: boolean;
  readonly isTemplate: boolean;
}

interface Search {
  readonly text: string;
  readonly lineOf: (offset: number) => number;
  readonly policies: Policy[];
  readonly unread: UnreadPart[];
  /** Values that need no look: they were read, or are known to hold nothing. */
  readonly seen: Set<JsonNode>;
  /** Of which nothing says whose they are. */
  readonly unsaid: Policy[];
  isResourceBased: boolean;
  isTemplate: boolean;
}

/**
 * Finds what is a policy by its shape: where the outputs of the AWS CLI and templates hold them, which also tell whose they are, and under any other
 * key, in lists, by name, and kept as text. One of which nothing says whose it is counts as a policy that stands alone if it is the only one in
 * its document. O(size of the document).
 */
export function findPolicies(text: string, root: JsonNode | undefined, lineOf: (offset: number) => number): FoundPolicies {
  const search: Search = {
    text,
    lineOf,
    policies: [],
    unread: [],
    seen: new Set(),
    unsaid: [],
    isResourceBased: false,
    isTemplate: false,
  };
  if (root !== undefined) visit(root, search, undefined);
  const isAlone = search.unsaid.length + search.policies.length === 1;
  const unsaid = isAlone
    ? search.unsaid
    : search.unsaid.map((policy) => ({ ...policy, subject: { ...policy.subject, attachment: oneOfSeveral } }));
  const policies = [...search.policies, ...unsaid].toSorted((a, b) => a.span.offset - b.span.offset);
  const unread = [...search.unread, ...policies.flatMap((policy) => policy.unread)].toSorted((a, b) => a.span.offset - b.span.offset);
  return {
    policies,
    unread: withoutTwins(unread),
    isResourceBased: search.isResourceBased && policies.length === 0,
    isTemplate: search.isTemplate,
  };
}

/** A resource of a template may look like what the CLI prints: of one place the first reason is told. */
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

/** `elsewhere`: what the document around says of a policy that is found by its shape. */
function visit(node: JsonNode, search: Search, elsewhere: PlacedPolicies['elsewhere']): void {
  if (search.seen.has(node)) return;
  const value = stringOf(node);
  if (value !== undefined) {
    if (mayHoldPolicy(value)) addText(node, search, elsewhere);
  } else if (node.type === 'object') visitObject(node, search, elsewhere);
  else for (const element of elements(node)) visit(element, search, elsewhere);
}

function visitObject(node: JsonNode, search: Search, elsewhere: PlacedPolicies['elsewhere']): void {
  if (isRecommendation(node)) return;
  const reading = policyAt(node);
  if (reading.kind === 'policy') addByShape(reading.policy, node, search, elsewhere);
  if (reading.kind === 'resource-based') search.isResourceBased = true;
  if (reading.kind !== 'no-policy') return;
  const known = takeKnown(node, search, elsewhere);
  if (known === undefined) noteOddStatements(node, search, elsewhere);
  for (const { children } of node.children ?? [])
    if (children?.[1] !== undefined) visit(children[1], search, known?.elsewhere ?? elsewhere);
}

/** AWS's recommendations are evidence, and hold the texts of policies. */
function isRecommendation(node: JsonNode): boolean {
  return (member(node, 'recommendationType') ?? member(node, 'RecommendationType')) !== undefined;
}

/**
 * Takes the policies of a document that tells where they are and whose; `undefined` for any other object. A resource of a template may look like
 * what the CLI prints, and says less: the template may be changed before it is deployed.
 */
function takeKnown(node: JsonNode, search: Search, elsewhere: PlacedPolicies['elsewhere']): PlacedPolicies | undefined {
  const template = policiesInTemplate(node, search.lineOf);
  if (template !== undefined) search.isTemplate = true;
  const known = template ?? (elsewhere === undefined ? (policiesInOutput(node) ?? organizationsPolicy(node)) : undefined);
  if (known === undefined) return undefined;
  for (const part of known.unread) search.unread.push(part);
  for (const passed of known.passed) search.seen.add(passed);
  for (const placed of known.placed) {
    search.seen.add(placed.node);
    addPlaced(placed, search);
  }
  return known;
}

/** What `organizations describe-policy` prints. */
function organizationsPolicy(node: JsonNode): PlacedPolicies | undefined {
  const summary = member(node, 'PolicySummary');
  const content = member(node, 'Content');
  if (content === undefined || stringMember(summary, 'Type') !== 'SERVICE_CONTROL_POLICY') return undefined;
  const subject: PolicySubject = {
    attachment: { kind: 'nobody', reason: serviceControl },
    policyType: { kind: 'service-control' },
    policyId: stringMember(summary, 'Name'),
  };
  return { placed: [{ node: content, subject }], unread: [], passed: [] };
}

/** A policy that stands in no place that is known. */
function addByShape(policy: Policy, node: JsonNode, search: Search, elsewhere: PlacedPolicies['elsewhere']): void {
  if (elsewhere === undefined) search.unsaid.push(policy);
  else search.policies.push({ ...policy, subject: elsewhere(node) });
}

/** A policy that is kept as text in such a place. A text with the members of one that is none may be more than is understood. */
function addText(node: JsonNode, search: Search, elsewhere: PlacedPolicies['elsewhere']): void {
  const reading = policyAt(valueInString(search.text, node));
  if (reading.kind === 'policy') addByShape({ ...reading.policy, readOnly: keptAsText }, node, search, elsewhere);
  else if (reading.kind === 'resource-based') search.isResourceBased = true;
  else if (hasMembersOfPolicy(stringOf(node) ?? ''))
    search.unread.push({ span: spanOf(node), reason: say('this text may hold a policy, and is none that can be read') });
}

const keptAsText = say('it is kept as text in the document, in which nothing is edited yet');

/** A value that should be a policy, because of where it stands: what is none was not read. */
function addPlaced({ node, subject }: PlacedPolicy, search: Search): void {
  const isText = stringOf(node) !== undefined;
  const reading = policyAt(isText ? valueInString(search.text, node) : node, subject);
  if (reading.kind === 'policy') {
    const policy = isText ? { ...reading.policy, readOnly: keptAsText } : reading.policy;
    (subject.attachment.kind === 'unsaid' ? search.unsaid : search.policies).push(policy);
  } else if (reading.kind === 'resource-based') search.isResourceBased = true;
  else if (!isEmpty(node)) search.unread.push({ span: spanOf(node), reason: say('this should be a policy, and is none that can be read') });
}

/** A policy without statements allows nothing. */
function isEmpty(node: JsonNode): boolean {
  const statements = member(node, 'Statement');
  return statements?.type === 'array' && elements(statements).length === 0;
}

/** Statements that stand in no policy, that are computed, or whose members are spelled as IAM does not. */
function noteOddStatements(node: JsonNode, search: Search, elsewhere: PlacedPolicies['elsewhere']): void {
  // In a template, what stands in another place than a policy is computed more often than not.
  if (elsewhere === undefined) for (const part of computedStatements(node)) search.unread.push(part);
  if (isStatement(node)) {
    if ((member(node, 'Principal') ?? member(node, 'NotPrincipal')) === undefined)
      search.unread.push({ span: spanOf(node), reason: say('this statement stands in no policy') });
    return;
  }
  for (const [key, value] of members(node)) {
    if (foldCase(stringOf(key) ?? '') !== 'statement') continue;
    const items = value.type === 'array' ? elements(value) : [value];
    if (items.some(isOddStatement))
      search.unread.push({ span: spanOf(key), reason: say('IAM spells the members of a policy Statement, Effect and Action') });
  }
}

/** A statement in another letter case. */
function isOddStatement(node: JsonNode): boolean {
  const keys = new Set(members(node).map(([key]) => foldCase(stringOf(key) ?? '')));
  const isForPrincipal = keys.has('principal') || keys.has('notprincipal');
  return keys.has('effect') && (keys.has('action') || keys.has('notaction')) && !isForPrincipal;
}

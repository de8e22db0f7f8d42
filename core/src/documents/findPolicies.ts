/** Finds the policies of a document, wherever they stand. */
import { foldCase } from '../actions/foldCase.ts';
import type { Policy, UnreadPart } from '../policy/model.ts';
import { computedStatements, isStatement, readPolicy } from '../policy/readPolicy.ts';
import type { PolicySubject } from '../policy/subject.ts';
import { elements, member, members, spanOf, stringMember, stringOf, type TreeNode } from '../text/tree.ts';
import { say } from '../text/message.ts';
import { policiesInAccount } from './shapes/accountDetails.ts';
import { policiesInOutput } from './shapes/awsOutput.ts';
import { policiesInTemplate, serviceControl } from './shapes/cloudFormation.ts';
import { valueInString, type WrittenText, isPercentEncoded } from './embedded.ts';
import { hasMembersOfPolicy, mayHoldPolicy } from './policyText.ts';
import { attachmentSaid, innerValues, saidAround, saidIn, type Inner, type Said } from './shapes/holdersSaid.ts';
import { unclear, type PlacedPolicies, type PlacedPolicy } from './shapes/placedPolicy.ts';
import { macrosBeside } from './shapes/template.ts';
import { isTerraformOutput } from './shapes/terraformOutput.ts';

/** What was found in a document. */
export interface FoundPolicies {
  /** In the order of the document. */
  readonly policies: readonly Policy[];
  readonly unread: readonly UnreadPart[];
  readonly isResourceBased: boolean;
  readonly isTemplate: boolean;
}

interface Search {
  readonly document: WrittenText;
  readonly lineOf: (offset: number) => number;
  readonly policies: Policy[];
  readonly unread: UnreadPart[];
  /** Values that need no look: they were read, or are known to hold nothing. */
  readonly seen: Set<TreeNode>;
  /** Of which nothing says whose they are. */
  readonly unsaid: Policy[];
  isResourceBased: boolean;
  isTemplate: boolean;
  /** What is said of a policy names lines of the document. */
  tellsLines: boolean;
}

/**
 * Finds what is a policy by its shape: where the outputs of the AWS CLI and templates hold them, which also tell whose
 * they are, and under any other key, in lists, by name, and kept as text. One of which nothing says whose it is counts
 * as a policy that stands alone if it is the only one in its document. O(size of the document).
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
    unsaid: [],
    isResourceBased: false,
    isTemplate: false,
    tellsLines: false,
  };
  if (root !== undefined) {
    const account = policiesInAccount(root);
    if (account !== undefined) take(account, search);
    visit(root, search, { macros: [], said: saidAround(root, lineOf) });
  }
  const found = [...search.policies, ...unsaidOf(search)].toSorted((a, b) => a.span.offset - b.span.offset);
  const policies = isTerraformOutput(root) ? found.map((policy) => ({ ...policy, readOnly: ofTerraform })) : found;
  const unread = [...search.unread, ...policies.flatMap((policy) => policy.unread)].toSorted(
    (a, b) => a.span.offset - b.span.offset,
  );
  return {
    policies,
    unread: withoutTwins(unread),
    isResourceBased: search.isResourceBased && policies.length === 0,
    isTemplate: search.isTemplate || search.tellsLines,
  };
}

/**
 * The policies of which the document does not say whose they are. Only one that is alone in it may be matched as if it
 * were the document.
 */
function unsaidOf({ unsaid, policies, unread, lineOf }: Search): readonly Policy[] {
  const [part] = unread;
  if (unsaid.length + policies.length > 1) return unsaid.map((policy) => withAttachment(policy, oneOfSeveral));
  if (part === undefined) return unsaid;
  const reason = say(
    'line {0} of the document was not read and may be another policy',
    String(lineOf(part.span.offset)),
  );
  return unsaid.map((policy) => withAttachment(policy, unclear(reason)));
}

function withAttachment(policy: Policy, attachment: PolicySubject['attachment']): Policy {
  return { ...policy, subject: { ...policy.subject, attachment } };
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

/** What the document around a value says of policies in it. */
interface Around {
  /** In a template: of those that are found by their shape. */
  readonly elsewhere?: PlacedPolicies['elsewhere'];
  /** Of holders. */
  readonly said: Said;
  /** What may change a template in it. */
  readonly macros: readonly TreeNode[];
}

function visit(node: TreeNode, search: Search, around: Around): void {
  if (search.seen.has(node)) return;
  const value = stringOf(node);
  if (value !== undefined) {
    if (mayHoldPolicy(value)) addText(node, search, around);
  } else if (node.type === 'object') visitObject(node, search, around);
  else for (const element of elements(node)) visit(element, search, around);
}

function visitObject(node: TreeNode, search: Search, around: Around): void {
  if (isRecommendation(node)) return;
  const reading = readPolicy(node);
  if (reading.kind === 'policy') addByShape(reading.policy, node, search, around);
  if (reading.kind === 'resource-based') search.isResourceBased = true;
  if (reading.kind !== 'no-policy') return;
  // Within a template, what a policy stands in says whose it is, and nothing beside it.
  const inner: readonly Inner[] =
    around.elsewhere === undefined ? innerValues(node, around.said, search.lineOf) : plainInner(node);
  const known = takeKnown(node, inner, search, around);
  if (known === undefined) noteOddStatements(node, search, around.elsewhere);
  const { elsewhere = around.elsewhere } = known ?? {};
  const macros = [...around.macros, ...macrosBeside(node)];
  for (const { value, said } of inner)
    visit(value, search, { macros, said, ...(elsewhere === undefined ? {} : { elsewhere }) });
}

function plainInner(node: TreeNode): readonly Inner[] {
  return members(node).map(([, value]) => ({ value, said: nothing }));
}

const nothing: Said = () => undefined;

/** AWS's recommendations are evidence, and hold the texts of policies. */
function isRecommendation(node: TreeNode): boolean {
  return (member(node, 'recommendationType') ?? member(node, 'RecommendationType')) !== undefined;
}

/**
 * Takes the policies of a document that tells where they are and whose; `undefined` for any other object. A resource of
 * a template may look like what the CLI prints, and says less: the template may be changed before it is deployed.
 */
function takeKnown(
  node: TreeNode,
  inner: readonly Inner[],
  search: Search,
  { elsewhere, macros }: Around,
): PlacedPolicies | undefined {
  const template = policiesInTemplate(node, search.lineOf, macros);
  if (template !== undefined) search.isTemplate = true;
  const known =
    template ?? (elsewhere === undefined ? (policiesInOutput(node, inner) ?? organizationsPolicy(node)) : undefined);
  if (known !== undefined) take(known, search);
  return known;
}

function take(known: PlacedPolicies, search: Search): void {
  for (const part of known.unread) search.unread.push(part);
  for (const passed of known.passed) search.seen.add(passed);
  for (const placed of known.placed) {
    search.seen.add(placed.node);
    addPlaced(placed, search);
  }
}

/** What `organizations describe-policy` prints. */
function organizationsPolicy(node: TreeNode): PlacedPolicies | undefined {
  const summary = member(node, 'PolicySummary');
  const content = member(node, 'Content');
  if (content === undefined || stringMember(summary, 'Type') !== 'SERVICE_CONTROL_POLICY') return undefined;
  const subject: PolicySubject = {
    attachment: { kind: 'no-principal', reason: serviceControl },
    policyType: { kind: 'service-control' },
    policyId: stringMember(summary, 'Name'),
  };
  return { placed: [{ node: content, subject }], unread: [], passed: [] };
}

/** A policy that stands in no place that is known. Its own members may name a holder, too. */
function addByShape(policy: Policy, node: TreeNode, search: Search, { elsewhere, said }: Around): void {
  const subject = elsewhere?.(node) ?? {
    ...policy.subject,
    attachment: attachmentSaid(saidIn(node, said, search.lineOf)()),
  };
  add({ ...policy, subject }, search);
}

function add(policy: Policy, search: Search): void {
  const { attachment } = policy.subject;
  (attachment.kind === 'unspecified' ? search.unsaid : search.policies).push(policy);
  // The reason may name a line.
  if (attachment.kind === 'unclear') search.tellsLines = true;
}

/**
 * A policy that is kept as text in such a place. A text with the members of one that is none may be more than is
 * understood.
 */
function addText(node: TreeNode, search: Search, around: Around): void {
  const reading = readPolicy(valueInString(search.document, node));
  if (reading.kind === 'policy') addByShape(asText(reading.policy, node), node, search, around);
  else if (reading.kind === 'resource-based') search.isResourceBased = true;
  else if (hasMembersOfPolicy(stringOf(node) ?? ''))
    search.unread.push({
      span: spanOf(node),
      reason: say('this string may contain a policy, but cannot be read as one'),
    });
}

const ofTerraform = say('generated by Terraform: change the policy in the configuration');

/** A policy that a string holds. */
function asText(policy: Policy, node: TreeNode): Policy {
  const held = { ...policy, textSpan: spanOf(node) };
  return isPercentEncoded(stringOf(node) ?? '') ? { ...held, readOnly: asSent } : held;
}

const asSent = say('percent-encoded, as the IAM API returns it: decode it to refine it');

/** A value that should be a policy, because of where it stands: what is none was not read. */
function addPlaced({ node, subject }: PlacedPolicy, search: Search): void {
  const isText = stringOf(node) !== undefined;
  const reading = readPolicy(isText ? valueInString(search.document, node) : node, subject);
  if (reading.kind === 'policy') {
    add(isText ? asText(reading.policy, node) : reading.policy, search);
  } else if (reading.kind === 'resource-based') search.isResourceBased = true;
  else if (!isEmpty(node))
    search.unread.push({
      span: spanOf(node),
      reason: say('a policy is expected here, but this cannot be read as one'),
    });
}

/** A policy without statements allows nothing. */
function isEmpty(node: TreeNode): boolean {
  const statements = member(node, 'Statement');
  return statements?.type === 'array' && elements(statements).length === 0;
}

/** Statements that stand in no policy, that are computed, or whose members are spelled as IAM does not. */
function noteOddStatements(node: TreeNode, search: Search, elsewhere: PlacedPolicies['elsewhere']): void {
  // In a template, what stands in another place than a policy is computed more often than not.
  if (elsewhere === undefined) for (const part of computedStatements(node)) search.unread.push(part);
  if (isStatement(node)) {
    if ((member(node, 'Principal') ?? member(node, 'NotPrincipal')) === undefined)
      search.unread.push({ span: spanOf(node), reason: say('this statement is not part of a policy') });
    return;
  }
  for (const [key, value] of members(node)) {
    if (foldCase(stringOf(key) ?? '') !== 'statement') continue;
    const items = value.type === 'array' ? elements(value) : [value];
    if (items.some(isOddStatement))
      search.unread.push({ span: spanOf(key), reason: isPlain(key, items) ? noStatement : otherSpelling });
  }
}

const otherSpelling = say('IAM spells the keys of a policy Statement, Effect and Action');
const noStatement = say('no statement of this policy has both an Effect and an Action');

/** Are all members spelled as IAM does? */
function isPlain(key: TreeNode, items: readonly TreeNode[]): boolean {
  const keys = [key, ...items.flatMap((item) => members(item).map(([inner]) => inner))].map(
    (one) => stringOf(one) ?? '',
  );
  return keys.every((name) => !oddKeys.has(foldCase(name)) || /^(?:Statement|Effect|(?:Not)?Action)$/.test(name));
}

const oddKeys: ReadonlySet<string> = new Set(['statement', 'effect', 'action', 'notaction']);

/** A statement in another letter case, or a part of one. */
function isOddStatement(node: TreeNode): boolean {
  const keys = new Set(members(node).map(([key]) => foldCase(stringOf(key) ?? '')));
  const isForPrincipal = keys.has('principal') || keys.has('notprincipal');
  return ['effect', 'action', 'notaction'].some((name) => keys.has(name)) && !isForPrincipal;
}

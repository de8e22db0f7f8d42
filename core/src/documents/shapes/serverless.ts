/**
 * The statements in the configuration of a service of the Serverless Framework (its guide, "IAM permissions for
 * functions"; `serverless-iam-roles-per-function` for the roles of functions). Its `resources` are a template.
 */
import type { UnreadPart } from '../../policy/model.ts';
import type { Attachment, DeclaredResources, PrincipalName } from '../../policy/subject.ts';
import { intrinsicOf } from '../../text/intrinsics.ts';
import { holdsPlaceholder } from '../../text/placeholders.ts';
import { say, type Message } from '../../text/message.ts';
import { spanBetween, spanEnd } from '../../text/span.ts';
import { elements, member, members, spanOf, stringMember, stringOf, type TreeNode } from '../../text/tree.ts';
import { patternOf } from './computedText.ts';
import { attachedTo, inlineOf, type PlacedPolicies, type PlacedPolicy } from './placedPolicy.ts';

/** The policies in a configuration; `undefined` for any other value. */
export function policiesInServerless(root: TreeNode): PlacedPolicies | undefined {
  const provider = member(root, 'provider');
  if (member(root, 'service') === undefined || stringMember(provider, 'name') !== 'aws') return undefined;
  const functions = functionsOf(root);
  const service = textOf(member(root, 'service')) ?? stringMember(member(root, 'service'), 'name') ?? '';
  const roles = [sharedRole(root, service, functions), ...functions.map((one) => roleOfFunction(one, service))];
  const unnamedInAll = roles.filter(({ name, lists }) => lists.length > 0 && name === undefined).length;
  const declared = declaredBy(roles, member(provider, 'stackName') === undefined ? `${loose(service)}-*` : undefined);
  const found = roles.flatMap((role) => role.lists.map((list) => listIn(list, role, { unnamedInAll, declared })));
  return {
    placed: found.flatMap(({ placed }) => placed ?? []),
    unread: found.flatMap(({ unread }) => unread ?? []),
    passed: roles.flatMap(({ lists }) => lists.map(({ value }) => value)),
    attachesMore: say('the service may also attach it to the roles of its functions'),
  };
}

interface ServiceFunction {
  readonly name: string;
  readonly node: TreeNode;
}

/** The functions, of which there may be several lists. */
function functionsOf(root: TreeNode): readonly ServiceFunction[] {
  return functionLists(root).flatMap((part) =>
    members(part).map(([key, node]) => ({ name: stringOf(key) ?? '', node })),
  );
}

function functionLists(root: TreeNode): readonly TreeNode[] {
  const functions = member(root, 'functions');
  return functions?.type === 'array' ? elements(functions) : functions === undefined ? [] : [functions];
}

/** A member with a list of statements. */
interface StatementList {
  readonly key: TreeNode;
  readonly value: TreeNode;
}

/** A role that the framework makes, and its statements. */
interface ServiceRole {
  readonly lists: readonly StatementList[];
  /** Its name, if the configuration gives it. */
  readonly name: string | undefined;
  /** What is known of a generated name. */
  readonly pattern: string;
  /** The logical id of the role in the template that the framework makes. */
  readonly resource: string;
  /** Why others hold its statements, too. */
  readonly shared?: Message;
}

/** The logical id of the role that functions share (Serverless Framework, `getRoleLogicalId`). */
const madeRole = 'IamRoleLambdaExecution';

/** The name of a function in logical ids (Serverless Framework, `getNormalizedFunctionName`). */
function normalised(name: string): string {
  const plain = name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** What is known of the template that the framework makes of the service. `stackName`: the pattern of its stacks. */
function declaredBy(roles: readonly ServiceRole[], stackName: string | undefined): DeclaredResources {
  const made = roles.filter(({ lists }) => lists.length > 0);
  const role = { type: 'AWS::IAM::Role', mayBeMissing: false };
  return { resources: new Map(made.map(({ resource }) => [resource, role])), others: 'any', stackName };
}

/** The role of all functions that have none of their own. */
function sharedRole(root: TreeNode, service: string, functions: readonly ServiceFunction[]): ServiceRole {
  const provider = member(root, 'provider');
  const role = member(member(provider, 'iam'), 'role');
  const given = member(provider, 'role') ?? (role?.type === 'object' ? undefined : role);
  const inherits =
    functionLists(root).some(isComputed) ||
    functions.some(({ node }) => mayInherit(node)) ||
    mayBeSet(root, 'custom', 'serverless-iam-roles-per-function', 'defaultInherit');
  return {
    lists: [...listsNamed(role, 'statements'), ...listsNamed(provider, 'iamRoleStatements')],
    name: literal(member(role, 'name')),
    pattern: patternIn(member(role, 'name')) ?? `${loose(service)}-*-lambdaRole`,
    resource: madeRole,
    ...(given !== undefined
      ? { shared: say('the service has a role of its own, so it is not known who gets these statements') }
      : inherits
        ? { shared: say('functions with roles of their own may inherit these statements') }
        : {}),
  };
}

function mayInherit(node: TreeNode): boolean {
  return mayBeSet(node, 'iamRoleStatementsInherit') || mayBeSet(node, 'iam', 'inheritStatements');
}

/** Is a switch at a path on, or is it or something on the way to it computed? */
function mayBeSet(node: TreeNode | undefined, ...[key, ...path]: readonly string[]): boolean {
  if (node === undefined) return false;
  if (key === undefined) return node.value !== false && node.value !== 'false';
  return isComputed(node) || mayBeSet(member(node, key), ...path);
}

/** Is it something else than the object that is expected, such as a variable or an object with a merge key? */
function isComputed({ type, refused }: TreeNode): boolean {
  return type !== 'null' && (type !== 'object' || refused !== undefined);
}

/** The role of one function, which a plugin makes. */
function roleOfFunction({ name, node }: ServiceFunction, service: string): ServiceRole {
  const role = member(member(node, 'iam'), 'role');
  const given = member(node, 'iamRoleStatementsName') ?? member(role, 'name');
  return {
    lists: [...listsNamed(node, 'iamRoleStatements'), ...listsNamed(role, 'statements')],
    name: literal(given),
    pattern: patternIn(given) ?? `${loose(service)}-*-${loose(name)}-*-lambdaRole`,
    resource: `${normalised(name)}${madeRole}`,
  };
}

function listsNamed(node: TreeNode | undefined, name: string): StatementList[] {
  return members(node).flatMap(([key, value]) => (key.value === name && value.type !== 'null' ? [{ key, value }] : []));
}

function listIn(
  { key, value }: StatementList,
  role: ServiceRole,
  { unnamedInAll, declared }: { readonly unnamedInAll: number; readonly declared: DeclaredResources },
): { readonly placed?: PlacedPolicy; readonly unread?: UnreadPart } {
  if (value.type !== 'array') return { unread: unreadStatements(value) };
  if (elements(value).length === 0) return {};
  const { resource } = role;
  const attachment = holderOf(role, unnamedInAll);
  const subject = { attachment, policyType: inlineOf('role', resource), resource, declared };
  return { placed: { node: policyOf(key, value), subject } };
}

/** Statements that are not written out: in a file that holds nothing else, or computed. */
function unreadStatements(value: TreeNode): UnreadPart {
  const span = spanOf(value);
  const [, file] = /^\$\{file\(([\w./-]+\.(?:ya?ml|json))\)\}$/i.exec(stringOf(value) ?? '') ?? [];
  if (value.refused === undefined && file !== undefined)
    return { span, reason: say('these statements are in the file {0}, and are read there', file), isNotYet: true };
  return { span, reason: value.refused ?? say('these statements are computed when the service is deployed') };
}

/** A list of statements as a policy: its key stands for `Statement`. */
function policyOf(key: TreeNode, value: TreeNode): TreeNode {
  const span = spanBetween(key.offset, spanEnd(value));
  const name: TreeNode = { type: 'string', value: 'Statement', offset: key.offset, length: key.length };
  return { type: 'object', ...span, children: [{ type: 'property', ...span, children: [name, value] }] };
}

function holderOf({ name, pattern, resource, shared }: ServiceRole, unnamedInAll: number): Attachment {
  const named: readonly PrincipalName[] = name === undefined ? [] : [{ type: 'role', name }];
  if (shared === undefined && name !== undefined)
    return attachedTo(named, say('by the name of the role in the service'));
  return {
    kind: 'unclear',
    reason: shared ?? say('the Serverless Framework generates the name of this role'),
    named,
    ...(name === undefined ? { missing: 1, unnamedInAll, like: [{ type: 'role', pattern }] } : {}),
    // With its name, all holders are known, unless others may share the statements.
    ...(name === undefined && shared === undefined ? { unnamed: [{ type: 'role', resource, pattern }] } : {}),
  };
}

/** A string that is not computed. */
function literal(node: TreeNode | undefined): string | undefined {
  const text = textOf(node);
  return text === undefined || holdsPlaceholder(text) ? undefined : text;
}

function textOf(node: TreeNode | undefined): string | undefined {
  return node && stringOf(node);
}

/** The known parts of a computed name; `undefined` if there is no name. */
function patternIn(node: TreeNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const call = intrinsicOf(node);
  return loose(textOf(call?.name === 'Fn::Sub' ? call.argument : node) ?? '');
}

/** The known parts of a text; nothing is known of one that is missing. */
function loose(text: string): string {
  return text === '' ? '*' : patternOf(text);
}

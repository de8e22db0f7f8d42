/**
 * Finds the parts of account details (`iam get-account-authorization-details`) in a document: whole pages, and parts of
 * pages that a query selects.
 */
import { foldName, memberNode } from '../../findings/spelling.ts';
import { memoise } from '../../memo.ts';
import { elements, member, members, stringOf, type TreeNode } from '../../text/tree.ts';
import { templateAt } from './template.ts';

/** A `RoleDetail`, `UserDetail` or `GroupDetail`. */
export interface HolderPart {
  readonly node: TreeNode;
  readonly type: 'role' | 'user' | 'group';
}

export interface AccountParts {
  /** Objects with lists of roles, users and groups. */
  readonly pages: TreeNode[];
  readonly holders: HolderPart[];
  /** `ManagedPolicyDetail`s. */
  readonly policies: TreeNode[];
  /** Some parts are outside of a page. */
  hasLoose: boolean;
  /** The document is one page of several, so parts are missing. */
  isCutOff: boolean;
}

export const holderLists = { role: 'RoleDetailList', user: 'UserDetailList', group: 'GroupDetailList' } as const;
const types = ['role', 'user', 'group'] as const;

/** Finds the parts under any key, outside of templates and policies. O(size of the document). */
export function accountPartsIn(root: TreeNode): AccountParts {
  const parts: AccountParts = { pages: [], holders: [], policies: [], hasLoose: false, isCutOff: false };
  const visit = (node: TreeNode): void => {
    if (node.type === 'array') for (const element of elements(node)) visit(element);
    if (node.type === 'object' && member(node, 'Statement') === undefined && templateAt(node, () => 0) === undefined)
      take(node, parts, visit);
  };
  visit(root);
  return parts;
}

function take(node: TreeNode, parts: AccountParts, visit: (node: TreeNode) => void): void {
  const all = members(node);
  const known = all.flatMap(([key, value]): readonly KnownMember[] => {
    const name = knownName(String(key.value));
    return name === '' ? [] : [[name, value]];
  });
  parts.isCutOff ||= known.some(saysMore);
  const shape = shapeOf(known);
  switch (shape) {
    case 'other':
      for (const [, value] of all) visit(value);
      return;
    case 'page':
      takePage(node, parts, visit);
      return;
    case 'policy':
      parts.hasLoose = true;
      parts.policies.push(node);
      return;
    case 'role':
    case 'user':
    case 'group':
      parts.hasLoose = true;
      parts.holders.push({ node, type: shape });
  }
}

/** A member by which an object is recognised, with its folded name. */
type KnownMember = readonly [name: string, value: TreeNode];

const knownNames: ReadonlySet<string> = new Set([
  ...types.flatMap((type) => [`${type}detaillist`, `${type}policylist`, `${type}name`]),
  ...'policyversionlist attachedmanagedpolicies grouplist istruncated marker nexttoken nextmarker'.split(' '),
]);

/** The folded name of such a member; empty for any other member. */
const knownName = memoise((key) => {
  const name = foldName(key);
  return knownNames.has(name) ? name : '';
});

/** Takes the lists of a page. Its other members are visited like those of any object. */
function takePage(node: TreeNode, parts: AccountParts, visit: (node: TreeNode) => void): void {
  const known = new Set<TreeNode | undefined>();
  for (const type of types) {
    const list = memberNode(node, holderLists[type]);
    if (list?.type === 'array') known.add(list);
    for (const holder of elements(list)) parts.holders.push({ node: holder, type });
  }
  const policies = memberNode(node, 'Policies');
  if (policies?.type === 'array') known.add(policies);
  for (const policy of elements(policies)) parts.policies.push(policy);
  parts.pages.push(node);
  for (const [, value] of members(node)) if (!known.has(value)) visit(value);
}

type Shape = 'page' | 'policy' | HolderPart['type'] | 'other';

/** The kind of an object by its members. Most objects have no known member. */
function shapeOf(known: readonly KnownMember[]): Shape {
  if (known.length === 0) return 'other';
  const names = new Map(known);
  const isList = (name: string): boolean => names.get(name)?.type === 'array';
  if (types.some((type) => isList(`${type}detaillist`))) return 'page';
  if (isList('policyversionlist')) return 'policy';
  for (const type of types)
    if (isList(`${type}policylist`) || (isList('attachedmanagedpolicies') && names.has(`${type}name`))) return type;
  return isList('grouplist') && names.has('username') ? 'user' : 'other';
}

/** Does a member show that this is one page of several? The AWS CLI and the SDKs add one if there is more to fetch. */
function saysMore([name, value]: KnownMember): boolean {
  const says: unknown = value.value ?? (value.type === 'null' ? null : undefined);
  if (name === 'istruncated') return says !== false && says !== null && stringOf(value)?.toLowerCase() !== 'false';
  return (name === 'marker' || name === 'nexttoken' || name === 'nextmarker') && says !== null && says !== '';
}

/** The policies of a Terraform configuration. */
import type { UnreadPart } from '../../policy/model.ts';
import type { PolicySubject } from '../../policy/subject.ts';
import { say } from '../../text/message.ts';
import { spanEnd } from '../../text/span.ts';
import { member, spanOf, stringMember, stringOf, type TreeNode } from '../../text/tree.ts';
import { organizationSubject } from './organizationPolicy.ts';
import { unclear, type PlacedPolicies, type PlacedPolicy } from './placedPolicy.ts';
import { configurationAt, valuesOf, type Block, type Configuration } from './terraform.ts';
import { renderedDocument } from './terraformDocument.ts';
import { isKnown, meant } from './computedText.ts';
import { referenceOf } from './terraformReferences.ts';

/**
 * The identity-based policies of a configuration; `undefined` for any other value, unless it `isOne` in any case. Who holds them is told by all files of
 * the module together (`inModule`). Shapes: AWS provider for Terraform, `aws_iam_…`, `aws_ssoadmin_…`.
 */
export function policiesInConfiguration(
  root: TreeNode,
  lineOf: (offset: number) => number,
  isOne: boolean,
): PlacedPolicies | undefined {
  const configuration = configurationAt(root, lineOf, isOne);
  if (configuration === undefined) return undefined;
  const found = configuration.blocks.map(policiesOf);
  return {
    ...together(found),
    elsewhere: subjectElsewhere(configuration),
  };
}

type Found = Omit<PlacedPolicies, 'elsewhere'>;

const nothing: Found = { placed: [], unread: [], passed: [] };

/** The arguments with a policy, by type of resource. */
const policyArguments: ReadonlyMap<string, string> = new Map([
  ['aws_iam_policy', 'policy'],
  ['aws_iam_role_policy', 'policy'],
  ['aws_iam_user_policy', 'policy'],
  ['aws_iam_group_policy', 'policy'],
  ['aws_ssoadmin_permission_set_inline_policy', 'inline_policy'],
]);

function policiesOf(block: Block): Found {
  const { kind, type, address, body, nameNode } = block;
  if (kind === 'data' && type === 'aws_iam_policy_document') return documentOf(block);
  if (kind !== 'resource') return nothing;
  if (type === 'aws_iam_role') return rolePolicies(block);
  if (type === 'aws_organizations_policy') return organizationPolicy(body);
  const argument = policyArguments.get(type);
  if (argument === undefined) return nothing;
  return together(valuesOf(body, argument).map((value) => policyAt(value, subjectOf(address, body), nameNode)));
}

function together(all: readonly Found[]): Found {
  return {
    placed: all.flatMap(({ placed }) => placed),
    unread: all.flatMap(({ unread }) => unread),
    passed: all.flatMap(({ passed }) => passed),
  };
}

/** The subject of a policy until all files of its module are known. */
function subjectOf(address: string, named: TreeNode): PolicySubject {
  const name = stringMember(named, 'name');
  return {
    attachment: unclear(say('the other files of the Terraform module are not known')),
    address,
    resource: address,
    ...(name === undefined || !isKnown(name) ? {} : { policyId: meant(name) }),
  };
}

function documentOf({ address, body, nameNode }: Block): Found {
  const { node, completed } = renderedDocument(body, nameNode);
  const placed: PlacedPolicy[] =
    node === undefined ? [] : [{ node, subject: { ...subjectOf(address, body), policyId: undefined }, completed }];
  return { placed, unread: [], passed: [body] };
}

/** The inline policies of a role. Its trust policy is found by its shape. */
function rolePolicies({ address, body }: Block): Found {
  const policies = valuesOf(body, 'inline_policy').map((inline) => {
    const value = member(inline, 'policy');
    return value === undefined ? nothing : policyAt(value, subjectOf(address, inline), value);
  });
  const generated = valuesOf(body, 'dynamic').flatMap((node) => valuesOf(node, 'inline_policy'));
  return together([
    ...policies,
    {
      ...nothing,
      unread: generated.map((node) => ({
        span: spanOf(node),
        reason: say('these policies are generated, which is not read'),
      })),
    },
  ]);
}

/** The policy of an organization; the type may be left out (AWS provider, "aws_organizations_policy"). */
function organizationPolicy(body: TreeNode): Found {
  const subject = organizationSubject(stringMember(body, 'type') ?? 'SERVICE_CONTROL_POLICY');
  if (subject === undefined) return nothing;
  return together(valuesOf(body, 'content').map((value) => policyAt(value, subject, value)));
}

/** A policy that is written out, as a value or as JSON in a string. One that is in another place is read there. */
function policyAt(node: TreeNode, subject: PolicySubject, name: TreeNode): Found {
  const text = stringOf(node);
  if (node.type === 'null') return nothing;
  if (text === undefined || text.trimStart().startsWith('{')) return { ...nothing, placed: [{ node, subject }] };
  const reference = referenceOf(text);
  if (reference?.address.startsWith('data.aws_iam_policy_document.') === true) return nothing;
  return { ...nothing, unread: [unreadPolicy(node, text, name)] };
}

function unreadPolicy(node: TreeNode, text: string, name: TreeNode): UnreadPart {
  const [, file] = /^\$\{\s*(?:file|templatefile)\(\s*"(?:\$\{path\.\w+\}\/)?([^"${}]+)"/.exec(text) ?? [];
  const span = node.length > 0 ? spanOf(node) : spanOf(name);
  // In HCL, what `jsonencode` encodes is read as it stands.
  if (/^\$\{\s*jsonencode\(\s*\{/.test(text)) return { span, reason: inString };
  return file === undefined
    ? { span, reason: say('this policy is computed when Terraform runs') }
    : { span, reason: say('this policy is in the file {0}, and is read there', file), isNotYet: true };
}

const inString = say('an expression in a string is not read: write the policy as JSON in the string, or in a .tf file');

/** The subject of a policy that is found by its shape: in an argument of a module or of another resource. */
function subjectElsewhere({ blocks }: Configuration): (node: TreeNode) => PolicySubject {
  return ({ offset }) => {
    const around = blockAround(offset, blocks);
    if (around === undefined) return { attachment: unclear(inNoBlock) };
    const { kind, type, address } = around;
    const reason =
      kind === 'module'
        ? say('it is an argument of {0}, which may attach it to any principal', address)
        : say('it is part of {0}, and it is not known which principal holds it', address);
    const isOfResource = kind === 'resource' && /^aws_(?!iam_|ssoadmin_)/.test(type);
    return { attachment: isOfResource ? { kind: 'no-principal', reason } : unclear(reason) };
  };
}

/** The block in which an offset is. The blocks are in the order of the text, and disjoint. */
function blockAround(offset: number, blocks: readonly Block[]): Block | undefined {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((blocks[middle]?.body.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = blocks[low - 1];
  return found !== undefined && offset < spanEnd(found.body) ? found : undefined;
}

const inNoBlock = say('it is outside the resources, so the configuration does not say which principal it belongs to');

/** The data source `aws_iam_policy_document` of Terraform, which renders a policy, as the policy that it renders. */
import type { Policy, Statement, UnreadPart } from '../../policy/model.ts';
import { say } from '../../text/message.ts';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import { elements, member, members, spanOf, stringOf, type TreeNode } from '../../text/tree.ts';
import { isBlockList, valuesOf } from './terraform.ts';

/** A document as a policy in terms of IAM, with the places of its parts. */
export interface RenderedDocument {
  /** An object with `Statement`; `undefined` for a document without statements of its own. */
  readonly node: TreeNode | undefined;
  /** Adds to the policy that was read from `node` what IAM has no words for. */
  readonly completed: (policy: Policy) => Policy;
}

/** The arguments of a statement and what IAM calls them (AWS provider, "aws_iam_policy_document"). */
const iamNames: ReadonlyMap<string, string> = new Map([
  ['sid', 'Sid'],
  ['effect', 'Effect'],
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
  ['condition', 'Condition'],
  ['principals', 'Principal'],
  ['not_principals', 'NotPrincipal'],
]);

/** The documents whose statements a document takes over. A statement with the `sid` of another one replaces that. */
export const sourceArguments: readonly string[] = [
  'source_policy_documents',
  'override_policy_documents',
  'source_json',
  'override_json',
];

/** The policy that a document renders. `name`: the label of the document. */
export function renderedDocument(body: TreeNode, name: TreeNode): RenderedDocument {
  const { list, isGenerated, others, besides } = statementsIn(body);
  const sources = sourcesIn(body);
  const node: TreeNode | undefined = list && {
    type: 'object',
    ...spanOf(body),
    children: [{ type: 'property', ...spanOf(list), children: [keyOf('Statement', name), list] }],
  };
  const nodes = list?.type === 'array' ? elements(list) : list === undefined ? [] : [list];
  return {
    node,
    completed: (policy) => ({
      ...policy,
      besides,
      subject: sources.length === 0 ? policy.subject : { ...policy.subject, isCombined: true },
      statements: policy.statements.map((statement, i) => completedStatement(statement, nodes[i], isGenerated(i))),
      unread: [...others, ...sources, ...policy.unread],
    }),
  };
}

interface Statements {
  /** The statements in terms of IAM. */
  readonly list: TreeNode | undefined;
  /** Statements that are not in the list. */
  readonly others: readonly UnreadPart[];
  /** Is a statement of the list one that is generated any number of times? */
  readonly isGenerated: (index: number) => boolean;
  /** What stands between the statements. */
  readonly besides: readonly Span[];
}

/**
 * The statements of a document. Blocks are one list from the first to the last, with what generates statements in its
 * place.
 */
function statementsIn(body: TreeNode): Statements {
  const properties = body.children ?? [];
  const values = members(body).flatMap(([key, value]) => (key.value === 'statement' ? [value] : []));
  if (!values.every(isBlockList)) {
    const [only] = values;
    const list =
      only && (only.type === 'array' ? { ...only, children: elements(only).map(asStatement) } : asStatement(only));
    return { ...none, list, others: dynamicIn(body).map(generated) };
  }
  const found = properties.map((property) => ({ property, statement: blockAsStatement(property) }));
  const statements = found.flatMap(({ statement, property }) =>
    statement === undefined ? [] : [{ statement, property }],
  );
  if (statements.length === 0) return { ...none, others: [] };
  return {
    // From brace to brace: whatever is between the blocks must stay.
    list: {
      type: 'array',
      ...spanBetween(body.offset + 1, spanEnd(body) - 1),
      children: statements.map(({ statement }) => statement),
    },
    isGenerated: (i) => statements[i]?.property.children?.[0]?.value === 'dynamic',
    others: [],
    besides: found.flatMap(({ property, statement }) => (statement === undefined ? [spanOf(property)] : [])),
  };
}

const none = { list: undefined, isGenerated: () => false, besides: [] } as const;

function generated(node: TreeNode): UnreadPart {
  return { span: spanOf(node), reason: say('these statements are generated, which is not read') };
}

/** The statements that `dynamic` blocks generate. */
function dynamicIn(body: TreeNode): readonly TreeNode[] {
  return valuesOf(body, 'dynamic').flatMap((node) => valuesOf(node, 'statement'));
}

/** A block as a statement; `undefined` if it is none. */
function blockAsStatement(property: TreeNode): TreeNode | undefined {
  const [key, value] = property.children ?? [];
  if (key?.value === 'statement' && value !== undefined) {
    const [only] = elements(value);
    return only && asStatement(only);
  }
  const content = key?.value === 'dynamic' ? member(value, 'statement') : undefined;
  if (content === undefined) return undefined;
  const [only, ...more] = valuesOf(content, 'content');
  // Its arguments may differ from one generated statement to the next, if they are computed.
  return only === undefined || more.length > 0
    ? { type: 'string', value: '${dynamic}', ...spanOf(property) }
    : { ...asStatement(only), ...spanOf(property) };
}

/** A statement in terms of IAM. Several conditions or principals are one member. */
function asStatement(node: TreeNode): TreeNode {
  if (node.type !== 'object') return node;
  const seen = new Set<string>();
  const children = (node.children ?? []).flatMap((property): TreeNode[] => {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined || value.type === 'null') return [];
    return argumentNames(key, value).flatMap((name) => {
      const isAgain = seen.size === seen.add(name).size;
      if (isAgain && repeatable.has(name)) return [];
      return [{ ...property, children: [{ ...key, value: iamNames.get(name) ?? name }, value] }];
    });
  });
  const isStated = children.some(({ children: [key] = [] }) => key?.value === 'Effect');
  const effect: TreeNode = {
    type: 'property',
    offset: node.offset,
    length: 0,
    children: [keyOf('Effect', node), { type: 'string', value: 'Allow', offset: node.offset, length: 0 }],
  };
  return { ...node, children: isStated ? children : [effect, ...children] };
}

const repeatable: ReadonlySet<string> = new Set(['condition', 'principals', 'not_principals']);

/** The name of an argument; those of the blocks that a `dynamic` block generates. */
function argumentNames(key: TreeNode, value: TreeNode): readonly string[] {
  if (key.value !== 'dynamic') return [String(key.value)];
  const blocks = value.type === 'array' ? elements(value) : [value];
  return blocks.flatMap((block) => members(block).map(([label]) => String(label.value)));
}

function keyOf(value: string, { offset, length }: TreeNode): TreeNode {
  return { type: 'string', value, offset, length };
}

/**
 * What IAM has no words for: a statement that is generated may be missing, and one with an argument that is not known may
 * mean anything.
 */
function completedStatement(statement: Statement, node: TreeNode | undefined, isGenerated: boolean): Statement {
  const odd = members(node).find(([key]) => !knownNames.has(String(key.value)));
  const sid = member(node, 'Sid');
  return {
    ...statement,
    ...(odd === undefined
      ? {}
      : {
          role: {
            kind: 'unread',
            reason: say('it is not known what {0} adds to this statement', String(odd[0].value)),
          },
        }),
    ...(isGenerated ? { mayBeNone: true } : {}),
    ...(sid === undefined || stringOf(sid) === '' ? {} : { hasSid: true }),
  };
}

const knownNames: ReadonlySet<string> = new Set(iamNames.values());

/** The places where a document takes statements from others. */
function sourcesIn(body: TreeNode): readonly UnreadPart[] {
  return members(body).flatMap(([key, value]): UnreadPart[] => {
    const name = String(key.value);
    if (!sourceArguments.includes(name) || isNothing(value)) return [];
    const isOfModule = textsIn(value).every((text) => ofDocument.test(text));
    const reason = say('{0} adds the statements of other documents, which are read where they stand', name);
    return isOfModule
      ? [{ span: spanOf(value), reason, isNotYet: true }]
      : [{ span: spanOf(value), reason: say('it is not known what {0} adds to the policy', name) }];
  });
}

const ofDocument = /^\$\{\s*data\.aws_iam_policy_document\.[\w-]+(?:\[[^\]]*\])?\.(?:minified_)?json\s*\}$/;

function isNothing(node: TreeNode): boolean {
  return node.type === 'null' || (node.type === 'array' && elements(node).length === 0) || stringOf(node) === '';
}

function textsIn(node: TreeNode): readonly string[] {
  if (node.type === 'array') return elements(node).flatMap(textsIn);
  return [stringOf(node) ?? ''];
}

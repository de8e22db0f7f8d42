/** Where a template mentions its managed policies and groups. */
import { intrinsicOf } from '../text/intrinsics.ts';
import { elements, member, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { isNamedBy, type ManagedPolicy } from './managedPolicies.ts';
import { isMacroCall, type Template } from './template.ts';
import { namesInSub, pseudo } from './templateValues.ts';

/** What a look at every value of a template finds. */
export interface Mentions {
  /** The first mention of each that is not understood. */
  readonly mentions: Map<string, JsonNode>;
  macro: JsonNode | undefined;
  /** The first reference that is computed. */
  computed: JsonNode | undefined;
}

export interface MentionMeans {
  readonly ids: ReadonlyMap<string, 'policy' | 'group'>;
  readonly policies: readonly ManagedPolicy[];
  readonly understood: ReadonlySet<JsonNode>;
}

/** Looks at every value of a template for mentions of policies and groups that are not understood. */
export function mentionsIn({ root, resources }: Template, means: MentionMeans): Mentions {
  const scan: Mentions = { mentions: new Map(), macro: undefined, computed: undefined };
  const own = new Map([...resources.values()].map(({ id, type, properties }) => [member(properties, ownName.get(type) ?? ''), id]));
  const visit = (node: JsonNode): void => {
    if (means.understood.has(node) || own.has(node)) return;
    if (isMacroCall(node)) scan.macro ??= node;
    for (const id of mentionsAt(node, means, scan)) if (means.ids.has(id) && !scan.mentions.has(id)) scan.mentions.set(id, node);
    for (const child of mentioning(node)) visit(child);
  };
  visit(root);
  return scan;
}

/** The values in a value that may mention something. `DependsOn` attaches nothing. */
function mentioning({ type, children = [] }: JsonNode): readonly JsonNode[] {
  if (type !== 'object') return children;
  return children.flatMap(({ children: [key, value] = [] }) => (value === undefined || key?.value === 'DependsOn' ? [] : [value]));
}

/** A policy's own name is no mention of it. */
const ownName: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Group', 'GroupName'],
]);

/** The logical ids that a value mentions itself. */
function mentionsAt(node: JsonNode, { policies }: MentionMeans, scan: Mentions): readonly string[] {
  const text = stringOf(node);
  if (text !== undefined) return policiesNamedBy(text, policies);
  const call = intrinsicOf(node);
  if (call === undefined) return [];
  const name = firstText(call.argument);
  switch (call.name) {
    case 'Fn::Sub':
      return [...namesInSub(name ?? ''), ...policiesNamedBy(withGaps(name ?? ''), policies)];
    case 'Fn::Join':
      return policiesNamedBy(joinedWithGaps(call.argument), policies);
    case 'Ref':
    case 'Fn::GetAtt':
      // A loop variable may stand for any name.
      if (name === undefined || name.includes('${')) scan.computed ??= node;
      return [logicalId(name)];
    default:
      return [];
  }
}

/** Of `P.PolicyArn`, what stands before the dot. */
function logicalId(reference = ''): string {
  return reference.split('.')[0] ?? '';
}

/** A text, or the first of a list. */
function firstText(node: JsonNode): string | undefined {
  return stringOf(elements(node)[0] ?? node);
}

/** The text of an `Fn::Sub`, whatever its placeholders give. */
function withGaps(text: string): string {
  return text.replace(/\$\{[^!{}][^{}]*\}/g, pseudo);
}

/** The text of an `Fn::Join`, whatever the parts give that are no texts; empty where not even the list is there. */
function joinedWithGaps(argument: JsonNode): string {
  const [separator, list] = elements(argument);
  const between = separator === undefined ? pseudo : (stringOf(separator) ?? pseudo);
  return elements(list)
    .map((part) => stringOf(part) ?? pseudo)
    .join(between);
}

function policiesNamedBy(text: string, policies: readonly ManagedPolicy[]): readonly string[] {
  if (!text.includes('policy/')) return [];
  return policies.filter((policy) => isNamedBy(policy, text, false) !== 'never').map(({ id }) => id);
}

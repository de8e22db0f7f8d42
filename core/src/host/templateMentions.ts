/** Where a template mentions its managed policies and groups. */
import { elements, member, members, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { intrinsicOf } from '../text/intrinsics.ts';
import { isNamedBy, nameInArn, type ManagedPolicy } from './managedPolicies.ts';
import { isMacroCall, type Template } from './template.ts';
import { namesInSub, pseudo, valuesAt } from './templateValues.ts';

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

/** Looks at every value of a template for mentions of policies and groups that are not understood. `DependsOn` attaches nothing. */
export function mentionsIn({ root, resources }: Template, means: MentionMeans): Mentions {
  const scan: Mentions = { mentions: new Map(), macro: undefined, computed: undefined };
  const own = new Map([...resources.values()].map(({ id, type, properties }) => [member(properties, ownName.get(type) ?? ''), id]));
  const named = idsByName(own);
  const visit = (node: JsonNode, isInLoop: boolean): void => {
    if (means.understood.has(node) || own.has(node)) return;
    if (isMacroCall(node)) scan.macro ??= node;
    const byName = isInLoop ? (named.get(stringOf(node) ?? '') ?? []) : [];
    for (const id of [...mentionsAt(node, means, scan), ...byName])
      if (means.ids.has(id) && !scan.mentions.has(id)) scan.mentions.set(id, node);
    if (node.type === 'object')
      for (const [key, value] of members(node)) {
        if (key.value !== 'DependsOn') visit(value, isInLoop || String(key.value).startsWith('Fn::ForEach'));
      }
    else for (const element of elements(node)) visit(element, isInLoop);
  };
  visit(root, false);
  return scan;
}

/** The policies and groups by the names that the template gives them. The resources that a loop makes are not read: a name in it counts as a mention. */
function idsByName(own: ReadonlyMap<JsonNode | undefined, string>): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const [node, id] of own)
    for (const value of valuesAt(node)) if (value.kind === 'text') ids.set(value.text, [...(ids.get(value.text) ?? []), id]);
  return ids;
}

/** A policy's own name is no mention of it. */
const ownName: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Group', 'GroupName'],
]);

/** What a text or `Fn::Join` gives, with {@link pseudo} for what is computed; `undefined` for any other value. */
function looseText(node: JsonNode): string | undefined {
  const text = stringOf(node);
  if (text !== undefined) return text.replace(/\$\{[^{}]*\}/g, pseudo);
  const call = intrinsicOf(node);
  const [separator, list] = call?.name === 'Fn::Join' ? elements(call.argument) : [];
  const between = separator && stringOf(separator);
  return between === undefined || list === undefined
    ? undefined
    : elements(list)
        .map((part) => looseText(part) ?? pseudo)
        .join(between);
}

/** The logical ids that a value mentions itself. */
function mentionsAt(node: JsonNode, { policies }: MentionMeans, scan: Mentions): readonly string[] {
  const text = looseText(node);
  if (text !== undefined) {
    const name = text.includes('policy/') ? nameInArn(text) : undefined;
    const named = name === undefined ? [] : policies.filter((policy) => isNamedBy(policy, text, false) !== 'never');
    if (name?.includes(pseudo) !== true) return named.map(({ id }) => id);
    if (named.length > 0) scan.computed ??= node;
    return [];
  }
  const [only, ...others] = members(node);
  const key = only === undefined || others.length > 0 ? '' : (stringOf(only[0]) ?? '');
  if (only === undefined || !['Ref', 'Fn::GetAtt', 'Fn::Sub'].includes(key)) return [];
  const argument = stringOf(only[1]) ?? stringOf(elements(only[1])[0] ?? only[1]);
  if (key === 'Fn::Sub') return argument === undefined ? [] : namesInSub(argument);
  if (argument === undefined || argument.includes('${')) scan.computed ??= node;
  return argument === undefined ? [] : [argument.split('.')[0] ?? ''];
}

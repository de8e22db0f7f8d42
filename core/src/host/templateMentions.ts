/** Where a template mentions its managed policies and groups. */
import { intrinsicOf } from '../text/intrinsics.ts';
import { elements, member, members, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { isNamedBy, type ManagedPolicy } from './managedPolicies.ts';
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

/** Looks at every value of a template for mentions of policies and groups that are not understood. */
export function mentionsIn({ root, resources }: Template, means: MentionMeans): Mentions {
  const scan: Mentions = { mentions: new Map(), macro: undefined, computed: undefined };
  const own = new Map([...resources.values()].map(({ id, type, properties }) => [member(properties, ownName.get(type) ?? ''), id]));
  const byName = idsByName(own);
  const visit = (node: JsonNode, isInLoop: boolean): void => {
    if (means.understood.has(node) || own.has(node)) return;
    if (isMacroCall(node)) scan.macro ??= node;
    const inLoop = isInLoop ? (byName.get(stringOf(node) ?? '') ?? []) : [];
    noteMentions([...mentionsAt(node, means, scan), ...inLoop], node, means, scan);
    for (const { value, startsLoop } of mentioning(node)) visit(value, isInLoop || startsLoop);
  };
  visit(root, false);
  return scan;
}

function noteMentions(found: readonly string[], node: JsonNode, { ids }: MentionMeans, { mentions }: Mentions): void {
  for (const id of found) if (ids.has(id) && !mentions.has(id)) mentions.set(id, node);
}

/** The values in a value that may mention something. `DependsOn` attaches nothing. */
function mentioning(node: JsonNode): readonly { readonly value: JsonNode; readonly startsLoop: boolean }[] {
  if (node.type !== 'object') return elements(node).map((value) => ({ value, startsLoop: false }));
  return members(node).flatMap(([key, value]) =>
    key.value === 'DependsOn' ? [] : { value, startsLoop: String(key.value).startsWith('Fn::ForEach') },
  );
}

/**
 * The policies and groups by the names that the template gives them. The resources that a loop makes are not read: a name in it counts as a
 * mention.
 */
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
  if (text !== undefined) return text.replace(/\$\{[^{}]*\}|\{\{resolve:[^{}]*\}\}/g, pseudo);
  const call = intrinsicOf(node);
  const [separator, list] = call?.name === 'Fn::Join' ? elements(call.argument) : [];
  if (separator === undefined || list === undefined) return undefined;
  return elements(list)
    .map((part) => looseText(part) ?? pseudo)
    .join(stringOf(separator) ?? pseudo);
}

/** The logical ids that a value mentions itself. */
function mentionsAt(node: JsonNode, { policies }: MentionMeans, scan: Mentions): readonly string[] {
  const text = looseText(node);
  if (text !== undefined) return policiesNamedIn(text, policies);
  const call = intrinsicOf(node);
  if (call === undefined) return [];
  const name = firstText(call.argument);
  switch (call.name) {
    case 'Fn::Sub':
      return namesInSub(name ?? '');
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

function policiesNamedIn(text: string, policies: readonly ManagedPolicy[]): readonly string[] {
  const arns = arnsIn(text);
  return arns.length === 0
    ? []
    : policies.filter((policy) => arns.some((arn) => isNamedBy(policy, arn, false) !== 'never')).map(({ id }) => id);
}

/**
 * The ARNs of customer managed policies in a text, from `policy/` on: it may be a command or a list. A name may hold a comma or end with a dot (IAM
 * API Reference), and in a longer text either may also part two of them.
 */
function arnsIn(text: string): readonly string[] {
  if (!text.includes('policy/')) return [];
  return [...text.matchAll(inText)].flatMap(([arn, ofAws]) =>
    ofAws === undefined ? [arn, arn.split(',')[0] ?? arn, arn.replace(/[.,]+$/, '')] : [],
  );
}

const inText = new RegExp(String.raw`(:iam::aws:)?policy/[\w+=,.@/${pseudo}-]*`, 'g');

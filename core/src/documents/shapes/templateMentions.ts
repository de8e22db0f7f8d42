/** Finds the places where a template mentions its managed policies and groups. */
import { intrinsicOf } from '../../text/intrinsics.ts';
import { elements, member, members, stringOf, type TreeNode } from '../../text/tree.ts';
import type { NameIndex } from './nameIndex.ts';
import { isMacroCall, type Template } from './template.ts';
import { namesInSub, pseudo, valuesAt } from './templateValues.ts';

/** The mentions that are not understood. */
export interface Mentions {
  /** For each policy or group, the first mention that is not understood. */
  readonly mentions: Map<string, TreeNode>;
  /** The objects that call macros, in their order. */
  readonly macros: TreeNode[];
  /** The first computed reference. */
  computed: TreeNode | undefined;
}

export interface MentionMeans {
  readonly ids: ReadonlyMap<string, 'policy' | 'group'>;
  /** The names of the policies, and those of the policies and groups. */
  readonly policies: NameIndex;
  readonly all: NameIndex;
  readonly understood: ReadonlySet<TreeNode>;
  /** Places that are unclear in any case, whatever they mention. */
  readonly unresolvedPlaces: ReadonlySet<TreeNode>;
}

/** Searches every value of a template for mentions of policies and groups that are not understood. */
export function mentionsIn({ root, resources }: Template, means: MentionMeans): Mentions {
  const scan: Mentions = { mentions: new Map(), macros: [], computed: undefined };
  const own = new Map(
    [...resources.values()].map(({ id, type, properties }) => [member(properties, ownName.get(type) ?? ''), id]),
  );
  const understood = new Set([
    ...[...resources.values()].flatMap(({ type, node }) => (isRead(type) ? [node] : [])),
    ...descriptionsIn(root),
  ]);
  const byName = idsByName(own);
  const noted = new Set<readonly string[]>();
  const note = (found: readonly string[], node: TreeNode): void => {
    // Many strings share the same list.
    if (!noted.has(found))
      for (const id of found) if (means.ids.has(id) && !scan.mentions.has(id)) scan.mentions.set(id, node);
    noted.add(found);
  };
  const named = (node: TreeNode): readonly string[] => byName.get(stringOf(node) ?? '') ?? [];
  const noteMentions = (node: TreeNode, place: Place): void => {
    const bare = place.isUnread ? namesAt(node, place).flatMap((name) => means.all.nameable(name)) : [];
    const looped = place.isInLoop ? named(node) : [];
    // A value that is not understood may be any reference.
    if (node.refused !== undefined && node.type === 'object') scan.computed ??= node;
    for (const ids of [...bare, looped, ...mentionsAt(node, means, scan)]) note(ids, node);
  };
  const visit = (node: TreeNode, place: Place): void => {
    if (means.understood.has(node) || own.has(node)) return;
    if (isMacroCall(node)) scan.macros.push(node);
    const isUnread = place.isUnread && !understood.has(node);
    const isUnresolved = place.isUnresolved || means.unresolvedPlaces.has(node);
    if (!isUnresolved) noteMentions(node, { ...place, isUnread });
    for (const { value, startsLoop } of mentioning(node))
      visit(value, { isInLoop: place.isInLoop || startsLoop, isUnread, isUnresolved, depth: place.depth + 1 });
  };
  visit(root, { isInLoop: false, isUnread: true, isUnresolved: false, depth: 0 });
  return scan;
}

interface Place {
  readonly isInLoop: boolean;
  /** The value is not in a resource of a type that is read. */
  readonly isUnread: boolean;
  /** The number of values around the value. */
  readonly depth: number;
  /** The value is in one of {@link MentionMeans.unresolvedPlaces}. */
  readonly isUnresolved: boolean;
}

/**
 * Is the type of a resource one that uses bare names of policies only where they are read? All resources of AWS are,
 * except some that pass values on to other templates.
 */
function isRead(type: string): boolean {
  return /^AWS::(?!(?:CloudFormation|ServiceCatalog)::)/.test(type);
}

/** The descriptions of a template, its parameters and its outputs, which are for people only. */
function descriptionsIn(root: TreeNode): readonly TreeNode[] {
  const described = [
    root,
    ...['Parameters', 'Outputs'].flatMap((key) => members(member(root, key)).map(([, value]) => value)),
  ];
  return described.flatMap((value) => member(value, 'Description') ?? []);
}

/** The names that a string or the keys of an object may contain. It is not known how they are used there. */
function namesAt(node: TreeNode, { depth }: Place): readonly string[] {
  const text = looseText(node);
  if (text !== undefined) return namesInText(text);
  // The keys of a template and of its sections are names in the template.
  return depth < 2 ? [] : members(node).flatMap(([key]) => namesInText(String(key.value)));
}

/**
 * The possible names in a string, which may be a list, a path, a command or another template. A computed part is no
 * name unless the string mentions policies.
 */
function namesInText(text: string): readonly string[] {
  const speaksOfPolicies = /Resources|iam|polic/i.test(text);
  const words = (text.match(nameInText) ?? []).filter((word) => speaksOfPolicies || !word.includes(pseudo));
  return [text, ...words.flatMap((word) => [word, ...(/[,=]/.test(word) ? word.split(/[,=]/) : [])]).map(withoutEnd)];
}

function withoutEnd(word: string): string {
  return word.replace(/[.,]+$/, '');
}

const nameInText = new RegExp(String.raw`[\w+=,.@${pseudo}-]+`, 'g');

/** The values inside of a value that may mention policies. `DependsOn` is left out: it attaches nothing. */
function mentioning(node: TreeNode): readonly { readonly value: TreeNode; readonly startsLoop: boolean }[] {
  if (node.type !== 'object') return elements(node).map((value) => ({ value, startsLoop: false }));
  return members(node).flatMap(([key, value]) =>
    key.value === 'DependsOn' ? [] : { value, startsLoop: String(key.value).startsWith('Fn::ForEach') },
  );
}

/**
 * The policies and groups by the names that the template gives them. Resources in loops are not read, so a name in a
 * loop counts as a mention.
 */
function idsByName(own: ReadonlyMap<TreeNode | undefined, string>): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const [node, id] of own)
    for (const value of valuesAt(node)) {
      if (value.kind !== 'text') continue;
      const known = ids.get(value.text);
      if (known === undefined) ids.set(value.text, [id]);
      else known.push(id);
    }
  return ids;
}

/** The members that contain the own name of a resource, which is not a mention of it. */
const ownName: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Group', 'GroupName'],
]);

/** The text of a string or `Fn::Join`, with {@link pseudo} for computed parts; `undefined` for any other value. */
export function looseText(node: TreeNode): string | undefined {
  const text = stringOf(node);
  if (text !== undefined) return text.replace(/\$\{[^{}]*\}|\{\{resolve:[^{}]*\}\}/g, pseudo);
  const call = intrinsicOf(node);
  const [separator, list] = call?.name === 'Fn::Join' ? elements(call.argument) : [];
  if (separator === undefined || list === undefined) return undefined;
  return elements(list)
    .map((part) => looseText(part) ?? pseudo)
    .join(stringOf(separator) ?? pseudo);
}

/** The logical ids that a value itself mentions, without the values in it. */
function mentionsAt(node: TreeNode, { policies }: MentionMeans, scan: Mentions): readonly (readonly string[])[] {
  const text = looseText(node);
  if (text !== undefined) return policiesNamedIn(text, policies);
  const call = intrinsicOf(node);
  if (call === undefined) return [];
  const name = firstText(call.argument);
  switch (call.name) {
    case 'Fn::Sub':
      return [namesInSub(name ?? '')];
    case 'Ref':
    case 'Fn::GetAtt':
      // A loop variable may stand for any name.
      if (name === undefined || name.includes('${')) scan.computed ??= node;
      return [[logicalId(name)]];
    default:
      return [];
  }
}

/** The logical id in a reference: `P` in `P.PolicyArn`. */
function logicalId(reference = ''): string {
  return reference.split('.')[0] ?? '';
}

/** A string, or the first element of a list. */
function firstText(node: TreeNode): string | undefined {
  return stringOf(elements(node)[0] ?? node);
}

function policiesNamedIn(text: string, policies: NameIndex): readonly (readonly string[])[] {
  return arnsIn(text).flatMap((arn) => {
    const { certainly, perhaps } = policies.named(arn, false);
    return [certainly, ...perhaps];
  });
}

/**
 * The ARNs of customer managed policies in a text, from `policy/` on. The text may be a command or a list. A name may
 * contain a comma or end with a dot (IAM API Reference); in a longer text, both may also separate two ARNs.
 */
function arnsIn(text: string): readonly string[] {
  if (!text.includes('policy/')) return [];
  return [...text.matchAll(inText)].flatMap(([arn, ofAws]) =>
    ofAws === undefined ? [arn, arn.split(',')[0] ?? arn, arn.replace(/[.,]+$/, '')] : [],
  );
}

const inText = new RegExp(String.raw`(:iam::aws:)?policy/[\w+=,.@/${pseudo}-]*`, 'g');

/** Computes the possible values in a CloudFormation template without deploying it. */
import { branchesAt, intrinsicOf, mayBeNoValue } from '../../text/intrinsics.ts';
import { elements, stringOf, type TreeNode } from '../../text/tree.ts';

/** A possible value of a place after deployment. */
export type TemplateValue =
  /** A text, in which {@link pseudo} stands for the value of a pseudo parameter such as `AWS::Region`. */
  | { readonly kind: 'text'; readonly text: string; readonly node: TreeNode }
  /** The value of a resource or a parameter. */
  | { readonly kind: 'reference'; readonly id: string; readonly node: TreeNode }
  | { readonly kind: 'unknown'; readonly node: TreeNode };

/** Stands in a text for the value of a pseudo parameter. */
export const pseudo = '\0';

/**
 * All possible values of a place, in both branches of each condition; none for `AWS::NoValue`. O(size of the value).
 */
export function valuesAt(node: TreeNode | undefined): readonly TemplateValue[] {
  return node === undefined ? [] : branchesAt(node).flatMap((branch) => valuesOf(branch.node));
}

function valuesOf(node: TreeNode): readonly TemplateValue[] {
  if (holdsVariable(node)) return [{ kind: 'unknown', node }];
  const text = stringOf(node);
  // A dynamic reference or a loop variable may become any text.
  if (text !== undefined)
    return [/\{\{resolve:|\$\{/.test(text) ? { kind: 'unknown', node } : { kind: 'text', text, node }];
  const call = intrinsicOf(node);
  if (call?.name === 'Fn::Select') return selected(node, elements(call.argument));
  return [(call && valueOfCall(call.name, call.argument, node)) ?? { kind: 'unknown', node }];
}

/** Does a string contain a loop variable? In the body of a loop, `${Name}` stands for the elements of the loop. */
function holdsVariable(node: TreeNode): boolean {
  return stringOf(node)?.includes('${') === true;
}

function valueOfCall(name: string, argument: TreeNode, node: TreeNode): TemplateValue | undefined {
  switch (name) {
    case 'Ref':
      return referred(stringOf(argument), node);
    case 'Fn::GetAtt':
      return referred((stringOf(argument) ?? stringOf(elements(argument)[0] ?? argument))?.split('.')[0], node);
    case 'Fn::Sub':
      return substituted(stringOf(argument), node);
    case 'Fn::Join':
      return joined(elements(argument), node);
    default:
      return undefined;
  }
}

/** The value of a reference. A name with a loop variable may be any name. */
function referred(id: string | undefined, node: TreeNode): TemplateValue | undefined {
  if (id === undefined || id.includes('${')) return undefined;
  return id.startsWith('AWS::') ? { kind: 'text', text: pseudo, node } : { kind: 'reference', id, node };
}

/** The names in the placeholders of an `Fn::Sub`, up to a dot. `${!Literal}` is not a placeholder. */
export function namesInSub(text: string): string[] {
  return Array.from(text.matchAll(/\$\{([^!{}][^{}]*)\}/g), ([, name = '']) => name.trim().split('.')[0] ?? '');
}

function substituted(text: string | undefined, node: TreeNode): TemplateValue | undefined {
  if (text === undefined) return undefined;
  const names = namesInSub(text);
  const [only] = names;
  if (only !== undefined && names.length === 1 && /^\$\{[^{}]*\}$/.test(text)) return referred(only, node);
  if (!names.every((name) => name.startsWith('AWS::'))) return undefined;
  return { kind: 'text', text: text.replace(/\$\{[^!{}][^{}]*\}/g, pseudo).replaceAll('${!', '${'), node };
}

function joined([separator, list]: readonly TreeNode[], node: TreeNode): TemplateValue | undefined {
  const between = separator && stringOf(separator);
  if (between === undefined || list?.type !== 'array') return undefined;
  const texts = elements(list).map((part) => {
    const [only, ...others] = valuesAt(part);
    return only?.kind === 'text' && others.length === 0 ? only.text : undefined;
  });
  return texts.includes(undefined) ? undefined : { kind: 'text', text: texts.join(between), node };
}

/** The selected element of a list; all elements if the index is computed. */
function selected(node: TreeNode, [index, list]: readonly TreeNode[]): readonly TemplateValue[] {
  if (index === undefined || list?.type !== 'array') return [{ kind: 'unknown', node }];
  const at: unknown = index.value;
  // An object or list has no value of its own.
  if (index.type === 'object') return elements(list).flatMap(valuesAt);
  const isIndex = typeof at === 'number' ? Number.isInteger(at) : typeof at === 'string' && /^\d+$/.test(at);
  const chosen = isIndex ? elements(list)[Number(at)] : undefined;
  return chosen === undefined || elements(list).some(mayBeNoValue) ? [{ kind: 'unknown', node }] : valuesAt(chosen);
}

/**
 * Can two names be equal once pseudo parameters have their values? `certainly` if they are equal already; `perhaps` if
 * they may be, or differ only in letter case: names in IAM are unique ignoring letter case. O(length).
 */
export function sameness(one: string, other: string): 'certainly' | 'perhaps' | 'never' {
  if (one === other) return 'certainly';
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || mayBeSame(a, b) ? 'perhaps' : 'never';
}

function mayBeSame(a: string, b: string): boolean {
  if (!a.includes(pseudo) && !b.includes(pseudo)) return false;
  const [one, other] = [endsOf(a), endsOf(b)];
  const startsFit = one.start.startsWith(other.start) || other.start.startsWith(one.start);
  const endsFit = one.end.endsWith(other.end) || other.end.endsWith(one.end);
  return startsFit && endsFit;
}

/** The parts of a text before the first and after the last computed part; the whole text if there is none. */
function endsOf(text: string): { readonly start: string; readonly end: string } {
  return { start: text.split(pseudo)[0] ?? '', end: endOf(text) };
}

/** The part of a text after its last computed part. */
export function endOf(text: string): string {
  return text.slice(text.lastIndexOf(pseudo) + 1);
}

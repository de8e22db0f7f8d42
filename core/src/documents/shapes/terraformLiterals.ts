/** The texts of a Terraform module that may mean a policy or a group by its name or ARN, without a reference to it. */
import { elements, partsOf, stringOf, type TreeNode } from '../../text/tree.ts';
import type { Block } from './terraform.ts';
import { patternOf } from './computedText.ts';
import { textsComputedIn } from './computedTexts.ts';
import { addressesIn, referenceOf } from './terraformReferences.ts';

/** A text that may mean a policy or a group. */
export interface Literal {
  /** `text`: in an argument that is called after neither, so it only counts if it is the very name of one. */
  readonly of: 'policy' | 'group' | 'text';
  /** The name in lower case, with `*` for what is computed: IAM tells names apart without their case. */
  readonly name: string;
  /** The data source that looks the policy up, and gives its name. */
  readonly lookedUp?: string;
  readonly argument: string;
  readonly line: number;
}

/** A value or a key in a block. */
export interface PlacedValue {
  readonly node: TreeNode;
  /** The argument in which it is, with those around it. */
  readonly argument: string;
  readonly isKey: boolean;
  readonly line: number;
}

/** The literals in a value of a block, or in a key, which only counts if it is written out at least in part. */
export function literalsIn({ node, argument, isKey, line }: PlacedValue, block: Block): readonly Literal[] {
  if (isPassed(argument, block)) return [];
  return valuesIn(node).flatMap((text): Literal[] => {
    if (text === '' || referenceOf(text)?.address.startsWith('aws_iam_policy.') === true) return [];
    const lookedUp = addressesIn(text).filter((address) => address.startsWith('data.aws_iam_policy.'));
    const placed = (of: Literal['of'], names: readonly string[]): Literal[] =>
      [...new Set(names)].map((name) => ({ of, name, argument, line }));
    const arns = namesInArns(text) ?? (isKey || lookedUp.length > 0 ? [] : arnNames(text, argument, block));
    return [
      ...lookedUp.map((one) => ({ of: 'policy' as const, name: '*', lookedUp: one, argument, line })),
      ...placed('policy', [...arns, ...policyNames(text, argument, block)]),
      ...placed('group', isKey ? [] : groupNames(text, argument, block)),
      // The name of an argument, or of a local value, is no text.
      ...placed('text', isKey && argument === '' ? [] : plainNames(text, argument, block)),
    ];
  });
}

/** The texts that a value has, each for itself if it joins lists. */
function valuesIn(node: TreeNode): readonly string[] {
  if (node.parts !== undefined) return partsOf(node).flatMap(valuesIn);
  if (node.type === 'array') return elements(node).flatMap(valuesIn);
  return [stringOf(node) ?? ''];
}

/** The content of a policy attaches nothing, nor does what looks a policy up: whoever mentions that does. */
function isPassed(argument: string, { kind, type }: Block): boolean {
  if (/^(?:moved|import|removed)$/.test(kind) || /^(?:depends_on$|lifecycle\b)/.test(argument)) return true;
  if (kind === 'data' && /^aws_iam_policy(?:_document)?$/.test(type)) return true;
  if (/(?:^|\.)(?:Not)?Resource$/.test(argument)) return true;
  return (
    kind === 'resource' && type.startsWith('aws_') && /^(?:assume_role_policy|policy|inline_policy)\b/.test(argument)
  );
}

/** The names in the ARNs of a text; `undefined` if there is no ARN of a policy. That of AWS's own policies is no name. */
export function namesInArns(text: string): readonly string[] | undefined {
  if (!/policy/i.test(text)) return undefined;
  const found = Array.from(text.matchAll(arnOfPolicy)).filter(
    ({ 2: colon, 3: path }) => colon === ':' || (path !== undefined && !ofFile.test(path)),
  );
  if (found.length === 0) return undefined;
  return found.flatMap(({ 1: ofAws, 3: path = '' }) => (ofAws === undefined ? [lastName(path)] : []));
}

/**
 * The part of an ARN from `policy/`, also inside of longer texts and expressions. An ARN of one of AWS's own policies has
 * `aws` in place of an account.
 */
const arnOfPolicy =
  /(:aws)?(:|(?<![\w/.-]))policy(?:\/((?:[$%]\{[^}"]{0,200}\}|%[a-z]|[^\s"'\\`,;)\]}<>|])*)|(?=$|["']))/gi;

const ofFile = /\.(?:jsonc?|tpl|tftpl|tmpl|template|policy|j2|ya?ml|hcl)$/i;

/** What a value may be in an argument for ARNs of policies. */
function arnNames(text: string, argument: string, block: Block): readonly string[] {
  const pattern = patternOf(text);
  return !/^arn:[^:]*:(?!iam:)[\w-]+:/.test(pattern) && takesArns(argument, block) ? [lastName(pattern)] : [];
}

/** Arguments whose computed values may be any policy. Resources of AWS have others for policies of other services. */
function takesArns(argument: string, { kind, type }: Block): boolean {
  const isOfOther = isOfAws(kind, type) && !/^aws_(?:iam|ssoadmin)_/.test(type);
  return (isOfOther ? policyArgument : policyArguments).test(argument);
}

const policyArgument = /(?:^|\.)(?:policy_arns?|managed_polic(?:y|ies)(?:_arns?)?|permissions_boundary)$/;
const policyArguments =
  /(?:^|[._])(?:polic(?:y|ies)_arns?|managed_polic(?:y|ies)|permissions?_boundary(?:_arn)?)(?:\.[\w-]+)?$|managed_policy_(?:references?|attachments?)(?:\.name)?$|customer_managed_policy_reference\b.*\.name$/;

/** The names of policies in a value, or in a key, in whose place policies may be named by their names alone. */
function policyNames(text: string, argument: string, block: Block): readonly string[] {
  return takesNames(argument, block)
    ? textsComputedIn(text).flatMap((pattern) => (isName(pattern) ? [lastName(pattern)] : []))
    : [];
}

/** Is an argument, or one around it, of what is no resource of AWS but for permission sets called after policies? */
function takesNames(argument: string, { kind, type, name }: Block): boolean {
  if (isOfAws(kind, type) && !type.startsWith('aws_ssoadmin_')) return false;
  const path = withVariable(argument, kind, name);
  return /polic|permission|boundar/i.test(path) && !isOtherText.test(path);
}

/** Arguments inside of policies, and texts for people. */
const isOtherText =
  /(?:^|\.)(?:Statement|Version|statements?|\w*policy_statements?)(?:\.|$)|(?:^|\.)(?:\w*description|permission_set_arn|\w*tags(?:\..*)?)$/i;

/** The texts that may be a name of a policy or a group, in arguments that may be for anything. */
function plainNames(text: string, argument: string, { kind, name }: Block): readonly string[] {
  if (!isForAnything(kind)) return [];
  const path = withVariable(argument, kind, name);
  if (/^(?:source|version|providers)\b/.test(path) || isOtherText.test(path)) return [];
  const mayBeShort = /user|group|member/i.test(path);
  return textsComputedIn(text).flatMap((one) =>
    /^[\w+=,.@-]+$/.test(one) && (mayBeShort || isSpecific(one)) ? [one.toLowerCase()] : [],
  );
}

/** Blocks of a module that hand over anything. */
export function isForAnything(kind: string): boolean {
  return /^(?:module|output|locals|variable)$/.test(kind);
}

/** Is a name so long, or made of so many words, that nothing else is called so by chance? */
export function isSpecific(name: string): boolean {
  return name.length >= 12 || /\w[-_.]\w/.test(name);
}

/** Is it a resource of AWS, which takes no policies and groups by their names, unless another template is in it? */
function isOfAws(kind: string, type: string): boolean {
  return kind === 'resource' && /^aws_(?!cloudformation_)/.test(type);
}

/** A variable or an output is called what it is for. */
function withVariable(argument: string, kind: string, name: string): string {
  return /^(?:variable|output)$/.test(kind) ? argument.replace(/^(?:default|value)(?=\.|$)/, name) : argument;
}

function groupNames(text: string, argument: string, { kind, type, name }: Block): readonly string[] {
  if (isOfAws(kind, type) || !takesGroups.test(withVariable(argument, kind, name))) return [];
  if (referenceOf(text)?.address.startsWith('aws_iam_group.') === true) return [];
  const pattern = patternOf(text);
  return isName(pattern) ? [lastName(pattern)] : [];
}

const takesGroups = /(?:^|\.)(?:iam_|user_)?groups?(?:_?names?)?$/i;

/** Is a text a name at least in part? */
function isName(pattern: string): boolean {
  return /^[\w+=,.@/*-]+$/.test(pattern) && !pattern.endsWith('/');
}

/** The name at the end of a path, with `*` for what is computed or filled in later. */
export function lastName(path: string): string {
  const pattern = patternOf(path).replaceAll(/%[a-z]/gi, '*');
  const name = pattern.slice(pattern.lastIndexOf('/') + 1).toLowerCase();
  return name === '' ? '*' : name.replaceAll(/[^\w+=,.@*-]+/g, '*').replaceAll(/\*+/g, '*');
}

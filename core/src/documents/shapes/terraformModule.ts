/**
 * What one file of a Terraform module says about who holds policies, as plain data: it can be kept and handed over
 * without the text of the file.
 */
import { partsOf, elements, members, stringOf, type TreeNode } from '../../text/tree.ts';
import { spanEnd } from '../../text/span.ts';
import { configurationAt, type Block } from './terraform.ts';
import { filesNamedIn, filesNamedInBroken, mayNameFile, type NamedFile } from './terraformFiles.ts';
import { addressesIn, referenceOf } from './terraformReferences.ts';

/** The facts of one file. */
export interface ModuleFile {
  /** The name of the file, for messages. */
  readonly file: string;
  readonly blocks: readonly ModuleBlock[];
  /** The file has a syntax error, so it may say anything else. */
  readonly isBroken?: true;
}

/** A block that names or attaches policies, or mentions one. */
export interface ModuleBlock {
  readonly kind: string;
  readonly type: string;
  readonly address: string;
  readonly line: number;
  /** It has `count` or `for_each`, so there may be any number of it. */
  readonly isRepeated: boolean;
  /** The strings in each argument, as templates; `${}` for a value that is no string. Only of blocks of IAM. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  /** The mentions of policies and groups. */
  readonly mentions: readonly Mention[];
  /** The files that it names. */
  readonly files: readonly FileMention[];
}

/** A file that a block names. */
export interface FileMention extends NamedFile {
  /** As in {@link Mention}. */
  readonly argument: string;
  readonly line: number;
}

/** A mention of a policy, a policy document, a group, or the data source that renders a template. */
export interface Mention {
  readonly address: string;
  /** The argument in which it is, with those around it: `inline_policy.policy`. */
  readonly argument: string;
  /** The attribute, if the argument is this reference and nothing else, or a list of such. */
  readonly attribute?: string;
  /** It means one of several instances. */
  readonly isIndexed?: true;
  /** It stands in JSON in a string, and means only a name or an ARN there. */
  readonly isInText?: true;
  readonly line: number;
}

/** Reads the facts of a file; `undefined` for a document that is no configuration. O(size of the document). */
export function moduleFileOf(
  root: TreeNode | undefined,
  file: string,
  { text, lineOf }: FileText,
): ModuleFile | undefined {
  const configuration = root && configurationAt(root, lineOf);
  return (
    configuration && { file, blocks: configuration.blocks.flatMap((block) => blockFacts(block, { text, lineOf })) }
  );
}

/** The text of a file. `lineOf`: the line of an offset, from 1. */
export interface FileText {
  readonly text: string;
  readonly lineOf: (offset: number) => number;
}

/** The blocks whose arguments say who holds a policy. */
const ofIam = /^aws_(?:iam|ssoadmin)_/;

function blockFacts(block: Block, { text, lineOf }: FileText): ModuleBlock[] {
  const { kind, type, address, body, nameNode } = block;
  // Most blocks mention no policy and no file: a search for words saves a look at each of their values.
  const written = text.slice(body.offset, spanEnd(body));
  const mentions = mentionedWord.test(written) ? mentionsIn(body, lineOf) : [];
  const files = mayNameFile.test(written) ? filesIn(body, lineOf) : [];
  const isOfIam = ofIam.test(type);
  if (!isOfIam && mentions.length === 0 && files.length === 0) return [];
  const names = new Set(members(body).map(([key]) => key.value));
  return [
    {
      kind,
      type,
      address,
      line: lineOf(nameNode.offset),
      isRepeated: names.has('count') || names.has('for_each'),
      texts: isOfIam ? textsOf(body) : {},
      mentions,
      files,
    },
  ];
}

/** A file with a syntax error may say anything, and may name any file that is in its text. */
export function asBroken(facts: ModuleFile, text: string): ModuleFile {
  return { ...facts, blocks: [...facts.blocks, brokenBlock(text)], isBroken: true };
}

/** A block that stands for the text of a file with a syntax error. */
function brokenBlock(text: string): ModuleBlock {
  const files = filesNamedInBroken(text).map((named) => ({ ...named, argument: '', line: 1 }));
  return { kind: '', type: '', address: '', line: 1, isRepeated: false, texts: {}, mentions: [], files };
}

const mentionedWord = /aws_iam_(?:policy|group)|template_file/;

/** The types of what is mentioned. */
const mentioned = /^(?:aws_iam_(?:policy|group)|data\.aws_iam_policy_document|data\.template_file)\./;

/** The arguments of which only the strings count, and not whole policies. */
function textsOf(body: TreeNode): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const [key, value] of members(body)) {
    const name = String(key.value);
    if (naming.has(name)) found[name] = [...(found[name] ?? []), ...textsIn(value)];
  }
  return found;
}

const naming: ReadonlySet<string> = new Set(
  [
    'name name_prefix role role_name user user_name group users roles groups arn policy_arn policy_arns policy_name',
    'policy_names managed_policy_arns permissions_boundary permission_set_arn target_id customer_managed_policy_reference',
  ]
    .join(' ')
    .split(' '),
);

function textsIn(value: TreeNode): readonly string[] {
  if (value.type === 'null') return [];
  if (value.type === 'array') return elements(value).flatMap(textsIn);
  const text = stringOf(value);
  if (text === undefined || value.parts === undefined) return [text ?? '${}'];
  return partsOf(value).flatMap(textsIn);
}

/** Visits all values and keys of a block, each with the arguments that it is in. */
function visitValues(body: TreeNode, take: (node: TreeNode, argument: string) => void): void {
  const visit = (node: TreeNode, path: string): void => {
    if (node.type === 'object')
      for (const [key, value] of members(node)) {
        take(key, path);
        visit(value, path === '' ? String(key.value) : `${path}.${String(key.value)}`);
      }
    else if (node.type === 'array') for (const element of elements(node)) visit(element, path);
    else take(node, path);
  };
  visit(body, '');
}

function mentionsIn(body: TreeNode, lineOf: (offset: number) => number): readonly Mention[] {
  const found: Mention[] = [];
  visitValues(body, (node, argument) => {
    const text = stringOf(node) ?? '';
    const addresses = addressesIn(text).filter((address) => mentioned.test(address));
    if (addresses.length === 0) return;
    const reference = referenceOf(text);
    for (const address of new Set(addresses))
      found.push({
        address,
        argument,
        line: lineOf(node.offset),
        ...(reference === undefined ? {} : { attribute: reference.attribute }),
        ...(reference?.isIndexed === true ? { isIndexed: true } : {}),
        ...(isNamedInText(text, address) ? { isInText: true } : {}),
      });
  });
  return found;
}

function filesIn(body: TreeNode, lineOf: (offset: number) => number): readonly FileMention[] {
  const found: FileMention[] = [];
  visitValues(body, (node, argument) => {
    for (const named of filesNamedIn(stringOf(node) ?? ''))
      found.push({ ...named, argument, line: lineOf(node.offset) });
  });
  return found;
}

/** Does JSON in a string mention an address only for its name or ARN? */
function isNamedInText(text: string, address: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  const [, ...behind] = text.split(address);
  return behind.every((part) => /^\.(?:arn|id|name)\s*\}/.test(part));
}

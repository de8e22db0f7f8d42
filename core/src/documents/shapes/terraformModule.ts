/**
 * What one file of a Terraform module says about who holds policies, as plain data: it can be kept and handed over
 * without the text of the file.
 */
import { partsOf, elements, members, stringOf, type TreeNode } from '../../text/tree.ts';
import { spanEnd } from '../../text/span.ts';
import { configurationAt, isBlockList, type Block } from './terraform.ts';
import { filesNamedIn, filesNamedInBroken, mayNameFile, type NamedFile } from './terraformFiles.ts';
import { isForAnything, literalsIn, type Literal, type PlacedValue } from './terraformLiterals.ts';
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
  /** An argument that it has twice, which Terraform refuses. */
  readonly twice?: string;
  /** The texts that may mean a policy or a group without a reference. */
  readonly literals: readonly Literal[];
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
  { text, lineOf, isConfiguration }: FileText,
): ModuleFile | undefined {
  const configuration = root && configurationAt(root, lineOf, isConfiguration);
  return (
    configuration && { file, blocks: configuration.blocks.flatMap((block) => blockFacts(block, { text, lineOf })) }
  );
}

/** The text of a file. `lineOf`: the line of an offset, from 1. */
export interface FileText {
  readonly text: string;
  readonly lineOf: (offset: number) => number;
  /** It is a configuration, whatever it contains. */
  readonly isConfiguration: boolean;
}

/** The blocks whose arguments say who holds a policy. */
const ofIam = /^aws_(?:iam|ssoadmin)_/;

function blockFacts(block: Block, { text, lineOf }: Omit<FileText, 'isConfiguration'>): ModuleBlock[] {
  const { kind, type, address, body, nameNode } = block;
  const isOfIam = ofIam.test(type);
  const found = meaningIn(block, text, lineOf);
  if (!isOfIam && Object.values(found).every(({ length }) => length === 0)) return [];
  const names = new Set(members(body).map(([key]) => key.value));
  const twice = isOfIam ? argumentTwice(body) : undefined;
  return [
    {
      kind,
      type,
      address,
      line: lineOf(nameNode.offset),
      isRepeated: names.has('count') || names.has('for_each'),
      texts: isOfIam ? textsOf(body) : {},
      ...(twice === undefined ? {} : { twice }),
      ...found,
    },
  ];
}

/** What may mean a policy, a group or a file. Most blocks have none: a search for words saves a look at their values. */
function meaningIn(
  block: Block,
  text: string,
  lineOf: FileText['lineOf'],
): Pick<ModuleBlock, 'literals' | 'mentions' | 'files'> {
  const { kind, name, body } = block;
  const written = text.slice(body.offset, spanEnd(body));
  const mayMean = meaningWord.test(written) || meaningWord.test(name);
  return {
    literals: mayMean || isForAnything(kind) ? literalsOf(block, lineOf) : [],
    mentions: mayMean ? mentionsIn(block, lineOf) : [],
    files: mayNameFile.test(written) ? filesIn(body, lineOf) : [],
  };
}

/** An argument that a block, or a block in it, has twice. Blocks may be repeated, arguments may not. */
function argumentTwice(body: TreeNode): string | undefined {
  const seen = new Map<unknown, TreeNode>();
  for (const [key, value] of members(body)) {
    const before = seen.get(key.value);
    if (before !== undefined && !(isBlockList(before) && isBlockList(value)) && !labelled.has(String(key.value)))
      return String(key.value);
    seen.set(key.value, value);
    const inner = isBlockList(value)
      ? elements(value)
          .map(argumentTwice)
          .find((name) => name !== undefined)
      : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Blocks with labels, each of which looks like an argument. */
const labelled: ReadonlySet<string> = new Set(['dynamic', 'provisioner']);

/** A file with a syntax error may say anything, and may name any file that is in its text. */
export function asBroken(facts: ModuleFile, text: string): ModuleFile {
  return { ...facts, blocks: [...facts.blocks, brokenBlock(text)], isBroken: true };
}

/** A block that stands for the text of a file with a syntax error. */
function brokenBlock(text: string): ModuleBlock {
  const files = filesNamedInBroken(text).map((named) => ({ ...named, argument: '', line: 1 }));
  return { kind: '', type: '', address: '', line: 1, isRepeated: false, texts: {}, literals: [], mentions: [], files };
}

/** In JSON, any letter may be written as an escape. */
const meaningWord = /polic|permission|group|template_file|boundar|\\u/i;

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
    'provider name name_prefix role role_name user user_name group users roles groups arn policy_arn policy_arns policy_name',
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
function visitValues(body: TreeNode, lineOf: (offset: number) => number, take: (value: PlacedValue) => void): void {
  const note = (node: TreeNode, argument: string, isKey: boolean): void => {
    if (stringOf(node) !== undefined) take({ node, argument, isKey, line: lineOf(node.offset) });
  };
  const visit = (node: TreeNode, path: string): void => {
    if (node.type === 'object')
      for (const [key, value] of members(node)) {
        note(key, path, true);
        visit(value, path === '' ? String(key.value) : `${path}.${String(key.value)}`);
      }
    else if (node.type === 'array') for (const element of elements(node)) visit(element, path);
    else note(node, path, false);
  };
  visit(body, '');
}

function mentionsIn({ type, address: own, body }: Block, lineOf: (offset: number) => number): readonly Mention[] {
  const found: Mention[] = [];
  visitValues(body, lineOf, ({ node, argument, line }) => {
    const text = stringOf(node) ?? '';
    const addresses = addressesIn(text).filter((address) => mentioned.test(address));
    // In a provisioner, a resource calls itself so.
    if (/^provisioner\b/.test(argument) && /\bself\b/.test(text) && /^aws_iam_(?:policy|group)$/.test(type))
      addresses.push(own);
    if (addresses.length === 0) return;
    const reference = referenceOf(text);
    for (const address of new Set(addresses))
      found.push({
        address,
        argument,
        line,
        ...(reference === undefined ? {} : { attribute: reference.attribute }),
        ...(reference?.isIndexed === true ? { isIndexed: true } : {}),
        ...(isNamedInText(text, address) ? { isInText: true } : {}),
      });
  });
  return found;
}

function literalsOf(block: Block, lineOf: (offset: number) => number): readonly Literal[] {
  const found: Literal[] = [];
  visitValues(block.body, lineOf, (value) => {
    for (const literal of literalsIn(value, block)) found.push(literal);
  });
  return found;
}

function filesIn(body: TreeNode, lineOf: (offset: number) => number): readonly FileMention[] {
  const found: FileMention[] = [];
  visitValues(body, lineOf, ({ node, argument, line }) => {
    for (const named of filesNamedIn(stringOf(node) ?? '')) found.push({ ...named, argument, line });
  });
  return found;
}

/** Does JSON in a string mention an address only for its name or ARN? */
function isNamedInText(text: string, address: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  const [, ...behind] = text.split(address);
  return behind.every((part) => /^\.(?:arn|id|name)\s*\}/.test(part));
}

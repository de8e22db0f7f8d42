/** The blocks of a Terraform module by address, and what mentions them. */
import { say, type Message } from '../../text/message.ts';
import { indexOfPatterns, type PatternIndex } from './namePatterns.ts';
import { lastName, namesInArns, type Literal } from './terraformLiterals.ts';
import type { Mention, ModuleBlock, ModuleFile } from './terraformModule.ts';
import { patternOf } from './computedText.ts';

/** A block with the name of its file. */
export interface PlacedBlock extends ModuleBlock {
  readonly file: string;
}

/** A mention with the block in which it is. */
export interface PlacedMention {
  readonly block: PlacedBlock;
  readonly mention: Mention;
}

/** A text that may mean a policy or a group, with the block in which it is. */
export interface PlacedLiteral {
  readonly block: PlacedBlock;
  readonly literal: Literal;
}

/** All files of a module. */
export interface ModuleIndex {
  readonly blocks: readonly PlacedBlock[];
  readonly byAddress: ReadonlyMap<string, readonly PlacedBlock[]>;
  readonly byType: ReadonlyMap<string, readonly PlacedBlock[]>;
  readonly mentionsOf: ReadonlyMap<string, readonly PlacedMention[]>;
  /** The texts that may mean a policy, by its name. */
  readonly policies: PatternIndex<PlacedLiteral>;
  /** The texts outside of the resources of AWS that may mean a group. */
  readonly groups: PatternIndex<PlacedLiteral>;
  /** Why nothing is known for certain, as when a file has a syntax error. */
  readonly everywhere: Message | undefined;
}

const indexed = new WeakMap<readonly ModuleFile[], ModuleIndex>();

/** The index of a list of files, made once. O(size of the facts). */
export function indexOfModule(files: readonly ModuleFile[]): ModuleIndex {
  const index = indexed.get(files) ?? makeIndex(files);
  indexed.set(files, index);
  return index;
}

function makeIndex(files: readonly ModuleFile[]): ModuleIndex {
  const blocks = files.flatMap(({ file, blocks: inFile }) => inFile.map((block) => ({ ...block, file })));
  const broken = files.find(({ isBroken }) => isBroken === true);
  const byAddress = grouped(blocks.map((block) => [block.address, block]));
  const literals = blocks.flatMap((block) => block.literals.map((literal): PlacedLiteral => ({ block, literal })));
  return {
    blocks,
    byAddress,
    byType: grouped(blocks.map((block) => [block.type, block])),
    mentionsOf: grouped(
      blocks.flatMap((block) => block.mentions.map((mention) => [mention.address, { block, mention }] as const)),
    ),
    policies: indexOfPatterns(
      distinctLiterals(literals, 'policy', byAddress).flatMap((one) =>
        namesOf(one.literal, byAddress).map((name) => [name, one] as const),
      ),
    ),
    groups: indexOfPatterns(
      distinctLiterals(literals, 'group', byAddress).map((one) => [one.literal.name, one] as const),
    ),
    everywhere: broken && say('{0} is part of the module and cannot be read, so it may attach policies', broken.file),
  };
}

function grouped<T>(all: readonly (readonly [key: string, item: T])[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const [key, item] of all) {
    const known = found.get(key);
    if (known === undefined) found.set(key, [item]);
    else known.push(item);
  }
  return found;
}

/** One of all literals that say the same: they attach the same policy to the same principals, or to unknown ones. */
function distinctLiterals(
  all: readonly PlacedLiteral[],
  of: Literal['of'],
  byAddress: ModuleIndex['byAddress'],
): readonly PlacedLiteral[] {
  const found = new Map<string, PlacedLiteral>();
  for (const one of all) {
    const { block, literal } = one;
    if (literal.of !== of) continue;
    const says = block.kind === 'resource' ? [literal.argument, ...holdersIn(block, byAddress)] : [];
    const key = [literal.name, literal.lookedUp ?? '', ...says].join('\n');
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

/** What tells the holders that a resource names; its address, if it is not plain. */
function holdersIn(block: PlacedBlock, byAddress: ModuleIndex['byAddress']): readonly string[] {
  const isPlain = !block.isRepeated && block.twice === undefined && byAddress.get(block.address)?.length === 1;
  if (!isPlain || !block.type.startsWith('aws_iam_') || typesOfPrincipals.has(block.type)) return [block.address];
  return [block.type, ...namingHolders.map((argument) => textsAt(block, argument).join(' '))];
}

const typesOfPrincipals: ReadonlySet<string> = new Set(['aws_iam_role', 'aws_iam_user']);
const namingHolders = ['role', 'role_name', 'roles', 'user', 'user_name', 'users', 'group', 'group_name', 'groups'];

/** The names that a literal may mean; those that a data source gives, if it means that. */
function namesOf({ name, lookedUp }: Literal, byAddress: ModuleIndex['byAddress']): readonly string[] {
  if (lookedUp === undefined) return [name];
  const [source, another] = byAddress.get(lookedUp) ?? [];
  const given =
    source === undefined || another !== undefined ? [] : [...textsAt(source, 'arn'), ...textsAt(source, 'name')];
  const [text] = given;
  return text === undefined ? ['*'] : (namesInArns(text) ?? [lastName(patternOf(text))]);
}

/** The texts in an argument of a block. */
export function textsAt({ texts }: PlacedBlock, argument: string): readonly string[] {
  return texts[argument] ?? [];
}

/** The only block with an address, or why it is not known what it says. */
export function blockAt(address: string, { byAddress }: ModuleIndex): PlacedBlock | Message {
  const [block, other] = byAddress.get(address) ?? [];
  if (block === undefined) return say('the module does not contain {0}', address);
  if (other !== undefined)
    return say('{0} is in {1} and in {2}: an override file changes it', address, block.file, other.file);
  if (block.twice !== undefined) return say('{0} has the argument {1} twice', address, block.twice);
  return block.isRepeated && !isForOne(block)
    ? say('{0} has count or for_each, so it may stand for several', address)
    : block;
}

/**
 * Is a policy or attachment always for the same principal, however many there are of it? If there is none, one holder too
 * many is told.
 */
function isForOne({ kind, type, texts }: PlacedBlock): boolean {
  if (kind !== 'resource' || !/^aws_iam_(?:role|user)_policy(?:_attachment)?$/.test(type)) return false;
  const holders = [...(texts['role'] ?? []), ...(texts['user'] ?? [])];
  return holders.length === 1 && holders.every((text) => !/\b(?:each|count)\s*\./.test(text));
}

export function isReason(found: PlacedBlock | Message): found is Message {
  return 'says' in found;
}

/** Does a mention only say in which order things are made? */
export function isHarmless({ argument }: Pick<Mention, 'argument'>): boolean {
  return /^(?:depends_on$|lifecycle\b)/.test(argument);
}

/** Why a mention makes holders unclear. */
export function notUnderstood({ block: { kind, file }, mention: { address, line } }: PlacedMention): Message {
  return kind === 'output' || kind === 'module'
    ? say(
        'line {1} of {0} hands {2} over to another module, where other principals may get it',
        file,
        String(line),
        address,
      )
    : say('line {1} of {0} mentions {2} in a way that is not understood', file, String(line), address);
}

/** Makes something of a module when it is first needed, and once. */
export function oncePerModule<T>(make: (index: ModuleIndex) => T): (index: ModuleIndex) => T {
  const made = new WeakMap<ModuleIndex, { readonly result: T }>();
  return (index) => {
    const known = made.get(index) ?? { result: make(index) };
    made.set(index, known);
    return known.result;
  };
}

/** Who holds the policy in a file that a Terraform module names, such as the target of `templatefile`. */
import { fitOf, type FilePlace, type Fit } from './terraformFileFit.ts';
import { say } from '../../text/message.ts';
import { subjectOf, type ModuleSubject } from './terraformHolders.ts';
import type { FileMention, ModuleBlock, ModuleFile } from './terraformModule.ts';
import { indexOfModule, isHarmless, type ModuleIndex, type PlacedBlock } from './terraformIndex.ts';
import { joinedUses, openUse, useBy, type Use } from './terraformUses.ts';

/** What a module tells about the policy in a file. */
export interface FileSubject extends Omit<ModuleSubject, 'resource'> {
  /** The only resource that takes it. */
  readonly resource: string | undefined;
  /** Where the module names the file first. */
  readonly at: { readonly file: string; readonly line: number };
}

interface NamedIn<B extends ModuleBlock> {
  readonly block: B;
  readonly mention: FileMention;
  readonly fit: Fit;
}

type Named = NamedIn<PlacedBlock>;

/**
 * What a module tells about the policy in a file that some module names; `undefined` if this one does not take it. The
 * holders are only known if every place that names the file, or may name it, is understood. O(size of the facts).
 */
export function holdersOfFile(files: readonly ModuleFile[], place: FilePlace): FileSubject | undefined {
  if (!mayTakeFile(files, place)) return undefined;
  const { path } = place;
  const index = indexOfModule(files);
  const named = index.blocks.flatMap((block) =>
    block.files.map((mention): Named => ({ block, mention, fit: fitOf(mention, place) })),
  );
  const first = named.find(({ fit }) => isNaming(fit)) ?? named.find(isUse);
  const use = joinedUses(named.filter(isUse).map((one) => useOf(one, path, index)));
  if (use === undefined || first === undefined) return undefined;
  const subject = subjectOf(path, use, index);
  return { ...subject, resource: use.resource, at: { file: first.block.file, line: first.mention.line } };
}

/** Does a module name a file, or may it? */
export function namesFile(files: readonly ModuleFile[], place: FilePlace): boolean {
  return files.some(({ blocks }) => blocks.some((block) => block.files.some((one) => isNaming(fitOf(one, place)))));
}

/**
 * Does a module name a file, or may it take it by a path that may be any? Such a path is an input: of a module elsewhere,
 * where it comes from names the file. In the module with the file, it counts.
 */
export function mayTakeFile(files: readonly ModuleFile[], place: FilePlace): boolean {
  const isInside = !place.path.startsWith('../');
  const mayTake = (block: ModuleBlock, mention: FileMention): boolean => {
    const fit = fitOf(mention, place);
    return isNaming(fit) || (isInside && isUse({ block, mention, fit }));
  };
  return files.some(({ blocks }) => blocks.some((block) => block.files.some((one) => mayTake(block, one))));
}

/** A path that may be any names no file in particular. */
function isNaming(fit: Fit): boolean {
  return fit === 'exactly' || fit === 'perhaps';
}

/** A computed path may be any, but what is no policy is of no interest. */
function isUse({ block, mention, fit }: NamedIn<ModuleBlock>): boolean {
  if (fit === 'never' || isHarmless(mention)) return false;
  return fit !== 'anything' || block.kind !== 'resource' || /^aws_(?:iam|ssoadmin)_/.test(block.type);
}

/** Who holds the policy because of one place that names its file. */
function useOf({ block, mention, fit }: Named, path: string, index: ModuleIndex): Use {
  const { argument, line, isWhole } = mention;
  if (fit !== 'exactly')
    return openUse(say('line {1} of {0} names a file that may be {2}', block.file, String(line), path));
  const attribute = isWhole ? { attribute: 'json' } : {};
  return useBy({ block, mention: { address: path, argument, line, ...attribute } }, index, new Map());
}

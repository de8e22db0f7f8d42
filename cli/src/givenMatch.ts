/** Matches policies by the options of the command line instead of document, configuration and path. */
import { principalOf, type FiledFinding, type GivenMatch } from '../../core/src/index.ts';
import { say } from '../../core/src/text/index.ts';
import type { Candidate } from './candidates.ts';
import { CannotDo } from './files.ts';
import type { FolderSources } from './folderData.ts';
import type { Options } from './options.ts';

/** The match that the options give for a policy; `undefined` if they give none. */
export type GivenFor = (folder: FolderSources, candidate: Candidate) => GivenMatch | undefined;

/** Without `--principal`: a named findings file whose only finding names no principal applies to the named files. */
export function givenByFinding({ findings }: Pick<Options, 'findings'>): GivenFor {
  return (folder, { isNamed }) => {
    const filed = findings.length > 0 && isNamed ? onlyBareFinding(folder) : undefined;
    return filed && { kind: 'finding', filed, why: say('by its folder') };
  };
}

/**
 * The given principals hold the policies, unless the document names other holders. Throws {@link CannotDo} if one of
 * the principals has no finding.
 */
export function givenByPrincipals(
  principals: readonly string[],
  { findings, isAssumed }: Pick<Options, 'findings' | 'isAssumed'>,
  folders: readonly FolderSources[],
): GivenFor {
  const why = principals.length === 1 ? say('by the principal given') : say('by the principals given');
  const missing = principals.filter((arn) => folders.every(({ index }) => !hasEvidence(index, arn)));
  const isBare =
    findings.length > 0 && folders.length > 0 && folders.every((folder) => onlyBareFinding(folder) !== undefined);
  // Without files to check, no findings were read.
  if (missing.length > 0 && !isBare && folders.length > 0)
    throw new CannotDo(`no active finding about unused permissions for ${missing.join(', ')}`);
  const named = principals.map((arn) => ({ arn, name: principalOf(arn)?.name ?? arn }));
  return (folder) => {
    const finding = isBare ? onlyBareFinding(folder) : undefined;
    return { kind: 'claim', principals: named, why, isAssumed: isAssumed === true, finding };
  };
}

/** Is there a finding or report of a principal that counts, or AWS's recommendation with the existing policy? */
function hasEvidence(index: FolderSources['index'], arn: string): boolean {
  const isEvidence = index.recommendationsFor(arn).some(({ existing }) => existing !== undefined);
  return isEvidence || index.of(arn).counting.length > 0;
}

/** The only finding of the files, if it names no principal. */
function onlyBareFinding({ loaded: { files }, index }: FolderSources): FiledFinding | undefined {
  const count = files.reduce((sum, { reading }) => sum + reading.findings.count, 0);
  const [only] = count === 1 ? files.flatMap(({ file }) => index.inFolder(file.slice(0, file.lastIndexOf('/')))) : [];
  return only;
}

/** Decides which principals hold a policy. */
import type { PolicyMapping } from '../config/config.ts';
import { matchesGlob } from '../config/glob.ts';
import type { Attachment, PrincipalName } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { fileNameOf, folderOf, stems } from './fileNames.ts';
import type { FindingsIndex } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { namedBy, objectionTo } from './objection.ts';
import type { OtherContent } from './filedFindings.ts';
import type { Match, MatchInput } from './match.ts';
import { byDocument, notAllKnown, rolesWithoutArn } from './matchByDocument.ts';
import { byPath } from './matchByPath.ts';
import { deployedHolders, generatedHolders, withDeployedHolders } from './deployedHolders.ts';
import { nameHolders, type Naming } from './nameHolders.ts';
import type { FiledConfig } from './policyFile.ts';

/**
 * Decides which principals hold a policy. The first rule that gives a result wins:
 *
 * 1. `.iam-refine.json`: the first entry of `policies` whose glob matches the file, and whose resource, if it has one, is
 *    the policy or a holder of it; an entry with a resource comes first. It completes the holders that the document
 *    names, and does not override them.
 * 2. The document: the holders it names. A name without an account stands for the principal with that name; the account
 *    that is stated for the file chooses between accounts.
 * 3. The path: the stem of the file, or a folder above it inside the workspace, is the name of exactly one principal
 *    with a finding, or of a permission set.
 * 4. The folder: a finding that names no principal applies to the policies in its own folder, if it is the only one
 *    there.
 *
 * Two things veto a match: another account that is stated for the file (a folder is named with its id, or an entry of
 * `accounts` in `.iam-refine.json` gives it), and a finding that does not count for the principal after whom the file
 * is named. Only an entry of `policies` in `.iam-refine.json` overrules these.
 */
export function matchPolicy(input: MatchInput): Match {
  const named = namedByConfig(input);
  if (named.kind === 'contradicted') return disagreement(named.reason);
  const attachment = withDeployedHolders(named.attachment, input);
  const completed = { ...input, attachment, mapped: arnsOf(named.named) };
  return byConfig(completed) ?? byDeployment(completed);
}

/** Without an entry of the configuration: by the names that the deployed resources have. */
function byDeployment(input: MatchInput & { readonly mapped: ReadonlySet<string> }): Match {
  const deployed = deployedHolders(input);
  if (deployed.kind === 'contradicted') return disagreement(deployed.reason);
  const found = byName({ ...input, attachment: deployed.attachment });
  const generated = deployed.attachment.kind === 'unclear' ? generatedHolders(input, deployed.attachment) : undefined;
  if (generated === undefined) return found;
  const match = byName({ ...input, attachment: generated.attachment });
  return match.kind === 'principals' ? { ...match, unconfirmed: generated.unconfirmed } : match;
}

function byName(input: MatchInput & { readonly mapped: ReadonlySet<string> }): Match {
  return byDocument(input) ?? byPath(input) ?? byFolder(input) ?? unmatched(input);
}

/** The entries of a configuration for a file. The first entry for a resource applies, or else the first for all. */
function mappingsFor({
  file: { pathInConfig },
  config,
}: Pick<MatchInput, 'file' | 'config'>): readonly PolicyMapping[] {
  if (pathInConfig === undefined) return [];
  return config?.config.policies.filter(({ files }) => matchesGlob(files, pathInConfig)) ?? [];
}

/** The entry of a configuration that names the holders of a policy: for its resource, or for all policies of the file. */
export function mappingFor(input: Pick<MatchInput, 'file' | 'config' | 'resource'>): PolicyMapping | undefined {
  const mappings = mappingsFor(input);
  const own = mappings.find(({ resource }) => resource !== undefined && resource === input.resource);
  return own ?? mappings.find(({ resource }) => resource === undefined);
}

function byConfig(input: MatchInput): Match | undefined {
  const { config, attachment, index } = input;
  const mapping = mappingFor(input);
  if (mapping === undefined || config === undefined) return undefined;
  return claim(principalsOf(mapping), whyOf(mapping, config), {
    // An entry for one resource does not name the principals of the others.
    attachment: mapping.resource === undefined ? attachment : alone(attachment),
    index,
  });
}

function alone(attachment: Attachment): Attachment {
  return attachment.kind === 'unclear' ? { ...attachment, unnamedInAll: undefined } : attachment;
}

/** The holders with the names that entries of the configuration give to their resources. */
function namedByConfig(input: MatchInput): Naming {
  const { config, attachment } = input;
  const mappings = config === undefined ? [] : mappingsFor(input).filter(({ resource }) => resource !== undefined);
  return nameHolders(attachment, ({ resource, deployedAs }) => {
    const mapping =
      mappings.find((one) => one.resource === resource) ?? mappings.find((one) => one.resource === deployedAs);
    return mapping && config && { principals: principalsOf(mapping), why: whyOf(mapping, config) };
  });
}

function whyOf({ line }: PolicyMapping, { file }: FiledConfig): Message {
  return say('by {0}, line {1}', file, String(line));
}

function arnsOf(named: readonly PrincipalName[]): ReadonlySet<string> {
  return new Set(named.flatMap(({ arn }) => arn ?? []));
}

function principalsOf({ attachedTo }: PolicyMapping): MatchedPrincipal[] {
  const arns = new Map(attachedTo.map(({ principal }) => [principal.arn, principal]));
  return [...arns.values()].map(({ arn, name }) => ({ arn, name }));
}

/**
 * Matches a policy to principals that the user or a configuration names. They complete the holders that the document
 * leaves open, and must include all holders that the document names. If it names a permission set, all its roles hold
 * the policy.
 */
export function claim(
  principals: readonly MatchedPrincipal[],
  why: Message,
  { attachment, index }: Pick<MatchInput, 'attachment' | 'index'>,
): Match {
  if (attachment.kind === 'no-principal') return { kind: 'unmatched', reason: attachment.reason };
  if (attachment.kind === 'unspecified' || attachment.kind === 'several')
    return { kind: 'principals', principals, why };
  if (attachment.kind === 'unclear' && attachment.isDoubted === true) return notAllKnown(attachment);
  const objection = objectionTo(principals, why, attachment);
  if (objection !== undefined) return disagreement(objection);
  return { kind: 'principals', principals: withRolesOfSets(principals, namedBy(attachment), index), why };
}

function withRolesOfSets(
  principals: readonly MatchedPrincipal[],
  named: readonly PrincipalName[],
  index: FindingsIndex,
): readonly MatchedPrincipal[] {
  const sets = named.filter(({ type }) => type === 'permission-set');
  const claimed = new Set(principals.map(({ arn }) => arn));
  const others = sets.flatMap(({ name }) => index.ofPermissionSet(name)).filter(({ arn }) => !claimed.has(arn));
  const known = [...principals, ...others.map(({ name, arn }) => ({ name, arn }))];
  return [...known, ...sets.flatMap((set) => rolesWithoutArn(set, known))];
}

function disagreement(objection: Message): Match {
  return { kind: 'blocked', code: 'finding.ambiguous', reason: say('{0}, so nothing is removed', objection) };
}

function byFolder({ file: { folder }, index }: MatchInput): Match | undefined {
  const [only, ...others] = index.inFolder(folder);
  return only !== undefined && others.length === 0
    ? { kind: 'bare', finding: only, why: say('by its folder') }
    : undefined;
}

/** Why no finding applies: the findings for that name do not count, or the findings files contain something else. */
function unmatched({ file: { segments, folder, unplaced }, index }: MatchInput): Match {
  if (unplaced !== undefined) return { kind: 'unmatched', reason: unplaced };
  const names = [...stems(segments.at(-1) ?? ''), ...segments.slice(0, -1)];
  const [aside] = names.flatMap((name) => index.setAside(name));
  if (aside !== undefined) return { kind: 'unmatched', reason: aside.reason, isSetAside: true };
  const other = otherContentFor(names, folder, index);
  if (other !== undefined)
    return { kind: 'unmatched', reason: say('{0} contains {1}', fileNameOf(other.file), other.what), isSetAside: true };
  return {
    kind: 'unmatched',
    reason: say('neither the file nor a folder above it is named after a principal with a finding'),
  };
}

/**
 * A file without usable findings that may be about the policy: by its name, by a name in its text, or by its folder.
 */
function otherContentFor(
  names: readonly string[],
  folder: string,
  { otherContent }: FindingsIndex,
): OtherContent | undefined {
  const isNamed = (name: string): boolean => name !== '' && names.includes(name);
  return (
    otherContent.find(({ file, names: named }) => stems(fileNameOf(file)).some(isNamed) || named.some(isNamed)) ??
    otherContent.find(({ file }) => folderOf(file) === folder)
  );
}

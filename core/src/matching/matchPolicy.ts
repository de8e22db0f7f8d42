import type { Config, PolicyMapping } from '../config/config.ts';
import { matchesGlob } from '../config/glob.ts';
import { principalOf, type Principal } from '../findings/model.ts';
import type { Attachment, PrincipalName } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { fileNameOf, folderOf, stems } from './fileNames.ts';
import type { FiledFinding, FindingsIndex } from './findingsIndex.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { namedBy, objectionTo } from './objection.ts';
import type { OtherContent } from './otherContent.ts';
import { isOfPermissionSet, roleIn, withoutRole } from './permissionSet.ts';
import { listed } from './wording.ts';

/** A `.iam-refine.json` that holds for a policy. */
export interface FiledConfig {
  /** The file, as messages name it. */
  readonly file: string;
  readonly config: Config;
}

/** Where a policy stands. */
export interface PolicyFile {
  /** The names of the folders from the workspace down to the file, and the file's. */
  readonly segments: readonly string[];
  /** Its folder, in the form in which the findings' files are named. */
  readonly folder: string;
  /** Its path from the folder of the configuration down, with `/`; absent where there is none. */
  readonly pathInConfig?: string | undefined;
}

/** Whose policy it is, and how that was decided. */
export type Match =
  /** These hold it. Those without a finding have an empty one. */
  | { readonly kind: 'principals'; readonly principals: readonly MatchedPrincipal[]; readonly why: Message }
  /** A finding that names no principal applies to it. `name`: whose report it is by the name of its file. */
  | { readonly kind: 'bare'; readonly finding: FiledFinding; readonly why: Message; readonly name?: string }
  /** Something stands in the way. `candidates`: one of these is meant, and nothing says which. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete' | 'finding.unreadable';
      readonly reason: Message;
      readonly candidates?: readonly Principal[];
    }
  /** `isSetAside`: there is something about it that does not count, and the reason names it. */
  | { readonly kind: 'unmatched'; readonly reason: Message; readonly isSetAside?: true };

export interface MatchInput {
  readonly file: PolicyFile;
  readonly config?: FiledConfig | undefined;
  readonly attachment: Attachment;
  readonly index: FindingsIndex;
}

/**
 * Whose policy it is. The first that answers:
 *
 * 1. `.iam-refine.json`: the first entry of `policies` whose glob matches the file. It completes what the document
 *    says, and does not override it.
 * 2. What the document says of itself. A name without an account stands for the principal of that name; a folder named
 *    with an account id
 *    chooses between accounts.
 * 3. The path: the file's stem, or a folder above it inside the workspace, is the name of exactly one principal with a
 *    finding, or of a
 *    permission set.
 * 4. The folder: a finding that names no principal applies to the policies of its own folder, if it is the only one
 *    there.
 *
 * What disagrees vetoes: a folder that is named with another account, and a finding that does not count under the
 * file's own name. Only an entry of `.iam-refine.json` beats these.
 */
export function matchPolicy(input: MatchInput): Match {
  return byConfig(input) ?? byDocument(input) ?? byPath(input) ?? byFolder(input) ?? nobody(input);
}

/** The entry of a configuration that says who holds the policies of a file. */
export function mappingFor({
  file: { pathInConfig },
  config,
}: Omit<MatchInput, 'attachment' | 'index'>): PolicyMapping | undefined {
  return config?.config.policies.find(({ files }) => pathInConfig !== undefined && matchesGlob(files, pathInConfig));
}

function byConfig(input: MatchInput): Match | undefined {
  const { config, attachment, index } = input;
  const mapping = mappingFor(input);
  if (mapping === undefined || config === undefined) return undefined;
  return claim(principalsOf(mapping), say('by {0}, line {1}', config.file, String(mapping.line)), {
    attachment,
    index,
  });
}

function principalsOf({ attachedTo }: PolicyMapping): MatchedPrincipal[] {
  const arns = new Map(attachedTo.map(({ principal }) => [principal.arn, principal]));
  return [...arns.values()].map(({ arn, name }) => ({ arn, name }));
}

/**
 * Whose policy it is when somebody says so: the user, or a configuration. That completes holders that the document
 * leaves open; one that the document names must be among them. Of a permission set that it names, all roles hold the
 * policy.
 */
export function claim(
  principals: readonly MatchedPrincipal[],
  why: Message,
  { attachment, index }: Pick<MatchInput, 'attachment' | 'index'>,
): Match {
  if (attachment.kind === 'nobody') return { kind: 'unmatched', reason: attachment.reason };
  if (attachment.kind === 'unsaid' || attachment.kind === 'several') return { kind: 'principals', principals, why };
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

function disagreement(said: Message): Match {
  return { kind: 'blocked', code: 'finding.ambiguous', reason: say('{0}, so nothing is removed', said) };
}

function byDocument(input: MatchInput): Match | undefined {
  const { attachment, index, file } = input;
  switch (attachment.kind) {
    case 'unsaid':
      return undefined;
    case 'nobody':
      return { kind: 'unmatched', reason: attachment.reason };
    case 'several':
      return { kind: 'blocked', code: 'finding.ambiguous', reason: severalPolicies };
    case 'unclear': {
      const isCutOff = attachment.isCutOff === true;
      const isKnown = attachment.named.some((named) => principalsFor(named, index).length > 0);
      if (!isCutOff && !isKnown) return { kind: 'unmatched', reason: attachment.reason };
      return {
        kind: 'blocked',
        code: 'finding.incomplete',
        reason: say('not all holders are known ({0}), so nothing is removed', attachment.reason),
      };
    }
    case 'attached':
      return ofDocument(attachment, index, file);
  }
}

const severalPolicies = say(
  'the document holds several policies and does not say whose each of them is, so nothing is removed',
);

function ofDocument(
  { to, says }: Extract<Attachment, { kind: 'attached' }>,
  index: FindingsIndex,
  { segments }: PolicyFile,
): Match {
  const broken = ofBroken(
    to.flatMap((named) => inBrokenFor(named, index)),
    segments,
    index,
  );
  if (broken !== undefined) return broken;
  const found = to.map((named) => ({ named, ...inAccount(withSetAside(named, index), segments) }));
  const vetoed = found.find(({ named, accounts, veto }) => veto !== undefined || isElsewhere(named, accounts));
  if (vetoed !== undefined) return otherAccount(vetoed.accounts, says);
  const unclear = found.find(({ named, principals }) => named.type !== 'permission-set' && principals.length > 1);
  if (unclear !== undefined) return ambiguous(unclear.principals);
  return {
    kind: 'principals',
    principals: found.flatMap(({ named, principals }) => principalsNamed(named, principals, index)),
    why: says,
  };
}

function isElsewhere({ arn = '' }: PrincipalName, accounts: readonly string[]): boolean {
  const account = principalOf(arn)?.account;
  return account !== undefined && accounts.length > 0 && !accounts.includes(account);
}

/** The principals that a document names by one name: all roles of a permission set, else one. */
function principalsNamed(named: PrincipalName, found: readonly Principal[], index: FindingsIndex): MatchedPrincipal[] {
  const { type, name, arn, accounts = [] } = named;
  if (type !== 'permission-set' || found.length === 0) return [{ name, arn: arn ?? found[0]?.arn }];
  // A folder that is named with an account does not take away what the document assigns in others.
  const assigned = index.ofPermissionSet(name).filter(({ account }) => accounts.includes(account));
  const roles = [
    ...new Map([...found, ...assigned].map((role) => [role.arn, { name: role.name, arn: role.arn }])).values(),
  ];
  return [...roles, ...rolesWithoutArn(named, roles)];
}

/** The roles of a permission set in accounts in which the document assigns it, and of which no finding tells. */
function rolesWithoutArn(
  { name, accounts = [] }: PrincipalName,
  known: readonly MatchedPrincipal[],
): MatchedPrincipal[] {
  const ofSet = known.filter((role) => isOfPermissionSet(role.name, name)).map(({ arn }) => arn);
  return withoutRole(accounts, ofSet).map((account) => ({ name: roleIn(account, name) }));
}

function principalsFor({ type, name, arn }: PrincipalName, index: FindingsIndex): readonly Principal[] {
  if (type === 'permission-set') return index.ofPermissionSet(name);
  return index.named(name).filter((principal) => (arn === undefined ? principal.type === type : principal.arn === arn));
}

/** With those of whom only findings that do not count are known: a name without an account may be theirs, too. */
function withSetAside(named: PrincipalName, index: FindingsIndex): readonly Principal[] {
  const counting = principalsFor(named, index);
  if (named.type === 'permission-set' || named.arn !== undefined) return counting;
  const aside = index.setAside(named.name).map(({ principal }) => principal);
  return [...counting, ...aside.filter(({ type }) => type === named.type)];
}

/** What an ARN or a permission set stands for is looked up by ARN. */
function inBrokenFor({ type, name, arn }: PrincipalName, index: FindingsIndex): readonly Principal[] {
  return arn !== undefined ? [] : index.namedInBroken(name).filter((principal) => principal.type === type);
}

/** It may be the policy of somebody of whom only a file speaks that cannot be read. */
function ofBroken(named: readonly Principal[], segments: readonly string[], index: FindingsIndex): Match | undefined {
  for (const { arn } of inAccount(named, segments).principals) {
    const reason = index.blockedFor(arn);
    if (reason !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason };
  }
  return undefined;
}

function byPath({ file: { segments }, index }: MatchInput): Match | undefined {
  const own = stems(segments.at(-1) ?? '').filter((name) => name !== '');
  const names = [...new Set([...own, ...segments.slice(0, -1)])].filter((name) => name !== '');
  const meant = (name: string): readonly Principal[] => [...index.named(name), ...index.ofPermissionSet(name)];
  const broken = ofBroken(
    names.flatMap((name) => index.namedInBroken(name)),
    segments,
    index,
  );
  if (broken !== undefined) return broken;
  const closed = own.flatMap((name) => index.setAside(name));
  // What is known of the principal after whom the file is named counts before what a folder is named after.
  const [veto] = own.flatMap((name) => index.setAsideInAnyCase(name));
  if (veto !== undefined && own.every((name) => meant(name).length === 0))
    return { kind: 'unmatched', reason: veto.reason, isSetAside: true };
  const namesakes = closed.map(({ principal }) => principal);
  const { principals, accounts, veto: isVetoed } = inAccount([...names.flatMap(meant), ...namesakes], segments);
  if (isVetoed !== undefined) return otherAccount(accounts, byItsPath);
  if (principals.length > 0)
    return byNames(
      principals,
      names.filter((name) => index.ofPermissionSet(name).length > 0),
      index,
    );
  const [report, ...others] = names.flatMap((name) => index.reportsNamed(name).map((finding) => ({ finding, name })));
  return report !== undefined && others.length === 0
    ? { kind: 'bare', ...report, why: say('by the name of the report') }
    : undefined;
}

/**
 * The one principal that names of the path mean, or the roles of the one permission set. `sets`: the names of
 * permission sets.
 */
function byNames(
  principals: readonly Principal[],
  [set, ...otherSets]: readonly string[],
  index: FindingsIndex,
): Match {
  const roles = new Set(set === undefined ? [] : index.ofPermissionSet(set).map(({ arn }) => arn));
  const isOfSet = otherSets.length === 0 && principals.every(({ arn }) => roles.has(arn));
  if (!isOfSet && principals.length > 1) return ambiguous(principals);
  const why = isOfSet ? say('by its path, as the permission set {0}', set ?? '') : byItsPath;
  return { kind: 'principals', principals: principals.map(({ name, arn }) => ({ name, arn })), why };
}

const byItsPath = say('by its path');

interface InAccount {
  readonly principals: readonly Principal[];
  /** The account that a folder is named with, of several the nearest; or none. */
  readonly accounts: readonly string[];
  /** There are principals, and none of them is of such an account. */
  readonly veto?: true;
}

/**
 * Of principals in several accounts, those of the account that the nearest such folder is named with; all where no
 * folder is. By ARN.
 */
function inAccount(principals: readonly Principal[], segments: readonly string[]): InAccount {
  const accounts = segments
    .slice(0, -1)
    .filter((segment) => /^\d{12}$/.test(segment))
    .slice(-1);
  const chosen = accounts.length === 0 ? principals : principals.filter(({ account }) => accounts.includes(account));
  const distinct = [...new Map(chosen.map((principal) => [principal.arn, principal])).values()].toSorted((a, b) =>
    a.arn < b.arn ? -1 : 1,
  );
  const isVetoed = principals.length > 0 && distinct.length === 0;
  return { principals: distinct, accounts, ...(isVetoed ? { veto: true } : {}) };
}

function otherAccount(accounts: readonly string[], why: Message): Match {
  const reason = say(
    'matched {0}, but its principal is in another account than the one its folder is named with ({1})',
    why,
    listed(accounts),
  );
  return { kind: 'unmatched', reason };
}

function ambiguous(candidates: readonly Principal[]): Match {
  const reason = say('several principals match ({0}): choose one', listed(candidates.map(({ arn }) => arn)));
  return { kind: 'blocked', code: 'finding.ambiguous', reason, candidates };
}

function byFolder({ file: { folder }, index }: MatchInput): Match | undefined {
  const [only, ...others] = index.inFolder(folder);
  return only !== undefined && others.length === 0
    ? { kind: 'bare', finding: only, why: say('by its folder') }
    : undefined;
}

/** Why no finding applies: what is known of a principal of that name, or what the findings files hold instead. */
function nobody({ file: { segments, folder }, index }: MatchInput): Match {
  const names = [...stems(segments.at(-1) ?? ''), ...segments.slice(0, -1)];
  const [aside] = names.flatMap((name) => index.setAside(name));
  if (aside !== undefined) return { kind: 'unmatched', reason: aside.reason, isSetAside: true };
  const other = otherContentFor(names, folder, index);
  if (other !== undefined)
    return { kind: 'unmatched', reason: say('{0} holds {1}', fileNameOf(other.file), other.what), isSetAside: true };
  return {
    kind: 'unmatched',
    reason: say('neither the file nor a folder above it is named after a principal with a finding'),
  };
}

/**
 * A file that is of no use and is about a policy: by its own name, by whom its text names, or because it stands in the
 * same folder.
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

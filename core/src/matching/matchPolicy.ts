import type { Config, PolicyMapping } from '../config/config.ts';
import { principalOf, type Principal } from '../findings/model.ts';
import type { Attachment, PrincipalName } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { fileNameOf, folderOf } from './fileNames.ts';
import { stems, type FiledFinding, type FindingsIndex } from './findingsIndex.ts';
import { isOfPermissionSet } from './permissionSet.ts';
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

/** Does a glob match a path? Both with `/`. The caller brings the library. */
export type GlobMatcher = (glob: string, path: string) => boolean;

/** Whose policy it is, and how that was decided. */
export type Match =
  /** These hold it. Those without a finding have an empty one. */
  | { readonly kind: 'principals'; readonly principals: readonly MatchedPrincipal[]; readonly why: Message }
  /** A finding that names no principal applies to it. */
  | { readonly kind: 'bare'; readonly finding: FiledFinding; readonly why: Message }
  /** Something stands in the way. `candidates`: one of these is meant, and nothing says which. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete';
      readonly reason: Message;
      readonly candidates?: readonly Principal[];
    }
  | { readonly kind: 'none'; readonly reason: Message };

/** A principal of a policy; `arn` is absent where only its name is known and no finding has it. */
export interface MatchedPrincipal {
  readonly name: string;
  readonly arn?: string | undefined;
}

export interface MatchInput {
  readonly file: PolicyFile;
  readonly config?: FiledConfig | undefined;
  readonly attachment: Attachment;
  readonly index: FindingsIndex;
  readonly matchesGlob: GlobMatcher;
}

/**
 * Whose policy it is. The first that answers:
 *
 * 1. `.iam-refine.json`: the first entry of `policies` whose glob matches the file. It completes what the document says, and does not override it.
 * 2. What the document says of itself. A name without an account stands for the principal of that name; a folder named with an account id
 *    chooses between accounts.
 * 3. The path: the file's stem, or a folder above it inside the workspace, is the name of exactly one principal with a finding, or of a
 *    permission set.
 * 4. The folder: a finding that names no principal applies to the policies of its own folder, if it is the only one there.
 *
 * What disagrees vetoes: a folder that is named with another account, and a finding that does not count under the file's own name. Only an entry of
 * `.iam-refine.json` beats these.
 */
export function matchPolicy(input: MatchInput): Match {
  return byConfig(input) ?? byDocument(input) ?? byPath(input) ?? byFolder(input) ?? nobody(input);
}

/** The entry of a configuration that says who holds the policies of a file. */
export function mappingFor({
  file: { pathInConfig },
  config,
  matchesGlob,
}: Omit<MatchInput, 'attachment' | 'index'>): PolicyMapping | undefined {
  return config?.config.policies.find(({ files }) => pathInConfig !== undefined && matchesGlob(files, pathInConfig));
}

function byConfig(input: MatchInput): Match | undefined {
  const { config, attachment } = input;
  const mapping = mappingFor(input);
  if (mapping === undefined || config === undefined) return undefined;
  return claim(principalsOf(mapping), say('by {0}, line {1}', config.file, String(mapping.line)), attachment);
}

function principalsOf({ attachedTo }: PolicyMapping): MatchedPrincipal[] {
  const arns = new Map(attachedTo.map(({ principal }) => [principal.arn, principal]));
  return [...arns.values()].map(({ arn, name }) => ({ arn, name }));
}

/**
 * Whose policy it is when somebody says so: the user, or a configuration. That completes holders that the document leaves open; one that the
 * document names must be among them.
 */
export function claim(principals: readonly MatchedPrincipal[], why: Message, attachment: Attachment): Match {
  switch (attachment.kind) {
    case 'unsaid':
    case 'several':
      return { kind: 'principals', principals, why };
    case 'nobody':
      return { kind: 'none', reason: attachment.reason };
    case 'attached':
    case 'unclear': {
      const reason = whyDenied(principals, why, attachment);
      return reason === undefined ? { kind: 'principals', principals, why } : disagreement(reason);
    }
  }
}

/** Why what is claimed contradicts a document: it names somebody who is left out, or gives the policy to others than those who are claimed. */
function whyDenied(
  principals: readonly MatchedPrincipal[],
  why: Message,
  attachment: Extract<Attachment, { kind: 'attached' | 'unclear' }>,
): Message | undefined {
  const claimed = listed(principals.map(({ name }) => name));
  const { named, others = [], group } = attachment.kind === 'unclear' ? attachment : { named: attachment.to };
  const omitted = named.filter((one) => !principals.some((principal) => isMeant(one, principal)));
  const strangers = principals.filter((principal) => others.some((one) => isMeant(one, principal)));
  if (omitted.length > 0)
    return say('{0}, it is the policy of {1}; the document gives it to {2}', why, claimed, listed(omitted.map(nameBeside(principals))));
  // Only users are members of groups.
  if (group !== undefined && !principals.some(isUser))
    return say('{0}, it is the policy of {1}; the document gives it to the group {2}', why, claimed, group);
  if (strangers.length === 0) return undefined;
  return say('{0}, it is the policy of {1}; the document gives it to somebody else', why, listed(strangers.map(({ name }) => name)));
}

/** What to call a principal beside others: one of the same name is of another type or account. */
function nameBeside(others: readonly MatchedPrincipal[]): (named: PrincipalName) => string {
  return ({ type, name, arn }) => (others.some((other) => other.name === name) ? (arn ?? `${type}/${name}`) : name);
}

function isUser({ arn }: MatchedPrincipal): boolean {
  return arn === undefined || principalOf(arn)?.type === 'user';
}

function disagreement(said: Message): Match {
  return { kind: 'blocked', code: 'finding.ambiguous', reason: say('{0}, so nothing is removed', said) };
}

/** Is a principal the one that a document names? */
function isMeant({ type, name, arn }: PrincipalName, principal: MatchedPrincipal): boolean {
  if (arn !== undefined && principal.arn !== undefined) return arn === principal.arn;
  if (type === 'permission-set') return isOfPermissionSet(principal.name, name);
  const isOfType = principal.arn === undefined || principalOf(principal.arn)?.type === type;
  return isOfType && principal.name === name;
}

function byDocument(input: MatchInput): Match | undefined {
  const { attachment, index, file } = input;
  switch (attachment.kind) {
    case 'unsaid':
      return undefined;
    case 'nobody':
      return { kind: 'none', reason: attachment.reason };
    case 'several':
      return { kind: 'blocked', code: 'finding.ambiguous', reason: severalPolicies };
    case 'unclear': {
      const isCutOff = attachment.isCutOff === true;
      const isKnown = attachment.named.some((named) => principalsFor(named, index).length > 0);
      if (!isCutOff && !isKnown) return { kind: 'none', reason: attachment.reason };
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

const severalPolicies = say('the document holds several policies and does not say whose each of them is, so nothing is removed');

function ofDocument({ to, says }: Extract<Attachment, { kind: 'attached' }>, index: FindingsIndex, { segments }: PolicyFile): Match {
  const principals: MatchedPrincipal[] = [];
  for (const named of to) {
    const found = inAccount(principalsFor(named, index), segments);
    if (named.type === 'permission-set') {
      const roles = found.principals.map(({ name, arn }) => ({ name, arn }));
      principals.push(...(roles.length > 0 ? roles : [{ name: named.name }]));
      continue;
    }
    const account = principalOf(named.arn ?? '')?.account;
    const isElsewhere = account !== undefined && found.accounts.length > 0 && !found.accounts.includes(account);
    if (found.veto !== undefined || isElsewhere) return otherAccount(found.accounts, says);
    if (found.principals.length > 1) return ambiguous(found.principals);
    principals.push({ name: named.name, arn: named.arn ?? found.principals[0]?.arn });
  }
  return { kind: 'principals', principals, why: says };
}

function principalsFor({ type, name, arn }: PrincipalName, index: FindingsIndex): readonly Principal[] {
  if (type === 'permission-set') return index.ofPermissionSet(name);
  return index.named(name).filter((principal) => (arn === undefined ? principal.type === type : principal.arn === arn));
}

function byPath({ file: { segments }, index }: MatchInput): Match | undefined {
  const folders = segments.slice(0, -1);
  const own = stems(segments.at(-1) ?? '').filter((name) => name !== '');
  const names = [...new Set([...own, ...folders])].filter((name) => name !== '');
  const meant = (name: string): readonly Principal[] => [...index.named(name), ...index.ofPermissionSet(name)];
  const closed = own.flatMap((name) => index.setAside(name));
  // What is known of the principal after whom the file is named counts before what a folder is named after.
  if (closed[0] !== undefined && own.every((name) => meant(name).length === 0)) return { kind: 'none', reason: closed[0].reason };
  const { principals, accounts, veto } = inAccount(names.flatMap(meant), segments);
  if (veto !== undefined) return otherAccount(accounts, byItsPath);
  const sets = names.filter((name) => index.ofPermissionSet(name).length > 0);
  const [set] = sets;
  const roles = set === undefined ? [] : index.ofPermissionSet(set);
  const isOneSet = sets.length === 1 && principals.length > 0 && principals.every(({ arn }) => roles.some((role) => role.arn === arn));
  if (principals.length > 1 && !isOneSet) return ambiguous(principals);
  if (principals.length > 0)
    return {
      kind: 'principals',
      principals: principals.map(({ name, arn }) => ({ name, arn })),
      why: isOneSet ? say('by its path, as the permission set {0}', set ?? '') : byItsPath,
    };
  const [report, ...others] = names.flatMap((name) => index.reportsNamed(name));
  return report !== undefined && others.length === 0 ? { kind: 'bare', finding: report, why: say('by the name of the report') } : undefined;
}

const byItsPath = say('by its path');

interface InAccount {
  readonly principals: readonly Principal[];
  /** The account that a folder is named with, of several the nearest; or none. */
  readonly accounts: readonly string[];
  /** There are principals, and none of them is of such an account. */
  readonly veto?: true;
}

/** Of principals in several accounts, those of the account that the nearest such folder is named with; all where no folder is. By ARN. */
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
  return { kind: 'none', reason };
}

function ambiguous(candidates: readonly Principal[]): Match {
  const reason = say('several principals match ({0}): choose one', listed(candidates.map(({ arn }) => arn)));
  return { kind: 'blocked', code: 'finding.ambiguous', reason, candidates };
}

function byFolder({ file: { folder }, index }: MatchInput): Match | undefined {
  const [only, ...others] = index.inFolder(folder);
  return only !== undefined && others.length === 0 ? { kind: 'bare', finding: only, why: say('by its folder') } : undefined;
}

/** Why no finding applies: what is known of a principal of that name, or what the findings files hold instead. */
function nobody({ file: { segments, folder }, index }: MatchInput): Match {
  const names = [...stems(segments.at(-1) ?? ''), ...segments.slice(0, -1)];
  const [aside] = names.flatMap((name) => index.setAside(name));
  if (aside !== undefined) return { kind: 'none', reason: aside.reason };
  const other = index.otherContent.find(({ file }) => folderOf(file) === folder);
  if (other !== undefined) return { kind: 'none', reason: say('{0} holds {1}', fileNameOf(other.file), other.what) };
  return { kind: 'none', reason: say('neither the file nor a folder above it is named after a principal with a finding') };
}

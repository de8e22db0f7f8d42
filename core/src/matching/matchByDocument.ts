/** Matches a policy to the principals that its document names. */
import type { Attachment, PrincipalName, UnclearAttachment } from '../policy/subject.ts';
import type { FindingsIndex } from './filedFindings.ts';
import { type Match, type MatchInput } from './match.ts';
import { ambiguous, blockedByBroken } from './accounts.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { type Principal, principalOf } from '../findings/model.ts';
import { inAccount, otherAccount, statedAccounts, type StatedAccount } from './accounts.ts';
import { isOfPermissionSet, roleIn, withoutRole } from './permissionSet.ts';
import { say } from '../text/message.ts';

/** `mapped`: the principals that the configuration names. What is stated about accounts does not veto them. */
export function byDocument(input: MatchInput & { readonly mapped?: ReadonlySet<string> }): Match | undefined {
  const { attachment, index } = input;
  switch (attachment.kind) {
    case 'unspecified':
      return undefined;
    case 'no-principal':
      return { kind: 'unmatched', reason: attachment.reason };
    case 'several':
      return { kind: 'blocked', code: 'finding.ambiguous', reason: severalPolicies };
    case 'unclear': {
      const isCutOff = attachment.isCutOff === true;
      const isKnown = attachment.named.some((named) => principalsFor(named, index).length > 0);
      if (!isCutOff && !isKnown) return { kind: 'unmatched', reason: attachment.reason };
      return notAllKnown(attachment);
    }
    case 'attached':
      return ofDocument(attachment, index, statedFor(statedAccounts(input), input.mapped));
  }
}

/** Nothing is removed from a policy that others may hold as well. */
export function notAllKnown({ reason }: UnclearAttachment): Match {
  return {
    kind: 'blocked',
    code: 'finding.incomplete',
    reason: say('not all principals with this policy are known ({0}), so nothing is removed', reason),
  };
}

const severalPolicies = say(
  'the document contains several policies and does not say which principal each belongs to, so nothing is removed',
);

/** The accounts that are stated for a principal. */
type StatedFor = (named: PrincipalName) => readonly StatedAccount[];

function statedFor(stated: readonly StatedAccount[], mapped: ReadonlySet<string> = new Set()): StatedFor {
  return ({ arn }) => (arn !== undefined && mapped.has(arn) ? [] : stated);
}

function ofDocument(
  { to, says }: Extract<Attachment, { kind: 'attached' }>,
  index: FindingsIndex,
  stated: StatedFor,
): Match {
  for (const named of to) {
    const broken = blockedByBroken(principalsInBroken(named, index), stated(named), index);
    if (broken !== undefined) return broken;
  }
  const found = to.map((named) => ({ named, ...inAccount(withSetAside(named, index), stated(named)) }));
  const [vetoing] = found.flatMap(({ named, veto }) => veto ?? objectingTo(named, stated(named)) ?? []);
  if (vetoing !== undefined) return otherAccount(vetoing, says);
  const unclear = found.find(({ named, principals }) => named.type !== 'permission-set' && principals.length > 1);
  if (unclear !== undefined) return ambiguous(unclear.principals);
  return {
    kind: 'principals',
    principals: found.flatMap(({ named, principals }) => principalsNamed(named, principals, index)),
    why: says,
  };
}

/** The stated account that the ARN in the document is not in. */
function objectingTo({ arn = '' }: PrincipalName, stated: readonly StatedAccount[]): StatedAccount | undefined {
  const account = principalOf(arn)?.account;
  return account === undefined ? undefined : stated.find((one) => one.account !== account);
}

/** The principals that one name in a document stands for: all roles of a permission set, or else one principal. */
function principalsNamed(named: PrincipalName, found: readonly Principal[], index: FindingsIndex): MatchedPrincipal[] {
  const { type, name, arn, accounts = [] } = named;
  if (type !== 'permission-set' || found.length === 0) return [{ name, arn: arn ?? found[0]?.arn }];
  // A stated account does not exclude the roles in other accounts that the document assigns.
  const assigned = index.ofPermissionSet(name).filter(({ account }) => accounts.includes(account));
  const roles = [
    ...new Map([...found, ...assigned].map((role) => [role.arn, { name: role.name, arn: role.arn }])).values(),
  ];
  return [...roles, ...rolesWithoutArn(named, roles)];
}

/** The roles of a permission set in the accounts where the document assigns it, if no finding gives their ARN. */
export function rolesWithoutArn(
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

/**
 * Includes principals with only findings that do not count, or with only recommendations: a name without an account may
 * mean them as well.
 */
function withSetAside(named: PrincipalName, index: FindingsIndex): readonly Principal[] {
  const counting = principalsFor(named, index);
  if (named.type === 'permission-set' || named.arn !== undefined) return counting;
  const aside = index.setAside(named.name).map(({ principal }) => principal);
  const ofType = [...aside, ...index.recommendedNamed(named.name)].filter(({ type }) => type === named.type);
  return [...counting, ...ofType];
}

/** The principals with this name in broken files. Empty if the ARN is known: it is looked up later, by ARN. */
function principalsInBroken({ type, name, arn }: PrincipalName, index: FindingsIndex): readonly Principal[] {
  return arn !== undefined ? [] : index.namedInBroken(name).filter((principal) => principal.type === type);
}

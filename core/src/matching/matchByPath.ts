/** Matches a policy to the principal after whom its file or a folder above it is named. */
import type { FindingsIndex } from './filedFindings.ts';
import { type Match, type MatchInput } from './match.ts';
import { ambiguous, blockedByBroken } from './accounts.ts';
import type { Principal } from '../findings/model.ts';
import { inAccount, otherAccount, statedAccounts, type StatedAccount } from './accounts.ts';
import { say } from '../text/message.ts';
import { stems } from './fileNames.ts';

export function byPath({ file, config, index }: MatchInput): Match | undefined {
  const { segments } = file;
  const stated = statedAccounts({ file, config });
  const own = stems(segments.at(-1) ?? '').filter((name) => name !== '');
  const names = [...new Set([...own, ...segments.slice(0, -1)])].filter((name) => name !== '');
  const principalsNamed = (name: string): readonly Principal[] => [
    ...index.named(name),
    ...index.ofPermissionSet(name),
  ];
  const broken = blockedByBroken(
    names.flatMap((name) => index.namedInBroken(name)),
    stated,
    index,
  );
  if (broken !== undefined) return broken;
  const closed = own.flatMap((name) => index.setAside(name));
  // The name of the file takes precedence over the names of folders, even if its findings do not count.
  const [veto] = own.flatMap((name) => index.setAsideInAnyCase(name));
  if (veto !== undefined && own.every((name) => principalsNamed(name).length === 0))
    return { kind: 'unmatched', reason: veto.reason, isSetAside: true };
  const namesakes = closed.map(({ principal }) => principal);
  const { principals, veto: vetoing } = inAccount([...names.flatMap(principalsNamed), ...namesakes], stated);
  if (vetoing !== undefined) return otherAccount(vetoing, byItsPath);
  if (principals.length > 0)
    return byNames(
      principals,
      names.filter((name) => index.ofPermissionSet(name).length > 0),
      index,
    );
  const recommended = byRecommendation(names, { stated, index });
  if (recommended !== undefined) return recommended;
  const [report, ...others] = names.flatMap((name) => index.reportsNamed(name).map((finding) => ({ finding, name })));
  return report !== undefined && others.length === 0
    ? { kind: 'bare', ...report, why: say('by the file name of the report') }
    : undefined;
}

/** Without a finding: the one principal that the path names and for whose policies AWS has recommendations. */
function byRecommendation(
  names: readonly string[],
  { stated, index }: { readonly stated: readonly StatedAccount[]; readonly index: FindingsIndex },
): Match | undefined {
  const { principals, veto } = inAccount(names.flatMap(index.recommendedNamed), stated);
  if (veto !== undefined) return otherAccount(veto, byItsPath);
  if (principals.length > 1) return ambiguous(principals);
  return principals.length === 0
    ? undefined
    : { kind: 'principals', principals: principals.map(({ name, arn }) => ({ name, arn })), why: byItsPath };
}

/** The one principal that the path names, or all roles of the one permission set. `set`: the permission sets named. */
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

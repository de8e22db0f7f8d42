/** Principals of several accounts, where a folder of the policy's path is named with one. */
import type { Match } from './match.ts';
import { type Message, say } from '../text/message.ts';
import type { Principal } from '../findings/model.ts';
import { listed } from './wording.ts';
import type { FindingsIndex } from './filedFindings.ts';

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
export function inAccount(principals: readonly Principal[], segments: readonly string[]): InAccount {
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

export function otherAccount(accounts: readonly string[], why: Message): Match {
  const reason = say(
    'matched {0}, but the principal is not in the account that the folder is named after ({1})',
    why,
    listed(accounts),
  );
  return { kind: 'unmatched', reason };
}

export function ambiguous(candidates: readonly Principal[]): Match {
  const reason = say('several principals match ({0}): choose one', listed(candidates.map(({ arn }) => arn)));
  return { kind: 'blocked', code: 'finding.ambiguous', reason, candidates };
}

/** It may be the policy of somebody of whom only a file speaks that cannot be read. */
export function ofBroken(
  named: readonly Principal[],
  segments: readonly string[],
  index: FindingsIndex,
): Match | undefined {
  for (const { arn } of inAccount(named, segments).principals) {
    const reason = index.blockedFor(arn);
    if (reason !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason };
  }
  return undefined;
}

/** Chooses between principals of several accounts by a folder of the policy's path that is named with an account id. */
import type { Match } from './match.ts';
import { type Message, say } from '../text/message.ts';
import type { Principal } from '../findings/model.ts';
import { listed } from './wording.ts';
import type { FindingsIndex } from './filedFindings.ts';

interface InAccount {
  readonly principals: readonly Principal[];
  /** The account id that names the nearest folder; empty if no folder is named with one. */
  readonly accounts: readonly string[];
  /** There are principals, but none of them is in the account of the folder. */
  readonly veto?: true;
}

/**
 * The principals that are in the account of the nearest folder; all of them if no folder is named with an account.
 * Sorted by ARN, each once.
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

/** Blocks the policy if one of the principals is named in a findings file that cannot be read. */
export function blockedByBroken(
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

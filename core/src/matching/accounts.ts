/** Chooses between principals of several accounts: the account that a policy belongs to, as its path or a rule says. */
import type { Match, MatchInput } from './match.ts';
import { matchesGlob } from '../config/glob.ts';
import { type Message, say } from '../text/message.ts';
import type { Principal } from '../findings/model.ts';
import { listed } from './wording.ts';
import type { FindingsIndex } from './filedFindings.ts';

/** The account that the policies of a file belong to, and who says so. */
export interface StatedAccount {
  /** 12 digits. */
  readonly account: string;
  /** Why a principal of another account does not count, after “matched …, but”. */
  readonly objection: Message;
}

/**
 * The accounts stated for a file: by the nearest folder that is named with an account id, and by the first entry of
 * `accounts` whose glob matches. A principal must be in each of them.
 */
export function statedAccounts({ file, config }: Pick<MatchInput, 'file' | 'config'>): readonly StatedAccount[] {
  const { segments, pathInConfig } = file;
  const folders = segments.slice(0, -1).filter((segment) => /^\d{12}$/.test(segment));
  const entry = config?.config.accounts.find(
    ({ files }) => pathInConfig !== undefined && matchesGlob(files, pathInConfig),
  );
  return [
    ...folders.slice(-1).map((account) => ({
      account,
      objection: say('the principal is not in the account that the folder is named after ({0})', account),
    })),
    ...(entry === undefined
      ? []
      : [
          {
            account: entry.account,
            objection: say(
              'the principal is not in account {0} ({1}, line {2})',
              entry.account,
              config?.file ?? '',
              String(entry.line),
            ),
          },
        ]),
  ];
}

interface InAccount {
  readonly principals: readonly Principal[];
  /** There are principals, but this stated account leaves none of them. */
  readonly veto?: StatedAccount;
}

/** The principals that are in the stated accounts; all of them if none is stated. Sorted by ARN, each once. */
export function inAccount(principals: readonly Principal[], stated: readonly StatedAccount[]): InAccount {
  let left = principals;
  for (const one of stated) {
    left = left.filter(({ account }) => account === one.account);
    if (principals.length > 0 && left.length === 0) return { principals: [], veto: one };
  }
  const distinct = [...new Map(left.map((principal) => [principal.arn, principal])).values()].toSorted((a, b) =>
    a.arn < b.arn ? -1 : 1,
  );
  return { principals: distinct };
}

/** No finding applies: the policy was matched (`why`) to principals that are not in its stated account. */
export function otherAccount({ objection }: StatedAccount, why: Message): Match {
  return { kind: 'unmatched', reason: say('matched {0}, but {1}', why, objection) };
}

export function ambiguous(candidates: readonly Principal[]): Match {
  const reason = say('several principals match ({0}): choose one', listed(candidates.map(({ arn }) => arn)));
  return { kind: 'blocked', code: 'finding.ambiguous', reason, candidates };
}

/** Blocks the policy if one of the principals is named in a findings file that cannot be read. */
export function blockedByBroken(
  named: readonly Principal[],
  stated: readonly StatedAccount[],
  index: FindingsIndex,
): Match | undefined {
  for (const { arn } of inAccount(named, stated).principals) {
    const reason = index.blockedFor(arn);
    if (reason !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason };
  }
  return undefined;
}

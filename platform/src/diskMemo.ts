/** The disk during one request. */

/**
 * Stands for what was asked of the disk for one request: the same question is asked once, so that the folders above
 * many files cost nothing more. The next request needs a new memo, because any name may have become a link by then.
 */
export interface DiskMemo {
  /** The time of the answers: another object once they were forgotten. */
  readonly time: () => object;
  /** Forgets all answers, because something has changed. */
  readonly forget: () => void;
}

export function createDiskMemo(): DiskMemo {
  let time = {};
  return {
    time: () => time,
    forget() {
      time = {};
    },
  };
}

/** A question about a file or folder. */
export interface AskedOnce<T> {
  /** The answer; with the same memo, each file and folder is asked about once. */
  readonly of: (about: string, memo: DiskMemo) => Promise<T>;
  /** Notes an answer that is known without asking. */
  readonly tell: (about: string, answer: T, memo: DiskMemo) => void;
}

export function askedOnce<T>(ask: AskedOnce<T>['of']): AskedOnce<T> {
  const answers = new WeakMap<object, Map<string, Promise<T>>>();
  const knownIn = (memo: DiskMemo): Map<string, Promise<T>> => {
    const known = answers.get(memo.time()) ?? new Map<string, Promise<T>>();
    answers.set(memo.time(), known);
    return known;
  };
  return {
    of(about, memo) {
      const known = knownIn(memo);
      const answer = known.get(about) ?? ask(about, memo);
      known.set(about, answer);
      return answer;
    },
    tell: (about, answer, memo) => void knownIn(memo).set(about, Promise.resolve(answer)),
  };
}

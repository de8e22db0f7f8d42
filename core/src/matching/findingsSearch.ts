/** How far findings files are searched for, and what is said where that is not far enough. */
import { say, type Message } from '../text/message.ts';

/** What one search looks at, files and folders together, and finds at most. */
export interface SearchBounds {
  readonly entries: number;
  readonly files: number;
}

/** A glob like `**` in a folder of anything would take the memory of the machine, and minutes. */
export const searchBounds: SearchBounds = { entries: 500_000, files: 20_000 };

/** Why a search ended before it had seen everything. */
export type SearchEnd = keyof SearchBounds | 'given-up';

/** As one line for people: what happened, and what to do. `where` is the folder. */
export function searchEnded(end: SearchEnd, where: string, globs: readonly string[]): Message {
  const names = globs.join(', ');
  switch (end) {
    case 'files':
      return say(
        'more than {0} files below {1} match {2}, so no findings file is read: use globs that match only findings',
        searchBounds.files,
        where,
        names,
      );
    case 'entries':
      return say(
        'there are more than {0} files and folders below {1}, so no findings file is read: let the globs ({2}) start with a folder',
        searchBounds.entries,
        where,
        names,
      );
    case 'given-up':
      return say(
        'the search for findings below {0} was cancelled, so no findings file is read until the server is restarted',
        where,
      );
  }
}

/** The limits of the search for findings files, and the messages if they are exceeded. */
import { say, type Message } from '../text/message.ts';

/** The most files and folders that one search visits (`entries`), and the most findings files it finds (`files`). */
export interface SearchBounds {
  readonly entries: number;
  readonly files: number;
}

/** Without limits, a glob like `**` in a large folder would take minutes and all memory. */
export const searchBounds: SearchBounds = { entries: 500_000, files: 20_000 };

/** Why a search ended early. */
export type SearchEnd = keyof SearchBounds | 'given-up';

/** One line for the user: what happened, and what to do. `where` is the folder. */
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

import type { SearchEnd } from '../../core/src/index.ts';
import type { LinkTarget } from './links.ts';

/** What the server needs from the machine it runs on. Files are named by URI. */
export interface Platform {
  /** The text of a file, or why it cannot be read; `what` it is says how large it may be. */
  readonly readFile: (uri: string, what: 'configuration' | 'catalogue') => Promise<FileReading>;
  /** The text of a file in pieces, for files of any size. Fails, with a message for people, where it cannot be read. */
  readonly readPieces: (uri: string) => AsyncIterable<Piece>;
  /** The files below a folder that match a glob. Folders like `node_modules` are passed over. */
  readonly findFiles: (folder: string, globs: readonly string[], options: FileSearchOptions) => Promise<FoundFiles>;
  /** Where a file really is that lies in a folder or below it. */
  readonly placeOf: (uri: string, folder: string) => Promise<FilePlace>;
  /**
   * Looks into the text files below a folder in which policies may be, whatever they are called: those that no
   * `.gitignore` passes over and that are not too large. Few are open at a time.
   */
  readonly lookBelow: (folder: string) => AsyncIterable<LookedAt>;
  /**
   * A mark of what a file holds: another one as soon as it is written again, `undefined` where there is no file. A link
   * that leads nowhere is there.
   */
  readonly stamp: (uri: string) => Promise<string | undefined>;
  /** Does what is written to a file stay in a folder: does no link lead out of it? The file need not be there. */
  readonly staysInside: (uri: string, folder: string) => Promise<boolean>;
  /**
   * What is written where a file is written: the file itself, or where a link leads. In the folder, by the folder's
   * name.
   */
  readonly writtenUri: (uri: string, folder: string) => Promise<string>;
  /** The URI of a path as a user writes it, taken from `folder` where it is relative and there is one. */
  readonly resolvePath: (folder: string | undefined, path: string) => string;
  /**
   * What is said of the actions of the built-in catalogue, packed (`packDetails` of the engine). Fails where it is not
   * there.
   */
  readonly readDetails: () => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type FilePlace =
  /** A file that is where its URI says, by its name on disk, which may differ in letter case. */
  | { readonly kind: 'file'; readonly uri: string }
  /** The file, or a folder of its path below the given one, is a link. */
  | { readonly kind: 'link'; readonly leads: LinkTarget }
  /** A folder, pipe or device. */
  | { readonly kind: 'other' }
  | { readonly kind: 'absent' };

export type FileReading =
  { readonly kind: 'read'; readonly text: string } | { readonly kind: 'unreadable'; readonly reason: string };

export interface FileSearchOptions {
  /** Otherwise only the files right in the folder. */
  readonly isDeep: boolean;
  /** Links that match are among them. */
  readonly withLinks?: boolean;
  /** Asked now and then, with how many files and folders were seen; false gives the search up. */
  readonly goesOn?: (seen: number) => boolean | Promise<boolean>;
}

/** With `end`, what was found may be the smaller part of what there is. */
export interface FoundFiles {
  readonly uris: readonly string[];
  readonly end?: SearchEnd | undefined;
}

/** A file that somebody looked into, or how much was passed over. */
export type LookedAt =
  | { readonly kind: 'text'; readonly uri: string; readonly text: string }
  | { readonly kind: 'too-large'; readonly uri: string }
  | { readonly kind: 'unreadable'; readonly uri: string; readonly reason: string }
  /** Comes last. */
  | { readonly kind: 'ignored'; readonly files: number; readonly folders: number };

/** A piece of a text; `done` and `total` are sizes in bytes. */
export interface Piece {
  readonly text: string;
  readonly done: number;
  readonly total: number;
}

/** The interface between the server and the machine it runs on. */
import type { FindingsPart, LoadSyntax, SearchEnd } from '../../core/src/index.ts';
import type { DiskMemo } from './diskMemo.ts';
import type { FileMark } from './fileMarks.ts';
import type { LinkTarget } from './links.ts';

/**
 * What the server needs from the machine it runs on: files and a clock. Files are named by URI. `memo`: the disk is
 * asked once for all questions with the same memo; without one, each question is asked anew.
 */
export interface Platform {
  /** Reads the text of a file. `what` decides how large it may be. Never rejects. */
  readonly readFile: (
    uri: string,
    what: 'policies' | 'configuration' | 'catalogue',
    memo?: DiskMemo,
  ) => Promise<FileReading>;
  /**
   * Reads the text of a file in pieces, for large files. Rejects with a message for people if it cannot be read.
   * `from`: the offset in bytes at which to start, an `end` of an earlier piece. `isBetweenLines`, of the reader of
   * findings that gets the pieces: then parts of a large file may already have been read, by other threads.
   */
  readonly readPieces: (uri: string, from?: number, isBetweenLines?: () => boolean) => AsyncIterable<Piece>;
  /** Finds the files below a folder that match one of several globs. Folders such as `node_modules` are skipped. */
  readonly findFiles: (folder: string, globs: readonly string[], options: FileSearchOptions) => Promise<FoundFiles>;
  /** Tells what a file below a folder really is: a regular file, or behind a link. */
  readonly placeOf: (uri: string, folder: string, memo?: DiskMemo) => Promise<FilePlace>;
  /**
   * Reads the text files below a folder in which policies may be, whatever their names. Files that a `.gitignore`
   * excludes, and files that are too large, are not read. Few files are open at a time. `memo` gets to know what they
   * are.
   */
  readonly lookBelow: (folder: string, memo?: DiskMemo) => AsyncIterable<LookedAt>;
  /**
   * A stamp that changes when the file is written; `undefined` if there is no file. A link with a missing target has a
   * stamp, too.
   */
  readonly stamp: (uri: string, memo?: DiskMemo) => Promise<string | undefined>;
  /** Would writing to a file stay inside a folder, because no link leads out of it? The file need not exist. */
  readonly staysInside: (uri: string, folder: string) => Promise<boolean>;
  /**
   * The file that writing to `uri` would change: the file itself, or the target of a link. If it is inside the folder,
   * its URI starts with the URI of the folder.
   */
  readonly writtenUri: (uri: string, folder: string, memo?: DiskMemo) => Promise<string>;
  /** The URI of a path that a user wrote. A relative path starts at `folder`, or else at the working directory. */
  readonly resolvePath: (folder: string | undefined, path: string) => string;
  /**
   * Reads the packed details of the actions in the built-in catalogue (the engine's `packDetails`). Rejects if they are
   * missing.
   */
  readonly readDetails: () => Promise<string>;
  /** Loads a syntax that only some files need. */
  readonly loadSyntax: LoadSyntax;
  /** The time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** What a file really is. */
export type FilePlace =
  /** A regular file, not behind a link. `uri` has the name as it is on disk, which may differ in letter case. */
  | { readonly kind: 'file'; readonly uri: string }
  /** The file is a link, or a folder between it and the given folder is one. */
  | { readonly kind: 'link'; readonly leads: LinkTarget }
  /** A folder, pipe or device. */
  | { readonly kind: 'other' }
  | { readonly kind: 'absent' };

export type FileReading =
  { readonly kind: 'read'; readonly text: string } | { readonly kind: 'unreadable'; readonly reason: string };

/** Options of a search for files. */
export interface FileSearchOptions {
  /** Search subfolders, too. */
  readonly isDeep: boolean;
  /** Include links that match. */
  readonly withLinks?: boolean;
  /** Search only this folder, a path below the given one. The globs still start at the given one. */
  readonly within?: string;
  /** Called from time to time with the number of files and folders seen so far. False ends the search. */
  readonly goesOn?: (seen: number) => boolean | Promise<boolean>;
}

/** The files that were found. `end` is present if the search ended early: there may be many more. */
export interface FoundFiles {
  readonly uris: readonly string[];
  readonly end?: SearchEnd | undefined;
}

/** A file that was read, or could not be; or the number of files that were skipped. */
export type LookedAt =
  | { readonly kind: 'text'; readonly uri: string; readonly text: string }
  | { readonly kind: 'too-large'; readonly uri: string }
  | { readonly kind: 'unreadable'; readonly uri: string; readonly reason: string }
  /** How many files and folders `.gitignore` files exclude. It comes last. */
  | { readonly kind: 'ignored'; readonly files: number; readonly folders: number };

/** A piece of a text. `done` is how many bytes of the file have been read, `total` the size of the file in bytes. */
export interface Piece {
  readonly text: string;
  /** The offset in bytes of what follows the text; absent if reading cannot start there. */
  readonly end?: number | undefined;
  readonly done: number;
  readonly total: number;
  /** Findings that have been read already; `text` is empty then. `marks`: where reading of the part can start. */
  readonly part?: { readonly findings: FindingsPart; readonly marks: readonly FileMark[] } | undefined;
}

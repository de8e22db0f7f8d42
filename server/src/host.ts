/** What the server needs from the machine it runs on. Files are named by URI. */
export interface ServerHost {
  /** The text of a file, or why it cannot be read. */
  readonly readFile: (uri: string) => Promise<FileReading>;
  /** The files below a folder that match a glob; of `deep: false` only those right in it. Folders like `node_modules` are passed over. */
  readonly findFiles: (folder: string, globs: readonly string[], deep: boolean) => Promise<readonly string[]>;
  /** The URI of a path as a user writes it, taken from `folder` where it is relative and there is one. */
  readonly resolvePath: (folder: string | undefined, path: string) => string;
}

export type FileReading = { readonly kind: 'read'; readonly text: string } | { readonly kind: 'unreadable'; readonly reason: string };

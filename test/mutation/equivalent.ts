/** Mistakes that change nothing that anybody can see, and why. */
export interface Explained {
  readonly file: string;
  /** Code as it stands in the file, and with the mistake. */
  readonly code: string;
  readonly mutated: string;
  readonly why: string;
}

export const equivalent: readonly Explained[] = [];

/** What a run has to print, and its exit code. */
export interface Outcome {
  readonly stdout: string;
  /** A line each. */
  readonly stderr: readonly string[];
  readonly exitCode: 0 | 1 | 2;
}

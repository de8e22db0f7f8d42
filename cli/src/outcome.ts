/** The output and the exit code of a command. */
export interface Outcome {
  readonly stdout: string;
  /** One line each. */
  readonly stderr: readonly string[];
  readonly exitCode: 0 | 1 | 2;
}

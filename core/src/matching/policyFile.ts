import type { Message } from '../text/message.ts';
import type { Config } from '../config/config.ts';

/** Where a policy stands. */
export interface PolicyFile {
  /** The names of the folders from the workspace down to the file, and the file's. */
  readonly segments: readonly string[];
  /** Its folder, in the form in which the findings' files are named. */
  readonly folder: string;
  /** Why its name tells nothing, as of a text without a path. */
  readonly unplaced?: Message | undefined;
  /** Its path from the folder of the configuration down, with `/`; absent where there is none. */
  readonly pathInConfig?: string | undefined;
}

/** A `.iam-refine.json` that holds for a policy. */
export interface FiledConfig {
  /** The file, as messages name it. */
  readonly file: string;
  readonly config: Config;
}

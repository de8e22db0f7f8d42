/** The file of a policy, and the configuration that applies to it. */
import type { Message } from '../text/message.ts';
import type { Config } from '../config/config.ts';

/** The file that contains a policy. */
export interface PolicyFile {
  /** The names of the folders from the workspace down to the file, and the name of the file. */
  readonly segments: readonly string[];
  /** Its folder, as a URI or path like the names of the findings files. */
  readonly folder: string;
  /** Why the file cannot be matched by its path, for example because the text has none. */
  readonly unplaced?: Message | undefined;
  /** Its path relative to the folder of the configuration, with `/`; absent if there is no configuration. */
  readonly pathInConfig?: string | undefined;
}

/** The `.iam-refine.json` that applies to a policy. */
export interface FiledConfig {
  /** The file, as messages name it. */
  readonly file: string;
  readonly config: Config;
}

/** Symbolic links, which are not followed, and the messages that say so. */
import { say, type Message } from '../../core/src/text/index.ts';

/** The target of a link: inside the workspace folder, outside of it, or missing. */
export type LinkTarget = 'inside' | 'outside' | 'nowhere';

/** Why a file is not read that is a link, or is in a folder that is one. */
export const linkLeading: Readonly<Record<LinkTarget, Message>> = {
  inside: say('it is a link'),
  outside: say('it is a link that leads out of the workspace'),
  nowhere: say('it is a link that cannot be followed'),
};

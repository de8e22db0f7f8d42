import { say, type Message } from '../../core/src/text/index.ts';

/** Where a link leads: to something in the folder, out of it, or to what cannot be reached. */
export type LinkTarget = 'inside' | 'outside' | 'nowhere';

/** Why a file that is a link, or is behind one, is not read. */
export const linkLeading: Readonly<Record<LinkTarget, Message>> = {
  inside: say('it is a link'),
  outside: say('it is a link that leads out of the workspace'),
  nowhere: say('it is a link that cannot be followed'),
};

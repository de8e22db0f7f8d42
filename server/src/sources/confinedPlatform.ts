import { inWords, type Message } from '../../../core/src/text/index.ts';
import { linkLeading } from '../../../platform/src/links.ts';
import type { Log } from '../lsp/guard.ts';
import type { FilePlace, Platform } from '../../../platform/src/platform.ts';
import { told } from '../lsp/language.ts';
import { canonical } from '../../../platform/src/fileUris.ts';
import type { DocumentFolder } from './workspace.ts';

/** Thrown if a file that does not count is read: a link, not a regular file, or a file that is gone. */
export class IgnoredFile extends Error {}

export interface Confinement {
  readonly folderOf: (uri: string) => DocumentFolder | undefined;
  readonly log: Log;
}

/**
 * A platform that reads only files that are really inside of their folder. This is decided when a file is read, because
 * any name may have become a link by then: findings are read only from regular files without links in their path, and a
 * configuration is not read through a link out of the workspace. Each ignored file is logged once, until it changes.
 */
export function confinedPlatform(platform: Platform, { folderOf, log }: Confinement): Platform {
  const named = new Map<string, string>();
  const tell = (uri: string, reason: Message | undefined): void => {
    const why = reason && inWords(reason);
    if (why === undefined) named.delete(uri);
    else if (named.get(uri) !== why) log.warn(`${uri}: ${why}; it is ignored`);
    if (why !== undefined) named.set(uri, why);
  };
  return {
    ...platform,
    async *readPieces(uri, ...options) {
      const folder = folderOf(uri);
      if (folder !== undefined) {
        const place = await platform.placeOf(uri, folder.uri);
        tell(canonical(uri), reasonOf(place));
        if (place.kind !== 'file' || canonical(place.uri) !== canonical(uri)) throw new IgnoredFile();
      }
      yield* platform.readPieces(uri, ...options);
    },
    async readFile(uri, what, memo) {
      const folder = folderOf(uri);
      if (folder?.isWorkspace !== true) return platform.readFile(uri, what);
      const place = await platform.placeOf(uri, folder.uri, memo);
      const reason = place.kind === 'link' && place.leads === 'outside' ? reasonOf(place) : undefined;
      tell(canonical(uri), reason);
      return reason === undefined ? platform.readFile(uri, what) : { kind: 'unreadable', reason: told(reason) };
    },
  };
}

function reasonOf(place: FilePlace): Message | undefined {
  return place.kind === 'link' ? linkLeading[place.leads] : undefined;
}

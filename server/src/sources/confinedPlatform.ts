import { inWords, type Message } from '../../../core/src/text/index.ts';
import { linkLeading } from '../../../platform/src/links.ts';
import type { Log } from '../lsp/guard.ts';
import type { FilePlace, Platform } from '../../../platform/src/platform.ts';
import { told } from '../lsp/language.ts';
import { canonical } from '../../../platform/src/fileUris.ts';
import type { DocumentFolder } from './workspace.ts';

/** Thrown in place of the pieces of a file that does not count: what is no file of its own, and what is gone. */
export class IgnoredFile extends Error {}

export interface Confinement {
  readonly folderOf: (uri: string) => DocumentFolder | undefined;
  readonly log: Log;
}

/**
 * A host that reads of a folder only what is in it, whoever named the file. This is decided when the file is read,
 * because any name may be a link by then: findings are read from regular files that no link leads to, and a
 * configuration not through a link out of the workspace. What is ignored for that is named in the log once, until it is
 * something else.
 */
export function confinedHost(host: Platform, { folderOf, log }: Confinement): Platform {
  const named = new Map<string, string>();
  const tell = (uri: string, reason: Message | undefined): void => {
    const why = reason && inWords(reason);
    if (why === undefined) named.delete(uri);
    else if (named.get(uri) !== why) log.warn(`${uri}: ${why}; it is ignored`);
    if (why !== undefined) named.set(uri, why);
  };
  return {
    ...host,
    async *readPieces(uri) {
      const folder = folderOf(uri);
      if (folder !== undefined) {
        const place = await host.placeOf(uri, folder.uri);
        tell(canonical(uri), reasonOf(place));
        if (place.kind !== 'file' || canonical(place.uri) !== canonical(uri)) throw new IgnoredFile();
      }
      yield* host.readPieces(uri);
    },
    async readFile(uri, what) {
      const folder = folderOf(uri);
      if (folder?.isWorkspace !== true) return host.readFile(uri, what);
      const place = await host.placeOf(uri, folder.uri);
      const reason = place.kind === 'link' && place.leads === 'outside' ? reasonOf(place) : undefined;
      tell(canonical(uri), reason);
      return reason === undefined ? host.readFile(uri, what) : { kind: 'unreadable', reason: told(reason) };
    },
  };
}

function reasonOf(place: FilePlace): Message | undefined {
  return place.kind === 'link' ? linkLeading[place.leads] : undefined;
}

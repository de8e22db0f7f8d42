import packed from '../../../data/catalogue.txt';
import { inWords, placeAt, say } from '../../../core/src/text/index.ts';
import { openCatalogue, readCatalogue, type ActionCatalogue } from '../../../core/src/actions/index.ts';
import { among, fileName, hostOf, keyOf } from '../../../platform/src/fileUris.ts';
import type { Log } from '../lsp/guard.ts';
import type { FileReading, Platform } from '../../../platform/src/platform.ts';

/** The catalogues that the settings name. */
export interface CatalogueSource {
  /** Opens the catalogue at a path from the settings; an empty path is the built-in catalogue. */
  readonly catalogueFor: (folder: string | undefined, path: string) => Promise<ActionCatalogue>;
  /** Is it the file of a catalogue that was opened? */
  readonly isOpened: (uri: string) => boolean;
  /** Forgets catalogues that changed, appeared or disappeared: they are opened again when they are needed. */
  readonly forget: (uris: readonly string[]) => void;
}

let builtIn: ActionCatalogue | undefined;

/** The built-in catalogue, opened at the first call. */
export function builtInCatalogue(): ActionCatalogue {
  return (builtIn ??= openCatalogue(packed));
}

const elsewhere: FileReading = { kind: 'unreadable', reason: 'it is on another machine, and no connection is opened' };

/** Opens each catalogue once. If one cannot be read, this is logged and the built-in one is used. */
export function createCatalogueSource(platform: Platform, log: Log): CatalogueSource {
  const opened = new Map<string, Promise<ActionCatalogue>>();
  const open = async (uri: string, folder: string | undefined): Promise<ActionCatalogue> => {
    // Settings may come from a workspace, and Windows sends the user's credentials to a server when it opens a file
    // there.
    const isElsewhere = hostOf(uri) !== '' && hostOf(uri) !== hostOf(folder ?? '');
    const reading = isElsewhere ? elsewhere : await platform.readFile(uri, 'catalogue');
    const fallback = builtInCatalogue();
    if (reading.kind === 'unreadable') {
      log.error(`iamRefine.catalogue: ${reading.reason}; ${inWords(fallback.label)} is used`);
      return fallback;
    }
    const catalogue = readCatalogue(reading.text, say('the catalogue {0}', fileName(uri)));
    if (catalogue.kind === 'read') return catalogue.catalogue;
    const { line, column } = placeAt(reading.text, catalogue.error.span.offset);
    log.error(
      `iamRefine.catalogue: ${uri}:${line}:${column}: ${inWords(catalogue.error.message)}; ${inWords(fallback.label)} is used`,
    );
    return fallback;
  };
  return {
    async catalogueFor(folder, path) {
      if (path === '') return builtInCatalogue();
      const uri = platform.resolvePath(folder, path);
      const known = opened.get(uri) ?? open(uri, folder);
      opened.set(uri, known);
      return known;
    },
    isOpened: (uri) => [...opened.keys()].some((known) => keyOf(known) === keyOf(uri)),
    forget(uris) {
      const isChanged = among(uris);
      for (const uri of opened.keys()) if (isChanged(uri)) opened.delete(uri);
    },
  };
}

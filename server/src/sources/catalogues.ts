import packed from '../../../data/catalogue.txt';
import { inWords, placeAt, say } from '../../../core/src/text/index.ts';
import { openCatalogue, readCatalogue, type ActionCatalogue } from '../../../core/src/actions/index.ts';
import { hostOf, fileName } from '../../../platform/src/fileUris.ts';
import type { Log } from '../lsp/guard.ts';
import type { FileReading, Platform } from '../../../platform/src/platform.ts';

/** The catalogue for a path from the settings, empty for the built-in one. */
export type CatalogueSource = (folder: string | undefined, path: string) => Promise<ActionCatalogue>;

let builtIn: ActionCatalogue | undefined;

/** The catalogue that the product carries, opened when it is first asked for. */
export function builtInCatalogue(): ActionCatalogue {
  return (builtIn ??= openCatalogue(packed));
}

const elsewhere: FileReading = { kind: 'unreadable', reason: 'it is on another machine, and no connection is opened' };

/** Opens catalogues, each once. One that cannot be read is told in the log, and the built-in one is used instead. */
export function createCatalogueSource(host: Platform, log: Log): CatalogueSource {
  const opened = new Map<string, Promise<ActionCatalogue>>();
  const open = async (uri: string, folder: string | undefined): Promise<ActionCatalogue> => {
    // Settings may be those of a workspace, and Windows tells a server who the user is when a file is asked for.
    const isElsewhere = hostOf(uri) !== '' && hostOf(uri) !== hostOf(folder ?? '');
    const reading = isElsewhere ? elsewhere : await host.readFile(uri, 'catalogue');
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
  return async (folder, path) => {
    if (path === '') return builtInCatalogue();
    const uri = host.resolvePath(folder, path);
    const known = opened.get(uri) ?? open(uri, folder);
    opened.set(uri, known);
    return known;
  };
}

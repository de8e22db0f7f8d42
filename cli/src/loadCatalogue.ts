import path from 'node:path';
import packed from '../../data/catalogue.txt';
import { openCatalogue, readCatalogue, type ActionCatalogue } from '../../core/src/actions/index.ts';
import { say } from '../../core/src/text/index.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import { at, CannotDo, readText } from './files.ts';

/** The text of a catalogue that the options name. */
export interface CatalogueText {
  /** As the options name it. */
  readonly file: string;
  readonly text: string;
}

/** The catalogue that the options name, or the built-in one. */
export async function loadCatalogue(file: string | undefined): Promise<ActionCatalogue> {
  return openNamed(await readNamed(file));
}

/** Reads the catalogue that the options name; `undefined` if they name none. */
export async function readNamed(file: string | undefined): Promise<CatalogueText | undefined> {
  if (file === undefined) return undefined;
  const { text } = await readText(path.resolve(file), mostBytesOf.catalogue);
  return { file, text };
}

/** The catalogue with this text, or the built-in one. */
export function openNamed(named: CatalogueText | undefined): ActionCatalogue {
  if (named === undefined) return builtIn();
  const { file, text } = named;
  const reading = readCatalogue(text, say('the catalogue {0}', path.basename(file)));
  if (reading.kind === 'unreadable') throw new CannotDo(`${file}${at(text, reading.error)}`);
  return reading.catalogue;
}

function builtIn(): ActionCatalogue {
  const catalogue = openCatalogue(packed);
  if (catalogue.date === undefined)
    throw new CannotDo('the built-in action catalogue is missing or incomplete: install IAM Refine again');
  return catalogue;
}

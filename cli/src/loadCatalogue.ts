import path from 'node:path';
import packed from '../../data/catalogue.txt';
import { openCatalogue, readCatalogue, type ActionCatalogue } from '../../core/src/actions/index.ts';
import { say } from '../../core/src/text/index.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import { at, CannotDo, readText } from './files.ts';

/** The catalogue that the options name, or the built-in one. */
export async function loadCatalogue(file: string | undefined): Promise<ActionCatalogue> {
  if (file === undefined) return builtIn();
  const { text } = await readText(path.resolve(file), mostBytesOf.catalogue);
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

/** Reads where in the apps of the AWS CDK the constructs of some templates were made. */
import path from 'node:path';
import {
  constructPlaces,
  manifestName,
  withConstructs,
  type ConstructPlaces,
  type DocumentReading,
} from '../../core/src/index.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import type { CandidateText } from './candidates.ts';
import { CannotDo, readText, shown } from './files.ts';

/** By the folder of the templates. Plain data. */
export type Constructs = ReadonlyMap<string, ConstructPlaces>;

export const noConstructs: Constructs = new Map();

/** Reads the manifest of each folder with templates once. */
export async function readConstructs(documents: readonly CandidateText[]): Promise<Constructs> {
  const templates = documents.filter(({ isUnplaced, file }) => isUnplaced !== true && isOfCdk.test(file.text));
  const folders = new Set(templates.map((document) => path.dirname(document.path)));
  const constructs = new Map<string, ConstructPlaces>();
  for (const folder of folders) constructs.set(folder, await placesOf(path.join(folder, manifestName)));
  return constructs;
}

const isOfCdk = /"aws:cdk:path"/;

/** None if there is no manifest, or if it cannot be read: then, messages name the construct only. */
async function placesOf(file: string): Promise<ConstructPlaces> {
  try {
    return constructPlaces((await readText(file, mostBytesOf.policies)).text);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return new Map();
  }
}

/** The reading of a template, with the lines of the app. */
export function placedInApp(
  reading: DocumentReading,
  document: CandidateText,
  constructs: Constructs,
): DocumentReading {
  const places = constructs.get(path.dirname(document.path));
  return places === undefined || places.size === 0 ? reading : withConstructs(reading, places, shown);
}

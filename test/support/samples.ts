import { readFileSync } from 'node:fs';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { openCatalogue, type ActionCatalogue } from '../../core/src/actions/index.ts';
import type { Unused } from '../../core/src/index.ts';
import { folded } from './bruteForce.ts';

/** The text of a sample document in one of the real shapes. */
export function sample(name: string): string {
  return readFileSync(`test/fixtures/samples/${name}`, 'utf8');
}

export const builtIn: ActionCatalogue = openCatalogue(readFileSync('data/catalogue.txt', 'utf8'));

/** A catalogue of the given names. */
export function catalogueOf(names: Readonly<Record<string, readonly string[]>>): ActionCatalogue {
  return catalogueFromNames(
    Object.entries(names).map(([service, list]) => [service, list.map((name) => ({ name }))] as const),
    'the test catalogue',
  );
}

/** The actions of S3 and Lambda in August 2024, when the AWS Security Blog post was written. */
export function august2024(): ActionCatalogue {
  return catalogueOf(JSON.parse(sample('catalogue.2024-08.s3-lambda.json')) as Record<string, string[]>);
}

/** What is unused, from names by service, or `null` for the service as a whole. */
export function unusedOf(services: Readonly<Record<string, readonly string[] | null>>): Unused {
  return new Map(
    Object.entries(services).map(([service, names]) => [
      folded(service),
      {
        service: folded(service),
        ...(names === null ? {} : { actions: new Map(names.map((name) => [folded(name), name] as const)) }),
      },
    ]),
  );
}

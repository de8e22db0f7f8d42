import { readFileSync } from 'node:fs';
import { allFindings, openCatalogue, readCatalogue, readFindings, type ActionCatalogue, type Unused } from '../../core/src/index.ts';

/** The text of a sample document in one of the real shapes. */
export function sample(name: string): string {
  return readFileSync(`test/fixtures/samples/${name}`, 'utf8');
}

export const builtIn: ActionCatalogue = openCatalogue(readFileSync('data/catalogue.txt', 'utf8'));

/** A catalogue of the given names. */
export function catalogueOf(names: Readonly<Record<string, readonly string[]>>): ActionCatalogue {
  const reading = readCatalogue(JSON.stringify(names), 'the test catalogue');
  if (reading.kind === 'unreadable') throw new Error(reading.error.message);
  return reading.catalogue;
}

/** The names S3 and Lambda had when the post was written. */
export function august2024(): ActionCatalogue {
  return catalogueOf(JSON.parse(sample('catalogue.2024-08.s3-lambda.json')) as Record<string, string[]>);
}

/** What a finding in the post's short form leaves unused: by service, names, or `null` for the service as a whole. */
export function unusedOf(services: Readonly<Record<string, readonly string[] | null>>): Unused {
  const entries = Object.entries(services).map(([serviceNamespace, actions]) => ({
    serviceNamespace,
    ...(actions === null ? {} : { actions }),
  }));
  const [finding] = allFindings(readFindings(JSON.stringify(entries)));
  return finding?.services ?? new Map();
}

import { foldedParts } from '../../../core/src/actions/index.ts';
import type { FiledFinding, Finding } from '../../../core/src/index.ts';
import type { FindingPlace, FindingPlacesParams } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import type { EntryPlacesSource } from '../sources/entryPlaces.ts';
import type { PartReader } from '../sources/findingParts.ts';
import { t } from '../lsp/language.ts';

/**
 * The places of the findings that apply to a document, or to one of its policies; for an action, where they name it or
 * its service. Each once.
 */
export async function findingPlaces(
  { action, policy }: FindingPlacesParams,
  found: DocumentAnalysis | undefined,
  { readPart, placesOf }: { readonly readPart: PartReader; readonly placesOf: EntryPlacesSource },
): Promise<FindingPlace[]> {
  const policies = found?.analysis.policies ?? [];
  const meant = policy === undefined ? policies : policies.slice(policy, policy + 1);
  const filed = meant.flatMap(({ match }) => (match.kind === 'matched' ? match.findings : []));
  const places = await Promise.all(
    filed.map(
      async (one) => (action !== undefined && (await entryPlace(one, action, placesOf))) || wholePlaces(one, readPart),
    ),
  );
  return [...new Map(places.flat().map((place) => [JSON.stringify(place), place])).values()];
}

async function entryPlace(
  filed: FiledFinding,
  action: string,
  placesOf: EntryPlacesSource,
): Promise<FindingPlace[] | undefined> {
  const asked = foldedParts(action);
  const entry = (await placesOf(filed, [asked])).entryOf(...asked);
  return entry && [{ uri: entry.uri, position: entry.range.start, label: labelOf(filed.finding) }];
}

function wholePlaces({ finding, places }: FiledFinding, readPart: PartReader): Promise<FindingPlace[]> {
  return Promise.all(
    places.map(async ({ file, span }) => {
      const { start } = await readPart(file, { offset: span.offset, length: 0 });
      return { uri: file, position: start, label: labelOf(finding) };
    }),
  );
}

function labelOf({ principal }: Finding): string {
  return principal?.arn ?? t('a finding without a principal');
}

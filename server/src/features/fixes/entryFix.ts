/** The fix of an entry: remove it, or narrow it. */
import type { PolicyPlace, StatementAnalysis } from '../../../../core/src/index.ts';
import { type FixOffer, type FixRequest, placeOffer } from './offer.ts';
import { t, told } from '../../lsp/language.ts';

export function entryOffers(request: FixRequest, target: StatementAnalysis, place: Required<PolicyPlace>): FixOffer[] {
  const { pattern, decision } = target.entries[place.entry] ?? {};
  if (pattern === undefined) return [];
  switch (decision?.kind) {
    case 'drop':
      return [
        placeOffer(
          request,
          { kind: 'entry', ...place },
          doubtful(request, decision, t('Remove unused action {0}', pattern)),
        ),
      ];
    case 'narrow':
      return [
        placeOffer(
          request,
          { kind: 'entry', ...place },
          doubtful(request, decision, narrowTitle(pattern, decision.to)),
        ),
      ];
    case 'narrow-all':
      return [
        placeOffer(
          request,
          { kind: 'entry', ...place },
          { title: t('Replace {0} with one entry for each service', pattern) },
        ),
      ];
    case 'keep':
    case 'cannot-narrow':
    case 'malformed':
    case undefined:
      return [];
  }
}

function narrowTitle(text: string, to: readonly string[]): string {
  return to.length === 1
    ? t('Replace {0} with {1}', text, to.join())
    : t('Replace {0} with {1} shortest safe prefixes', text, to.length);
}

/** If the catalogue is older than the finding, the fix is not preferred, and its title tells why. */
function doubtful(
  { found }: FixRequest,
  { isCatalogueOlder }: { readonly isCatalogueOlder?: true },
  title: string,
): { readonly title: string; readonly isPreferred?: true } {
  if (isCatalogueOlder !== true) return { title, isPreferred: true };
  return { title: t('{0} ({1} is older than the finding)', title, told(found.sources.catalogue.label)) };
}

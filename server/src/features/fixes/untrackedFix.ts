import { parseActionPattern } from '../../../../core/src/actions/index.ts';
import type { Span } from '../../../../core/src/text/index.ts';
import { entriesAt } from './entriesAt.ts';
import { type FixOffer, type FixRequest, mostProblems, placeOffer } from './offer.ts';
import { t } from '../../lsp/language.ts';

/**
 * Offers to remove actions that stay only because the entry for their unused service says nothing about them. The fix
 * is never preferred.
 */
export function* untrackedOffers(request: FixRequest, range: Span): Iterable<FixOffer[]> {
  const { analysis, engine } = request.found;
  for (const { place, text } of entriesAt(analysis, range).slice(0, mostProblems)) {
    const { excepted = [] } = engine.explain(analysis, place) ?? {};
    const title = untrackedTitle(text, excepted);
    yield title === undefined
      ? []
      : [placeOffer(request, { kind: 'entry', ...place, includesUntracked: true }, { title })];
  }
}

/** The title of the fix; `undefined` if there are no such actions. */
function untrackedTitle(text: string, excepted: readonly string[]): string | undefined {
  const pattern = parseActionPattern(text);
  if (excepted.length === 0) return undefined;
  const actions = excepted.join(', ');
  if (pattern.kind === 'all')
    return t(
      'Replace {0} with one entry for each service – also removes {1}, whose use AWS does not track',
      text,
      actions,
    );
  return pattern.kind === 'wildcard'
    ? t('Remove {0} – also removes {1}, whose use AWS does not track', text, actions)
    : t('Remove {0}, whose use AWS does not track', text);
}

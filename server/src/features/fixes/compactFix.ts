/** The fix of a policy that would be too large after refining: refines the whole file in the compact form. */
import { spansTouch, type Span } from '../../../../core/src/text/index.ts';
import { type FixOffer, type FixRequest, quickFixAbout } from './offer.ts';
import { t } from '../../lsp/language.ts';

export function compactOffers(request: FixRequest, range: Span): FixOffer[] {
  const isTooLarge = request.found.analysis.problems.some(
    ({ code, span }) => code === 'policy.too-large' && spansTouch(span, range),
  );
  if (!isTooLarge) return [];
  const action = { title: t('Refine Whole File, compact'), ...quickFixAbout(request, 'policy.too-large') };
  return [{ action, fix: { kind: 'compact' }, isOmitted: true }];
}

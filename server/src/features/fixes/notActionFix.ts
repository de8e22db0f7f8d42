import type { PolicyPlace } from '../../../../core/src/index.ts';
import { spansTouch, type Span } from '../../../../core/src/text/index.ts';
import { t } from '../../lsp/language.ts';
import { mostProblems, placeOffer, type FixOffer, type FixRequest } from './offer.ts';

/**
 * Offers to extend the `NotAction` of Allow statements by what is unused. The fix is never preferred: what such a
 * statement allows is hard to see.
 */
export function* notActionOffers(request: FixRequest, range: Span): Iterable<FixOffer[]> {
  const { analysis, engine } = request.found;
  for (const place of notActionsAt(request, range).slice(0, mostProblems)) {
    const [change] = engine.propose(analysis, { kind: 'statement', ...place, extendsNotAction: true }).changes;
    const { excludes, entries = [] } = change ?? {};
    const written = entries.flatMap(({ outcome }) => (outcome.kind === 'becomes' ? outcome.to.slice(1) : []));
    const title =
      written.length === 1
        ? t('Add {0} to NotAction: nothing else that it allows is removed', written[0] ?? '')
        : t('Add {0} unused entries to NotAction ({1} actions)', written.length, excludes?.removed ?? 0);
    yield excludes === undefined
      ? []
      : [
          {
            ...placeOffer(request, { kind: 'statement', ...place, extendsNotAction: true }, { title }),
            isOmitted: true,
          },
        ];
  }
}

/** The statements whose `NotAction` touches a range. */
function notActionsAt({ found }: FixRequest, range: Span): readonly PolicyPlace[] {
  return found.analysis.policies.flatMap(({ policy: { statements }, match }, policy) =>
    match.kind !== 'matched'
      ? []
      : statements.flatMap(({ action }, statement) =>
          action?.element === 'NotAction' && (spansTouch(action.keySpan, range) || spansTouch(action.valueSpan, range))
            ? [{ policy, statement }]
            : [],
        ),
  );
}

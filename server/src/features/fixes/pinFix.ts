/** The fix of a policy that matches several principals: the choice is written into `.iam-refine.json`. */
import { spansTouch, type Span } from '../../../../core/src/text/index.ts';
import type { Fix } from './fixData.ts';
import { type FixBase, type ProvenFix, markOf } from './provenFix.ts';
import { type FixOffer, type FixRequest, mostProblems, quickFixAbout } from './offer.ts';
import { configFor, mapDocument, mappedPart } from '../configEdits.ts';
import { t, told } from '../../lsp/language.ts';
import { mapCommand } from './mapCommand.ts';

/** The most candidates in the menu. The command lists all of them. */
const shownCandidates = 10;

/** One action for each principal. */
export function* pinOffers(request: FixRequest, range: Span): Iterable<FixOffer[]> {
  const { found, capabilities } = request;
  const file = configFor(found, capabilities);
  if (file === undefined) return;
  const meant = found.analysis.policies.flatMap(({ policy: { keySpan }, match }, policy) =>
    match.kind === 'blocked' && match.candidates !== undefined && spansTouch(keySpan, range)
      ? [{ policy, code: match.code, candidates: match.candidates }]
      : [],
  );
  for (const { policy, code, candidates } of meant.slice(0, mostProblems))
    yield candidates.slice(0, shownCandidates).map(({ arn, name, type, account }): FixOffer => {
      const title = t('Use the finding for the {0} {1} in account {2} (writes {3})', type, name, account, file);
      const command = mapCommand(request, { title, part: mappedPart(found, policy), principals: [arn] });
      const action = { title, ...quickFixAbout(request, code), ...command };
      return { action, fix: { kind: 'pin', policy, principal: arn }, isOmitted: true };
    });
}

export function provePin(
  { document, found, capabilities }: FixBase,
  { policy, principal }: Extract<Fix, { kind: 'pin' }>,
): ProvenFix {
  const match = found.analysis.policies[policy]?.match;
  const isCandidate = match?.kind === 'blocked' && match.candidates?.some(({ arn }) => arn === principal) === true;
  const part = mappedPart(found, policy);
  const change = isCandidate ? mapDocument(document.uri, found, { part, arns: [principal] }, capabilities) : undefined;
  if (change === undefined) return { kind: 'refused' };
  if (change.kind === 'refused') return { kind: 'refused', reason: told(change.reason) };
  return {
    kind: 'proven',
    offered: markOf(change.file),
    make: () => ({ kind: 'made', edit: change.edit, kept: 0, removed: 0 }),
  };
}

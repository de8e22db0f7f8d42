/**
 * The fix of a policy whose holders were matched by generated names: the names are confirmed in `.iam-refine.json`.
 */
import { listed } from '../../../../core/src/index.ts';
import { spansTouch, type Span } from '../../../../core/src/text/index.ts';
import { configFor, mapDocument } from '../configEdits.ts';
import { t, told } from '../../lsp/language.ts';
import { mapCommand } from './mapCommand.ts';
import type { Fix } from './fixData.ts';
import { mostProblems, quickFixAbout, type FixOffer, type FixRequest } from './offer.ts';
import { markOf, type FixBase, type ProvenFix } from './provenFix.ts';

/** One action for each resource whose name was guessed. */
export function* confirmOffers(request: FixRequest, range: Span): Iterable<FixOffer[]> {
  const { found, capabilities } = request;
  const file = configFor(found, capabilities);
  if (file === undefined) return;
  const guessed = found.analysis.policies.flatMap(({ policy: { keySpan }, match }, policy) =>
    match.kind === 'matched' && match.unconfirmed !== undefined && spansTouch(keySpan, range)
      ? [{ policy, names: match.unconfirmed.names }]
      : [],
  );
  for (const { policy, names } of guessed.slice(0, mostProblems))
    yield names.map(({ resource, arns }): FixOffer => {
      const title = t('Confirm that {0} is {1} (writes {2})', resource, listed(arns.map(nameIn)), file);
      const command = mapCommand(request, { title, part: { kind: 'resource', resource }, principals: arns });
      const action = { title, ...quickFixAbout(request, 'finding.ambiguous'), ...command };
      return { action, fix: { kind: 'confirm', policy, resource }, isOmitted: true };
    });
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

export function proveConfirm(
  { document, found, capabilities }: FixBase,
  { policy, resource }: Extract<Fix, { kind: 'confirm' }>,
): ProvenFix {
  const match = found.analysis.policies[policy]?.match;
  const guessed = match?.kind === 'matched' ? match.unconfirmed?.names : undefined;
  const arns = guessed?.find((one) => one.resource === resource)?.arns;
  if (arns === undefined) return { kind: 'refused' };
  const change = mapDocument(document.uri, found, { part: { kind: 'resource', resource }, arns }, capabilities);
  if (change.kind === 'refused') return { kind: 'refused', reason: told(change.reason) };
  return {
    kind: 'proven',
    offered: markOf(change.file, arns),
    make: () => ({ kind: 'made', edit: change.edit, kept: 0, removed: 0 }),
  };
}

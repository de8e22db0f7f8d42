/** The fix of a misspelled action: replaces it with the suggested action. */
import { syntaxOf, type PolicyPlace, type Problem, type StatementAnalysis } from '../../../../core/src/index.ts';
import type { TextEdit } from '../../../../core/src/text/index.ts';
import type { Fix } from './fixData.ts';
import { type FixBase, type MadeFix, type ProvenFix, markOf } from './provenFix.ts';
import { type FixOffer, type FixRequest, quickFixAbout } from './offer.ts';
import { suggestAction } from '../../../../core/src/actions/index.ts';
import { t } from '../../lsp/language.ts';
import { workspaceEditOf } from '../../lsp/convert.ts';

export function spellingOffers(
  request: FixRequest,
  problem: Problem,
  { statement }: StatementAnalysis,
  place: Required<PolicyPlace>,
): FixOffer[] {
  if (problem.code !== 'action.misspelled') return [];
  const text = statement.action?.entries[place.entry]?.pattern;
  const near = text === undefined ? undefined : suggestAction(request.found.sources.catalogue, text);
  if (near === undefined) return [];
  const action = { title: t('Change to {0}', near), ...quickFixAbout(request, problem.code) };
  return [{ action, fix: { kind: 'spelling', ...place } }];
}

export function proveSpelling(
  { document, found, capabilities }: FixBase,
  fix: Extract<Fix, { kind: 'spelling' }>,
): ProvenFix {
  const { policies, errors } = found.analysis.reading;
  const policy = policies[fix.policy];
  // A document with a syntax error or a read-only policy is not edited.
  if (policy === undefined || errors.length > 0 || policy.readOnly !== undefined) return { kind: 'refused' };
  const entry = policy.statements[fix.statement]?.action?.entries[fix.entry];
  const near = entry?.pattern === undefined ? undefined : suggestAction(found.sources.catalogue, entry.pattern);
  if (entry === undefined || near === undefined) return { kind: 'refused' };
  const { text } = found.analysis;
  const edits: readonly TextEdit[] = [
    { span: syntaxOf(found.analysis, policy).innerSpan(text, entry.span), newText: near },
  ];
  const make = (): MadeFix => ({
    kind: 'made',
    edit: workspaceEditOf(document, edits, capabilities.versionedEdits),
    kept: 0,
    removed: 0,
  });
  return { kind: 'proven', offered: markOf(entry.pattern, near), make };
}

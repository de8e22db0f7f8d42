/** The code actions for a range of a document. */
import { pinOffers } from './pinFix.ts';
import { untrackedOffers } from './untrackedFix.ts';
import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { PolicyPlace } from '../../../../core/src/index.ts';
import { spanBetween, spansTouch } from '../../../../core/src/text/index.ts';
import type { ClientCapabilities } from '../../lsp/clientCapabilities.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import type { FixBase } from './provenFix.ts';
import { type FixOffer, type FixRequest, mostProblems, placeOffer } from './offer.ts';
import { confirmOffers } from './confirmFix.ts';
import { compactOffers } from './compactFix.ts';
import { entryOffers } from './entryFix.ts';
import { notActionOffers } from './notActionFix.ts';
import { keepFix } from './keepFix.ts';
import { prefixTreeAction, refineFileAction } from './lookFurther.ts';
import { presented } from './presented.ts';
import { shownAbout, statementKey } from '../shownProblems.ts';
import { spellingOffers } from './spellingFix.ts';
import { stopKeepingOffers } from './stopKeepingFix.ts';
import { t } from '../../lsp/language.ts';

export const fixAllKind = 'source.fixAll.iamRefine';

/**
 * The code actions for a range of an analysed document. Each offered change is proven; its edit is made and checked
 * when the user chooses it.
 */
export function codeActionsFor(
  document: TextDocument,
  found: DocumentAnalysis,
  params: CodeActionParams,
  capabilities: ClientCapabilities,
): CodeAction[] {
  return [...codeActionSteps(document, found, params, capabilities)].flat();
}

/** Like {@link codeActionsFor}, in short steps of a few proofs each. */
export function* codeActionSteps(
  document: TextDocument,
  found: DocumentAnalysis,
  params: CodeActionParams,
  capabilities: ClientCapabilities,
): Iterable<CodeAction[]> {
  const { context } = params;
  const base = { document, found, capabilities };
  if (wants(context.only, CodeActionKind.QuickFix)) yield* quickFixes(base, params);
  if (context.only !== undefined && wants(context.only, fixAllKind)) yield fixAll(base);
}

/** Does a client want a kind? A client that names kinds wants these and their subkinds. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** The fix that may run on every save. It leaves out policies with a doubtful finding. */
function fixAll(base: FixBase): CodeAction[] {
  const action = { title: t('Refine Whole File'), kind: fixAllKind };
  return presented(base, { action, fix: { kind: 'fix-all' }, isOmitted: true });
}

function* quickFixes(base: FixBase, params: CodeActionParams): Iterable<CodeAction[]> {
  const { document, found } = base;
  const { diagnostics } = params.context;
  const request = { ...base, diagnostics, shownAbout: shownAbout(diagnostics) };
  const range = spanBetween(document.offsetAt(params.range.start), document.offsetAt(params.range.end));
  const made = (offers: readonly FixOffer[]): CodeAction[][] => offers.map((offer) => presented(request, offer));
  const keeps: CodeAction[] = [];
  const statements = new Map<string, PolicyPlace>();
  // The diagnostics that the client shows may be from an older text, so the current problems are used.
  for (const problem of found.analysis.problems.filter(({ span }) => spansTouch(span, range)).slice(0, mostProblems)) {
    const { place } = problem;
    const target = place && found.analysis.policies[place.policy]?.statements[place.statement];
    if (place === undefined || target === undefined) continue;
    if (place.entry !== undefined) {
      const at = { ...place, entry: place.entry };
      yield* made([...entryOffers(request, target, at), ...spellingOffers(request, problem, target, at)]);
      keeps.push(...keepFix(request, problem.text));
    }
    if (target.change !== undefined)
      statements.set(statementKey(place), { policy: place.policy, statement: place.statement });
  }
  for (const place of statements.values())
    yield* made([placeOffer(request, { kind: 'statement', ...place }, { title: t('Refine this statement') })]);
  // Each entry is a step, even if there is nothing to offer.
  yield* inSteps(request, untrackedOffers(request, range));
  yield* inSteps(request, notActionOffers(request, range));
  yield keeps;
  yield* inSteps(request, stopKeepingOffers(request, range));
  yield* made(compactOffers(request, range));
  yield* inSteps(request, pinOffers(request, range));
  yield* inSteps(request, confirmOffers(request, range));
  if (statements.size > 0) yield refineFileAction(request);
  yield prefixTreeAction(request, range);
}

/** The code actions for offers that come in steps. */
function* inSteps(request: FixRequest, steps: Iterable<readonly FixOffer[]>): Iterable<CodeAction[]> {
  for (const offers of steps) yield offers.flatMap((offer) => presented(request, offer));
}

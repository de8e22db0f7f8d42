import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { PolicyPlace, Refinement, Scope, StatementAnalysis } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { diagnosticSource, placeOf, workspaceEditOf } from '../convert.ts';

export const fixAllKind = 'source.fixAll.iamRefine';

/** What the client can take. */
export interface CodeActionAbilities {
  /** Edits bound to a version (`workspace.workspaceEdit.documentChanges`). */
  readonly versionedEdits: boolean;
  /** Actions that say why they do not apply (`textDocument.codeAction.disabledSupport`). */
  readonly disabledActions: boolean;
}

/** The code actions for a range of an analysed document. Everything offered was proven and checked on the edited text. */
export function codeActionsFor(
  document: TextDocument,
  found: DocumentAnalysis,
  { context }: CodeActionParams,
  abilities: CodeActionAbilities,
): CodeAction[] {
  const actions: CodeAction[] = [];
  if (wants(context.only, CodeActionKind.QuickFix)) actions.push(...quickFixes(document, found, context.diagnostics, abilities));
  if (context.only !== undefined && wants(context.only, fixAllKind)) actions.push(...fixAll(document, found, abilities));
  return actions;
}

/** A client that names kinds wants these and the more special ones below them. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

function fixAll(document: TextDocument, { analysis, refiner }: DocumentAnalysis, abilities: CodeActionAbilities): CodeAction[] {
  const { edits } = refiner.refine(analysis, { kind: 'file' });
  if (edits.length === 0) return [];
  return [{ title: 'Refine Whole File', kind: fixAllKind, edit: workspaceEditOf(document, edits, abilities.versionedEdits) }];
}

interface Request {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly abilities: CodeActionAbilities;
}

function quickFixes(document: TextDocument, found: DocumentAnalysis, diagnostics: readonly Diagnostic[], abilities: CodeActionAbilities): CodeAction[] {
  const request = { document, found, abilities };
  const actions: CodeAction[] = [];
  const statements = new Map<string, PolicyPlace>();
  for (const diagnostic of diagnostics) {
    const place = diagnostic.source === diagnosticSource ? placeOf(diagnostic.data) : undefined;
    const target = place && statementAt(found, place);
    if (place === undefined || target?.change === undefined) continue;
    if (place.entry !== undefined) actions.push(...entryFixes(request, target, { ...place, entry: place.entry }, diagnostic));
    statements.set(`${place.policy} ${place.statement}`, { policy: place.policy, statement: place.statement });
  }
  for (const place of statements.values()) actions.push(...statementFixes(request, place, diagnostics));
  return actions;
}

function statementAt({ analysis }: DocumentAnalysis, { policy, statement }: PolicyPlace): StatementAnalysis | undefined {
  return analysis.policies[policy]?.statements[statement];
}

function entryFixes(request: Request, target: StatementAnalysis, place: Required<PolicyPlace>, diagnostic: Diagnostic): CodeAction[] {
  const { text, decision } = target.entries[place.entry] ?? {};
  if (text === undefined) return [];
  switch (decision?.kind) {
    case 'drop':
      return quickFix(request, { kind: 'entry', ...place }, { title: `Remove unused action ${text}`, isPreferred: true }, [diagnostic]);
    case 'narrow':
      return quickFix(request, { kind: 'entry', ...place }, { title: narrowTitle(text, decision.to), isPreferred: true }, [diagnostic]);
    case 'narrow-all':
      return quickFix(request, { kind: 'entry', ...place }, { title: `Replace ${text} with one entry for each service` }, [diagnostic]);
    case 'keep':
    case 'cannot-narrow':
    case 'malformed':
    case undefined:
      return [];
  }
}

function narrowTitle(text: string, to: readonly string[]): string {
  return to.length === 1 ? `Replace ${text} with ${to.join()}` : `Replace ${text} with ${to.length} shortest safe prefixes`;
}

function statementFixes(request: Request, place: PolicyPlace, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const own = diagnostics.filter(({ source, data }) => {
    const at = source === diagnosticSource ? placeOf(data) : undefined;
    return at?.policy === place.policy && at.statement === place.statement;
  });
  return quickFix(request, { kind: 'statement', ...place }, { title: 'Refine this statement' }, own);
}

interface Offer {
  readonly title: string;
  readonly isPreferred?: true;
}

/** The action with its edit, or, where there is none and the client can show it, disabled with the reason. */
function quickFix({ document, found, abilities }: Request, scope: Scope, offer: Offer, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const refinement: Refinement = found.refiner.refine(found.analysis, scope);
  const action = { title: offer.title, kind: CodeActionKind.QuickFix, diagnostics: [...diagnostics] };
  if (refinement.edits.length > 0) {
    const edit = workspaceEditOf(document, refinement.edits, abilities.versionedEdits);
    return [{ ...action, edit, ...(offer.isPreferred ? { isPreferred: true } : {}) }];
  }
  const reason = refinement.left.map((left) => left.reason).join('; ');
  return abilities.disabledActions && reason !== '' ? [{ ...action, disabled: { reason } }] : [];
}

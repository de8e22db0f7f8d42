/** A fix that is not proven yet: its title, and the change it would make. */
import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver';
import type { DiagnosticData } from '../../lsp/convert.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import type { Fix } from './fixData.ts';
import type { FixBase } from './provenFix.ts';
import { type ShownProblem, statementKey } from '../shownProblems.ts';

export interface FixRequest extends FixBase {
  /** The diagnostics that the client shows at the range. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those diagnostics that are about a statement, by statement. */
  readonly shownAbout: ReadonlyMap<string, readonly ShownProblem[]>;
}

/** A code action that is offered if its fix can be proven. */
export interface FixOffer {
  readonly action: CodeAction;
  readonly fix: Fix;
  readonly isPreferred?: true | undefined;
  /** The action is left out, not disabled, if it is not possible. */
  readonly isOmitted?: true;
}

export type PlaceFix = Extract<Fix, { kind: 'entry' | 'statement' }>;

/** The most problems of a selection that are offered fixes, because each fix must be proven first. */
export const mostProblems = 100;

/** A quick fix for the shown diagnostics with a code. */
export function quickFixAbout({ diagnostics }: FixRequest, code: string): Pick<CodeAction, 'kind' | 'diagnostics'> {
  return { kind: CodeActionKind.QuickFix, diagnostics: diagnostics.filter((shown) => shown.code === code) };
}

/** A quick fix of an entry or a statement, for the diagnostics about it. */
export function placeOffer(
  request: FixRequest,
  fix: PlaceFix,
  { title, isPreferred }: { readonly title: string; readonly isPreferred?: true },
): FixOffer {
  const { found, shownAbout: shown } = request;
  const about = (shown.get(statementKey(fix)) ?? []).filter(({ data }) => isAbout(data, fix, found));
  const action = { title, kind: CodeActionKind.QuickFix, diagnostics: about.map(({ diagnostic }) => diagnostic) };
  return { action, fix, isPreferred };
}

/** Is a shown diagnostic of a statement about the place of the fix? */
function isAbout({ entry, text, ...place }: DiagnosticData, fix: PlaceFix, { analysis }: DocumentAnalysis): boolean {
  if (fix.kind === 'entry' && entry !== fix.entry) return false;
  return analysis.policies[place.policy]?.statements[place.statement]?.entries[entry ?? -1]?.pattern === text;
}

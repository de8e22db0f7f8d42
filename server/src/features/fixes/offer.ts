/** A fix before it is proven: how it is called, and what it would do. */
import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver';
import type { DiagnosticData } from '../../lsp/convert.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import type { Fix } from './fixData.ts';
import type { FixBase } from './provenFix.ts';
import { type ShownProblem, statementKey } from '../shownProblems.ts';

export interface FixRequest extends FixBase {
  /** What the client shows at the range. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those of them that are about a statement. */
  readonly shownAbout: ReadonlyMap<string, readonly ShownProblem[]>;
}

/** A code action to be, as long as its fix can be proven. */
export interface FixOffer {
  readonly action: CodeAction;
  readonly fix: Fix;
  readonly isPreferred?: true | undefined;
  /** Left out, and not disabled, where it cannot be done. */
  readonly isOmitted?: true;
}

export type PlaceFix = Extract<Fix, { kind: 'entry' | 'statement' }>;

/** Of a longer selection, the first: no menu is read further, and each action is proven before it is offered. */
export const mostProblems = 100;

/** A quick fix of what the client shows under a code. */
export function quickFixAbout({ diagnostics }: FixRequest, code: string): Pick<CodeAction, 'kind' | 'diagnostics'> {
  return { kind: CodeActionKind.QuickFix, diagnostics: diagnostics.filter((shown) => shown.code === code) };
}

/** A quick fix of an entry or a statement, for the diagnostics that speak of it. */
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

/** Does a diagnostic that the client shows of a statement speak of what the action is for? */
function isAbout({ entry, text, ...place }: DiagnosticData, fix: PlaceFix, { analysis }: DocumentAnalysis): boolean {
  if (fix.kind === 'entry' && entry !== fix.entry) return false;
  return analysis.policies[place.policy]?.statements[place.statement]?.entries[entry ?? -1]?.pattern === text;
}

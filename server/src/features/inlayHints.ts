import { InlayHintKind, type InlayHint, type InlayHintParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { spanEnd } from '../../../core/src/text/index.ts';
import type { Decision } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { t } from '../lsp/language.ts';

/** A hint after each wildcard with unused actions: `22 of 58 unused`. Only if the settings want it. */
export function inlayHintsFor(
  document: TextDocument,
  found: DocumentAnalysis,
  { range }: InlayHintParams,
): InlayHint[] {
  if (!found.sources.settings.inlayHints) return [];
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const hints: InlayHint[] = [];
  for (const { statements } of found.analysis.policies)
    for (const { statement, entries } of statements)
      for (const [i, { decision }] of entries.entries()) {
        const span = statement.action?.entries[i]?.span;
        const label = decision && labelOf(decision);
        if (span === undefined || label === undefined || spanEnd(span) < from || span.offset > to) continue;
        hints.push({
          position: document.positionAt(spanEnd(span)),
          label,
          kind: InlayHintKind.Parameter,
          paddingLeft: true,
        });
      }
  return hints;
}

function labelOf(decision: Decision): string | undefined {
  switch (decision.kind) {
    case 'narrow':
    case 'narrow-all':
    case 'cannot-narrow':
      return t('{0} of {1} unused', decision.unused, decision.matched);
    case 'drop':
      // A wildcard of a service that the catalogue lacks matches no known action.
      return decision.pattern === 'wildcard' && decision.matched > 0
        ? t('{0} of {1} unused', decision.matched, decision.matched)
        : undefined;
    case 'keep':
    case 'malformed':
      return undefined;
  }
}

import { spanEnd, type Span } from '../../../core/src/text/index.ts';
import type { PolicyPlace } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';

/** The place of an entry, and its span. */
export type EntryPlace = Required<PolicyPlace> & { readonly span: Span };

/** The entry of an `Action` or `NotAction` that touches an offset, and its span. */
export function entryAt({ analysis }: DocumentAnalysis, offset: number): EntryPlace | undefined {
  for (const [policy, { policy: read }] of analysis.policies.entries())
    for (const [statement, { span: whole, action }] of read.statements.entries()) {
      if (action === undefined || offset < whole.offset || offset > spanEnd(whole)) continue;
      const entry = action.entries.findIndex(({ span }) => span.offset <= offset && offset <= spanEnd(span));
      const span = action.entries[entry]?.span;
      if (span !== undefined) return { policy, statement, entry, span };
    }
  return undefined;
}

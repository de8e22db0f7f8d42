import type { PolicyPlace } from '../../../../core/src/index.ts';
import { spansTouch, type Span } from '../../../../core/src/text/index.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';

/** A decided entry, its action string and its span. */
export interface EntryAt {
  readonly place: Required<PolicyPlace>;
  readonly text: string;
  readonly span: Span;
}

/** The decided entries that touch a range. */
export function entriesAt({ policies }: DocumentAnalysis['analysis'], range: Span): EntryAt[] {
  return policies.flatMap(({ statements }, policy) =>
    statements.flatMap(({ statement, entries }, at) =>
      entries.flatMap(({ pattern }, entry) => {
        const span = statement.action?.entries[entry]?.span;
        if (pattern === undefined || span === undefined || !spansTouch(span, range)) return [];
        return [{ place: { policy, statement: at, entry }, text: pattern, span }];
      }),
    ),
  );
}

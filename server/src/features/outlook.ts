/** What refining the whole document would do to each of its policies. */
import { applyEdits } from '../../../core/src/text/index.ts';
import { sizesOf, type Left, type PolicySizes } from '../../../core/src/index.ts';
import { wholeFile } from './wholeFile.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';

export interface Outlook {
  /** The policies that would change, by index. */
  readonly changed: ReadonlySet<number>;
  /** What would be left as it is, and why. */
  readonly left: readonly Left[];
  /** The sizes of each policy before and after; empty for a large document. */
  readonly sizes: readonly PolicySizes[];
}

/** The most characters of a document that is refined only to show the sizes of its policies. */
const largestDocument = 100_000;

export function outlookOf(found: DocumentAnalysis): Outlook {
  const { analysis, engine } = found;
  const { changes, left } = engine.propose(analysis, wholeFile(found));
  const changed = new Set(changes.map(({ place }) => place.policy));
  if (analysis.text.length > largestDocument) return { changed, left, sizes: [] };
  const { edits } = engine.refine(analysis, wholeFile(found));
  return { changed, left, sizes: sizesOf(analysis, applyEdits(analysis.text, edits) ?? analysis.text) };
}

/** Why a policy would not change although it has unused actions; `undefined` if it would, or if nothing is left. */
export function reasonUnchanged({ changed, left }: Outlook, policy: number): Left | undefined {
  return changed.has(policy) ? undefined : left.find(({ place }) => place === undefined || place.policy === policy);
}

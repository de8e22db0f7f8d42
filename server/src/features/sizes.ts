import { applyEdits } from '../../../core/src/text/index.ts';
import { sizesOf, type PolicySizes } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';

/** The most characters of a document that is refined only to show the sizes of its policies. */
const largestDocument = 100_000;

/** The sizes of each policy before and after refining the whole document; empty for a large document. */
export function refinedSizes({ analysis, engine }: DocumentAnalysis): readonly PolicySizes[] {
  if (analysis.text.length > largestDocument) return [];
  const { edits } = engine.refine(analysis, { kind: 'file' });
  return sizesOf(analysis, applyEdits(analysis.text, edits) ?? analysis.text);
}

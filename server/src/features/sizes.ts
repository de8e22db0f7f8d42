import { applyEdits } from '../../../core/src/text/index.ts';
import { sizesOf, type PolicySizes } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';

/** Above this, in characters, sizes are not worth what it costs to refine a document each time it is looked at. */
const largestDocument = 100_000;

/** Of each policy, when the whole document is refined; empty for a large one. */
export function refinedSizes({ analysis, engine }: DocumentAnalysis): readonly PolicySizes[] {
  if (analysis.text.length > largestDocument) return [];
  const { edits } = engine.refine(analysis, { kind: 'file' });
  return sizesOf(analysis, applyEdits(analysis.text, edits) ?? analysis.text);
}

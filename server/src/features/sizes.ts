import { applyEdits, jsonHost, sizeOf, type Analysis } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';

/** Characters of a policy as IAM counts them, and what they become. */
export interface PolicySizes {
  readonly before: number;
  readonly after: number;
}

/** Of each policy of a document, when the document becomes `refined`; empty where that holds other policies. */
export function sizesOf({ text, reading }: Analysis, refined: string): readonly PolicySizes[] {
  const after = jsonHost.read(refined).policies;
  if (after.length !== reading.policies.length) return [];
  return reading.policies.map(({ span }, i) => {
    const now = after[i]?.span ?? span;
    return { before: sizeOf(text, span), after: sizeOf(refined, now) };
  });
}

/** Above this, in characters, sizes are not worth what it costs to refine a document each time it is looked at. */
const largestDocument = 100_000;

/** Of each policy, when the whole document is refined; empty for a large one. */
export function refinedSizes({ analysis, refiner }: DocumentAnalysis): readonly PolicySizes[] {
  if (analysis.text.length > largestDocument) return [];
  const { edits } = refiner.refine(analysis, { kind: 'file' });
  return sizesOf(analysis, applyEdits(analysis.text, edits) ?? analysis.text);
}

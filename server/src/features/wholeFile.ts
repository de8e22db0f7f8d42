import type { Scope } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';

/** All of a document, as the settings want it refined. */
export function wholeFile({ sources: { settings } }: DocumentAnalysis): Extract<Scope, { kind: 'file' }> {
  return { kind: 'file', ...(settings.refineNotAction ? { extendsNotAction: true } : {}) };
}

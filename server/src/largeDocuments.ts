import type { FileProblem } from './fileProblems.ts';

/** Documents that are too large to be analysed at each keystroke: that is said of them, instead of an analysis that takes minutes. */
export interface LargeDocuments {
  /** Says which bound a document passes, as in `more than 10,000 statements`; with `undefined` takes back what was said. */
  readonly tell: (uri: string, bound: string | undefined) => Promise<void>;
  readonly isTold: (uri: string) => boolean;
}

/** `show` shows what there is to say of a document, and replaces what was shown before. */
export function createLargeDocuments(show: (uri: string, problems: readonly FileProblem[]) => Promise<void>): LargeDocuments {
  const told = new Set<string>();
  return {
    async tell(uri, bound) {
      if (bound !== undefined) told.add(uri);
      else if (!told.delete(uri)) return;
      await show(uri, bound === undefined ? [] : [tooLarge(bound)]);
    },
    isTold: (uri) => told.has(uri),
  };
}

function tooLarge(bound: string): FileProblem {
  return {
    code: 'document.too-large',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    message: `This document has ${bound}, so it is not analysed in the editor: use the command iam-refine for it`,
  };
}

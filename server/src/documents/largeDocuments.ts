import type { FileProblem } from '../sources/fileProblems.ts';
import type { Message } from '../../../core/src/text/index.ts';
import { t } from '../lsp/language.ts';

/**
 * Documents that are too large to be analysed at each keystroke: that is said of them, instead of an analysis that
 * takes minutes.
 */
export interface LargeDocuments {
  /**
   * Says which bound a document passes, as in `more than 10,000 statements`; with `undefined` takes back what was said.
   */
  readonly tell: (uri: string, bound: Message | undefined) => Promise<void>;
  readonly isTold: (uri: string) => boolean;
}

/** `show` shows what there is to say of a document, and replaces what was shown before. */
export function createLargeDocuments(
  show: (uri: string, problems: readonly FileProblem[]) => Promise<void>,
): LargeDocuments {
  const shown = new Set<string>();
  return {
    async tell(uri, bound) {
      if (bound !== undefined) shown.add(uri);
      else if (!shown.delete(uri)) return;
      await show(uri, bound === undefined ? [] : [tooLarge(bound)]);
    },
    isTold: (uri) => shown.has(uri),
  };
}

function tooLarge(bound: Message): FileProblem {
  return {
    code: 'document.too-large',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    message: t(
      'This document has {0}, so it is not analysed in the editor: use the command line tool iam-refine',
      bound,
    ),
  };
}

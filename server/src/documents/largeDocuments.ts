import type { FileProblem } from '../sources/fileProblems.ts';
import type { Message } from '../../../core/src/text/index.ts';
import { t } from '../lsp/language.ts';

/** Reports documents that are too large to be analysed at each keystroke, instead of analysing them for minutes. */
export interface LargeDocuments {
  /** Reports the limit that a document exceeds, as in `more than 10,000 statements`; `undefined` removes the report. */
  readonly tell: (uri: string, bound: Message | undefined) => Promise<void>;
  readonly isTold: (uri: string) => boolean;
}

/** `show` replaces the problems that are shown for a document. */
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

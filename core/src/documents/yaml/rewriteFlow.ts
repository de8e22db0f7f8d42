/** Rewrites YAML lists in brackets that would become too long, with one entry on each line. */
import type { ActionElement } from '../../policy/model.ts';
import type { EntryOutcome } from '../../policy/outcome.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { brokenLines, rewriteList, type ListWriter } from '../json/rewriteList.ts';
import { before, blanks, lineEnd } from './layout.ts';
import { writeAction } from './quote.ts';

/** As JSON does. In a block mapping, all lines of the list are indented more than its key, as YAML 1.2 requires. */
export function rewriteFlow(
  text: string,
  action: ActionElement,
  list: number,
  outcomes: readonly EntryOutcome[],
): TextEdit | undefined {
  const span = action.lists[list]?.span;
  return span === undefined || text[span.offset] !== '['
    ? undefined
    : rewriteList(text, action, list, { outcomes, writer: writer(text, action) });
}

function writer(text: string, { keySpan }: ActionElement): ListWriter {
  return {
    write: writeAction,
    lines(offset, written) {
      const prefix = before(text, keySpan.offset);
      if (!/^[ -]*$/.test(prefix)) return brokenLines(text, offset, written);
      const outer = `${lineEnd(text)}${blanks(prefix)}  `;
      return `[${outer}  ${written.join(`,${outer}  `)}${outer}]`;
    },
  };
}

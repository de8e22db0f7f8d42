/** Rewrites YAML lists in brackets that would become too long, with one entry on each line. */
import type { ActionElement } from '../../policy/model.ts';
import type { EntryOutcome } from '../../policy/outcome.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { isLong, rewriteList } from '../json/rewriteList.ts';
import { before, blanks, lineEnd } from './layout.ts';
import { writeAction } from './quote.ts';

/** Rewrites as JSON does, also if there are no blanks after colons: a YAML text has lines in any case. */
export function rewriteFlow(
  text: string,
  action: ActionElement,
  list: number,
  outcomes: readonly EntryOutcome[],
): TextEdit | undefined {
  const span = action.lists[list]?.span;
  const writer = {
    write: writeAction,
    lines: (at: number, written: readonly string[]) => flowLines(text, at, written),
    isTooLong: isLong,
  };
  return span === undefined || text[span.offset] !== '['
    ? undefined
    : rewriteList(text, action, list, { outcomes, writer });
}

/**
 * A list at an offset with one entry on each line. All its lines are indented more than the block around it, as YAML 1.2
 * requires.
 */
export function flowLines(text: string, offset: number, written: readonly string[]): string {
  const start = /^[ -]*/.exec(before(text, offset))?.[0] ?? '';
  const outer = `${lineEnd(text)}${blanks(start)}  `;
  return `[${outer}  ${written.join(`,${outer}  `)}${outer}]`;
}

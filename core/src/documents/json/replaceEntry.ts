import type { TextEdit } from '../../text/textEdit.ts';
import type { PlacedEntry } from '../syntax.ts';
import { layoutAt, quoted } from './layout.ts';
import { brokenLines, isTooLong } from './rewriteList.ts';

/**
 * Replaces an entry with actions in the layout of the text around it. Several actions turn a single string into a list.
 * `write` puts an action in quotation marks.
 */
export function replaceEntry(
  text: string,
  { statement, action, entry }: PlacedEntry,
  actions: readonly string[],
  write: (action: string) => string = quoted,
): TextEdit {
  const { span, slot } = entry;
  const { separator, open, close } = layoutAt(text, statement, action, entry);
  const encoded = actions.map(write);
  const written = encoded.join(separator);
  if (slot.kind !== 'value' || actions.length < 2) return { span, newText: written };
  const isBroken = open === '' && isTooLong(text, action, span.offset, written);
  return { span, newText: isBroken ? brokenLines(text, span.offset, encoded) : `[${open}${written}${close}]` };
}

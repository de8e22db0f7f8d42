import type { TextEdit } from '../../text/textEdit.ts';
import type { PlacedEntry } from '../syntax.ts';
import { layoutAt, quoted } from './layout.ts';
import { brokenLines, isTooLong } from './rewriteList.ts';

/**
 * Puts actions in the place of an entry, laid out as what stands around it; a single string becomes a list where they
 * are several.
 */
export function replaceEntry(
  text: string,
  { statement, action, entry }: PlacedEntry,
  actions: readonly string[],
): TextEdit {
  const { span, slot } = entry;
  const { separator, open, close } = layoutAt(text, statement, action, entry);
  const encoded = actions.map(quoted);
  const written = encoded.join(separator);
  if (slot.kind !== 'value' || actions.length < 2) return { span, newText: written };
  const isBroken = open === '' && isTooLong(text, action, span.offset, written);
  return { span, newText: isBroken ? brokenLines(text, span.offset, encoded) : `[${open}${written}${close}]` };
}

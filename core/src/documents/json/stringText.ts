import { spanOf, type TreeNode } from '../../text/tree.ts';
import type { MappedText } from '../syntax.ts';

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The unescaped text of a JSON string (RFC 8259, section 7); `undefined` if the node is not a string in quotes. */
export function stringText(document: string, node: TreeNode): MappedText | undefined {
  const { offset, length } = spanOf(node);
  if (document[offset] !== '"') return undefined;
  const end = offset + length - 1;
  const parts: string[] = [];
  const offsets: number[] = [];
  for (let at = offset + 1; at < end; at++) {
    offsets.push(at);
    const code = document[at + 1] ?? '';
    if (document[at] !== '\\') parts.push(document[at] ?? '');
    else if (code === 'u') {
      parts.push(String.fromCharCode(Number.parseInt(document.slice(at + 2, at + 6), 16)));
      at += 5;
    } else {
      parts.push(escapes[code] ?? code);
      at++;
    }
  }
  offsets.push(end);
  return { text: parts.join(''), offsets: Int32Array.from(offsets) };
}

/**
 * Policies in strings of a document: JSON as text, percent-encoded (RFC 3986) as IAM sends it, or not. All places are
 * places in the document: a map leads from each character of the decoded text to the document.
 */
import { jsonValueOf } from '../text/jsonValue.ts';
import { readJson } from '../text/json.ts';
import type { TreeNode } from '../text/tree.ts';
import type { MappedText, Syntax } from './syntax.ts';

/** A text and its syntax. */
export interface WrittenText {
  readonly text: string;
  readonly syntax: Syntax;
}

/** The JSON value in a string of a document, with its places in the document; `undefined` if the string is not JSON. */
export function valueInString({ text, syntax }: WrittenText, node: TreeNode): TreeNode | undefined {
  const decoded = decodedText({ text, syntax }, node);
  if (decoded === undefined || !isStrictJson(decoded.text)) return undefined;
  const { root } = readJson(decoded.text);
  return root && moved(root, decoded.offsets);
}

/** The text in a string of a document, percent-decoded if it is encoded; `undefined` if it cannot be decoded. */
export function decodedText({ text, syntax }: WrittenText, node: TreeNode): MappedText | undefined {
  const plain = syntax.textIn(text, node);
  return plain && isPercentEncoded(plain.text) ? percentDecoded(plain) : plain;
}

/** Without comments and trailing commas: IAM takes neither, and no tool removes them from a string. */
function isStrictJson(text: string): boolean {
  return jsonValueOf(text) !== undefined;
}

/** Is a string of a document percent-encoded JSON? Such a string is never edited: it is output of IAM. */
export function isPercentEncoded(text: string): boolean {
  return /^\s*%7B/i.test(text);
}

/** `undefined` if the text is not percent-encoded UTF-8. */
function percentDecoded({ text, offsets }: MappedText): MappedText | undefined {
  const parts: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < text.length;) {
    const run = /^(?:%[0-9a-f]{2})+/i.exec(text.slice(at, at + 3 * 4))?.[0] ?? '';
    const encoded = run === '' ? '' : firstCharacter(run);
    const length = encoded === '' ? 1 : encoded.length;
    const decoded = encoded === '' ? (text[at] ?? '') : decode(encoded);
    if (decoded === undefined) return undefined;
    // Both code units of a surrogate pair are mapped to the start of its encoding.
    for (let unit = 0; unit < decoded.length; unit++) places.push(offsets[at] ?? 0);
    parts.push(decoded);
    at += length;
  }
  places.push(offsets.at(-1) ?? 0);
  return { text: parts.join(''), offsets: Int32Array.from(places) };
}

/** The encoded bytes of the first character of a run of percent-encoded characters (RFC 3629). */
function firstCharacter(run: string): string {
  const lead = Number.parseInt(run.slice(1, 3), 16);
  const bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return run.slice(0, 3 * bytes);
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** The same value with its places mapped into the document. O(nodes). */
export function moved(node: TreeNode, offsets: Int32Array): TreeNode {
  const offset = offsets[node.offset] ?? 0;
  const length = (offsets[node.offset + node.length] ?? offset) - offset;
  const children = node.children?.map((child) => moved(child, offsets));
  return { ...node, offset, length, ...(children === undefined ? {} : { children }) };
}

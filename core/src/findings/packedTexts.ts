/** Stores many ARNs or ids in little memory. */

/**
 * Texts by index. The part up to the last `/` (of an ARN: account and path) is stored once for all texts that share it,
 * and the rest as bytes. Texts with characters above U+00FF, which neither ARNs nor ids have, are stored as strings.
 */
export interface PackedTexts {
  readonly count: number;
  readonly at: (index: number) => string | undefined;
}

/** Packs texts one by one. */
export interface TextPacker {
  /** `undefined` leaves an index without a text. */
  readonly add: (text: string | undefined) => void;
  /** Call this once, after the last text. */
  readonly finish: () => TextColumns;
}

export function createTextPacker(): TextPacker {
  const heads = new Map<string, number>();
  const headOf: number[] = [];
  const ends: number[] = [];
  const odd = new Map<number, string | undefined>();
  let bytes = new Uint8Array(1024);
  let length = 0;
  const write = (text: string, from: number): void => {
    if (length + text.length > bytes.length) {
      const grown = new Uint8Array(Math.ceil((length + text.length) * 1.5));
      grown.set(bytes);
      bytes = grown;
    }
    for (let i = from; i < text.length; i++) bytes[length++] = text.charCodeAt(i);
  };
  return {
    add(text) {
      const tail = (text ?? '').lastIndexOf('/') + 1;
      const head = (text ?? '').slice(0, tail);
      const known = heads.get(head) ?? heads.size;
      if (known === heads.size) heads.set(head, known);
      if (text === undefined || !isLatin1(text)) odd.set(headOf.length, text);
      else write(text, tail);
      headOf.push(known);
      ends.push(length);
    },
    finish: () => ({
      bytes: bytes.slice(0, length),
      ends: Uint32Array.from(ends),
      headOf: heads.size > 0x10000 ? Uint32Array.from(headOf) : Uint16Array.from(headOf),
      heads: [...heads.keys()],
      odd,
    }),
  };
}

/** Packed texts as plain values. */
export interface TextColumns {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the bytes of each text end. They start where those of the text before end. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** The number of the part up to the last `/`. */
  readonly headOf: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  readonly heads: readonly string[];
  readonly odd: ReadonlyMap<number, string | undefined>;
}

/** Gives access to packed texts. */
export function openTexts(columns: TextColumns): PackedTexts {
  return { count: columns.ends.length, at: (index) => textAt(columns, index) };
}

function textAt({ bytes, ends, headOf, heads, odd }: TextColumns, index: number): string | undefined {
  if (odd.has(index)) return odd.get(index);
  const tail = latin1(bytes.subarray(ends[index - 1] ?? 0, ends[index]));
  const head = heads[headOf[index] ?? -1];
  return head === undefined ? undefined : head + tail;
}

/** The most bytes that are decoded in one call: the number of arguments of a call is limited. */
const mostArguments = 8192;

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += mostArguments)
    text += String.fromCharCode(...bytes.subarray(at, at + mostArguments));
  return text;
}

function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

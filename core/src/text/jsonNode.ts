import { getNodeValue, parseTree, printParseErrorCode, visit, type Node, type ParseError } from 'jsonc-parser';
import { spanBetween, type Span } from './span.ts';
import { say, type Message } from './message.ts';

/** A JSON value with its place, as jsonc-parser gives it. */
export type JsonNode = Node;

/** What is wrong with the syntax of a text, and where. */
export interface SyntaxError {
  readonly span: Span;
  readonly message: Message;
}

export interface JsonReading {
  readonly root: JsonNode | undefined;
  readonly errors: readonly SyntaxError[];
}

/**
 * Reads JSON with comments, as far as it can be read; a trailing comma is no error. Never throws: nesting too deep for the parser is a
 * syntax error like any other.
 */
export function readJson(text: string): JsonReading {
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true });
    return {
      root,
      errors: errors.map((error) => ({ span: spanInside(error, text), message: say(separated(printParseErrorCode(error.error))) })),
    };
  } catch (thrown) {
    // jsonc-parser is recursive: nesting of many thousand levels exhausts the stack.
    if (!(thrown instanceof RangeError)) throw thrown;
    return { root: undefined, errors: [tooDeep] };
  }
}

/** Ends a visit, which goes on behind an error otherwise. */
class Found extends Error {
  readonly error: SyntaxError;
  constructor(error: SyntaxError) {
    super();
    this.error = error;
  }
}

/** The first place at which a text is no JSON as RFC 8259 has it, without comments. O(length) time, and no tree is made. */
export function strictError(text: string): SyntaxError | undefined {
  try {
    const onError = (error: number, offset: number, length: number): never => {
      throw new Found({ span: spanInside({ error, offset, length }, text), message: say(separated(printParseErrorCode(error))) });
    };
    visit(text, { onError }, { disallowComments: true });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Found) return thrown.error;
    if (!(thrown instanceof RangeError)) throw thrown;
    return tooDeep;
  }
}

export const tooDeep: SyntaxError = { span: { offset: 0, length: 0 }, message: say('values are nested too deep') };

/** jsonc-parser lets an error at the end of a text, such as an open comment, reach past it. */
function spanInside({ offset, length }: ParseError, text: string): Span {
  const start = Math.min(offset, text.length);
  return spanBetween(start, Math.min(start + length, text.length));
}

/** `CloseBraceExpected` → `close brace expected`. */
function separated(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** The span of a node. */
export function spanOf(node: JsonNode): Span {
  return { offset: node.offset, length: node.length };
}

/** The members of an object node as pairs of key and value nodes; empty for any other node. Members without a value are left out. */
export function members(node: JsonNode | undefined): readonly (readonly [key: JsonNode, value: JsonNode])[] {
  if (node?.type !== 'object') return [];
  const pairs: (readonly [JsonNode, JsonNode])[] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined) pairs.push([key, value]);
  }
  return pairs;
}

/** The value of the first member with this key. */
export function member(node: JsonNode | undefined, key: string): JsonNode | undefined {
  if (node?.type !== 'object') return undefined;
  for (const { children } of node.children ?? []) if (children?.[0]?.value === key && children[1] !== undefined) return children[1];
  return undefined;
}

/** The string a member holds; `undefined` where it is absent or no string. */
export function stringMember(node: JsonNode | undefined, key: string): string | undefined {
  const value = member(node, key);
  return value && stringOf(value);
}

/** The string a node is; `undefined` for any other value. */
export function stringOf({ value }: JsonNode): string | undefined {
  const text: unknown = value;
  return typeof text === 'string' ? text : undefined;
}

/** The plain value of a node, as `JSON.parse` would give it. */
export function valueOf(node: JsonNode | undefined): unknown {
  return node === undefined ? undefined : (getNodeValue(node) as unknown);
}

/** Do two values say the same? The order of members does not count, that of elements does. */
export function jsonEquals(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  if (a === undefined || b === undefined || a.type !== b.type) return a === b;
  if (a.type === 'array')
    return elements(a).length === elements(b).length && elements(a).every((item, i) => jsonEquals(item, elements(b)[i]));
  if (a.type !== 'object') return a.value === b.value;
  return members(a).length === members(b).length && members(a).every(([key, value]) => jsonEquals(value, member(b, String(key.value))));
}

/** The elements of an array node; empty for any other node. */
export function elements(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}

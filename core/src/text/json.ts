/** Reads JSON with comments, and finds errors in it. */
import { parseTree, printParseErrorCode, visit, type ParseError } from 'jsonc-parser';
import { say } from './message.ts';
import { spanBetween, type Span } from './span.ts';
import type { SyntaxError, TreeNode } from './tree.ts';

/** The tree of a text and the errors in it. `root` is absent for an empty or unreadable text. */
export interface JsonReading {
  readonly root: TreeNode | undefined;
  readonly errors: readonly SyntaxError[];
}

/** A text with this many errors is not JSON. To read on would give an error for each of its characters. */
const mostErrors = 1000;

/**
 * Reads JSON with comments and trailing commas, as far as possible. Never throws: nesting that is too deep for the
 * parser is a syntax error. After {@link mostErrors} errors the reading stops, and gives no tree.
 */
export function readJson(text: string): JsonReading {
  const errors = untilTooMany();
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true });
    return { root, errors: errors.map((error) => syntaxError(error, text)) };
  } catch (thrown) {
    if (thrown instanceof EnoughErrors)
      return { root: undefined, errors: errors.map((error) => syntaxError(error, text)) };
    // jsonc-parser is recursive: nesting of many thousand levels exhausts the stack.
    if (!(thrown instanceof RangeError)) throw thrown;
    return { root: undefined, errors: [tooDeep] };
  }
}

/** Thrown to stop the parser, which would otherwise go on after an error. */
class EnoughErrors extends Error {}

/** A list of errors that stops the parser when it is full. */
function untilTooMany(): ParseError[] {
  const errors: ParseError[] = [];
  errors.push = (error: ParseError): number => {
    errors[errors.length] = error;
    if (errors.length === mostErrors) throw new EnoughErrors();
    return errors.length;
  };
  return errors;
}

function syntaxError(error: ParseError, text: string): SyntaxError {
  return { span: spanInside(error, text), message: say(separated(printParseErrorCode(error.error))) };
}

/**
 * The first error of a text as strict JSON (RFC 8259), without comments; `undefined` if there is none. O(length), and
 * no tree is made.
 */
export function strictError(text: string): SyntaxError | undefined {
  let first: ParseError | undefined;
  try {
    const onError = (error: number, offset: number, length: number): never => {
      first = { error, offset, length };
      throw new EnoughErrors();
    };
    visit(text, { onError }, { disallowComments: true });
  } catch (thrown) {
    if (thrown instanceof RangeError) return tooDeep;
    if (!(thrown instanceof EnoughErrors)) throw thrown;
  }
  return first && syntaxError(first, text);
}

/** The error for a text with too many levels of nesting. */
export const tooDeep: SyntaxError = { span: { offset: 0, length: 0 }, message: say('values are nested too deeply') };

/** The span of an error, cut at the end of the text: jsonc-parser may report one that reaches past it. */
function spanInside({ offset, length }: ParseError, text: string): Span {
  const start = Math.min(offset, text.length);
  return spanBetween(start, Math.min(start + length, text.length));
}

/** `CloseBraceExpected` → `close brace expected`. */
function separated(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

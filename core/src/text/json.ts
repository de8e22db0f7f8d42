import { parseTree, printParseErrorCode, visit, type ParseError } from 'jsonc-parser';
import { say } from './message.ts';
import { spanBetween, type Span } from './span.ts';
import type { SyntaxError, TreeNode } from './tree.ts';

export interface JsonReading {
  readonly root: TreeNode | undefined;
  readonly errors: readonly SyntaxError[];
}

/** A text with more errors is not meant as JSON. Reading it to its end would make an error of each character. */
const mostErrors = 1000;

/**
 * Reads JSON with comments, as far as it can be read; a trailing comma is no error. Never throws: nesting too deep for
 * the parser is a syntax error like any other. Nothing is read of a text with a thousand errors, and no error behind
 * these is told.
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

/** Ends the parser, which goes on behind an error otherwise. */
class EnoughErrors extends Error {}

/** A list that ends the parser when it is full. */
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
 * The first place at which a text is no JSON as RFC 8259 has it, without comments. O(length) time, and no tree is made.
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

export const tooDeep: SyntaxError = { span: { offset: 0, length: 0 }, message: say('values are nested too deeply') };

/** jsonc-parser lets an error at the end of a text, such as an open comment, reach past it. */
function spanInside({ offset, length }: ParseError, text: string): Span {
  const start = Math.min(offset, text.length);
  return spanBetween(start, Math.min(start + length, text.length));
}

/** `CloseBraceExpected` → `close brace expected`. */
function separated(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

import { parseTree, printParseErrorCode, visit, type ParseError } from 'jsonc-parser';
import { say } from './message.ts';
import { spanBetween, type Span } from './span.ts';
import type { SyntaxError, TreeNode } from './tree.ts';

export interface JsonReading {
  readonly root: TreeNode | undefined;
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

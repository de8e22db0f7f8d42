/** The syntax errors of HCL. */
import type { Node, Tree } from 'web-tree-sitter';
import { say } from '../../text/message.ts';
import { spanBetween, type Span } from '../../text/span.ts';
import type { SyntaxError } from '../../text/tree.ts';

/** More errors than this say nothing more. */
const mostErrors = 20;

/** The errors that the parser found, in the order of the text. */
export function errorsIn(text: string, { rootNode }: Tree): readonly SyntaxError[] {
  const errors: SyntaxError[] = [];
  const visit = (node: Node): void => {
    if (errors.length >= mostErrors || !node.hasError) return;
    if (node.isMissing) errors.push({ span: spanBetween(node.startIndex, node.endIndex), message: missing(node.type) });
    else if (node.isError) errors.push({ span: shown(text, placeOf(node)), message: unexpected });
    else for (const child of node.children) visit(child);
  };
  visit(rootNode);
  // A tree with an error that has no place of its own.
  if (rootNode.hasError && errors.length === 0) errors.push({ span: shown(text, rootNode), message: unexpected });
  return errors;
}

/**
 * The place of an error. Where the parser found no block around it, the error begins with the block: then it is at the
 * first thing that the parser passed over, or at the last that it took.
 */
function placeOf(node: Node): Node {
  if (node.startPosition.row === node.endPosition.row) return node;
  const { children } = node;
  return children.find(({ isError }) => isError) ?? children.at(-1) ?? node;
}

const unexpected = say('this is not valid HCL');

/** The error for a string that is not written as HCL writes strings. */
export function oddString(span: Span): SyntaxError {
  return { span, message: say('this string is not understood') };
}

/** The error for a text that the parser could not read at all. */
export const unreadable: SyntaxError = { span: { offset: 0, length: 0 }, message: say('the parser of HCL failed') };

const names: Readonly<Record<string, string>> = {
  block_end: '}',
  object_end: '}',
  tuple_end: ']',
  quoted_template_end: '"',
  template_interpolation_end: '}',
  template_directive_end: '}',
};

function missing(type: string): SyntaxError['message'] {
  return say('{0} is missing', names[type] ?? type);
}

/** The span of an error, cut at the end of its first line. */
function shown(text: string, { startIndex, endIndex }: Node): Span {
  const line = text.slice(startIndex, Math.min(endIndex, startIndex + 200));
  const end = /[\r\n]/.exec(line)?.index ?? line.length;
  return spanBetween(startIndex, startIndex + Math.max(end, Math.min(1, line.length)));
}

import { readJson, type JsonReading } from '../../text/json.ts';
import { say } from '../../text/message.ts';
import type { SyntaxError, TreeNode } from '../../text/tree.ts';
import type { SyntaxReading } from '../syntax.ts';
import { maskPlaceholders, type MaskedText } from './mask.ts';

/**
 * JSON, with or without comments. What is none may be a template of JSON: placeholders of Terraform's templates are
 * masked.
 */
export function parseJson(text: string): SyntaxReading {
  const reading = readJson(text);
  const masked = reading.errors.length === 0 ? undefined : maskPlaceholders(text);
  const second = masked && readJson(masked.text);
  if (masked === undefined || second === undefined) return { ...reading, directives: [] };
  if (second.errors.length > 0)
    return { ...reading, errors: directiveErrors(masked, second) ?? reading.errors, directives: [] };
  return { ...second, directives: masked.directives, isMasked: true };
}

/**
 * `%{ else }` between two values and the like: without the directive, they stand side by side. `undefined` where
 * something else is wrong.
 */
function directiveErrors(
  { text, directives }: MaskedText,
  { errors: [error] }: JsonReading,
): readonly SyntaxError[] | undefined {
  const end = error?.span.offset ?? 0;
  const offset = directives.findLast((at) => at < end);
  if (offset === undefined || text.slice(offset, end).trim() !== '') return undefined;
  return [
    { span: { offset, length: 2 }, message: say('a template directive between two values is not supported yet') },
  ];
}

/**
 * A JSON value may be replaced by another whole one without changing how anything around it is read (RFC 8259, section
 * 2).
 */
export function parseJsonAlone(text: string): TreeNode | undefined {
  const { root, errors } = readJson(text);
  return errors.length > 0 || root === undefined || root.offset !== 0 || root.length !== text.length ? undefined : root;
}

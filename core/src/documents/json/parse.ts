/** Parses JSON and templates of JSON. */
import { readJson, type JsonReading } from '../../text/json.ts';
import { say } from '../../text/message.ts';
import type { SyntaxError, TreeNode } from '../../text/tree.ts';
import type { SyntaxReading } from '../syntax.ts';
import { maskPlaceholders, type MaskedText } from './mask.ts';

/** Parses JSON with or without comments. If it is not valid, placeholders of Terraform templates are masked. */
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
 * The error for a directive between two values, such as `%{ else }`: masked, it leaves two values side by side.
 * `undefined` for any other error.
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
 * A JSON value can be replaced with another one without affecting how the text around it is read (RFC 8259, section 2).
 */
export function parseJsonAlone(text: string): TreeNode | undefined {
  const { root, errors } = readJson(text);
  return errors.length > 0 || root === undefined || root.offset !== 0 || root.length !== text.length ? undefined : root;
}

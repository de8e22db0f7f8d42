import { isRecord } from '../../text/jsonValue.ts';
import type { Span } from '../../text/span.ts';
import { indentOfLine } from './layout.ts';

/**
 * Formats a policy to replace the value at a span, with the indentation and line ends of the document; `undefined` if
 * `policy` is not a JSON object.
 */
export function writePolicy(policy: string, text: string, { offset }: Span): string | undefined {
  // A list of statements under another key, with its key, is no value.
  if (text[offset] !== '{') return undefined;
  const outer = indentOfLine(text, offset);
  const inner = /\n([ \t]+)\S/.exec(text.slice(offset))?.[1];
  const unit =
    inner === undefined
      ? '  '
      : inner.startsWith(outer) && inner.length > outer.length
        ? inner.slice(outer.length)
        : inner;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  try {
    const value: unknown = JSON.parse(policy);
    return isRecord(value) ? JSON.stringify(value, null, unit).replaceAll('\n', `${lineEnd}${outer}`) : undefined;
  } catch {
    return undefined;
  }
}

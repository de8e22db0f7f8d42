import { isRecord } from '../../text/jsonValue.ts';
import type { Span } from '../../text/span.ts';
import { indentOfLine } from './layout.ts';

/**
 * A policy in JSON with the indentation and line ends of a document, in the place of another value; `undefined` for
 * what is no JSON object.
 */
export function writePolicy(policy: string, text: string, { offset }: Span): string | undefined {
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

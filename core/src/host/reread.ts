import { readStatementAlone } from '../policy/policyAt.ts';
import type { ActionElement, Policy, Statement } from '../policy/model.ts';
import { differenceOf } from '../text/difference.ts';
import { readJson } from '../text/jsonNode.ts';
import { spanEnd, type Span } from '../text/span.ts';
import type { HostReading, ReadText } from './host.ts';

/**
 * Reads a text that differs from one that was read before inside of one statement only: that statement is read, and what stands behind it
 * moves. `undefined` where the text must be read as a whole.
 *
 * A JSON value may be replaced by another whole one without changing how anything around it is read (RFC 8259, section 2), and no host looks
 * into a statement to tell what the document is. O(length of the text), but a comparison of memory and not a parse.
 */
export function rereadStatement(text: string, before: ReadText): HostReading | undefined {
  if (before.reading.errors.length > 0) return undefined;
  const difference = differenceOf(before.text, text);
  const at = placeOf(difference.before, before.reading.policies);
  if (at === undefined) return undefined;
  const moved = difference.after.length - difference.before.length;
  const { offset, length } = at.statement.span;
  const statement = readAlone(text.slice(offset, offset + length + moved));
  if (statement === undefined) return undefined;
  const policies = before.reading.policies.map((policy, i) => {
    if (i < at.policy) return policy;
    if (i > at.policy) return movePolicy(policy, moved);
    return replaceStatement(policy, at.index, moveStatement(statement, offset), moved);
  });
  return { ...before.reading, policies };
}

interface StatementPlace {
  readonly policy: number;
  readonly index: number;
  readonly statement: Statement;
}

/** The statement inside of whose braces a change lies. None in a policy with a key twice, about which all its statements speak. */
function placeOf(change: Span, policies: readonly Policy[]): StatementPlace | undefined {
  for (const [policy, { statements }] of policies.entries()) {
    const index = statements.findIndex(({ span }) => span.offset < change.offset && spanEnd(change) < spanEnd(span));
    const statement = statements[index];
    if (statement === undefined) continue;
    return statements.some(({ role }) => role.kind === 'ambiguous') ? undefined : { policy, index, statement };
  }
  return undefined;
}

/** The statement that a text is, and nothing beside it; `undefined` where it is none of an identity-based policy. */
function readAlone(text: string): Statement | undefined {
  const { root, errors } = readJson(text);
  if (errors.length > 0 || root === undefined || root.offset !== 0 || root.length !== text.length) return undefined;
  return readStatementAlone(root);
}

/** The `Statement` key stands before the statement, so it does not move. */
function replaceStatement(policy: Policy, index: number, statement: Statement, moved: number): Policy {
  const longer = ({ offset, length }: Span): Span => ({ offset, length: length + moved });
  return {
    ...policy,
    span: longer(policy.span),
    ...(policy.listSpan === undefined ? {} : { listSpan: longer(policy.listSpan) }),
    statements: policy.statements.map((other, i) => {
      if (i === index) return statement;
      return i < index ? other : moveStatement(other, moved);
    }),
  };
}

function movePolicy(policy: Policy, by: number): Policy {
  return {
    ...policy,
    span: moveSpan(policy.span, by),
    keySpan: moveSpan(policy.keySpan, by),
    ...(policy.listSpan === undefined ? {} : { listSpan: moveSpan(policy.listSpan, by) }),
    statements: policy.statements.map((statement) => moveStatement(statement, by)),
  };
}

function moveStatement(statement: Statement, by: number): Statement {
  if (by === 0) return statement;
  const { span, role, action } = statement;
  return { span: moveSpan(span, by), role, ...(action === undefined ? {} : { action: moveAction(action, by) }) };
}

function moveAction({ element, keySpan, valueSpan, form, entries }: ActionElement, by: number): ActionElement {
  return {
    element,
    keySpan: moveSpan(keySpan, by),
    valueSpan: moveSpan(valueSpan, by),
    form,
    entries: entries.map(({ span, text }) => (text === undefined ? { span: moveSpan(span, by) } : { span: moveSpan(span, by), text })),
  };
}

function moveSpan({ offset, length }: Span, by: number): Span {
  return { offset: offset + by, length };
}

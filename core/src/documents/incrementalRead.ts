/** Reads only the statement of a document in which its text changed. */
import { readStatementAlone, unreadIn } from '../policy/readPolicy.ts';
import type { Policy, Statement } from '../policy/model.ts';
import { differenceOf } from '../text/difference.ts';
import { spanEnd, type Span } from '../text/span.ts';
import type { DocumentReading, ReadDocument } from './reading.ts';
import type { Syntax } from './syntax.ts';
import { type Move, keep, movePart, movePolicy, moveStatement } from '../policy/move.ts';
import { withSizeOf } from '../policy/size.ts';

/**
 * Reads a text that differs from an earlier one only inside of one statement: that statement is read again, and
 * everything after it is moved. `undefined` if the whole text must be read.
 *
 * The syntax must guarantee that the changed value does not affect how anything around it is read. Outside of
 * templates, the content of a statement affects nothing else. In a template, mentions of policies count anywhere and
 * messages name their lines; so there, only plain actions may change, and no line ends. O(length of the text), but it
 * compares memory and does not parse. A change inside of a string that holds a policy reads the whole text.
 */
export function readIncrementally(text: string, before: ReadDocument): DocumentReading | undefined {
  const { reading } = before;
  if (reading.errors.length > 0) return undefined;
  const difference = differenceOf(before.text, text);
  const at = placeOf(difference.before, reading.policies);
  if (at === undefined) return undefined;
  const by = difference.after.length - difference.before.length;
  const { offset, length } = at.statement.span;
  const changed = text.slice(offset, offset + length + by);
  const alone = readAlone(changed, reading.syntax);
  if (alone === undefined || (reading.isMasked === true && /[$%]\{/.test(changed))) return undefined;
  const statement: Statement = {
    ...moveStatement(alone, (span) => ({ ...span, offset: span.offset + offset })),
    slot: at.statement.slot,
  };
  const movesLines = touchesLineEnd(before.text, difference.before) || touchesLineEnd(text, difference.after);
  if (reading.isTemplate && (movesLines || !staysPlain(difference.before, at.statement, statement))) return undefined;
  return replaced(reading, at, statement, moveBehind(at.statement.span, by));
}

/** Is there a line end in a span or next to it? An edit next to one may join or split `\r\n`. */
function touchesLineEnd(text: string, { offset, length }: Span): boolean {
  return /[\r\n]/.test(text.slice(Math.max(0, offset - 1), offset + length + 1));
}

/**
 * An action string that cannot be the name or ARN of a policy, group or parameter: a name has no colon, an ARN a slash.
 */
const plainAction = /^(?:\*|[^:/$]*:[^/$]*)$/;

/** Does a change affect only plain actions, before and after it? */
function staysPlain(change: Span, before: Statement, after: Statement): boolean {
  const value = before.action?.valueSpan;
  const isInValue = value !== undefined && isInside(change, value);
  const arePlain = [before, after].every(
    ({ action }) =>
      action?.entries.every(({ pattern = '', branch }) => plainAction.test(pattern) && branch === undefined) === true,
  );
  return isInValue && arePlain;
}

function replaced(
  reading: DocumentReading,
  { policy, index }: StatementPlace,
  statement: Statement,
  move: Move,
): DocumentReading {
  const policies = reading.policies.map((other, i) => {
    if (i < policy) return other;
    return i === policy
      ? movePolicy(withStatement(other, index, statement, move), keep, move)
      : withSizeOf(movePolicy(other, move, move), other);
  });
  if (reading.unread.length === 0 && policies.every(({ unread }) => unread.length === 0))
    return { ...reading, policies };
  const inPolicies = new Set(reading.policies.flatMap(({ unread }) => unread));
  const around = reading.unread.filter((part) => !inPolicies.has(part)).map((part) => movePart(part, move));
  const unread = [...around, ...policies.flatMap((other) => other.unread)].toSorted(
    (a, b) => a.span.offset - b.span.offset,
  );
  return { ...reading, policies, unread };
}

interface StatementPlace {
  readonly policy: number;
  readonly index: number;
  readonly statement: Statement;
}

/**
 * The statement that contains a change. `undefined` in a policy with a duplicate key, because that affects all its
 * statements.
 */
function placeOf(change: Span, policies: readonly Policy[]): StatementPlace | undefined {
  for (const [policy, { statements, textSpan }] of policies.entries()) {
    // The policy is in a string, so its characters are not in the syntax of the document.
    if (textSpan !== undefined && isInside(change, textSpan)) return undefined;
    const index = statements.findIndex(({ span }) => span.offset < change.offset && spanEnd(change) < spanEnd(span));
    const statement = statements[index];
    if (statement === undefined) continue;
    return statements.some(({ role }) => role.kind === 'ambiguous') ? undefined : { policy, index, statement };
  }
  return undefined;
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.offset <= inner.offset && spanEnd(inner) <= spanEnd(outer);
}

/** Reads a text that is exactly one statement; `undefined` if it is not a statement of an identity-based policy. */
function readAlone(text: string, { parseAlone }: Syntax): Statement | undefined {
  const root = parseAlone(text);
  return root && readStatementAlone(root);
}

/** Moves everything after the changed statement, and changes the length of everything around it. */
function moveBehind(changed: Span, by: number): Move {
  return ({ offset, length }) => {
    if (offset >= spanEnd(changed)) return { offset: offset + by, length };
    return offset <= changed.offset && offset + length >= spanEnd(changed)
      ? { offset, length: length + by }
      : { offset, length };
  };
}

/** The policy with the new statement; its other statements are moved. */
function withStatement(policy: Policy, index: number, statement: Statement, move: Move): Policy {
  const statements = policy.statements.map((other, i) => (i === index ? statement : moveStatement(other, move)));
  // The unread parts of the policy itself come before those of its statements.
  const ofStatements = policy.statements.flatMap(unreadIn).length;
  const own = policy.unread.slice(0, policy.unread.length - ofStatements).map((part) => movePart(part, move));
  return { ...policy, statements, unread: [...own, ...statements.flatMap(unreadIn)] };
}

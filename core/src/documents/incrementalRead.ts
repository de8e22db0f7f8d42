import { readStatementAlone, unreadIn } from '../policy/readPolicy.ts';
import type { Policy, Statement } from '../policy/model.ts';
import { differenceOf } from '../text/difference.ts';
import { spanEnd, type Span } from '../text/span.ts';
import type { DocumentReading, ReadDocument } from './reading.ts';
import type { Syntax } from './syntax.ts';
import { type Move, keep, movePart, movePolicy, moveStatement } from '../policy/move.ts';

/**
 * Reads a text that differs from one that was read before inside of one statement only: that statement is read, and
 * what stands behind it moves. `undefined` where the text must be read as a whole.
 *
 * Where the syntax can tell that a value may be replaced by another without changing how anything around it is read.
 * Nothing outside of a statement is told by what it says, but in a template, where a mention of a policy counts
 * wherever it stands, and the line of it is told: there only plain actions may change, and no line ends. O(length of
 * the text), but a comparison of memory and not a parse.
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

/** Is there a line end in a span, or beside it, where what is put in or taken out may join or part `\r\n`? */
function touchesLineEnd(text: string, { offset, length }: Span): boolean {
  return /[\r\n]/.test(text.slice(Math.max(0, offset - 1), offset + length + 1));
}

/** What names no policy, group or parameter, wherever it stands: a name has no colon, an ARN has a slash. */
const plainAction = /^(?:\*|[^:/$]*:[^/$]*)$/;

/** Is a change one of plain actions, before and after it? */
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
    return movePolicy(
      i === policy ? withStatement(other, index, statement, move) : other,
      i === policy ? keep : move,
      move,
    );
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
 * The statement inside of whose braces a change lies. None in a policy with a key twice, about which all its statements
 * speak.
 */
function placeOf(change: Span, policies: readonly Policy[]): StatementPlace | undefined {
  for (const [policy, { statements, textSpan }] of policies.entries()) {
    // Its characters are not those of the document's syntax.
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

/** The statement that a text is, and nothing beside it; `undefined` where it is none of an identity-based policy. */
function readAlone(text: string, { parseAlone }: Syntax): Statement | undefined {
  const root = parseAlone(text);
  return root && readStatementAlone(root);
}

/** What stands behind the changed statement moves, what it stands in becomes longer. */
function moveBehind(changed: Span, by: number): Move {
  return ({ offset, length }) => {
    if (offset >= spanEnd(changed)) return { offset: offset + by, length };
    return offset <= changed.offset && offset + length >= spanEnd(changed)
      ? { offset, length: length + by }
      : { offset, length };
  };
}

/** The policy with the statement in its new text; its other statements are where they stand then. */
function withStatement(policy: Policy, index: number, statement: Statement, move: Move): Policy {
  const statements = policy.statements.map((other, i) => (i === index ? statement : moveStatement(other, move)));
  // What was not read of the policy itself comes before what was not read of its statements.
  const ofStatements = policy.statements.flatMap(unreadIn).length;
  const own = policy.unread.slice(0, policy.unread.length - ofStatements).map((part) => movePart(part, move));
  return { ...policy, statements, unread: [...own, ...statements.flatMap(unreadIn)] };
}

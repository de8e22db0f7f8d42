/** Moves the spans of a policy to their places in another text. */
import type { ActionElement, List, Policy, Statement, UnreadPart } from './model.ts';
import type { Span } from '../text/span.ts';

/** Gives the place of a span in another text. */
export type Move = (span: Span) => Span;

/** Leaves every span where it is. */
export const keep: Move = (span) => span;

/** The policy with its spans moved. Its statements may move differently from the parts around them. */
export function movePolicy(policy: Policy, moveStatements: Move, move: Move): Policy {
  return {
    ...policy,
    span: move(policy.span),
    keySpan: move(policy.keySpan),
    valueSpan: move(policy.valueSpan),
    ...(policy.textSpan === undefined ? {} : { textSpan: move(policy.textSpan) }),
    lists: policy.lists.map((list) => moveList(list, move)),
    ...(policy.besides === undefined ? {} : { besides: policy.besides.map(move) }),
    statements:
      moveStatements === keep
        ? policy.statements
        : policy.statements.map((statement) => moveStatement(statement, move)),
    unread: moveStatements === keep ? policy.unread : policy.unread.map((part) => movePart(part, move)),
  };
}

export function movePart(part: UnreadPart, move: Move): UnreadPart {
  return { ...part, span: move(part.span) };
}

export function moveList(list: List, move: Move): List {
  return { ...list, span: move(list.span), elements: list.elements.map(move) };
}

export function moveStatement(statement: Statement, move: Move): Statement {
  const { span, action } = statement;
  return { ...statement, span: move(span), ...(action === undefined ? {} : { action: moveAction(action, move) }) };
}

export function moveAction({ element, keySpan, valueSpan, lists, entries }: ActionElement, move: Move): ActionElement {
  return {
    element,
    keySpan: move(keySpan),
    valueSpan: move(valueSpan),
    lists: lists.map((list) => moveList(list, move)),
    entries: entries.map((entry) => ({
      ...entry,
      span: move(entry.span),
      ...(entry.branch === undefined ? {} : { branch: move({ offset: entry.branch, length: 0 }).offset }),
    })),
  };
}

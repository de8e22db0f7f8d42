/** The limits for documents that are analysed while they are edited. */
import { hasWildcard } from '../actions/actionPattern.ts';
import type { DocumentReading } from '../documents/reading.ts';
import { say, type Message } from '../text/message.ts';

/**
 * A document within these limits is analysed while it is edited; that takes seconds at most. All 1,594 managed policies
 * of AWS in one document have 8,853 statements with 57,693 action strings, of which 1,286 are different wildcards.
 */
export const editingBounds = {
  /** UTF-16 code units. */
  characters: 5_000_000,
  statements: 10_000,
  actions: 100_000,
  /** Different wildcards: each is matched and proven against all actions of its service. */
  wildcards: 2_000,
} as const;

/**
 * The first limit that a document exceeds, as in `more than 10,000 statements`; `undefined` if none. O(action strings).
 */
export function passedBound({ policies }: DocumentReading): Message | undefined {
  const statements = policies.flatMap((policy) => policy.statements);
  if (statements.length > editingBounds.statements) return moreThan('statements');
  let actions = 0;
  const wildcards = new Set<string>();
  for (const { action } of statements) {
    actions += action?.entries.length ?? 0;
    if (actions > editingBounds.actions) return moreThan('actions');
    for (const { pattern } of action?.entries ?? [])
      if (pattern !== undefined && hasWildcard(pattern)) wildcards.add(pattern);
  }
  return wildcards.size > editingBounds.wildcards ? moreThan('wildcards') : undefined;
}

export function moreThan(what: keyof typeof editingBounds): Message {
  switch (what) {
    case 'characters':
      return say('more than {0} characters', editingBounds.characters);
    case 'statements':
      return say('more than {0} statements', editingBounds.statements);
    case 'actions':
      return say('more than {0} actions', editingBounds.actions);
    case 'wildcards':
      return say('more than {0} wildcards', editingBounds.wildcards);
  }
}

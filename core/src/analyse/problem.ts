import type { PolicyPlace } from '../policy/model.ts';
import type { Span } from '../text/span.ts';
import type { Message } from '../text/message.ts';

/** The severities of the Language Server Protocol, most severe first. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * The stable codes of everything the product reports. Users' settings and scripts name them, so a code is never renamed
 * or reused.
 */
export type ProblemCode =
  /** A plain action, or a wildcard all of whose actions, is unused. */
  | 'action.unused'
  | 'wildcard.partly-unused'
  | 'statement.unused'
  | 'policy.unused'
  /** The catalogue does not list it; it is never removed for that. */
  | 'action.unknown'
  | 'service.unknown'
  /** Findings of several principals may be meant. */
  | 'finding.ambiguous'
  | 'finding.incomplete'
  /** It is old, or older than the policy. */
  | 'finding.stale'
  | 'finding.unreadable'
  /** The role itself is unused, not only its permissions. */
  | 'role.unused'
  /** AWS recommends something for this policy, too: the same, more or less. */
  | 'recommendation.compared'
  /** It has more characters than IAM takes. */
  | 'policy.too-large'
  /** `.iam-refine.json` cannot be used, so nothing is removed. */
  | 'config.unreadable'
  /** An entry of its `keep` is past its last day. */
  | 'keep.expired'
  /** The document is too large to be analysed while it is edited. */
  | 'document.too-large'
  /** A part that holds permissions, or may hold some, was not read. */
  | 'policy.unread'
  /** The policy, or who holds it, is too young for a last-accessed report to tell what is unused. */
  | 'finding.too-new'
  /** IAM rejects the action string. */
  | 'action.malformed';

/** Where the problems are explained, a section each. */
const problemsPage = 'https://github.com/iam-refine/iam-refine/blob/main/docs/problems.md';

/** The address of what a problem code means. */
export function problemPage(code: ProblemCode): string {
  return `${problemsPage}#${code.replace('.', '')}`;
}

/** How severe each problem is where the user's settings say nothing. */
export const defaultSeverities: Readonly<Record<ProblemCode, Severity>> = {
  'action.unused': 'warning',
  'wildcard.partly-unused': 'warning',
  'statement.unused': 'warning',
  'policy.unused': 'warning',
  'action.unknown': 'hint',
  'service.unknown': 'hint',
  'finding.ambiguous': 'information',
  'finding.incomplete': 'information',
  'finding.stale': 'information',
  'finding.unreadable': 'information',
  'role.unused': 'information',
  'recommendation.compared': 'hint',
  'policy.too-large': 'warning',
  'config.unreadable': 'warning',
  'keep.expired': 'information',
  'document.too-large': 'information',
  'policy.unread': 'information',
  'finding.too-new': 'information',
  'action.malformed': 'warning',
};

/** One thing to tell the user about one document. `message` is a single line. */
export interface Problem {
  readonly code: ProblemCode;
  readonly span: Span;
  readonly message: Message;
  /** The text at `span` serves nothing: editors fade it. */
  readonly unnecessary?: true;
  readonly place?: PolicyPlace;
  /** The action string it is about. */
  readonly text?: string;
}

/** The problems that the product reports, with their codes and severities. */
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
  /** The catalogue lacks the action. It is never removed for that reason. */
  | 'action.unknown'
  | 'service.unknown'
  /** The catalogue lacks the action, but knows one with nearly the same name. */
  | 'action.misspelled'
  /** The policy matches several principals with findings. */
  | 'finding.ambiguous'
  | 'finding.incomplete'
  /** The finding is older than the limit, or older than the policy. */
  | 'finding.stale'
  | 'finding.unreadable'
  /** The role itself is unused, not only its permissions. */
  | 'role.unused'
  /** AWS has its own recommendation for this policy, which is compared with ours. */
  | 'recommendation.compared'
  /** The policy has more characters than the quota of IAM. */
  | 'policy.too-large'
  /** `.iam-refine.json` cannot be used, so nothing is removed. */
  | 'config.unreadable'
  /** A keep rule is past its last day. */
  | 'keep.expired'
  /** The document is too large to be analysed while it is edited. */
  | 'document.too-large'
  /** A part of the document that has or may have permissions was not read. */
  | 'policy.unread'
  /** The policy or one of its holders is too new for a last-accessed report to tell what is unused. */
  | 'finding.too-new'
  /** IAM rejects the action string. */
  | 'action.malformed'
  /** There are more problems than a document lists. */
  | 'problems.more';

/** The page that explains the problems, one section for each code. */
const problemsPage = 'https://github.com/iam-refine/iam-refine/blob/main/docs/problems.md';

/** The web address of the explanation of a problem code. */
export function problemPage(code: ProblemCode): string {
  return `${problemsPage}#${code.replace('.', '')}`;
}

/** The severity of each problem unless the user's settings change it. */
export const defaultSeverities: Readonly<Record<ProblemCode, Severity>> = {
  'action.unused': 'warning',
  'wildcard.partly-unused': 'warning',
  'statement.unused': 'warning',
  'policy.unused': 'warning',
  'action.unknown': 'hint',
  'service.unknown': 'hint',
  'action.misspelled': 'warning',
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
  'problems.more': 'information',
};

/** One problem of a document. `message` is a single line. */
export interface Problem {
  readonly code: ProblemCode;
  readonly span: Span;
  readonly message: Message;
  /** The text at `span` is not needed, so editors fade it. */
  readonly unnecessary?: true;
  readonly place?: PolicyPlace;
  /** The action string that the problem is about. */
  readonly text?: string;
}

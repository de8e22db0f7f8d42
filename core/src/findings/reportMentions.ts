/** Finds the principals that a last-accessed report may be about, because it does not state its principal. */
import { foldCase } from '../actions/foldCase.ts';
import { principalOf } from './model.ts';
import { foldName } from './spelling.ts';

/** Members whose texts never name a principal. */
const plainMembers = new Set(
  [
    'JobStatus JobType JobCreationDate JobCompletionDate IsTruncated ServiceName ServiceNamespace ActionName',
    'LastAuthenticated LastAuthenticatedRegion LastAccessedTime LastAccessedRegion TotalAuthenticatedEntities',
  ]
    .join(' ')
    .split(' ')
    .map(foldName),
);

/** The texts of a report that may name a principal, at any depth, each once. O(size of the report). */
export function mentionsIn(report: unknown): readonly string[] {
  const texts = new Set<string>();
  const parts: (readonly [key: string, value: unknown])[] = [['', report]];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [key, value] = part;
    if (typeof value === 'string' && !plainMembers.has(foldName(key))) texts.add(value);
    else if (Array.isArray(value)) for (const element of value as readonly unknown[]) parts.push([key, element]);
    else if (typeof value === 'object' && value !== null)
      for (const member of Object.entries(value)) parts.push(member);
  }
  return [...texts];
}

/** A principal by its name and, if known, its ARN. */
export interface MaybeNamed {
  readonly name: string;
  readonly arn?: string | undefined;
}

const callerPattern = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(role|user|assumed-role)\/(.+)$/;

/**
 * May a text name a principal? An ARN names a user, a role, or the role of a session. Any other text does if the name
 * is one of its words.
 */
export function mayMention(text: string, { name, arn = '' }: MaybeNamed): boolean {
  const [, account, type, path = ''] = callerPattern.exec(text) ?? [];
  if (account === undefined) return wordsOf(text).includes(foldCase(name));
  const names = path.split('/');
  const principal = principalOf(arn);
  const isOfType =
    principal === undefined ||
    (principal.account === account && principal.type === (type === 'user' ? 'user' : 'role'));
  return isOfType && foldCase((type === 'assumed-role' ? names[0] : names.at(-1)) ?? '') === foldCase(name);
}

/** The words of a text that may be names in IAM, folded. */
export function wordsOf(text: string): readonly string[] {
  return foldCase(text).split(/[^\w+=,.@-]+/);
}

/** Does the text hold an ARN of IAM or STS? */
export function isCaller(text: string): boolean {
  return /:(?:iam|sts)::\d/.test(text);
}

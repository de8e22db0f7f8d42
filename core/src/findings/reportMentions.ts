/**
 * Whom a last-accessed report names: it does not say whose it is, and what it says of its services was done by
 * somebody.
 */
import { foldCase } from '../actions/foldCase.ts';
import { principalOf } from './model.ts';
import { foldName } from './spelling.ts';

/** Members whose texts name nobody. */
const plainMembers = new Set(
  [
    'JobStatus JobType JobCreationDate JobCompletionDate IsTruncated ServiceName ServiceNamespace ActionName',
    'LastAuthenticated LastAuthenticatedRegion LastAccessedTime LastAccessedRegion TotalAuthenticatedEntities',
  ]
    .join(' ')
    .split(' ')
    .map(foldName),
);

/** The texts of a report that may name somebody, each once, however deep they stand. O(size of the report). */
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

/** A principal, of which maybe the name alone is known. */
export interface MaybeNamed {
  readonly name: string;
  readonly arn?: string | undefined;
}

const callerPattern = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(role|user|assumed-role)\/(.+)$/;

/**
 * May a text be about somebody? By an ARN, also of a session of the role; any other text, if the name is one of its
 * words.
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

/** What in a text may be a name, folded. */
export function wordsOf(text: string): readonly string[] {
  return foldCase(text).split(/[^\w+=,.@-]+/);
}

/** Does it name something of IAM by ARN? */
export function isCaller(text: string): boolean {
  return /:(?:iam|sts)::\d/.test(text);
}

/** Names the holders of a policy whose names are made when they are deployed. */
import { principalOf } from '../findings/model.ts';
import type { Attachment, PrincipalName, UnclearAttachment, UnnamedHolder } from '../policy/subject.ts';
import { distinctPrincipals } from '../policy/principals.ts';
import { inWords, say, type Message } from '../text/message.ts';
import { matchesNamePattern, nameOfPattern, type MatchedPrincipal } from './matchedPrincipal.ts';
import { listed } from './wording.ts';

/** The principals that a resource stands for, one for each deployment, and how that is known. */
export interface DeployedNames {
  readonly principals: readonly MatchedPrincipal[];
  readonly why: Message;
}

/** The attachment with the names that are known, or why these cannot be the names. */
export type Naming =
  | { readonly kind: 'attachment'; readonly attachment: Attachment; readonly named: readonly PrincipalName[] }
  | { readonly kind: 'contradicted'; readonly reason: Message };

/**
 * Adds the names of unnamed holders. If none is missing then, all holders are known. A name must be of the same type,
 * and match what the document gives of it.
 */
export function nameHolders(
  attachment: Attachment,
  namesOf: (holder: UnnamedHolder) => DeployedNames | undefined,
): Naming {
  const { unnamed = [] } = attachment.kind === 'unclear' ? attachment : {};
  const found = unnamed.map((holder) => ({ holder, names: namesOf(holder) }));
  const known = found.flatMap(({ holder, names }) => (names === undefined ? [] : [{ holder, names }]));
  if (attachment.kind !== 'unclear' || known.length === 0) return { kind: 'attachment', attachment, named: [] };
  const [reason] = known.flatMap(({ holder, names }) => contradiction(holder, names) ?? []);
  if (reason !== undefined) return { kind: 'contradicted', reason };
  const named = distinctPrincipals(
    known.flatMap(({ holder: { type }, names }) => names.principals.map(({ name, arn }) => ({ type, name, arn }))),
  );
  const left = found.flatMap(({ holder, names }) => (names === undefined ? [holder] : []));
  const to = distinctPrincipals([...attachment.named, ...named]);
  return {
    kind: 'attachment',
    attachment:
      left.length === 0
        ? { kind: 'attached', to, says: together(known.map(({ names }) => names.why)) }
        : withNames(attachment, to, left),
    named,
  };
}

/** Some holders still have no name. */
function withNames(
  attachment: UnclearAttachment,
  named: readonly PrincipalName[],
  unnamed: readonly UnnamedHolder[],
): UnclearAttachment {
  const names = listed(unnamed.map(({ resource }) => resource));
  return {
    ...attachment,
    reason: say('the document does not give the name of {0}', names),
    named,
    unnamed,
    missing: unnamed.length,
    like: unnamed.map(({ type, pattern }) => ({ type, pattern })),
  };
}

function contradiction(holder: UnnamedHolder, { principals, why }: DeployedNames): Message | undefined {
  const { type, resource, pattern } = holder;
  const other = principals.find(
    (principal) =>
      (principal.arn !== undefined && principalOf(principal.arn)?.type !== type) ||
      !matchesNamePattern({ type, pattern }, principal),
  );
  if (other === undefined) return undefined;
  const meant = nameOfPattern({ type, pattern });
  return say(
    '{1} is matched to {2} ({0}), but in the document it is {3}',
    why,
    resource,
    other.arn ?? other.name,
    meant,
  );
}

/** Each reason once. */
function together(reasons: readonly Message[]): Message {
  const distinctReasons = new Map(reasons.map((why) => [inWords(why), why])).values();
  return [...distinctReasons].reduce((all, why) => ({ says: '{0}, {1}', gaps: [all, why] }));
}

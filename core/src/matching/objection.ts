/** Checks claimed holders of a policy against what its document says about the holders. */
import type { Attachment, PrincipalName, UnclearAttachment } from '../policy/subject.ts';
import { say, type Gap, type Message } from '../text/message.ts';
import { matchesNamePattern, isMeant, isUser, nameOfPattern, type MatchedPrincipal } from './matchedPrincipal.ts';
import { listed } from './wording.ts';

/** The attachment of a document that tells something about the holders. */
export type Naming = Extract<Attachment, { kind: 'attached' | 'unclear' }>;

/** The holders that the document names. */
export function namedBy(attachment: Naming): readonly PrincipalName[] {
  return attachment.kind === 'attached' ? attachment.to : attachment.named;
}

/** Why the claimed principals cannot be the holders of the policy; `undefined` if the document does not contradict. */
export function objectionTo(
  principals: readonly MatchedPrincipal[],
  why: Message,
  attachment: Naming,
): Message | undefined {
  const { group, others = [], missing, unnamedInAll, like = [] } = attachment.kind === 'unclear' ? attachment : {};
  const claimed = listedNames(principals);
  // Only users are members of groups.
  if (group !== undefined && !principals.some(isUser))
    return say('matched to {1} ({0}), but in the document it belongs to the group {2}', why, claimed, group);
  const named = namedBy(attachment);
  const omitted = named.filter((one) => !principals.some((principal) => isMeant(one, principal)));
  if (omitted.length > 0)
    return say(
      'matched to {1} ({0}), but in the document it belongs to {2}',
      why,
      claimed,
      listed(omitted.map(nameBeside(principals))),
    );
  const unlike = like.find((one) => !principals.some((principal) => matchesNamePattern(one, principal)));
  if (unlike !== undefined)
    return say('matched to {1} ({0}), but in the document it belongs to {2}', why, claimed, nameOfPattern(unlike));
  const isNamed = (principal: MatchedPrincipal): boolean => named.some((one) => isMeant(one, principal));
  const strangers = principals.filter(
    (principal) => !isNamed(principal) && others.some((one) => isMeant(one, principal)),
  );
  if (strangers.length > 0)
    return say(
      'matched to {1} ({0}), but in the document it belongs to another principal',
      why,
      listedNames(strangers),
    );
  return tooFew(
    principals.filter((principal) => !isNamed(principal)).length,
    { missing, unnamedInAll },
    { why, claimed },
  );
}

/**
 * Why the claim names too few principals: the document counts more holders. `beyond`: the number of claimed principals
 * that the document does not name. A claim is for all policies of a document.
 */
function tooFew(
  beyond: number,
  { missing = 0, unnamedInAll = 0 }: Pick<UnclearAttachment, 'missing' | 'unnamedInAll'>,
  { why, claimed }: { readonly why: Message; readonly claimed: Gap },
): Message | undefined {
  if (beyond < missing) return moreHolders(why, claimed, missing - beyond);
  if (beyond >= unnamedInAll) return undefined;
  return say(
    'matched to {1} ({0}), but the document contains policies of {2} principals that it does not name',
    why,
    claimed,
    unnamedInAll,
  );
}

function moreHolders(why: Message, claimed: Gap, count: number): Message {
  return count === 1
    ? say('matched to {1} ({0}), but the document says that another entity also has this policy', why, claimed)
    : say(
        'matched to {1} ({0}), but the document says that {2} other entities also have this policy',
        why,
        claimed,
        count,
      );
}

function listedNames(principals: readonly { readonly name: string }[]): ReturnType<typeof listed> {
  return listed(principals.map(({ name }) => name));
}

/** Names a principal so that it differs from others with the same name, but another type or account. */
function nameBeside(others: readonly MatchedPrincipal[]): (named: PrincipalName) => string {
  return ({ type, name, arn }) => (others.some((other) => other.name === name) ? (arn ?? `${type}/${name}`) : name);
}

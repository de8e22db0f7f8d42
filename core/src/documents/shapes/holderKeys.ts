/** Tells by the key of a member, without its value, whether it may name holders of a policy. */
import { foldName } from '../../findings/spelling.ts';
import { memoise } from '../../memo.ts';

export type HolderType = 'role' | 'user' | 'group';

export interface KeySense {
  /** The key in its folded spelling. */
  readonly name: string;
  /** The member names one or more holders of this type. */
  readonly type?: HolderType | undefined;
  /** The member names a holder of any type, by ARN or in an object. */
  readonly isOfAny: boolean;
  /** The key is not known, but contains a word such as `Role`: `TargetRole`. */
  readonly isLike: boolean;
}

const namingMembers: ReadonlyMap<string, HolderType> = new Map(
  (['role', 'user', 'group'] as const).flatMap((type) =>
    [
      type,
      `${type}name`,
      `${type}s`,
      `${type}names`,
      `iam${type}`,
      `policy${type}s`,
      `attached${type}s`,
      `${type}detaillist`,
    ].map((name) => [name, type] as const),
  ),
);

const ofAnyType: ReadonlySet<string> = new Set(
  [
    'arn rolearn userarn grouparn iamarn iamrolearn iamuserarn principalarn rolearns userarns grouparns principalarns',
    'iamname principal principals attachedto assignedto grantedto grantee assignee entity entities holder holders',
  ]
    .join(' ')
    .split(' '),
);

/** The meaning of a key; cached. */
export const senseOf: (key: string) => KeySense = memoise((key) => {
  const name = foldName(key);
  const type = namingMembers.get(name);
  const isOfAny = ofAnyType.has(name);
  return {
    name,
    type,
    isOfAny,
    isLike: type === undefined && !isOfAny && !withoutHolder.test(name) && hasHolderWord(key, name),
  };
});

/** Keys of common documents that contain such a word but name no holder. */
const withoutHolder = /^assumerolepolicy(?:document)?$|^useragent$|resourcegroup|loggroup|securitygroup/;

/**
 * Does a key contain a word for a holder: as a whole word, or at the end of a name in one letter case (`targetrole`)?
 */
function hasHolderWord(key: string, name: string): boolean {
  const words = key.split(/[^A-Za-z]+|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return words.some((word) => /^(?:iam)?(?:role|user|group)(?:name|arn|id)?s?$/i.test(word)) || holderAtEnd.test(name);
}

const holderAtEnd = /(?:role|user|group|permissionset)(?:name|arn|id)?s?$|^instanceprofile/;

/** What the name of a member tells of the holders of a policy, whatever its value is. */
import { foldName } from '../../findings/spelling.ts';
import { memoise } from '../../memo.ts';

export type HolderType = 'role' | 'user' | 'group';

export interface KeySense {
  /** The key in its folded spelling. */
  readonly name: string;
  /** It names one holder of this type, or several. */
  readonly type?: HolderType | undefined;
  /** It names a holder of any type, by its ARN or in an object. */
  readonly isOfAny: boolean;
  /** It is none of these, and has the words of one: `TargetRole`. */
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
    'principal principals attachedto assignedto grantedto grantee assignee entity entities holder holders',
  ]
    .join(' ')
    .split(' '),
);

/** One lookup for a key that was asked for before. */
export const senseOf: (key: string) => KeySense = memoise((key) => {
  const name = foldName(key);
  const type = namingMembers.get(name);
  const isOfAny = ofAnyType.has(name);
  return {
    name,
    type,
    isOfAny,
    isLike: type === undefined && !isOfAny && !silent.test(name) && hasHolderWord(key, name),
  };
});

/** Members of usual documents that have such a word and name no holder. */
const silent = /^assumerolepolicy(?:document)?$|^useragent$|resourcegroup|loggroup|securitygroup/;

/** As a whole word, or at the end of a name in one letter case: `targetrole`. */
function hasHolderWord(key: string, name: string): boolean {
  const words = key.split(/[^A-Za-z]+|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return words.some((word) => /^(?:iam)?(?:role|user|group)(?:name|arn|id)?s?$/i.test(word)) || holderAtEnd.test(name);
}

const holderAtEnd = /(?:role|user|group)(?:name|arn|id)?s?$|^instanceprofile/;

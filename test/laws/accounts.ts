/**
 * Generated output of `iam get-account-authorization-details`, and the holders of its policies by a slow definition.
 */
import * as fc from 'fast-check';
import { asText, isList, isObject, wordOf, type Json, type JsonObject, type Path } from './json.ts';
import { deployedDocument, withSids } from './policyDocuments.ts';
import { account, arnOfPolicy } from './resolve.ts';
import { principals } from './evidence.ts';

const documentAsPrinted: fc.Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: deployedDocument },
  { weight: 1, arbitrary: deployedDocument.map((document): Json => ({ [asText]: document, $as: 'percent' })) },
);

const attachment = (name: string): Json => ({ PolicyName: name, PolicyArn: arnOfPolicy(name) });
const attached = fc
  .subarray(['Shared', 'Other'])
  .chain((names) =>
    fc.constantFrom<Json[]>(names.map(attachment), [
      ...names.map(attachment),
      { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    ]),
  );
const inline = fc.array(
  documentAsPrinted.map((PolicyDocument): Json => ({ PolicyName: 'p', PolicyDocument })),
  { maxLength: 2 },
);
const boundary: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constant({
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arnOfPolicy('Shared') },
    }),
  },
);

const role = (RoleName: 'AppA' | 'AppB'): fc.Arbitrary<Json> =>
  fc
    .record({ RolePolicyList: inline, AttachedManagedPolicies: attached, bounded: boundary })
    .map(({ bounded, ...lists }) => ({
      RoleName,
      Arn: principals[RoleName],
      ...lists,
      ...bounded,
    }));

const user = (UserName: 'ann' | 'bob'): fc.Arbitrary<Json> =>
  fc
    .record({
      UserPolicyList: inline,
      AttachedManagedPolicies: attached,
      GroupList: fc.subarray<Json>(['Devs', 'Ops']),
      bounded: boundary,
    })
    .map(({ bounded, ...lists }) => ({ UserName, Arn: principals[UserName], ...lists, ...bounded }));

const group = (GroupName: string): fc.Arbitrary<Json> =>
  fc
    .record({ GroupPolicyList: inline, AttachedManagedPolicies: attached })
    .map((lists) => ({ GroupName, Arn: `arn:aws:iam::${account}:group/${GroupName}`, ...lists }));

const managed = (PolicyName: string): fc.Arbitrary<Json> =>
  documentAsPrinted.map((Document) => ({
    PolicyName,
    Arn: arnOfPolicy(PolicyName),
    DefaultVersionId: 'v2',
    PolicyVersionList: [
      { VersionId: 'v2', IsDefaultVersion: true, Document },
      {
        VersionId: 'v1',
        IsDefaultVersion: false,
        Document: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      },
    ],
  }));

/** Account details. Every statement has a unique `Sid`, and the policies count their holders correctly. */
export const accountDetails: fc.Arbitrary<JsonObject> = fc
  .record({
    RoleDetailList: fc.tuple(role('AppA'), role('AppB')).chain((roles) => fc.subarray<Json>(roles, { minLength: 1 })),
    UserDetailList: fc.tuple(user('ann'), user('bob')).chain((users) => fc.subarray<Json>(users)),
    GroupDetailList: fc.tuple(group('Devs'), group('Ops')).chain((groups) => fc.subarray<Json>(groups)),
    Policies: fc.tuple(managed('Shared'), managed('Other')).chain((policies) => fc.subarray<Json>(policies)),
    counts: fc.boolean(),
  })
  .map(({ counts, ...lists }) => withSids(counts ? counted(lists) : lists) as JsonObject);

const lists = ['RoleDetailList', 'UserDetailList', 'GroupDetailList'] as const;
const itemsOf = (value: Json | undefined): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);
export const holdersIn = (document: JsonObject): readonly JsonObject[] =>
  lists.flatMap((key) => itemsOf(document[key]));

/** The document with correct counts of the holders of each policy. */
export function counted(document: JsonObject): JsonObject {
  const Policies = itemsOf(document['Policies']).map((policy) => ({
    ...policy,
    AttachmentCount: holdersIn(document).filter((holder) => attachesTo(holder, policy['Arn'])).length,
    PermissionsBoundaryUsageCount: holdersIn(document).filter((holder) => isBoundedBy(holder, policy['Arn'])).length,
  }));
  return { ...document, Policies };
}

function attachesTo(holder: JsonObject, arn: Json | undefined): boolean {
  return itemsOf(holder['AttachedManagedPolicies']).some((item) => item['PolicyArn'] === arn);
}

function isBoundedBy({ PermissionsBoundary }: JsonObject, arn: Json | undefined): boolean {
  return isObject(PermissionsBoundary) && PermissionsBoundary['PermissionsBoundaryArn'] === arn;
}

/** The holders of the policy at a place, as far as the document tells. */
export function holdersInAccount(document: JsonObject, [list, index]: Path): ReadonlySet<string> {
  const item = itemsOf(document[String(list)])[Number(index)] ?? {};
  const whole = (holder: JsonObject): string[] =>
    typeof holder['GroupName'] === 'string'
      ? itemsOf(document['UserDetailList'])
          .filter(({ GroupList }) => isList(GroupList) && GroupList.includes(holder['GroupName'] ?? null))
          .map(({ UserName }) => `user:${wordOf(UserName)}`)
      : [
          holder['RoleName'] === undefined
            ? `user:${wordOf(holder['UserName'])}`
            : `role:${wordOf(holder['RoleName'])}`,
        ];
  if (list !== 'Policies') return new Set(whole(item));
  const holders = holdersIn(document).filter(
    (holder) => attachesTo(holder, item['Arn']) || isBoundedBy(holder, item['Arn']),
  );
  return new Set(holders.flatMap(whole));
}

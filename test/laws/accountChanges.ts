/** Changes to account details that must never let more be removed. */
import { counted, holdersIn } from './accounts.ts';
import { withDocument, withOneMore, type Change } from './changes.ts';
import { changedAt, isList, isObject, placesOf, valueAt, type Json, type JsonObject, type Path } from './json.ts';
import { arnOfPolicy } from './resolve.ts';
import type { Situation } from './situation.ts';
import { principals } from './evidence.ts';

const listNames = ['RoleDetailList', 'UserDetailList', 'GroupDetailList'] as const;
const holderPlaces = ({ document }: Situation): Path[] =>
  listNames.flatMap((list) => (isList(document[list]) ? document[list].map((_, i): Path => [list, i]) : []));

function withCounts(situation: Situation): Situation {
  return JSON.stringify(situation.document).includes('AttachmentCount')
    ? { ...situation, document: counted(situation.document) }
    : situation;
}

export const changesOfAccounts: readonly Change[] = [
  {
    name: 'another holder attaches the policy',
    made(situation, choose) {
      const PolicyName = choose.one(['Shared', 'Other']);
      const item = { PolicyName, PolicyArn: arnOfPolicy(PolicyName) };
      const places = holderPlaces(situation);
      if (choose.one([true, false]))
        return withCounts(
          withDocument(situation, [...choose.one(places), 'AttachedManagedPolicies'], withOneMore(item)),
        );
      const newcomer = {
        RoleName: 'Newcomer',
        Arn: 'arn:aws:iam::123456789012:role/Newcomer',
        RolePolicyList: [],
        AttachedManagedPolicies: [item],
      };
      return withCounts(withDocument(situation, ['RoleDetailList'], withOneMore(newcomer)));
    },
  },
  {
    name: 'the policy becomes a permissions boundary',
    made(situation, choose) {
      const places = holderPlaces(situation).filter(([list]) => list !== 'GroupDetailList');
      const boundary = {
        PermissionsBoundaryType: 'Policy',
        PermissionsBoundaryArn: arnOfPolicy(choose.one(['Shared', 'Other'])),
      };
      return withCounts(
        withDocument(situation, [...choose.one(places), 'PermissionsBoundary'], (old) => old ?? boundary),
      );
    },
  },
  {
    name: 'the policy counts more holders than the document has',
    made(situation, choose) {
      const policies = situation.document['Policies'];
      if (!isList(policies) || policies.length === 0) return undefined;
      const { document } = { document: counted(situation.document) };
      const path: Path = [
        'Policies',
        choose.one(policies.map((_, i) => i)),
        choose.one(['AttachmentCount', 'PermissionsBoundaryUsageCount']),
      ];
      return withDocument({ ...situation, document }, path, (old) => Number(old) + 1);
    },
  },
  {
    name: 'a member joins a group',
    made(situation, choose) {
      const users = situation.document['UserDetailList'];
      const groups = ['Devs', 'Ops'];
      const newcomer = {
        UserName: 'eve',
        Arn: principals.eve,
        UserPolicyList: [],
        AttachedManagedPolicies: [],
        GroupList: [choose.one(groups)],
      };
      if (!isList(users) || users.length === 0 || choose.one([true, false]))
        return withDocument(situation, ['UserDetailList'], withOneMore(newcomer));
      return withDocument(
        situation,
        ['UserDetailList', choose.one(users.map((_, i) => i)), 'GroupList'],
        withOneMore(choose.one(groups)),
      );
    },
  },
  {
    name: 'the document is one page of several',
    made(situation, choose) {
      const document = {
        ...situation.document,
        ...choose.one<JsonObject>([
          { IsTruncated: true },
          { Marker: 'm' },
          { NextToken: 't' },
          { IsTruncated: true, Marker: 'm' },
        ]),
      };
      return { ...situation, document };
    },
  },
  {
    name: 'what stands on another page is missing',
    made(situation, choose) {
      const places = [...holderPlaces(situation), ...listNames.map((list): Path => [list])].filter(
        (path) => valueAt(situation.document, path) !== undefined,
      );
      const { document } = withDocument(situation, choose.one(places), () => undefined);
      return { ...situation, document: { ...document, IsTruncated: true } };
    },
  },
  {
    name: 'a list of the account is missing, and nothing says how many there are',
    made(situation, choose) {
      const list = choose.one(listNames);
      if (holdersIn(situation.document).length === 0) return undefined;
      return withDocument(situation, [list], () => undefined);
    },
  },
  {
    name: 'whose policy it is cannot be read',
    made(situation, choose) {
      const places = placesOf(situation.document).flatMap(([path]) =>
        ['PolicyArn', 'PermissionsBoundaryArn', 'GroupList', 'AttachedManagedPolicies'].includes(String(path.at(-1))) ||
        ['GroupList', 'AttachedManagedPolicies'].includes(String(path.at(-2)))
          ? [path]
          : [],
      );
      if (places.length === 0) return undefined;
      return withDocument(situation, choose.one(places), () => choose.one<Json>([7, { Ref: 'Hidden' }, '${hidden}']));
    },
  },
  {
    name: 'somebody stands there twice, and somebody is missing',
    made(situation, choose) {
      const { document } = situation;
      const full = counted(document);
      const places = holderPlaces(situation);
      if (places.length < 2) return undefined;
      const [gone, twice] = [choose.one(places), choose.one(places)];
      const value = valueAt(document, twice);
      if (
        gone === twice ||
        gone[0] === 'GroupDetailList' ||
        (gone[0] === 'UserDetailList' && JSON.stringify(valueAt(document, gone)).includes('"GroupList":["'))
      )
        return undefined;
      const without = changedAt(changedAt(full, [String(twice[0])], withOneMore(value ?? null)), gone, () => undefined);
      return isObject(without) ? { ...situation, document: without } : undefined;
    },
  },
];

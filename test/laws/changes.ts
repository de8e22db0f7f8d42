/**
 * What may happen to a document or its evidence, and must never let more be removed: another holder, evidence of use, a page of several, a value that
 * is hidden behind an expression. What is chosen is chosen by the numbers of a {@link Chooser}.
 */
import * as fc from 'fast-check';
import { counted, holdersIn } from './accounts.ts';
import { asText, changedAt, isList, isObject, placesOf, valueAt, type Json, type JsonObject, type Path } from './json.ts';
import { noValue, universe } from './policyDocuments.ts';
import { arnOfPolicy, conditionNames } from './resolve.ts';
import type { Situation } from './situation.ts';
import { managedNames, referencesTo } from './templates.ts';
import { principals, type WitnessModel } from './witnesses.ts';

/** Chooses by numbers that were drawn before. */
export interface Chooser {
  readonly one: <T>(of: readonly T[]) => T;
}

export const choices: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 8, maxLength: 8 });

export function chooserOf(numbers: readonly number[]): Chooser {
  let next = 0;
  return {
    one<T>(of: readonly T[]): T {
      const at = (numbers[next++ % numbers.length] ?? 0) % of.length;
      for (const chosen of of.slice(at, at + 1)) return chosen;
      throw new Error('nothing to choose from');
    },
  };
}

export interface Change {
  readonly name: string;
  /** `undefined` where there is no place for it. */
  readonly made: (situation: Situation, choose: Chooser) => Situation | undefined;
}

const typeOf = (resource: Json | undefined): string => (isObject(resource) ? String(resource['Type']) : '');
const resourcesOf = ({ document }: Situation): JsonObject => (isObject(document['Resources']) ? document['Resources'] : {});
const idsOf = (situation: Situation, type: RegExp): string[] =>
  Object.entries(resourcesOf(situation)).flatMap(([id, resource]) => (type.test(typeOf(resource)) ? [id] : []));

function withDocument(situation: Situation, path: Path, by: (old: Json | undefined) => Json | undefined): Situation {
  const document = changedAt(situation.document, path, by);
  return isObject(document) ? { ...situation, document } : situation;
}

/** A list with one more; what stands there in place of a list becomes one of two. */
function withOneMore(more: Json): (old: Json | undefined) => Json {
  return (old) => (isList(old) ? [...old, more] : old === undefined ? [more] : { 'Fn::If': ['C', old, [more]] });
}

/** A managed policy of the template, and a way to say it. */
function referenceIn(situation: Situation, choose: Chooser): { readonly id: keyof typeof managedNames; readonly value: Json } | undefined {
  const ids = idsOf(situation, /ManagedPolicy$/).filter((id): id is keyof typeof managedNames => id in managedNames);
  if (ids.length === 0) return undefined;
  const id = choose.one(ids);
  const plain = choose.one(referencesTo(id));
  const value = choose.one<Json>([
    plain,
    plain,
    { 'Fn::If': [choose.one(conditionNames), plain, noValue] },
    { 'Fn::If': [choose.one(conditionNames), noValue, { 'Fn::If': [choose.one(conditionNames), 'arn:aws:iam::aws:policy/X', plain] }] },
  ]);
  return { id, value };
}

const newHolder: readonly JsonObject[] = [
  { Type: 'AWS::IAM::Role', Properties: { RoleName: 'AppB' } },
  { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Newcomer' } },
  { Type: 'AWS::IAM::Role', Properties: {} },
  { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'AnyName' } } },
  { Type: 'AWS::IAM::User', Properties: { UserName: 'bob' } },
  { Type: 'AWS::IAM::Group', Properties: { GroupName: 'New' } },
];

const newSam: readonly JsonObject[] = [
  { Type: 'AWS::Serverless::Function', Properties: {} },
  { Type: 'AWS::Serverless::StateMachine', Properties: {} },
];

const attach: Change = {
  name: 'another holder attaches the policy',
  made(situation, choose) {
    const reference = referenceIn(situation, choose);
    if (reference === undefined) return undefined;
    const { id, value } = reference;
    const existing = idsOf(situation, /^AWS::IAM::(?:Role|User|Group)$/);
    const how = choose.one(['existing', 'new', 'sam', 'set', 'loop', 'stack', 'output', 'own'] as const);
    switch (how) {
      case 'existing':
        return withDocument(situation, ['Resources', choose.one(existing), 'Properties', 'ManagedPolicyArns'], withOneMore(value));
      case 'new':
        return withDocument(situation, ['Resources', 'New'], () =>
          changedAt(choose.one(newHolder), ['Properties', 'ManagedPolicyArns'], () => [value]),
        );
      case 'sam':
        return withDocument(situation, ['Resources', 'New'], () =>
          changedAt(choose.one(newSam), ['Properties', 'Policies'], () => choose.one<Json>([[value], value])),
        );
      case 'set':
        return withDocument(situation, ['Resources', 'New'], () => permissionSetWith(id, choose));
      case 'loop':
        return withDocument(situation, ['Resources', 'Fn::ForEach::L'], () => loopThatAttaches(id, value, choose));
      case 'stack':
        return withDocument(situation, ['Resources', 'New'], () => ({
          Type: choose.one(['AWS::CloudFormation::Stack', 'Custom::Attach']),
          Properties: { Parameters: { P: value } },
        }));
      case 'output':
        return withDocument(situation, ['Outputs'], () => ({ O: { Value: value, Export: { Name: 'x' } } }));
      case 'own':
        return withOwnHolder(situation, id, choose);
    }
  },
};

function permissionSetWith(id: keyof typeof managedNames, choose: Chooser): Json {
  const byName = { Name: managedNames[id] };
  const Properties = choose.one<JsonObject>([
    { CustomerManagedPolicyReferences: [byName] },
    { CustomerManagedPolicyReferences: { 'Fn::If': ['A', [byName], noValue] } },
    { CustomerManagedPolicyReferences: [{ 'Fn::If': ['A', byName, noValue] }] },
    { CustomerManagedPolicyReferences: [{ Name: { Ref: 'AnyName' } }] },
    { PermissionsBoundary: { CustomerManagedPolicyReference: byName } },
    { PermissionsBoundary: { 'Fn::If': ['B', { CustomerManagedPolicyReference: byName }, noValue] } },
    { PermissionsBoundary: { CustomerManagedPolicyReference: { 'Fn::If': ['B', byName, noValue] } } },
    { PermissionsBoundary: { ManagedPolicyArn: choose.one(referencesTo(id)) } },
    { PermissionsBoundary: { 'Fn::If': ['B', { ManagedPolicyArn: choose.one(referencesTo(id)) }, noValue] } },
  ]);
  return { Type: 'AWS::SSO::PermissionSet', Properties: { Name: choose.one(['Dev', 'Ops']), ...Properties } };
}

function loopThatAttaches(id: keyof typeof managedNames, value: Json, choose: Chooser): Json {
  const name = managedNames[id];
  const role = (reference: Json): JsonObject => ({
    'R${I}': { Type: 'AWS::IAM::Role', Properties: { RoleName: 'R${I}', ManagedPolicyArns: [reference] } },
  });
  return choose.one<Json>([
    ['I', ['1', '2'], role(value)],
    ['I', [id], role({ Ref: '${I}' })],
    ['I', [id], role({ 'Fn::GetAtt': ['${I}', 'PolicyArn'] })],
    ['I', [name], role({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/${I}' })],
    ['I', [name], role(arnOfPolicy('${I}'))],
    ['I', ['1'], role({ 'Fn::Join': ['/', ['arn:aws:iam::123456789012:policy', name]] })],
    ['I', ['1'], role({ 'Fn::Join': ['', ['arn:aws:iam::123456789012:pol', `icy/${name}`]] })],
  ]);
}

/** The policy itself names one more that holds it. */
function withOwnHolder(situation: Situation, id: string, choose: Chooser): Situation {
  const key = choose.one(['Roles', 'Users', 'Groups']);
  const names: Readonly<Record<string, readonly Json[]>> = {
    Roles: ['AppB', 'Newcomer', { Ref: 'RB' }, { Ref: 'AnyName' }, { 'Fn::If': ['C', 'AppB', noValue] }],
    Users: ['bob', 'eve', { Ref: 'V' }, { 'Fn::Sub': '${AnyName}' }],
    Groups: ['Devs', 'Elsewhere', { Ref: 'G' }],
  };
  return withDocument(situation, ['Resources', id, 'Properties', key], withOneMore(choose.one(names[key] ?? [])));
}

const bound: Change = {
  name: 'the policy becomes a permissions boundary',
  made(situation, choose) {
    const reference = referenceIn(situation, choose);
    if (reference === undefined) return undefined;
    const [holder = '', ...rest] = [...idsOf(situation, /^AWS::(?:IAM::(?:Role|User)|Serverless::Function)$/), 'New'];
    const id = choose.one([holder, ...rest]);
    const of = id === 'New' ? choose.one([...newHolder.slice(0, 5), ...newSam]) : (resourcesOf(situation)[id] ?? {});
    return withDocument(situation, ['Resources', id], () => changedAt(of, ['Properties', 'PermissionsBoundary'], () => reference.value));
  },
};

const join: Change = {
  name: 'a member joins a group',
  made(situation, choose) {
    if (idsOf(situation, /Group$/).length === 0) return undefined;
    const group = choose.one<Json>([
      { Ref: 'G' },
      'Devs',
      'Devs-eu-west-1',
      { 'Fn::Sub': '${G}' },
      { 'Fn::If': ['A', { Ref: 'G' }, noValue] },
      { Ref: 'AnyName' },
    ]);
    const users = idsOf(situation, /::User$/);
    const isExisting = users.length > 0 && choose.one([true, false]);
    if (isExisting) return withDocument(situation, ['Resources', choose.one(users), 'Properties', 'Groups'], withOneMore(group));
    const made = choose.one<Json>([
      { Type: 'AWS::IAM::User', Properties: { UserName: 'bob', Groups: [group] } },
      { Type: 'AWS::IAM::User', Properties: { Groups: { 'Fn::If': ['A', [group], noValue] } } },
      { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: group, Users: ['eve'] } },
      { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: group, Users: [{ Ref: 'AnyName' }] } },
      { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: group, Users: { 'Fn::If': ['C', ['eve'], noValue] } } },
    ]);
    return withDocument(situation, ['Resources', 'New'], () => made);
  },
};

/** Where a literal may be hidden: the last keys of a place. A number stands for any element. */
const literalPlaces: readonly RegExp[] = [
  /\bProperties\.(?:RoleName|UserName|GroupName|ManagedPolicyName|Name)$/,
  /\bProperties\.(?:ManagedPolicyArns|Roles|Users|Groups|Policies|CustomerManagedPolicyReferences)(?:\.#)?$/,
  /\bProperties\.(?:PermissionsBoundary|InlinePolicy)$/,
  /\.PolicyDocument$/,
  /\.(?:Statement|Action|NotAction)(?:\.#)?$/,
  /\.Effect$/,
];

/** The places of a document in which something can be hidden. */
export function hidingPlaces(document: Json, places: readonly RegExp[] = literalPlaces): Path[] {
  return placesOf(document).flatMap(([path, value]) => {
    if (path.includes('AssumeRolePolicyDocument') || path.includes('$as')) return [];
    const joined = path.map((key) => (typeof key === 'number' ? '#' : key)).join('.');
    return places.some((place) => place.test(joined)) && !(isObject(value) && value['Ref'] === 'AWS::NoValue') ? [path] : [];
  });
}

/** What hides a value: an expression that gives it, and what its parameter is. */
export function hide(
  value: Json,
  choose: Chooser,
  isOpaque: boolean,
): { readonly expression: Json; readonly hidden: Readonly<Record<string, Json>> } {
  const condition = choose.one(conditionNames);
  const isText = typeof value === 'string';
  // What a text holds cannot hide an object in a text once more.
  const open: Json[] = [
    { 'Fn::If': [condition, value, noValue] },
    { 'Fn::If': [condition, value, value] },
    { 'Fn::If': [condition, { Ref: 'Hidden' }, value] },
  ];
  const opaque: Json[] = [
    { Ref: 'Hidden' },
    { 'Fn::FindInMap': ['Map', 'x', 'Hidden'] },
    { 'Fn::Transform': { Name: 'Hide', Parameters: { Value: value } } },
    { 'Fn::If': [condition, { Ref: 'Hidden' }, noValue] },
    ...(isText
      ? [{ 'Fn::Sub': '${Hidden}' }, { 'Fn::Join': ['', [{ Ref: 'Hidden' }]] }, { 'Fn::Select': [0, [{ Ref: 'Hidden' }, 'x']] }]
      : []),
  ];
  return { expression: choose.one(isOpaque ? opaque : [...opaque, ...open]), hidden: { Hidden: value } };
}

const hideLiteral: Change = {
  name: 'a literal is hidden behind an expression',
  made(situation, choose) {
    const places = hidingPlaces(situation.document);
    if (places.length === 0) return undefined;
    const path = choose.one(places);
    const value = valueAt(situation.document, path);
    if (value === undefined) return undefined;
    const { expression, hidden } = hide(value, choose, false);
    return { ...withDocument(situation, path, () => expression), hidden: { ...situation.hidden, ...hidden } };
  },
};

const loopResource: Change = {
  name: 'a resource is hidden in a loop',
  made(situation, choose) {
    const ids = idsOf(situation, /./).filter((id) => !JSON.stringify(situation.document).includes(`"${id}"]`) && id !== 'RA');
    if (ids.length === 0) return undefined;
    const id = choose.one(ids);
    const resource = resourcesOf(situation)[id] ?? {};
    const without = withDocument(situation, ['Resources', id], () => undefined);
    return withDocument(without, ['Resources', 'Fn::ForEach::H'], () => ['I', [id], { '${I}': resource }]);
  },
};

const macro: Change = {
  name: 'the template is changed by a macro',
  made: (situation, choose) =>
    withDocument(situation, choose.one<Path>([['Transform'], ['Resources', 'RA', 'Properties', 'Fn::Transform']]), () =>
      choose.one<Json>(['Mine', ['AWS::Serverless-2016-10-31', 'Mine'], { Name: 'Mine' }]),
    ),
};

const oneOfPrincipals = Object.values(principals);

/** Evidence of use, which is no part of the document. */
export const changesOfEvidence: readonly Change[] = [
  {
    name: 'a report shows actions as used',
    made(situation, choose) {
      const action = choose.one(universe);
      const [service = '', name = ''] = action.split(':');
      const witness: WitnessModel = {
        kind: 'report',
        principal: choose.one(oneOfPrincipals),
        id: 'used',
        status: 'ACTIVE',
        services: { [service]: { [name]: false } },
      };
      return { ...situation, witnesses: [...situation.witnesses, witness] };
    },
  },
  {
    name: 'a finding with another id',
    made(situation, choose) {
      const from = choose.one([...situation.witnesses, undefined]);
      const services = Object.fromEntries(Object.entries(from?.services ?? {}).filter(() => choose.one([true, false])));
      const witness: WitnessModel = { kind: 'finding', principal: choose.one(oneOfPrincipals), id: 'other', status: 'ACTIVE', services };
      return { ...situation, witnesses: [...situation.witnesses, witness] };
    },
  },
  {
    name: 'a finding of one is archived',
    made(situation, choose) {
      if (situation.witnesses.length === 0) return undefined;
      const archived = choose.one(situation.witnesses);
      const others = situation.witnesses.filter(({ principal }) => principal === archived.principal);
      // Of several analyzers one is heard no more: the others say what they say.
      return others.length > 1
        ? undefined
        : { ...situation, witnesses: situation.witnesses.map((one) => (one === archived ? { ...one, status: 'ARCHIVED' } : one)) };
    },
  },
  {
    name: 'a findings file that is broken names somebody',
    made: (situation, choose) => ({
      ...situation,
      files: { ...situation.files, 'broken.finding.json': `{"id": "x", "resource": "${choose.one(oneOfPrincipals)}", "stat` },
    }),
  },
  {
    name: 'something is to be kept',
    made(situation, choose) {
      if (situation.config !== undefined) return undefined;
      const entry = {
        actions: [choose.one([...universe, 's3:*', '*', 's3:Get*'])],
        reason: 'asked for',
        ...choose.one([{}, { principals: [choose.one(oneOfPrincipals)] }]),
      };
      return { ...situation, config: JSON.stringify({ keep: [entry] }) };
    },
  },
  {
    name: 'a folder is named with an account',
    made: (situation, choose) => ({
      ...situation,
      segments: [choose.one(['123456789012', '999999999999']), ...(situation.segments ?? ['template.json'])],
    }),
  },
];

export const changesOfTemplates: readonly Change[] = [
  attach,
  attach,
  attach,
  bound,
  join,
  hideLiteral,
  hideLiteral,
  hideLiteral,
  loopResource,
  macro,
];

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
        return withCounts(withDocument(situation, [...choose.one(places), 'AttachedManagedPolicies'], withOneMore(item)));
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
      const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arnOfPolicy(choose.one(['Shared', 'Other'])) };
      return withCounts(withDocument(situation, [...choose.one(places), 'PermissionsBoundary'], (old) => old ?? boundary));
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
      return withDocument(situation, ['UserDetailList', choose.one(users.map((_, i) => i)), 'GroupList'], withOneMore(choose.one(groups)));
    },
  },
  {
    name: 'the document is one page of several',
    made(situation, choose) {
      const document = {
        ...situation.document,
        ...choose.one<JsonObject>([{ IsTruncated: true }, { Marker: 'm' }, { NextToken: 't' }, { IsTruncated: true, Marker: 'm' }]),
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

export { asText };

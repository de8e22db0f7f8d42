/** Changes to a template that must never let more be removed. */
import { withDocument, withOneMore, type Change, type Chooser } from './changes.ts';
import { hide, hidingPlaces } from './hiding.ts';
import { changedAt, isObject, valueAt, wordOf, type Json, type JsonObject, type Path } from './json.ts';
import { noValue } from './policyDocuments.ts';
import { arnOfPolicy, conditionNames } from './resolve.ts';
import type { Situation } from './situation.ts';
import { managedNames, referencesTo } from './templates.ts';

const typeOf = (resource: Json | undefined): string => (isObject(resource) ? wordOf(resource['Type']) : '');
const resourcesOf = ({ document }: Situation): JsonObject =>
  isObject(document['Resources']) ? document['Resources'] : {};
const idsOf = (situation: Situation, type: RegExp): string[] =>
  Object.entries(resourcesOf(situation)).flatMap(([id, resource]) => (type.test(typeOf(resource)) ? [id] : []));

/** A managed policy of the template, and a way to refer to it. */
function referenceIn(
  situation: Situation,
  choose: Chooser,
): { readonly id: keyof typeof managedNames; readonly value: Json } | undefined {
  const ids = idsOf(situation, /ManagedPolicy$/).filter((id): id is keyof typeof managedNames => id in managedNames);
  if (ids.length === 0) return undefined;
  const id = choose.one(ids);
  const plain = choose.one(referencesTo(id));
  const value = choose.one<Json>([
    plain,
    plain,
    { 'Fn::If': [choose.one(conditionNames), plain, noValue] },
    {
      'Fn::If': [
        choose.one(conditionNames),
        noValue,
        { 'Fn::If': [choose.one(conditionNames), 'arn:aws:iam::aws:policy/X', plain] },
      ],
    },
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
        return withDocument(
          situation,
          ['Resources', choose.one(existing), 'Properties', 'ManagedPolicyArns'],
          withOneMore(value),
        );
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

function setWithReference(Name: string): JsonObject {
  return {
    Type: 'AWS::SSO::PermissionSet',
    Properties: { Name: 'Looped', CustomerManagedPolicyReferences: [{ Name }] },
  };
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
    ['I', [name.slice(2)], role(arnOfPolicy(`${name.slice(0, 2)}\${I}`))],
    ['I', [name.slice(2)], { 'S${I}': setWithReference(`${name.slice(0, 2)}\${I}`) }],
    ['I', ['1'], role({ 'Fn::Join': ['/', ['arn:aws:iam::123456789012:policy', name]] })],
    ['I', ['1'], role({ 'Fn::Join': ['', ['arn:aws:iam::123456789012:pol', `icy/${name}`]] })],
  ]);
}

/** The policy itself names one more holder. */
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
    const id = choose.one([...idsOf(situation, /^AWS::(?:IAM::(?:Role|User)|Serverless::Function)$/), 'New']);
    const of = id === 'New' ? choose.one([...newHolder.slice(0, 5), ...newSam]) : (resourcesOf(situation)[id] ?? {});
    return withDocument(situation, ['Resources', id], () =>
      changedAt(of, ['Properties', 'PermissionsBoundary'], () => reference.value),
    );
  },
};

const loopsOfMembers: readonly Json[] = [
  ['I', ['vs'], { 'U${I}': { Type: 'AWS::IAM::User', Properties: { UserName: 'bob', Groups: ['De${I}'] } } }],
  ['I', ['G'], { 'U${I}': { Type: 'AWS::IAM::User', Properties: { UserName: 'bob', Groups: [{ Ref: '${I}' }] } } }],
  [
    'I',
    ['bob', 'eve'],
    { 'J${I}': { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: 'Devs', Users: ['${I}'] } } },
  ],
  [
    'I',
    ['vs'],
    { 'J${I}': { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: 'De${I}', Users: ['eve'] } } },
  ],
];

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
    if (isExisting)
      return withDocument(situation, ['Resources', choose.one(users), 'Properties', 'Groups'], withOneMore(group));
    const made = choose.one<Json>([
      { Type: 'AWS::IAM::User', Properties: { UserName: 'bob', Groups: [group] } },
      { Type: 'AWS::IAM::User', Properties: { Groups: { 'Fn::If': ['A', [group], noValue] } } },
      { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: group, Users: ['eve'] } },
      { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: group, Users: [{ Ref: 'AnyName' }] } },
      {
        Type: 'AWS::IAM::UserToGroupAddition',
        Properties: { GroupName: group, Users: { 'Fn::If': ['C', ['eve'], noValue] } },
      },
    ]);
    const [key, resource] = choose.one([true, true, true, false])
      ? ['New', made]
      : ['Fn::ForEach::L', choose.one(loopsOfMembers)];
    return withDocument(situation, ['Resources', key], () => resource);
  },
};

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
    const ids = idsOf(situation, /./).filter(
      (id) => !JSON.stringify(situation.document).includes(`"${id}"]`) && id !== 'RA',
    );
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

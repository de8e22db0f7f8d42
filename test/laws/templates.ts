/**
 * Generated CloudFormation and SAM templates, which attach policies in every possible way, and the holders of their
 * policies by a slow definition.
 */
import * as fc from 'fast-check';
import { asText, isList, isObject, twin, wordOf, type Json, type JsonObject } from './json.ts';
import { deployedDocument, noValue, perhapsIf, placedDocument, withSids } from './policyDocuments.ts';
import { account, arnOfPolicy, generatedName, nameIn } from './resolve.ts';

/** The value, or `undefined`. */
const sometimes = <T>(value: fc.Arbitrary<T>, weight = 1, none = 1): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary: value }, { weight: none, arbitrary: fc.constant(undefined) });

const object = (members: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).flatMap(([key, value]): [string, Json][] => (value === undefined ? [] : [[key, value]])),
  );

const trust: Json = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** The names of the managed policies that templates may have, by logical id. */
export const managedNames: Readonly<Record<'M' | 'N', string>> = { M: 'Shared', N: 'Other' };

/** The ways in which a template can refer to its managed policy. */
export function referencesTo(id: keyof typeof managedNames): readonly Json[] {
  const name = managedNames[id];
  return [
    { Ref: id },
    { Ref: id },
    { 'Fn::GetAtt': [id, 'PolicyArn'] },
    { 'Fn::GetAtt': `${id}.PolicyArn` },
    { 'Fn::Sub': `\${${id}}` },
    { 'Fn::Sub': `\${${id}.PolicyArn}` },
    { 'Fn::Select': [0, [{ Ref: id }]] },
    { 'Fn::Select': ['1', ['arn:aws:iam::aws:policy/ReadOnlyAccess', { Ref: id }]] },
    { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':policy/', name]] },
    { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${name}` },
    arnOfPolicy(name),
  ];
}

const reference: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...referencesTo('M')) },
  { weight: 3, arbitrary: fc.constantFrom(...referencesTo('N')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Json>(
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      `arn:aws:iam::${account}:policy/Elsewhere`,
    ),
  },
);

const policyEntries = sometimes(
  fc
    .array(perhapsIf(placedDocument.map((PolicyDocument) => ({ PolicyName: 'p', PolicyDocument }))), {
      minLength: 1,
      maxLength: 2,
    })
    .map((list): Json => list),
  2,
);

const attachments = sometimes(
  fc.oneof(
    { weight: 6, arbitrary: fc.array(perhapsIf(reference), { minLength: 1, maxLength: 2 }).map((list): Json => list) },
    {
      weight: 1,
      arbitrary: fc
        .array(reference, { minLength: 1, maxLength: 2 })
        .map((list): Json => ({ 'Fn::If': ['A', list, noValue] })),
    },
  ),
);

const roleName = (usual: string, other: string): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    { weight: 14, arbitrary: fc.constant({ RoleName: usual }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<JsonObject>(
        { RoleName: { 'Fn::If': ['A', usual, other] } },
        { RoleName: { 'Fn::If': ['A', usual, noValue] } },
        { RoleName: { 'Fn::Sub': `${usual}-\${AWS::Region}` } },
        { RoleName: usual, [`RoleName${twin}`]: other },
        {},
      ),
    },
  );

const role = (name: string, other: string): fc.Arbitrary<Json> =>
  fc
    .record({
      names: roleName(name, other),
      Policies: policyEntries,
      ManagedPolicyArns: attachments,
      PermissionsBoundary: sometimes(perhapsIf(reference), 1, 7),
    })
    .map(({ names, ...properties }) => ({
      Type: 'AWS::IAM::Role',
      Properties: { ...names, AssumeRolePolicyDocument: trust, ...object(properties) },
    }));

const groupNames: readonly Json[] = [
  { Ref: 'G' },
  { Ref: 'G' },
  'Devs',
  { 'Fn::Sub': '${G}' },
  'Devs-eu-west-1',
  { 'Fn::If': ['B', { Ref: 'G' }, noValue] },
];

const user = (name: string): fc.Arbitrary<Json> =>
  fc
    .record({
      Policies: policyEntries,
      ManagedPolicyArns: attachments,
      Groups: sometimes(
        fc.array(fc.constantFrom(...groupNames), { minLength: 1, maxLength: 1 }).map((list): Json => list),
        2,
      ),
    })
    .map((properties) => ({ Type: 'AWS::IAM::User', Properties: { UserName: name, ...object(properties) } }));

const group: fc.Arbitrary<Json> = fc
  .record({
    GroupName: sometimes(
      fc.constantFrom<Json>(
        'Devs',
        'Devs',
        'Devs',
        { 'Fn::Sub': 'Devs-${AWS::Region}' },
        { 'Fn::If': ['C', 'Devs', noValue] },
      ),
      6,
    ),
    Policies: policyEntries,
    ManagedPolicyArns: attachments,
  })
  .map((properties) => ({ Type: 'AWS::IAM::Group', Properties: object(properties) }));

const addition: fc.Arbitrary<Json> = fc
  .record({
    GroupName: fc.constantFrom(...groupNames.slice(0, 5)),
    Users: fc.subarray<Json>([{ Ref: 'U' }, 'eve', 'bob'], { minLength: 1 }),
  })
  .map((Properties) => ({ Type: 'AWS::IAM::UserToGroupAddition', Properties: { ...Properties } }));

const ownHolders = fc
  .record({
    Roles: sometimes(
      fc.subarray<Json>([{ Ref: 'RA' }, 'AppA', 'AppB'], { minLength: 1, maxLength: 1 }).map((list): Json => list),
      2,
    ),
    Users: sometimes(fc.constantFrom<Json>(['ann'], [{ Ref: 'U' }], { 'Fn::If': ['B', ['ann'], noValue] }), 1, 2),
    Groups: sometimes(fc.constantFrom<Json>([{ Ref: 'G' }], ['Devs']), 1, 4),
  })
  .map(object);

const managed = (id: keyof typeof managedNames): fc.Arbitrary<Json> =>
  fc
    .record({
      name: fc.oneof(
        { weight: 8, arbitrary: fc.constant<Json | undefined>(managedNames[id]) },
        { weight: 1, arbitrary: fc.constantFrom<Json | undefined>(undefined, { 'Fn::Sub': managedNames[id] }) },
      ),
      holders: ownHolders,
      PolicyDocument: placedDocument,
    })
    .map(({ name, holders, PolicyDocument }) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ...object({ ManagedPolicyName: name }), ...holders, PolicyDocument },
    }));

const ownPolicy: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ holders: ownHolders, PolicyDocument: placedDocument }).map(({ holders, PolicyDocument }) => ({
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'q', ...holders, PolicyDocument },
  })),
  fc
    .record({
      RoleName: fc.constantFrom<Json>({ Ref: 'RA' }, 'AppB'),
      PolicyName: fc.constant('q'),
      PolicyDocument: placedDocument,
    })
    .map((Properties) => ({ Type: 'AWS::IAM::RolePolicy', Properties: { ...Properties } })),
);

const samPolicies: fc.Arbitrary<Json> = fc.array(
  perhapsIf(
    fc.oneof(
      deployedDocument,
      reference,
      fc.constantFrom<Json>('AWSLambdaExecute', { S3ReadPolicy: { BucketName: 'b' } }),
    ),
  ),
  { minLength: 1, maxLength: 2 },
);

const sam: fc.Arbitrary<Json> = fc
  .record({
    Type: fc.constantFrom('AWS::Serverless::Function', 'AWS::Serverless::StateMachine'),
    Policies: samPolicies,
  })
  .map(({ Type, Policies }) => ({ Type, Properties: { Policies } }));

const permissionSet: fc.Arbitrary<Json> = fc
  .record({
    InlinePolicy: sometimes(
      fc.oneof(
        placedDocument,
        deployedDocument.map((document): Json => ({ [asText]: document, $as: 'json' })),
      ),
      3,
    ),
    CustomerManagedPolicyReferences: sometimes(
      perhapsIf(fc.constantFrom<Json>([{ Name: 'Shared' }], [{ Name: 'Other' }]), 3),
      1,
      2,
    ),
    PermissionsBoundary: sometimes(
      perhapsIf(
        fc.constantFrom<Json>(
          { CustomerManagedPolicyReference: { Name: 'Shared' } },
          { ManagedPolicyArn: arnOfPolicy('Shared') },
          { CustomerManagedPolicyReference: { 'Fn::If': ['B', { Name: 'Shared' }, { Name: 'Other' }] } },
        ),
        2,
      ),
      1,
      3,
    ),
  })
  .map((properties) => ({
    Type: 'AWS::SSO::PermissionSet',
    Properties: { Name: 'Dev', InstanceArn: 'i', ...object(properties) },
  }));

const odd: fc.Arbitrary<Json> = fc.oneof(
  placedDocument.map((Doc) => ({ Type: 'Custom::Thing', Properties: { Doc } })),
  fc.constant({ Type: 'AWS::S3::Bucket', DependsOn: ['M'], Properties: {} }),
);

/** A template. Every statement has a unique `Sid`. */
export const template: fc.Arbitrary<JsonObject> = fc
  .record({
    RA: role('AppA', 'AppB'),
    RB: sometimes(role('AppB', 'AppA'), 1, 2),
    U: sometimes(user('ann'), 1, 2),
    V: sometimes(user('bob'), 1, 5),
    G: sometimes(group, 1, 2),
    J: sometimes(addition, 1, 4),
    M: sometimes(managed('M'), 3),
    N: sometimes(managed('N'), 1, 4),
    P: sometimes(ownPolicy, 1, 2),
    F: sometimes(sam, 1, 5),
    S: sometimes(permissionSet, 1, 4),
    X: sometimes(odd, 1, 7),
  })
  .map((resources): Json => ({ Conditions: { A: true, B: true, C: true }, Resources: object(resources) }))
  .map((document) => withSids(document) as JsonObject);

/** A holder that no finding can name. */
const unknownHolder = '?';

const properties = (resource: Json | undefined): JsonObject =>
  isObject(resource) && isObject(resource['Properties']) ? resource['Properties'] : {};
const typeOf = (resource: Json | undefined): string => (isObject(resource) ? wordOf(resource['Type']) : '');
const listAt = (resource: Json | undefined, key: string): readonly Json[] => {
  const value = properties(resource)[key];
  return isList(value) ? value : value === undefined ? [] : [value];
};

/**
 * The holders of the policy in a resource of a deployed template: `role:AppA`, `user:ann`, `set:Dev`, or {@link
 * unknownHolder}. `deployed` is the whole template without expressions. Empty for a managed policy that is not
 * attached.
 */
export function holdersOfResource(deployed: Json, id: string): ReadonlySet<string> {
  const resources = isObject(deployed) && isObject(deployed['Resources']) ? deployed['Resources'] : {};
  const resource = resources[id];
  const holder = (holderId: string): readonly string[] => holdersThrough(holderId, resources);
  if (!/^AWS::IAM::(?:Managed|Role|User|Group)?Policy$/.test(typeOf(resource))) return new Set(holder(id));
  const own = [
    ...['Roles', 'RoleName'].flatMap((key) => listAt(resource, key).map((name) => named('role', name))),
    ...['Users', 'UserName'].flatMap((key) => listAt(resource, key).map((name) => named('user', name))),
    ...['Groups', 'GroupName'].flatMap((key) =>
      listAt(resource, key).flatMap((name) => membersOf(resources, wordOf(name))),
    ),
  ];
  if (typeOf(resource) !== 'AWS::IAM::ManagedPolicy') return new Set(own);
  const name = nameIn({ ManagedPolicyName: properties(resource)['ManagedPolicyName'] ?? generatedName(id) }) ?? '';
  const attaching = Object.keys(resources).filter((other) => other !== id && holdsPolicy(resources[other], name));
  const isHandedOn = isObject(deployed) && JSON.stringify(deployed['Outputs'] ?? '').includes(arnOfPolicy(name));
  return new Set([...own, ...attaching.flatMap(holder), ...(isHandedOn ? [unknownHolder] : [])]);
}

/** The principals of a resource: itself, or the members of a group. */
function holdersThrough(id: string, resources: JsonObject): readonly string[] {
  const resource = resources[id];
  const name = nameIn(properties(resource));
  switch (typeOf(resource)) {
    case 'AWS::IAM::Role':
      return [name === undefined ? unknownHolder : `role:${name}`];
    case 'AWS::IAM::User':
      return [name === undefined ? unknownHolder : `user:${name}`];
    case 'AWS::IAM::Group':
      return membersOf(resources, name ?? generatedName(id));
    case 'AWS::SSO::PermissionSet':
      return [`set:${name ?? ''}`];
    default:
      return [unknownHolder];
  }
}

function named(type: 'role' | 'user', name: Json): string {
  const word = wordOf(name);
  return word.startsWith('stack-') || word.includes('<') ? unknownHolder : `${type}:${word}`;
}

const ofIam = /^AWS::IAM::/;

/**
 * Is a managed policy attached to a resource, or its permissions boundary? A resource of an unknown type that mentions
 * the policy may attach it.
 */
function holdsPolicy(resource: Json | undefined, name: string): boolean {
  const arn = arnOfPolicy(name);
  const type = typeOf(resource);
  const all = properties(resource);
  if (type === 'AWS::SSO::PermissionSet') {
    const boundary = isObject(all['PermissionsBoundary']) ? all['PermissionsBoundary'] : {};
    const references = [
      ...listAt(resource, 'CustomerManagedPolicyReferences'),
      boundary['CustomerManagedPolicyReference'] ?? null,
    ];
    return references.some((one) => isObject(one) && one['Name'] === name) || boundary['ManagedPolicyArn'] === arn;
  }
  if (type.startsWith('AWS::Serverless::'))
    return listAt(resource, 'Policies').includes(arn) || all['PermissionsBoundary'] === arn;
  if (ofIam.test(type))
    return listAt(resource, 'ManagedPolicyArns').includes(arn) || all['PermissionsBoundary'] === arn;
  return JSON.stringify(all).includes(`"${arn}"`);
}

/** The members of a group in the template; {@link unknownHolder} for a group that the template does not have. */
function membersOf(resources: JsonObject, groupName: string): string[] {
  const found: string[] = [];
  for (const [id, resource] of Object.entries(resources)) {
    const userName = nameIn(properties(resource)) ?? generatedName(id);
    if (typeOf(resource) === 'AWS::IAM::User' && listAt(resource, 'Groups').includes(groupName))
      found.push(named('user', userName));
    if (typeOf(resource) === 'AWS::IAM::UserToGroupAddition' && properties(resource)['GroupName'] === groupName)
      found.push(...listAt(resource, 'Users').map((name) => named('user', name)));
  }
  const isOfTemplate = Object.entries(resources).some(
    ([id, resource]) =>
      typeOf(resource) === 'AWS::IAM::Group' && (nameIn(properties(resource)) ?? generatedName(id)) === groupName,
  );
  return isOfTemplate ? found : [unknownHolder];
}

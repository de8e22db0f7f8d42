/** What macros that are called inside of a template may change, and what they may not. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { document, role, user, managed, ref, either, holders } from '../support/templates.ts';

type Resources = Readonly<Record<string, unknown>>;

const policies = { Policies: [{ PolicyName: 'p', PolicyDocument: document }] };
const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } };
const api = (body: object): object => ({ Type: 'AWS::Serverless::Api', Properties: { DefinitionBody: body } });
const ofOthers = /^unclear: line \d+ calls a macro, which may attach policies to other principals$/;

suite('a macro inside of a template', () => {
  const inline = role('A', policies);
  const known: readonly (readonly [what: string, resources: Resources, rest?: object])[] = [
    ['in the body of an API', { A: inline, Api: api(include) }],
    ['of somebody', { A: inline, Api: api({ 'Fn::Transform': { Name: 'Mine' } }) }],
    ['beside other members', { A: inline, Api: api({ ...include, swagger: '2.0' }) }],
    ['of a whole resource', { A: inline, X: { Type: 'AWS::S3::Bucket', Properties: {}, ...include } }],
    ['in the properties of another role', { A: inline, B: role('B', include) }],
    ['in the body of a loop', { A: inline, 'Fn::ForEach::L': ['N', ['a'], { 'X${N}': api(include) }] }],
    ['in mappings', { A: inline }, { Mappings: include }],
    ['in an output', { A: inline }, { Outputs: { O: { Value: include } } }],
    ['in the tags of the role', { A: role('A', { ...policies, Tags: include }) }],
    ['in its trust policy', { A: role('A', { ...policies, AssumeRolePolicyDocument: include }) }],
    ['in its metadata', { A: { ...inline, Metadata: include } }],
    [
      'in another resource, for a policy that names its role',
      {
        P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [ref('A')] } },
        A: role('A'),
        Api: api(include),
      },
    ],
    [
      'and a loop, in the properties of another role',
      { A: inline, B: role('B', { 'Fn::ForEach::L': ['N', ['a'], {}] }) },
    ],
  ];
  suite('leaves an inline policy to its role', () => {
    for (const [what, resources, rest] of known)
      test(what, () => assert.equal(holders(resources, { ...rest }), 'role A'));
  });

  const changed: readonly (readonly [what: string, resources: Resources])[] = [
    ['in its properties', { A: role('A', { ...policies, ...include }) }],
    ['beside its properties', { A: { ...inline, ...include } }],
    ['in its list of policies', { A: role('A', { Policies: [...policies.Policies, include] }) }],
    ['in its policy', { A: role('A', { Policies: [{ ...policies.Policies[0], ...include }] }) }],
    ['in a property that is not known', { A: role('A', { ...policies, Other: include }) }],
    ['for its name', { A: role({ 'Fn::Transform': { Name: 'Mine' } }, policies) }],
    [
      'in the properties of the role that it names',
      {
        P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [ref('A')] } },
        A: role('A', include),
      },
    ],
  ];
  suite('may change the role or the policy itself', () => {
    for (const [what, resources] of changed)
      test(what, () => assert.match(holders(resources), /^unclear: line \d+ calls a macro, which may change A$/));
    test('in the policy resource', () =>
      assert.match(
        holders({
          P: {
            Type: 'AWS::IAM::Policy',
            Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [ref('A')], ...include },
          },
          A: role('A'),
        }),
        /^unclear: line \d+ calls a macro, which may change P$/,
      ));
  });

  const everywhere: readonly (readonly [what: string, resources: Resources, rest?: object])[] = [
    ['beside the resources', { A: inline, ...include }],
    ['for a managed policy, wherever it is', { P: managed({ Roles: [ref('A')] }), A: role('A'), Api: api(include) }],
    [
      'for the members of a group',
      { G: { Type: 'AWS::IAM::Group', Properties: policies }, U: user('A', { Groups: [ref('G')] }), Api: api(include) },
    ],
    [
      'for a permission set, whose assignments it may change',
      {
        S: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Dev', InlinePolicy: document } },
        X: {
          Type: 'AWS::SSO::Assignment',
          Properties: { PermissionSetArn: ref('S'), TargetId: '1'.repeat(12), ...include },
        },
      },
    ],
  ];
  suite('may attach it elsewhere', () => {
    for (const [what, resources, rest] of everywhere)
      test(what, () => assert.match(holders(resources, { ...rest }), ofOthers));
  });
});

suite('the role that SAM makes for a function', () => {
  const fn = (properties: object = {}): object => ({ Type: 'AWS::Serverless::Function', Properties: properties });
  const noName = 'unclear: it belongs to the role that SAM creates for Fn, and the template does not give its name';
  const computed = /^unclear: line \d+ attaches it to a principal whose name is computed$/;
  const attached = (roles: unknown, of: object = fn()): Resources => ({ P: managed({ Roles: roles }), Fn: of });

  test('is a holder by Ref', () => assert.equal(holders(attached([ref('FnRole')])), noName));
  test('is one by Fn::Sub', () => assert.equal(holders(attached([{ 'Fn::Sub': '${FnRole}' }])), noName));
  test('is one of an inline policy', () =>
    assert.equal(
      holders({
        P: { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyDocument: document, RoleName: ref('FnRole') } },
        Fn: fn(),
      }),
      noName,
    ));
  test('so is that of a state machine', () =>
    assert.equal(
      holders(attached([ref('FnRole')], { Type: 'AWS::Serverless::StateMachine', Properties: {} })),
      noName,
    ));
  test('is not made if the function has a role', () =>
    assert.match(holders(attached([ref('FnRole')], fn({ Role: 'arn:aws:iam::1:role/A' }))), computed));
  test('is another one if the template has a resource with its logical id', () =>
    assert.equal(holders({ ...attached([ref('FnRole')]), FnRole: role('A') }), 'role A'));
  test('is not one of a function that is not there', () =>
    assert.match(holders(attached([ref('OtherRole')])), computed));

  const unused = 'no-principal: SAM does not use the policies of Fn, because it has a Role';
  const inline = (given: unknown): string => holders({ Fn: fn({ Policies: [document], Role: given }), A: role('A') });
  for (const given of [
    'arn:aws:iam::1:role/A',
    { 'Fn::GetAtt': ['A', 'Arn'] },
    { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/A' },
    { 'Fn::ImportValue': 'x' },
    either('arn:aws:iam::1:role/A', { 'Fn::GetAtt': ['A', 'Arn'] }),
  ])
    test(`has no policies if the function has the role ${JSON.stringify(given)}`, () =>
      assert.equal(inline(given), unused));
  for (const given of [null, '', ref('RoleArn'), ref('AWS::NoValue'), either('arn:aws:iam::1:role/A')])
    test(`may have them if the role is ${JSON.stringify(given)}`, () => assert.equal(inline(given), noName));
  test('has no managed policy either, which its list names', () =>
    assert.equal(
      holders({ P: managed({ Roles: ['A'] }), Fn: fn({ Policies: [ref('P')], Role: 'arn:aws:iam::1:role/B' }) }),
      'role A',
    ));
});

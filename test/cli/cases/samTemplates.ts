/** Templates of SAM: what an include may change, the roles that SAM makes, and the policies that it does not use. */
import { finding, fixed, left, leftOpen, managedPolicy, removed, role, unmatched, type Case } from './case.ts';

const template = (rest: string): string => `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      DefinitionBody:
        Fn::Transform:
          Name: AWS::Include
          Parameters: {Location: s3://bucket/api.yaml}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: AppA
${rest}`;
const statement = 'Statement: [{Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: "*"}]';
const refined = ['-', '+'].map((sign) => `${sign}            ${statement}`);
const withRole = (given: string): string => `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Role: ${given}
      Policies:
        - ${statement}
`;
const shared = {
  P: managedPolicy({ Roles: [{ Ref: 'AppRole' }, { Ref: 'FnRole' }] }),
  AppRole: role({}),
  Fn: { Type: 'AWS::Serverless::Function', Properties: {} },
};
const stack = (...roles: readonly string[]): object => ({
  StackResources: [...Object.keys(shared), 'FnRole'].map((LogicalResourceId) => ({
    StackName: 'shop',
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0123',
    LogicalResourceId,
    ResourceType: LogicalResourceId.endsWith('Role')
      ? 'AWS::IAM::Role'
      : LogicalResourceId === 'Fn'
        ? 'AWS::Lambda::Function'
        : 'AWS::IAM::ManagedPolicy',
    PhysicalResourceId: roles.find((name) => name.includes(LogicalResourceId)) ?? LogicalResourceId,
    ResourceStatus: 'CREATE_COMPLETE',
  })),
});
const names = ['shop-AppRole-1A2B3C4D5E6F7', 'shop-FnRole-7F6E5D4C3B2A1'] as const;

export const samTemplates: readonly Case[] = [
  {
    what: 'an include in an API, beside a role with its own policy',
    files: {
      'a.finding.json': finding('AppA'),
      't.yaml': template(`      Policies:
        - PolicyName: p
          PolicyDocument:
            ${statement}
`),
    },
    runs: [
      fixed(
        'fix t.yaml',
        removed('t.yaml', 1, 'AppA', 1),
        refined[0] ?? '',
        (refined[1] ?? '').replace(', s3:PutObject', ''),
      ),
    ],
  },
  {
    what: 'an include in an API, beside a managed policy',
    files: {
      'a.finding.json': finding('AppA'),
      't.yaml': template(`  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument:
        ${statement}
`),
    },
    runs: [leftOpen('fix t.yaml', 'line 7 calls a macro, which may attach policies to other principals')],
  },
  {
    what: 'a managed policy of a role of the template and of one that SAM makes',
    files: {
      'a.finding.json': finding(names[0]),
      'b.finding.json': finding(names[1], { s3: ['PutObject', 'GetObject'] }),
      't.json': { Transform: 'AWS::Serverless-2016-10-31', Resources: shared },
      'shop.stack-resources.json': stack(...names),
    },
    runs: [
      fixed(
        'fix t.json',
        removed('t.json', 1, names.join(', '), 1),
        '-                "s3:GetObject",',
        '-                "s3:PutObject"',
        '+                "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'the role that SAM makes has no finding',
    files: {
      'a.finding.json': finding(names[0]),
      't.json': { Transform: 'AWS::Serverless-2016-10-31', Resources: shared },
      'shop.stack-resources.json': stack(...names),
    },
    runs: [
      left(
        'fix t.json',
        'finding.incomplete',
        `shared policy (by shop.stack-resources.json): ${names[1]} has no finding, so nothing is removed`,
      ),
    ],
  },
  {
    what: 'policies of a function that has a role',
    files: { 'a.finding.json': finding('shop-FnRole-1A2B3C4D5E6F'), 't.yaml': withRole('!GetAtt Other.Arn') },
    runs: [unmatched('fix t.yaml', 'SAM does not use the policies of Fn, because it has a Role')],
  },
];

/** Who holds a policy by the expressions of a template. Row: attached-by-expression. */
import {
  besideAppA,
  blocked,
  finding,
  fixed,
  getAndPut,
  left,
  leftOpen,
  managedPolicy,
  removed,
  role,
  template,
  when,
  type Case,
} from './case.ts';

const oneFinding = { 'a.finding.json': finding('AppA') };

const beside = (what: string, resources: object, fields: object = {}) => ({
  what,
  files: { ...oneFinding, 'template.json': besideAppA(resources, fields) },
});

const roleWith = (...policies: readonly unknown[]) => ({ B: role({ RoleName: 'AppB', ManagedPolicyArns: policies }) });

const ofAws = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

export const expressions: readonly Case[] = [
  {
    what: 'Fn::If',
    folder: 'attached-by-expression',
    runs: [
      blocked(
        'check if.json',
        '20:11',
        'finding.incomplete',
        'Shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
      left(
        'fix if.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'Fn::ForEach',
    folder: 'attached-by-expression',
    runs: [
      blocked(
        'check foreach.json',
        '10:11',
        'finding.incomplete',
        'Not all principals with this policy are known (the template does not give the name of R${N}), so nothing is removed',
      ),
      leftOpen('fix foreach.json', 'the template does not give the name of R${N}'),
    ],
  },
  {
    what: 'a group behind Fn::If',
    folder: 'attached-by-expression',
    runs: [
      blocked(
        'check groups-if.json',
        '19:11',
        'finding.incomplete',
        'Not all principals with this policy are known (it is attached to the group Devs, whose members the template does not name), so nothing is removed',
      ),
      leftOpen('fix groups-if.json', 'it is attached to the group Devs, whose members the template does not name'),
    ],
  },
  {
    ...beside('nobody else: refined', {}),
    runs: [
      fixed(
        'fix template.json',
        removed('template.json', 1, 'AppA', 1),
        '-                "s3:GetObject",',
        '-                "s3:PutObject"',
        '+                "s3:GetObject"',
      ),
    ],
  },
  {
    ...beside('DependsOn attaches nothing', { B: { ...role({ RoleName: 'AppB' }), DependsOn: ['P'] } }),
    runs: [
      fixed(
        'fix template.json',
        removed('template.json', 1, 'AppA', 1),
        '-                "s3:GetObject",',
        '-                "s3:PutObject"',
        '+                "s3:GetObject"',
      ),
    ],
  },
  {
    ...beside(
      'a policy of AWS',
      roleWith(ofAws, { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess' }),
    ),
    runs: [
      fixed(
        'fix template.json',
        removed('template.json', 1, 'AppA', 1),
        '-                "s3:GetObject",',
        '-                "s3:PutObject"',
        '+                "s3:GetObject"',
      ),
    ],
  },
  {
    ...beside('Fn::GetAtt', roleWith({ 'Fn::GetAtt': 'P.PolicyArn' })),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside('Fn::Sub with its logical id', roleWith({ 'Fn::Sub': '${P}' })),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside('Fn::Sub with its name', roleWith({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/Shared' })),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside(
      'Fn::Join',
      roleWith({ 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':policy/Shared']] }),
    ),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside('Fn::Select', roleWith({ 'Fn::Select': [1, [ofAws, { Ref: 'P' }]] })),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside('Fn::Split of Fn::Join', {
      B: role({ RoleName: 'AppB', ManagedPolicyArns: { 'Fn::Split': [',', { 'Fn::Join': [',', [{ Ref: 'P' }]] }] } }),
    }),
    runs: [leftOpen('fix template.json', 'line 38 attaches a computed policy, which may be this one')],
  },
  {
    ...beside('a parameter that may be it', roleWith({ Ref: 'Policy' }), {
      Parameters: { Policy: { Type: 'String' } },
    }),
    runs: [leftOpen('fix template.json', 'line 39 attaches a computed policy, which may be this one')],
  },
  {
    ...beside(
      'a list that is a parameter',
      { B: role({ RoleName: 'AppB', ManagedPolicyArns: { Ref: 'Policies' } }) },
      { Parameters: { Policies: { Type: 'CommaDelimitedList' } } },
    ),
    runs: [leftOpen('fix template.json', 'line 38 attaches a computed policy, which may be this one')],
  },
  {
    ...beside('Fn::ImportValue', roleWith({ 'Fn::ImportValue': 'policy' })),
    runs: [leftOpen('fix template.json', 'line 39 attaches a computed policy, which may be this one')],
  },
  {
    ...beside('Fn::FindInMap', roleWith({ 'Fn::FindInMap': ['M', 'a', 'b'] })),
    runs: [leftOpen('fix template.json', 'line 39 attaches a computed policy, which may be this one')],
  },
  {
    ...beside('a dynamic reference', roleWith('{{resolve:ssm:/policies/shared}}')),
    runs: [leftOpen('fix template.json', 'line 39 attaches a computed policy, which may be this one')],
  },
  {
    ...beside('an export', {}, { Outputs: { Policy: { Value: { Ref: 'P' }, Export: { Name: 'policy' } } } }),
    runs: [leftOpen('fix template.json', 'an Output in line 37 exposes P, so other principals may have it')],
  },
  {
    ...beside(
      'an export of its ARN as a text',
      {},
      { Outputs: { Policy: { Value: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/Shared' } } } },
    ),
    runs: [leftOpen('fix template.json', 'an Output in line 38 exposes P, so other principals may have it')],
  },
  {
    ...beside('a macro that nobody knows', {}, { Transform: ['Attach'] }),
    runs: [
      leftOpen(
        'fix template.json',
        'the macro Attach changes the template and may attach policies to other principals',
      ),
    ],
  },
  {
    ...beside('AWS::Include', { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } }),
    runs: [leftOpen('fix template.json', 'line 3 calls a macro, which may attach policies to other principals')],
  },
  {
    ...beside('a group whose members nobody names', {
      G: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: [{ Ref: 'P' }] } },
    }),
    runs: [leftOpen('fix template.json', 'it belongs to the group G, whose members the template does not name')],
  },
  {
    ...beside('a role whose name CloudFormation makes', { B: role({ ManagedPolicyArns: [{ Ref: 'P' }] }) }),
    runs: [leftOpen('fix template.json', 'the template does not give the name of B')],
  },
  {
    what: 'the list of roles is computed',
    files: {
      ...oneFinding,
      'template.json': template({ P: managedPolicy({ Roles: when(['AppA'], { Ref: 'Roles' }) }) }),
    },
    runs: [leftOpen('fix template.json', 'line 27 attaches it to a principal whose name is computed')],
  },
  {
    what: 'a policy of AWS::IAM::Policy, of one role in each branch',
    files: {
      ...oneFinding,
      'template.json': template({
        P: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'p', PolicyDocument: getAndPut, Roles: [when('AppA', 'AppB')] },
        },
      }),
    },
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
];

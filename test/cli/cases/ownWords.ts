/**
 * Whose a policy is, in words of a document that are spelled otherwise, or stand in a part of an output. Row:
 * principal-option.
 */
import {
  finding,
  fixed,
  getAndPut,
  left,
  leftOpen,
  managedPolicy,
  removed,
  role,
  roleArn,
  template,
  unmatched,
  userArn,
  type Case,
} from './case.ts';

const asAppA = `--findings a.finding.json --principal ${roleArn('AppA')}`;
const files = { 'a.finding.json': finding('AppA') };

/** `fix`, for AppA, of a document that speaks of somebody else. */
function saysOtherwise(
  what: string,
  document: unknown,
  whose: string,
  more: Readonly<Record<string, unknown>> = {},
): Case {
  const reason = `matched to AppA (by the principal given), but in the document it belongs to ${whose}, so nothing is removed`;
  return {
    what,
    files: { ...files, 'p.json': document, ...more },
    runs: [left(`fix p.json ${asAppA}`, 'finding.ambiguous', reason)],
  };
}

const roleB = {
  RoleName: 'AppB',
  Arn: roleArn('AppB'),
  RolePolicyList: [{ PolicyName: 'p', PolicyDocument: getAndPut }],
};
const attachedToA = {
  RoleName: 'AppA',
  Arn: roleArn('AppA'),
  RolePolicyList: [],
  AttachedManagedPolicies: [{ PolicyName: 'Shared', PolicyArn: 'arn:aws:iam::111122223333:policy/Shared' }],
};
const account = (count: number): object => ({
  RoleDetailList: [attachedToA],
  UserDetailList: [],
  GroupDetailList: [],
  Policies: [
    {
      PolicyName: 'Shared',
      Arn: 'arn:aws:iam::111122223333:policy/Shared',
      AttachmentCount: count,
      PermissionsBoundaryUsageCount: 0,
      PolicyVersionList: [{ IsDefaultVersion: true, Document: getAndPut }],
    },
  ],
});
const mapped = (...attachedTo: readonly string[]): object => ({
  '.iam-refine.json': { policies: [{ files: 'p.json', attachedTo }] },
});
const named = (name: unknown): object =>
  template({ A: role({ RoleName: name, Policies: [{ PolicyName: 'p', PolicyDocument: getAndPut }] }) });

export const ownWords: readonly Case[] = [
  saysOtherwise('in the spelling of Java', { roleName: 'AppB', policyName: 'p', policyDocument: getAndPut }, 'AppB'),
  saysOtherwise('in the spelling of Ruby', { role_name: 'AppB', policy_document: getAndPut }, 'AppB'),
  saysOtherwise(
    'of a group in the spelling of Java',
    { groupName: 'Devs', policyName: 'p', policyDocument: getAndPut },
    'the group Devs',
  ),
  saysOtherwise('a role from a query', roleB, 'AppB'),
  saysOtherwise('roles under another key', { Roles: [roleB] }, 'AppB'),
  saysOtherwise(
    'beside what get-role prints',
    { Role: { RoleName: 'AppB', Arn: roleArn('AppB') }, Policy: getAndPut },
    'AppB',
  ),
  saysOtherwise('an ARN as the key', { [userArn('dev')]: getAndPut }, 'dev'),
  saysOtherwise('a name that ends otherwise', named({ 'Fn::Sub': '${E}-B' }), '*-B'),
  {
    what: 'the path does not beat it either',
    files: { ...files, 'AppA.json': { role_name: 'AppB', policy_document: getAndPut } },
    runs: [
      unmatched(
        'fix AppA.json',
        'matched to AppB (by the role_name in the document), but there is no finding for AppB',
      ),
    ],
  },
  {
    what: 'what is said is not understood',
    files: { ...files, 'AppA.json': { TargetRole: 'AppB', Policy: getAndPut } },
    runs: [
      unmatched('fix AppA.json', 'TargetRole in line 2 may name a principal with this policy, but is not understood'),
    ],
  },
  {
    what: 'an endpoint of a VPC',
    files: { ...files, 'p.json': { VpcEndpointId: 'vpce-1', PolicyDocument: getAndPut } },
    runs: [unmatched(`fix p.json ${asAppA}`, 'it belongs to vpce-1, to which no finding applies')],
  },
  {
    what: 'a policy of another service in a template',
    files: {
      ...files,
      'p.json': template({ E: { Type: 'AWS::EC2::VPCEndpoint', Properties: { PolicyDocument: getAndPut } } }),
    },
    runs: [
      unmatched(
        `fix p.json ${asAppA}`,
        'it is part of E, and it is not known which principal a policy in a resource of type AWS::EC2::VPCEndpoint belongs to',
      ),
    ],
  },
  {
    what: 'a name that may be the one that is given',
    files: { ...files, 'p.json': named({ 'Fn::Sub': '${E}A' }) },
    runs: [
      fixed(
        `fix p.json ${asAppA}`,
        removed('p.json', 1, 'AppA', 1),
        '-                    "s3:GetObject",',
        '-                    "s3:PutObject"',
        '+                    "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'more hold it than are shown',
    files: { ...files, 'p.json': account(3) },
    runs: [
      leftOpen('fix p.json', 'it is attached to 3 entities, but the document shows only 1'),
      left(
        `fix p.json ${asAppA}`,
        'finding.ambiguous',
        'matched to AppA (by the principal given), but the document says that 2 other entities also have this policy, so nothing is removed',
      ),
    ],
  },
  {
    what: 'more hold it than a mapping names',
    files: { ...files, ...mapped(roleArn('AppA'), roleArn('AppB')), 'p.json': account(3) },
    runs: [
      left(
        'fix p.json',
        'finding.ambiguous',
        'matched to AppA, AppB (by .iam-refine.json, line 3), but the document says that another entity also has this policy, so nothing is removed',
      ),
    ],
  },
  {
    what: 'a mapping names as many as are counted',
    files: {
      ...files,
      'b.finding.json': finding('AppB'),
      ...mapped(roleArn('AppA'), roleArn('AppB')),
      'p.json': account(2),
    },
    runs: [
      fixed(
        'fix p.json',
        removed('p.json', 1, 'AppA, AppB', 1),
        '-                  "s3:GetObject",',
        '-                  "s3:PutObject"',
        '+                  "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'one policy that is read, and one that is not',
    files: { ...files, 'AppA.json': { A: getAndPut, B: '{"Statement": [{"Effect": "Allow", "Action": "s3:*"' } },
    runs: [
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: no finding applies to this policy: line 15 of the document was not read and may be another policy',
          'AppA.json: policy.unread: this string may contain a policy, but cannot be read as one',
        ],
      },
    ],
  },
  {
    what: 'a bare name in the parameters of a nested stack',
    files: {
      ...files,
      'p.json': template({
        P: managedPolicy({ Roles: ['AppA'] }),
        S: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Policy: 'shared' } } },
      }),
    },
    runs: [leftOpen('fix p.json', 'line 30 mentions P in a way that is not understood')],
  },
];

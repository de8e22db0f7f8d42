/** Every resource type that can attach a policy. Row: sam-function-attaches. */
import { besideAppA, blocked, finding, fixed, left, leftOpen, removed, when, type Case } from './case.ts';

const oneFinding = { 'a.finding.json': finding('AppA') };

const beside = (what: string, resources: object, fields: object = {}) => ({
  what,
  files: { ...oneFinding, 'template.json': besideAppA(resources, fields) },
});

const sam = { Transform: 'AWS::Serverless-2016-10-31' };

const one = (type: string, properties: object) => ({ X: { Type: type, Properties: properties } });

export const attachingTypes: readonly Case[] = [
  {
    what: 'a SAM function',
    folder: 'sam-function-attaches',
    runs: [
      blocked(
        'check template.json',
        '11:11',
        'finding.incomplete',
        'Not all principals with this policy are known (it belongs to the role that SAM creates for F, and the template does not give its name), so nothing is removed',
      ),
      leftOpen(
        'fix template.json',
        'it belongs to the role that SAM creates for F, and the template does not give its name',
      ),
    ],
  },
  {
    ...beside('a SAM function, without a list', one('AWS::Serverless::Function', { Policies: { Ref: 'P' } }), sam),
    runs: [
      leftOpen(
        'fix template.json',
        'it belongs to the role that SAM creates for X, and the template does not give its name',
      ),
    ],
  },
  {
    ...beside(
      'a SAM function, by its ARN',
      one('AWS::Serverless::Function', { Policies: ['arn:aws:iam::111122223333:policy/Shared'] }),
      sam,
    ),
    runs: [
      leftOpen(
        'fix template.json',
        'it belongs to the role that SAM creates for X, and the template does not give its name',
      ),
    ],
  },
  {
    ...beside(
      'a SAM function that is bounded',
      one('AWS::Serverless::Function', { PermissionsBoundary: { Ref: 'P' } }),
      sam,
    ),
    runs: [
      leftOpen(
        'fix template.json',
        'it belongs to the role that SAM creates for X, and the template does not give its name',
      ),
    ],
  },
  {
    ...beside('Globals of SAM', one('AWS::Serverless::Function', {}), {
      ...sam,
      Globals: { Function: { PermissionsBoundary: { Ref: 'P' } } },
    }),
    runs: [leftOpen('fix template.json', 'line 42 mentions P in a way that is not understood')],
  },
  {
    ...beside(
      'a SAM function with a policy of AWS',
      one('AWS::Serverless::Function', { Policies: ['AmazonS3ReadOnlyAccess'] }),
      sam,
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
    ...beside('a SAM state machine', one('AWS::Serverless::StateMachine', { Policies: [when({ Ref: 'P' })] }), sam),
    runs: [
      leftOpen(
        'fix template.json',
        'it belongs to the role that SAM creates for X, and the template does not give its name',
      ),
    ],
  },
  {
    ...beside(
      'a permission set, by name',
      one('AWS::SSO::PermissionSet', { Name: 'Dev', CustomerManagedPolicyReferences: [{ Name: 'Shared', Path: '/' }] }),
    ),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): Dev has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside(
      'the boundary of a permission set',
      one('AWS::SSO::PermissionSet', {
        Name: 'Dev',
        PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'Shared' } },
      }),
    ),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): Dev has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside('a user', one('AWS::IAM::User', { UserName: 'bob', ManagedPolicyArns: [{ Ref: 'P' }] })),
    runs: [
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): bob has no finding, so nothing is removed',
      ),
    ],
  },
  {
    ...beside('a nested stack', one('AWS::CloudFormation::Stack', { Parameters: { Policy: { Ref: 'P' } } })),
    runs: [leftOpen('fix template.json', 'line 38 mentions P in a way that is not understood')],
  },
  {
    ...beside('a type that nobody knows', one('Custom::Attachment', { Policy: { Ref: 'P' } })),
    runs: [leftOpen('fix template.json', 'line 37 mentions P in a way that is not understood')],
  },
  {
    ...beside(
      'a type that nobody knows, by its ARN',
      one('Custom::Attachment', { Policy: 'arn:aws:iam::111122223333:policy/Shared' }),
    ),
    runs: [leftOpen('fix template.json', 'line 37 mentions P in a way that is not understood')],
  },
  {
    ...beside('a type that mentions nothing', one('AWS::SNS::Topic', { TopicName: 'Shared' })),
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
];

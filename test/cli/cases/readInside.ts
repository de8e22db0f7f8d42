/** Where templates hold policies. Row: not-read-inside. */
import {
  catalogue,
  checked,
  finding,
  fixed,
  getAndPut,
  left,
  removed,
  template,
  unmatched,
  untracked,
  type Case,
} from './case.ts';

const unused = { 'a.finding.json': finding('AppA', { s3: ['PutObject'], sqs: ['SendMessage'] }) };

const machine = (...policies: readonly unknown[]) => ({
  ...unused,
  't.json': template(
    { M: { Type: 'AWS::Serverless::StateMachine', Properties: { Policies: policies } } },
    { Transform: 'AWS::Serverless-2016-10-31' },
  ),
});

export const readInside: readonly Case[] = [
  {
    what: 'Fn::If around an action',
    folder: 'not-read-inside',
    runs: [
      {
        args: 'check action-fn-if.json',
        code: 1,
        stdout: [
          'action-fn-if.json:32:13: warning: s3:PutObject is unused [action.unused]',
          untracked('action-fn-if.json'),
          checked(1),
        ],
      },
      fixed(
        'fix action-fn-if.json',
        removed('action-fn-if.json', 1, 'MyRole', 1),
        '-            "s3:PutObject",',
        '+            { "Ref": "AWS::NoValue" },',
      ),
    ],
  },
  {
    what: 'Fn::If around the list of policies',
    folder: 'not-read-inside',
    runs: [
      {
        args: 'check fn-if-policies.json',
        code: 1,
        stdout: [
          'fn-if-policies.json:32:13: warning: s3:PutObject is unused [action.unused]',
          untracked('fn-if-policies.json'),
          checked(1),
        ],
      },
      fixed(
        'fix fn-if-policies.json',
        removed('fn-if-policies.json', 1, 'MyRole', 1),
        '-            "s3:GetObject",',
        '-            "s3:PutObject"',
        '+            "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'Fn::If around a policy',
    folder: 'not-read-inside',
    runs: [
      {
        args: 'check fn-if-policy-entry.json',
        code: 1,
        stdout: [
          'fn-if-policy-entry.json:47:13: warning: s3:PutObject is unused [action.unused]',
          untracked('fn-if-policy-entry.json'),
          checked(1, 2),
        ],
      },
      fixed(
        'fix fn-if-policy-entry.json',
        removed('fn-if-policy-entry.json', 1, 'MyRole', 1),
        '-            "s3:GetObject",',
        '-            "s3:PutObject"',
        '+            "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'Fn::If around a statement',
    folder: 'not-read-inside',
    runs: [
      {
        args: 'check fn-if-statement.json',
        code: 1,
        stdout: [
          'fn-if-statement.json:39:13: warning: s3:PutObject is unused [action.unused]',
          untracked('fn-if-statement.json'),
          checked(1),
        ],
      },
      fixed(
        'fix fn-if-statement.json',
        removed('fn-if-statement.json', 1, 'MyRole', 1),
        '-            "s3:GetObject",',
        '-            "s3:PutObject"',
        '+            "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a SAM state machine',
    folder: 'not-read-inside',
    runs: [
      {
        args: 'check sam-statemachine.json',
        code: 0,
        stdout: ['2 policies: none checked, 2 not matched to a finding'],
        stderr: [
          'sam-statemachine.json:7: no finding applies to this policy: it belongs to the role that SAM creates for F, and the template does not give its name',
          'sam-statemachine.json:26: no finding applies to this policy: it belongs to the role that SAM creates for M, and the template does not give its name',
        ],
      },
      {
        args: 'fix sam-statemachine.json',
        code: 0,
        stdout: ['sam-statemachine.json: left unchanged'],
        stderr: [
          'sam-statemachine.json:7: no finding applies to this policy: it belongs to the role that SAM creates for F, and the template does not give its name',
          'sam-statemachine.json:26: no finding applies to this policy: it belongs to the role that SAM creates for M, and the template does not give its name',
        ],
      },
    ],
  },
  {
    what: 'a permission set',
    folder: 'not-read-inside',
    runs: [
      {
        args: 'check sso-permissionset.json',
        code: 0,
        stdout: [
          untracked('sso-permissionset.json'),
          `2 policies: 1 checked against ${catalogue}, 1 not matched to a finding; nothing is reported unused in the one that was checked`,
        ],
        stderr: [
          'sso-permissionset.json:42: no finding applies to this policy: matched to x (by the name of the permission set in the template), but there is no finding for x',
        ],
      },
      {
        args: 'fix sso-permissionset.json',
        code: 0,
        stdout: ['sso-permissionset.json: left unchanged'],
        stderr: [
          'sso-permissionset.json:42: no finding applies to this policy: matched to x (by the name of the permission set in the template), but there is no finding for x',
        ],
      },
    ],
  },
  {
    what: 'a SAM policy that a macro makes',
    files: machine({ 'Fn::Transform': { Name: 'AWS::Include' } }),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:8:11: information: Not read: this policy is computed by Fn::Transform when the template is deployed [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
      {
        args: 'check t.json --allow-unread',
        code: 0,
        stdout: [
          't.json:8:11: information: Not read: this policy is computed by Fn::Transform when the template is deployed [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'a policy template of SAM is of a kind that is not read yet',
    files: machine({ S3ReadPolicy: { BucketName: 'b' } }),
    runs: [
      {
        args: 'check t.json',
        code: 0,
        stdout: [
          't.json:8:11: information: S3ReadPolicy is a SAM policy template, which is not supported yet [policy.unread]',
          'no policy was read; 1 part not supported yet; 1 problem',
        ],
      },
      {
        args: 'fix t.json',
        code: 0,
        stdout: ['t.json: left unchanged'],
        stderr: ['t.json: policy.unread: S3ReadPolicy is a SAM policy template, which is not supported yet'],
      },
    ],
  },
  {
    what: 'something in Policies that nobody knows',
    files: machine({ Allow: ['s3:GetObject'] }),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:8:11: information: Not read: this is not a policy in a known form [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'a policy that is computed, of a resource of its own',
    files: {
      ...unused,
      't.json': template({
        P: {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { RoleName: 'AppA', PolicyName: 'p', PolicyDocument: { 'Fn::FindInMap': ['M', 'a', 'b'] } },
        },
      }),
    },
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:9:27: information: Not read: this policy is computed by Fn::FindInMap when the template is deployed [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
      left('fix t.json', 'policy.unread', 'this policy is computed by Fn::FindInMap when the template is deployed'),
    ],
  },
  {
    what: 'a resource of a type that nobody knows',
    files: { ...unused, 't.json': template({ X: { Type: 'Custom::Policy', Properties: { Document: getAndPut } } }) },
    runs: [
      unmatched(
        'check t.json',
        'it is part of X, and it is not known which principal a policy in a resource of type Custom::Policy belongs to',
      ),
      unmatched(
        'fix t.json',
        'it is part of X, and it is not known which principal a policy in a resource of type Custom::Policy belongs to',
      ),
    ],
  },
];

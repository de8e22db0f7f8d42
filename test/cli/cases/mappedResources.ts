/** Entries of `.iam-refine.json` for one resource of a template: a policy, or a role that holds policies. */
import {
  catalogue,
  finding,
  getAndPut,
  left,
  leftOpen,
  managedPolicy,
  role,
  roleArn,
  template,
  unmatched,
  type Case,
  type CaseRun,
} from './case.ts';

const withInline = (properties: object = {}): object =>
  role({ Policies: [{ PolicyName: 'p', PolicyDocument: getAndPut }], ...properties });
const attaching = (properties: object = {}): object => role({ ManagedPolicyArns: [{ Ref: 'P' }], ...properties });

const entry = (resource: string | undefined, ...names: readonly string[]): object => ({
  files: 't.json',
  ...(resource === undefined ? {} : { resource }),
  attachedTo: names.map((name) => roleArn(name)),
});
const given = (document: object, ...policies: readonly object[]): Exclude<Case['files'], undefined> => ({
  'a.finding.json': finding('AppA'),
  'b.finding.json': finding('AppB', { s3: ['GetObject', 'PutObject'] }),
  't.json': document,
  '.iam-refine.json': JSON.stringify({ policies }, null, 1),
});

const wouldRemove = (whose: string, ...stderr: readonly string[]): CaseRun => ({
  args: 'fix t.json --dry-run',
  code: 0,
  stdout: [`t.json: would remove 1 action unused by ${whose}, keep 1 (checked against ${catalogue})`],
  stderr,
});
const byLine3 = 'by .iam-refine.json, line 3';

const terraform = `resource "aws_iam_role" "app" {
  name_prefix        = "app-"
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.app.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "*" }]
  })
}
`;

export const mappedResources: readonly Case[] = [
  {
    what: 'a policy of a Terraform module by its address, of a role whose name is made',
    files: {
      'a.finding.json': finding('app-1'),
      'main.tf': terraform,
      '.iam-refine.json': {
        policies: [{ files: 'main.tf', resource: 'aws_iam_role_policy.p', attachedTo: [roleArn('app-1')] }],
      },
    },
    runs: [
      {
        args: 'fix main.tf --dry-run',
        code: 0,
        stdout: [`main.tf: would remove 1 action unused by app-1, keep 1 (checked against ${catalogue})`],
      },
    ],
  },
  {
    what: 'one of two roles: nothing is done to the other',
    files: given(template({ A: withInline(), B: withInline() }), entry('A', 'AppA')),
    runs: [
      wouldRemove('AppA', 't.json:33: no finding applies to this policy: the template does not give the name of B'),
    ],
  },
  {
    what: 'a policy of two roles: only what both leave unused goes',
    files: given(
      template({ P: managedPolicy(), A: attaching(), B: attaching() }),
      entry('A', 'AppA'),
      entry('B', 'AppB'),
    ),
    runs: [wouldRemove('AppA, AppB')],
  },
  {
    what: 'a policy of two roles, of which one is mapped: the other is named',
    files: given(template({ P: managedPolicy(), A: attaching(), B: attaching() }), entry('A', 'AppA')),
    runs: [leftOpen('fix t.json', 'the document does not give the name of B')],
  },
  {
    what: 'a policy by its own id must be mapped to as many as hold it',
    files: given(template({ P: managedPolicy(), A: attaching(), B: attaching() }), entry('P', 'AppA')),
    runs: [
      left(
        'fix t.json',
        'finding.ambiguous',
        `matched to AppA (${byLine3}), but the document says that another entity also has this policy, so nothing is removed`,
      ),
    ],
  },
  {
    what: 'a policy by its own id, beside roles that nobody names',
    files: given(
      template({ P: managedPolicy(), A: attaching(), B: role({ Policies: [] }) }),
      entry('P', 'AppA'),
      entry(undefined, 'AppB'),
    ),
    runs: [wouldRemove('AppA')],
  },
  {
    what: 'a template that was deployed twice: only what both roles leave unused goes',
    files: given(template({ A: withInline() }), entry('A', 'AppA', 'AppB')),
    runs: [wouldRemove('AppA, AppB')],
  },
  {
    what: 'the role that SAM makes for a function, by the id of either',
    files: given(
      template(
        { Fn: { Type: 'AWS::Serverless::Function', Properties: { Policies: [getAndPut] } } },
        { Transform: 'AWS::Serverless-2016-10-31' },
      ),
      entry('FnRole', 'AppA'),
    ),
    runs: [wouldRemove('AppA')],
  },
  {
    what: 'a role that the template names is nobody else',
    files: given(template({ A: withInline({ RoleName: 'AppB' }) }), entry('A', 'AppA')),
    runs: [
      left(
        'fix t.json',
        'finding.ambiguous',
        `matched to AppA (${byLine3}), but in the document it belongs to AppB, so nothing is removed`,
      ),
    ],
  },
  {
    what: 'a name of which the template gives a part',
    files: given(template({ A: withInline({ RoleName: { 'Fn::Sub': '${Stage}-app' } }) }), entry('A', 'AppA')),
    runs: [
      left(
        'fix t.json',
        'finding.ambiguous',
        `A is matched to ${roleArn('AppA')} (${byLine3}), but in the document it is *-app, so nothing is removed`,
      ),
    ],
  },
  {
    what: 'an output may give the policy to others: a name does not help',
    files: given(
      template({ P: managedPolicy(), A: attaching() }, { Outputs: { O: { Value: { Ref: 'P' } } } }),
      entry('A', 'AppA'),
    ),
    runs: [unmatched('fix t.json', 'an Output in line 36 exposes P, so other principals may have it')],
  },
  {
    what: 'an id that is not in the template maps nothing',
    files: given(template({ A: withInline() }), entry('Other', 'AppA')),
    runs: [unmatched('fix t.json', 'the template does not give the name of A')],
  },
];

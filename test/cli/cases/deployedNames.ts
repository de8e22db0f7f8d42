/** The names that roles got when they were deployed: by lists of deployed resources, and by how they are generated. */
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

const inline = { Policies: [{ PolicyName: 'p', PolicyDocument: getAndPut }] };
const bucket = { Type: 'AWS::S3::Bucket' };
const prodRole = 'shop-prod-AppRole-1A2B3C4D5E6F7';
const devRole = 'shop-dev-AppRole-ojmSC0FUjVZg';
const oneRole = template({ AppRole: role(inline), Store: bucket });

const stackId = (name: string, account = '111122223333'): string =>
  `arn:aws:cloudformation:eu-west-1:${account}:stack/${name}/0123`;
const resource = (LogicalResourceId: string, ResourceType: string, PhysicalResourceId: string): object => ({
  LogicalResourceId,
  ResourceType,
  PhysicalResourceId,
  ResourceStatus: 'CREATE_COMPLETE',
});
const appRole = (name: string): object => resource('AppRole', 'AWS::IAM::Role', name);
const store = resource('Store', 'AWS::S3::Bucket', 'store-1');
const described = (name: string, resources: readonly object[], account?: string): object => ({
  StackResources: resources.map((one) => ({ StackName: name, StackId: stackId(name, account), ...one })),
});
const listed = (resources: readonly object[], fields: object = {}): object => ({
  StackResourceSummaries: resources,
  ...fields,
});

const findings = {
  'prod.finding.json': finding(prodRole),
  'dev.finding.json': finding(devRole, { s3: ['GetObject', 'PutObject'] }),
};
const onlyProd = { 'prod.finding.json': finding(prodRole) };

const wouldRemove = (whose: string, args: string, removed = 1): CaseRun => ({
  args,
  code: 0,
  stdout: [
    `t.json: would remove ${removed === 1 ? '1 action' : `${removed} actions`} unused by ${whose}, keep 1 (checked against ${catalogue})`,
  ],
});
const dry = 'fix t.json --dry-run';
const unnamed = 'the template does not give the name of AppRole';

const brokenRun = leftOpen('fix t.json', 'dev.stack-resources.json cannot be read (close bracket expected)');

const byStacks: readonly Case[] = [
  {
    what: 'one stack',
    files: {
      ...onlyProd,
      't.json': oneRole,
      'prod.stack-resources.json': described('shop-prod', [appRole(prodRole), store]),
    },
    runs: [wouldRemove(prodRole, dry)],
  },
  {
    what: 'one stack, as it is listed',
    files: { ...onlyProd, 't.json': oneRole, 'stack-resources-prod.json': listed([appRole(prodRole), store]) },
    runs: [wouldRemove(prodRole, dry)],
  },
  {
    what: 'two stacks of one template: only what the roles of both leave unused goes',
    files: {
      ...findings,
      't.json': oneRole,
      'prod.stack-resources.json': described('shop-prod', [appRole(prodRole), store]),
      'dev.stack-resources.json': described('shop-dev', [appRole(devRole), store]),
    },
    runs: [wouldRemove(`${devRole}, ${prodRole}`, dry)],
  },
  {
    what: 'two stacks, of which one has no finding',
    files: {
      ...onlyProd,
      't.json': oneRole,
      'prod.stack-resources.json': described('shop-prod', [appRole(prodRole), store]),
      'dev.stack-resources.json': described('shop-dev', [appRole(devRole), store]),
    },
    runs: [
      left(
        'fix t.json',
        'finding.incomplete',
        `shared policy (by dev.stack-resources.json, prod.stack-resources.json): ${devRole} has no finding, so nothing is removed`,
      ),
    ],
  },
  {
    what: 'a stack in another account than the finding, which is of a role that may be of a stack as well',
    files: {
      ...onlyProd,
      't.json': oneRole,
      'prod.stack-resources.json': described('shop-prod', [appRole(prodRole), store], '999999999999'),
    },
    runs: [
      left(
        'fix t.json',
        'finding.incomplete',
        `shared policy (by prod.stack-resources.json, perhaps by the generated name): ${prodRole} (999999999999) has no finding, so nothing is removed`,
      ),
    ],
  },
  {
    what: 'a resource that was deleted is none',
    files: {
      'r.finding.json': finding('Other'),
      't.json': oneRole,
      'prod.stack-resources.json': described('shop-prod', [
        { ...appRole(prodRole), ResourceStatus: 'DELETE_COMPLETE' },
        store,
      ]),
    },
    runs: [unmatched('fix t.json', unnamed)],
  },
  {
    what: 'a stack of another template, whose role has the same logical id',
    files: {
      'r.finding.json': finding('Role7'),
      't.json': oneRole,
      'other.stack-resources.json': described('other', [appRole('Role7'), resource('Queue', 'AWS::SQS::Queue', 'q')]),
    },
    runs: [
      unmatched(
        'fix t.json',
        `${unnamed}; other.stack-resources.json lists AppRole, but is of another template or version: Queue is only there`,
      ),
    ],
  },
  {
    what: 'a stack of an older version of the template',
    files: {
      'r.finding.json': finding('Role7'),
      't.json': oneRole,
      'old.stack-resources.json': described('other', [appRole('Role7')]),
    },
    runs: [
      unmatched(
        'fix t.json',
        `${unnamed}; old.stack-resources.json lists AppRole, but is of another template or version: Store is missing there`,
      ),
    ],
  },
  {
    what: 'exactly 100 described resources are cut off, and nothing is concluded from what is absent',
    files: {
      'r.finding.json': finding('Role7'),
      't.json': template({
        AppRole: role(inline),
        ...Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`Q${i}`, { Type: 'AWS::SQS::Queue' }])),
      }),
      'big.stack-resources.json': described(
        'big',
        Array.from({ length: 100 }, (_, i) => resource(`Q${i}`, 'AWS::SQS::Queue', 'q')),
      ),
    },
    runs: [
      unmatched('fix t.json', `${unnamed}; big.stack-resources.json is cut off, so it does not list all resources`),
    ],
  },
  {
    what: 'a page of several',
    files: {
      'r.finding.json': finding('Role7'),
      't.json': oneRole,
      'p.stack-resources.json': listed([store], { NextToken: 'more' }),
    },
    runs: [unmatched('fix t.json', `${unnamed}; p.stack-resources.json is cut off, so it does not list all resources`)],
  },
  {
    what: 'a file with another name is given',
    files: { ...onlyProd, 't.json': oneRole, 'x/deployed.json': described('shop-prod', [appRole(prodRole), store]) },
    runs: [
      wouldRemove(prodRole, `${dry} --deployed x/deployed.json`),
      {
        args: 'fix t.json --deployed t.json',
        code: 2,
        stderr: [
          'iam-refine: --deployed t.json: no deployed resources in a known format; give it the output of aws cloudformation describe-stack-resources or list-stack-resources, or of terraform show -json',
        ],
      },
    ],
  },
  {
    what: 'a broken file beside a stack may be of the template as well',
    files: {
      ...findings,
      't.json': oneRole,
      'prod.stack-resources.json': described('shop-prod', [appRole(prodRole), store]),
      'dev.stack-resources.json': '{"StackResources": [',
    },
    runs: [
      {
        ...brokenRun,
        stderr: [
          'dev.stack-resources.json:1:21: close bracket expected; nothing in this file is used',
          ...(brokenRun.stderr ?? []),
        ],
      },
    ],
  },
  {
    what: 'a stack whose role has a name that does not fit the template',
    files: {
      ...findings,
      't.json': template({ AppRole: role({ ...inline, RoleName: { 'Fn::Sub': '${Stage}-app' } }), Store: bucket }),
      'prod.stack-resources.json': described('shop-prod', [appRole(prodRole), store]),
    },
    runs: [
      left(
        'fix t.json',
        'finding.ambiguous',
        `AppRole is matched to ${roleArn(prodRole)} (by prod.stack-resources.json), but in the document it is *-app, so nothing is removed`,
      ),
    ],
  },
  {
    what: 'an entry of the configuration comes before a stack',
    files: {
      ...findings,
      't.json': oneRole,
      'prod.stack-resources.json': described('shop-prod', [appRole(prodRole), store]),
      '.iam-refine.json': { policies: [{ files: 't.json', resource: 'AppRole', attachedTo: [roleArn(devRole)] }] },
    },
    runs: [
      {
        args: 'check t.json',
        code: 1,
        stdout: [
          't.json:12:15: warning: Everything this policy allows is reported unused: delete it [policy.unused]',
          't.json:16:21: warning: s3:GetObject is unused [action.unused]',
          't.json:17:21: warning: s3:PutObject is unused [action.unused]',
          `1 policy checked against ${catalogue}: 3 problems`,
        ],
      },
    ],
  },
];

const confirm = (...arns: readonly string[]): string =>
  `the holders are a guess by names as deployed: confirm that AppRole is ${arns.join(', ')}`;

const byNames: readonly Case[] = [
  {
    what: 'one role has the generated name: it is not refined until somebody confirms it',
    files: { ...onlyProd, 't.json': oneRole },
    runs: [
      left('fix t.json', 'finding.ambiguous', confirm(roleArn(prodRole))),
      wouldRemove(prodRole, `${dry} --accept-generated-names`),
    ],
  },
  {
    what: 'two roles have: both hold the policy',
    files: { ...findings, 't.json': oneRole },
    runs: [
      left('fix t.json', 'finding.ambiguous', confirm(roleArn(devRole), roleArn(prodRole))),
      wouldRemove(`${devRole}, ${prodRole}`, `${dry} --accept-generated-names`),
    ],
  },
  {
    what: 'the role that SAM makes for a function',
    files: {
      'f.finding.json': finding('shop-FnRole-1A2B3C4D5E6F'),
      't.json': template(
        { Fn: { Type: 'AWS::Serverless::Function', Properties: { Policies: [getAndPut] } } },
        { Transform: 'AWS::Serverless-2016-10-31' },
      ),
    },
    runs: [wouldRemove('shop-FnRole-1A2B3C4D5E6F', `${dry} --accept-generated-names`)],
  },
  {
    what: 'a logical id that was cut, because a name has at most 64 characters',
    files: {
      'f.finding.json': finding('a-stack-with-a-rather-long-name-indeed-Applicatio-1A2B3C4D5E6F7'.padStart(64, 'x')),
      't.json': template({ ApplicationExecutionRole: role(inline) }),
    },
    runs: [
      wouldRemove(
        'a-stack-with-a-rather-long-name-indeed-Applicatio-1A2B3C4D5E6F7'.padStart(64, 'x'),
        `${dry} --accept-generated-names`,
      ),
    ],
  },
  {
    what: 'a name that somebody chose is not generated',
    files: {
      'a.finding.json': finding('shop-AppRole-production12'),
      'b.finding.json': finding('shop-AppRole-Applications'),
      't.json': oneRole,
    },
    runs: [unmatched('fix t.json', unnamed)],
  },
  {
    what: 'a name of which the template gives a part is not generated',
    files: {
      ...onlyProd,
      't.json': template({ AppRole: role({ ...inline, RoleName: { 'Fn::Sub': '${Stage}-app' } }) }),
    },
    runs: [unmatched('fix t.json', unnamed)],
  },
  {
    what: 'a policy of two roles of which one is found',
    files: {
      ...onlyProd,
      't.json': template({
        P: managedPolicy(),
        AppRole: role({ ManagedPolicyArns: [{ Ref: 'P' }] }),
        B: role({ ManagedPolicyArns: [{ Ref: 'P' }] }),
      }),
    },
    runs: [unmatched('fix t.json --accept-generated-names', unnamed)],
  },
];

export const deployedNames: readonly Case[] = [...byStacks, ...byNames];

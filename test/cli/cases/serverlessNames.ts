/** The names that the Serverless Framework gives to roles: by lists of deployed resources, and by `.iam-refine.json`. */
import { catalogue, finding, left, roleArn, unmatched, type Case, type CaseRun } from './case.ts';

const statements = (indent: string): string =>
  `\n${indent}- Effect: Allow\n${indent}  Action: [s3:GetObject, s3:PutObject]\n${indent}  Resource: '*'\n`;
const service = (more = '', provider = ''): string =>
  `service: shop\nprovider:\n  name: aws\n${provider}  iam:\n    role:\n      statements:${statements('        ')}${more}`;
const ofFunction = `service: shop\nprovider: {name: aws}\nfunctions:\n  send-mail:\n    iamRoleStatements:${statements('      ')}`;

const stack = (StackName: string, roles: Readonly<Record<string, string>>): object => ({
  StackResources: [
    ...Object.entries(roles).map(([LogicalResourceId, PhysicalResourceId]) => ({
      LogicalResourceId,
      PhysicalResourceId,
      ResourceType: 'AWS::IAM::Role',
    })),
    { LogicalResourceId: 'ServerlessDeploymentBucket', PhysicalResourceId: 'b', ResourceType: 'AWS::S3::Bucket' },
  ].map((one) => ({
    StackName,
    StackId: `arn:aws:cloudformation:eu-west-1:111122223333:stack/${StackName}/0123`,
    ResourceStatus: 'CREATE_COMPLETE',
    ...one,
  })),
});

const shop = 'shop-dev-eu-west-1-lambdaRole';
const mail = 'shop-dev-send-mail-eu-west-1-lambdaRole';
const shared = { 'dev.stack-resources.json': stack('shop-dev', { IamRoleLambdaExecution: shop }) };
const evidence = { 'a.finding.json': finding(shop), 'b.finding.json': finding(mail) };
const removes = (whose: string): CaseRun => ({
  args: 'fix serverless.yml --dry-run',
  code: 0,
  stdout: [`serverless.yml: would remove 1 action unused by ${whose}, keep 1 (checked against ${catalogue})`],
});

export const serverlessNames: readonly Case[] = [
  {
    what: 'the role that functions share, by the list of its stack',
    files: { ...evidence, ...shared, 'serverless.yml': service() },
    runs: [removes(shop)],
  },
  {
    what: 'the role of a function, by the list of its stack',
    files: {
      ...evidence,
      'dev.stack-resources.json': stack('shop-dev', { SendDashmailIamRoleLambdaExecution: mail }),
      'serverless.yml': ofFunction,
    },
    runs: [removes(mail)],
  },
  {
    what: 'the stack of another service says nothing',
    files: {
      ...evidence,
      ...shared,
      'other.stack-resources.json': stack('billing-dev', {
        IamRoleLambdaExecution: 'billing-dev-eu-west-1-lambdaRole',
      }),
      'serverless.yml': service(),
    },
    runs: [removes(shop)],
  },
  {
    what: 'several stages: what all leave unused',
    files: {
      ...evidence,
      ...shared,
      'prod.stack-resources.json': stack('shop-prod', { IamRoleLambdaExecution: 'shop-prod-eu-west-1-lambdaRole' }),
      'serverless.yml': service(),
    },
    runs: [
      left(
        'fix serverless.yml',
        'finding.incomplete',
        'shared policy (by dev.stack-resources.json, prod.stack-resources.json): shop-prod-eu-west-1-lambdaRole has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'a stack with a name of its own may be any, so a role of another name contradicts',
    files: {
      ...evidence,
      'x.stack-resources.json': stack('x', { IamRoleLambdaExecution: 'billing-dev-eu-west-1-lambdaRole' }),
      'serverless.yml': service('', '  stackName: x\n'),
    },
    runs: [
      left(
        'fix serverless.yml',
        'finding.ambiguous',
        'IamRoleLambdaExecution is matched to arn:aws:iam::111122223333:role/billing-dev-eu-west-1-lambdaRole (by x.stack-resources.json), but in the document it is shop-*-lambdaRole, so nothing is removed',
      ),
    ],
  },
  {
    what: 'functions that may inherit the statements: the name alone is not enough',
    files: { ...evidence, ...shared, 'serverless.yml': service('functions: ${file(functions.yml)}\n') },
    runs: [unmatched('fix serverless.yml', 'functions with roles of their own may inherit these statements')],
  },
  {
    what: 'by an entry for the logical id',
    files: {
      ...evidence,
      'serverless.yml': service(),
      '.iam-refine.json': {
        policies: [{ files: 'serverless.yml', resource: 'IamRoleLambdaExecution', attachedTo: [roleArn(shop)] }],
      },
    },
    runs: [removes(shop)],
  },
];

/** Stacks that do not fit exactly, and what is not understood of them: nothing of them is passed over. */
import {
  catalogue,
  finding,
  getAndPut,
  left,
  leftOpen,
  role,
  roleArn,
  template,
  unmatched,
  type Case,
  type CaseRun,
} from './case.ts';

const devRole = 'shop-dev-AppRole-ojmSC0FUjVZg';
const prodRole = 'shop-prod-AppRole-1A2B3C4D5E6F7';
const oneRole = template({
  AppRole: role({ Policies: [{ PolicyName: 'p', PolicyDocument: getAndPut }] }),
  Store: { Type: 'AWS::S3::Bucket' },
});
const resource = (LogicalResourceId: string, ResourceType: string, name: string, fields: object = {}): object => ({
  LogicalResourceId,
  ResourceType,
  PhysicalResourceId: name,
  ResourceStatus: 'CREATE_COMPLETE',
  ...fields,
});
const appRole = (name: string, fields: object = {}): object => resource('AppRole', 'AWS::IAM::Role', name, fields);
const store = resource('Store', 'AWS::S3::Bucket', 'store-1');
const stack = (...StackResourceSummaries: readonly object[]): object => ({ StackResourceSummaries });
export const onlyDelete: { readonly s3: readonly string[] } = { s3: ['DeleteBucket'] };
const stacks = {
  'dev.finding.json': finding(devRole),
  't.json': oneRole,
  'dev.stack-resources.json': stack(appRole(devRole), store),
};
const both = { ...stacks, 'prod.finding.json': finding(prodRole, onlyDelete) };
export const nothingToDo = (file: string): CaseRun => ({
  args: `fix ${file}`,
  code: 0,
  stdout: [`${file}: nothing to do`],
});
const unnamed = 'the template does not give the name of AppRole';
const dry = (whose: string): CaseRun => ({
  args: 'fix t.json --dry-run',
  code: 0,
  stdout: [`t.json: would remove 1 action unused by ${whose}, keep 1 (checked against ${catalogue})`],
});

export const deployedOthers: readonly Case[] = [
  { what: 'one stack', files: stacks, runs: [dry(devRole)] },
  {
    what: 'a second stack of an older version of the template',
    files: { ...both, 'prod.stack-resources.json': stack(appRole(prodRole)) },
    runs: [nothingToDo('t.json')],
  },
  {
    what: 'a second stack with the role, and with a resource that the template does not have',
    files: {
      ...both,
      'prod.stack-resources.json': stack(appRole(prodRole), store, resource('Queue', 'AWS::SQS::Queue', 'q')),
    },
    runs: [nothingToDo('t.json')],
  },
  {
    what: 'a second stack of another version, whose role has no finding',
    files: { ...stacks, 'prod.stack-resources.json': stack(appRole('prod-role')) },
    runs: [
      left(
        'fix t.json',
        'finding.incomplete',
        'shared policy (by dev.stack-resources.json, perhaps by prod.stack-resources.json): prod-role has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'the configuration says who the role is',
    files: {
      ...stacks,
      'prod.stack-resources.json': stack(appRole('prod-role')),
      '.iam-refine.json': { policies: [{ files: 't.json', resource: 'AppRole', attachedTo: [roleArn(devRole)] }] },
    },
    runs: [dry(devRole)],
  },
  {
    what: 'a stack of another template, in which the id is of another type',
    files: { ...stacks, 'other.stack-resources.json': stack(resource('AppRole', 'AWS::SQS::Queue', 'q')) },
    runs: [dry(devRole)],
  },
  {
    what: 'a role with a finding and the generated name of the role, in no list',
    files: both,
    runs: [nothingToDo('t.json')],
  },
  {
    what: '…whose finding is archived',
    files: { ...stacks, 'prod.finding.json': finding(prodRole, onlyDelete, { status: 'ARCHIVED' }) },
    runs: [
      left(
        'fix t.json',
        'finding.incomplete',
        `shared policy (by dev.stack-resources.json, perhaps by the generated name): there is no usable finding for ${prodRole} (its finding from 2026-11-20 is ARCHIVED), so nothing is removed`,
      ),
    ],
  },
  {
    what: '…which a list names as another resource',
    files: {
      'a.finding.json': finding('a-stack-with-a-rather-long-name-indeed-Applicatio-1A2B3C4D5E6F7'.padStart(64, 'x')),
      'b.finding.json': finding('b-stack-with-a-rather-long-name-indeed-Applicatio-1A2B3C4D5E6F7'.padStart(64, 'x')),
      't.json': template({ ApplicationRole: role({ Policies: [{ PolicyName: 'p', PolicyDocument: getAndPut }] }) }),
      'a.stack-resources.json': stack(
        resource(
          'ApplicationRole',
          'AWS::IAM::Role',
          'a-stack-with-a-rather-long-name-indeed-Applicatio-1A2B3C4D5E6F7'.padStart(64, 'x'),
        ),
      ),
      'b.stack-resources.json': stack(
        resource(
          'ApplicationOther',
          'AWS::IAM::Role',
          'b-stack-with-a-rather-long-name-indeed-Applicatio-1A2B3C4D5E6F7'.padStart(64, 'x'),
        ),
      ),
    },
    runs: [dry('a-stack-with-a-rather-long-name-indeed-Applicatio-1A2B3C4D5E6F7'.padStart(64, 'x'))],
  },
  ...[
    { what: 'an entry without a name', prod: appRole('', { PhysicalResourceId: undefined }) },
    { what: 'an entry with something else than a name', prod: appRole('no name') },
  ].map(({ what, prod }): Case => ({
    what: `${what}, in a second stack`,
    files: { ...stacks, 'prod.stack-resources.json': stack(prod, store) },
    runs: [
      unmatched(
        'fix t.json --accept-generated-names',
        `${unnamed}; prod.stack-resources.json lists AppRole without a name that is understood`,
      ),
    ],
  })),
  ...[
    {
      what: 'the role that has the generated name',
      prod: stack(appRole(devRole)),
      run: left(
        'fix t.json',
        'finding.ambiguous',
        `the holders are a guess by names as deployed: confirm that AppRole is ${roleArn(devRole)}`,
      ),
    },
    {
      what: 'a role in a known account',
      prod: {
        StackResources: [
          appRole('prod-role', { StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0123' }),
        ],
      },
      run: left(
        'fix t.json --accept-generated-names',
        'finding.incomplete',
        'shared policy (by the generated name, perhaps by prod.stack-resources.json): prod-role has no finding, so nothing is removed',
      ),
    },
    {
      what: 'a role in an account that is not known',
      prod: stack(appRole('prod-role')),
      run: unmatched(
        'fix t.json --accept-generated-names',
        `${unnamed}; prod.stack-resources.json lists AppRole, but is of another template or version: Store is missing there`,
      ),
    },
  ].map(({ what, prod, run }): Case => ({
    what: `a generated name, and a stack of another version, which lists ${what}`,
    files: { 'dev.finding.json': finding(devRole), 't.json': oneRole, 'prod.stack-resources.json': prod },
    runs: [run],
  })),
  {
    what: 'a role that could not be deleted',
    files: {
      ...both,
      'prod.stack-resources.json': stack(appRole(prodRole, { ResourceStatus: 'DELETE_FAILED' }), store),
    },
    runs: [nothingToDo('t.json')],
  },
  {
    what: 'a page of another version of the template',
    files: {
      ...stacks,
      'prod.stack-resources.json': {
        ...stack(store, resource('Queue', 'AWS::SQS::Queue', 'q')),
        NextToken: 'more',
      },
    },
    runs: [
      unmatched(
        'fix t.json --accept-generated-names',
        `${unnamed}; prod.stack-resources.json is cut off, so it does not list all resources`,
      ),
    ],
  },
  ...[
    { what: 'inside of another value', value: { Stacks: { prod: stack(appRole(prodRole), store) } } },
    { what: 'as a text', value: { StackResources: 'none' } },
  ].map(({ what, value }): Case => ({
    what: `resources of a second stack ${what}`,
    files: { ...stacks, 'prod.stack-resources.json': value },
    runs: [
      leftOpen(
        'fix t.json',
        `prod.stack-resources.json cannot be read (${
          what === 'as a text'
            ? 'its list of resources is not understood'
            : 'deployed resources are inside of another value, where they are not read'
        })`,
      ),
    ],
  })),
];

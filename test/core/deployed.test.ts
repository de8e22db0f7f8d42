/** What is read of deployed resources: stacks of CloudFormation, states of Terraform. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDeployed } from '../../core/src/findings/deployed.ts';
import { readFindings } from '../../core/src/findings/readFindings.ts';

const arn = (type: string, name: string): string => `arn:aws:iam::111122223333:${type}/${name}`;

suite('a stack', () => {
  const stackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0123';
  const entry = (LogicalResourceId: string, ResourceType: string, fields: object = {}): object => ({
    StackName: 'shop',
    StackId: stackId,
    LogicalResourceId,
    ResourceType,
    PhysicalResourceId: `shop-${LogicalResourceId}`,
    ResourceStatus: 'UPDATE_COMPLETE',
    ...fields,
  });
  const shop = { name: 'shop', key: stackId, account: '111122223333', isCutOff: false };

  test('as it is described: the names of roles and users, and nothing of others', () =>
    assert.deepEqual(
      readDeployed({
        StackResources: [
          entry('App', 'AWS::IAM::Role'),
          entry('Ci', 'AWS::IAM::User'),
          entry('Store', 'AWS::S3::Bucket'),
          entry('Gone', 'AWS::IAM::Role', { ResourceStatus: 'DELETE_COMPLETE' }),
          entry('Failed', 'AWS::IAM::Role', { PhysicalResourceId: '', ResourceStatus: 'CREATE_FAILED' }),
        ],
      }),
      [
        {
          ...shop,
          resources: [
            { id: 'App', type: 'AWS::IAM::Role', principals: [{ type: 'role', name: 'shop-App' }] },
            { id: 'Ci', type: 'AWS::IAM::User', principals: [{ type: 'user', name: 'shop-Ci' }] },
            { id: 'Store', type: 'AWS::S3::Bucket' },
            { id: 'Failed', type: 'AWS::IAM::Role' },
          ],
        },
      ],
    ));

  test('as Ruby prints it, and as it is listed, without the stack', () => {
    const resources = [{ id: 'A', type: 'AWS::IAM::Role', principals: [{ type: 'role', name: 'a' }] }];
    assert.deepEqual(
      readDeployed({
        stack_resource_summaries: [
          { logical_resource_id: 'A', physical_resource_id: 'a', resource_type: 'AWS::IAM::Role' },
        ],
      }),
      [{ name: undefined, key: undefined, account: undefined, resources, isCutOff: false }],
    );
  });

  test('a page, an entry that is not understood, and exactly 100 described resources are cut off', () => {
    const cutOff = (value: object): readonly boolean[] | undefined =>
      readDeployed(value)?.map(({ isCutOff }) => isCutOff);
    const many = (count: number): object[] =>
      Array.from({ length: count }, (_, i) => entry(`Q${i}`, 'AWS::SQS::Queue'));
    assert.deepEqual(
      [
        cutOff({ StackResourceSummaries: many(1), NextToken: 'x' }),
        cutOff({ StackResources: [entry('A', 'AWS::IAM::Role'), { StackId: stackId, StackName: 'shop' }] }),
        cutOff({ StackResources: many(100) }),
        cutOff({ StackResources: many(99) }),
        cutOff({ StackResourceSummaries: many(100) }),
      ],
      [[true], [true], [true], [false], [false]],
    );
  });
});

suite('a state', () => {
  const role = { name: 'app-1', arn: arn('role', 'app-1'), permissions_boundary: arn('policy', 'B') };
  const resource = (type: string, name: string, ...instances: readonly object[]): object => ({
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: instances.map((attributes) => ({ schema_version: 0, attributes, private: 'cHJpdmF0ZQ==' })),
  });
  const state = (...resources: readonly object[]): object => ({
    version: 4,
    terraform_version: '1.9.0',
    serial: 3,
    lineage: 'f3',
    outputs: { password: { value: 'hunter2' } },
    resources,
  });
  const app = { type: 'role', name: 'app-1', arn: arn('role', 'app-1') };

  test('roles, attachments in every form, and boundaries', () =>
    assert.deepEqual(
      readDeployed(
        state(
          resource('aws_iam_role', 'app', role),
          resource('aws_iam_user', 'ci', { name: 'ci', arn: arn('user', 'ci') }),
          resource('aws_iam_policy', 'p', { arn: arn('policy', 'P'), policy: '{}' }),
          resource('aws_iam_policy', 'b', { arn: arn('policy', 'B') }),
          resource('aws_iam_role_policy_attachment', 'x', { role: 'app-1', policy_arn: arn('policy', 'P') }),
          resource('aws_iam_policy_attachment', 'y', {
            roles: ['other'],
            users: ['ci'],
            groups: ['devs'],
            policy_arn: arn('policy', 'P'),
          }),
          { ...resource('aws_iam_policy_document', 'd', {}), mode: 'data' },
        ),
      ),
      [
        {
          name: undefined,
          resources: [
            { id: 'aws_iam_role.app', type: 'aws_iam_role', principals: [app] },
            {
              id: 'aws_iam_user.ci',
              type: 'aws_iam_user',
              principals: [{ type: 'user', name: 'ci', arn: arn('user', 'ci') }],
            },
            {
              id: 'aws_iam_policy.p',
              type: 'aws_iam_policy',
              heldBy: [app, { type: 'role', name: 'other' }, { type: 'user', name: 'ci', arn: arn('user', 'ci') }],
              heldByGroups: ['devs'],
            },
            { id: 'aws_iam_policy.b', type: 'aws_iam_policy', heldBy: [app] },
            { id: 'aws_iam_role_policy_attachment.x', type: 'aws_iam_role_policy_attachment', principals: [app] },
            {
              id: 'aws_iam_policy_attachment.y',
              type: 'aws_iam_policy_attachment',
              principals: [
                { type: 'role', name: 'other' },
                { type: 'user', name: 'ci', arn: arn('user', 'ci') },
              ],
              heldByGroups: ['devs'],
            },
          ],
          isCutOff: false,
        },
      ],
    ));

  test('each module is deployed by itself; all instances of a resource are it', () => {
    const shown = {
      format_version: '1.0',
      terraform_version: '1.9.0',
      values: {
        root_module: {
          resources: [
            {
              address: 'aws_iam_role.r["a"]',
              mode: 'managed',
              type: 'aws_iam_role',
              name: 'r',
              index: 'a',
              values: { name: 'a' },
            },
          ],
          child_modules: [
            {
              address: 'module.m',
              resources: ['x', 'y'].map((name, index) => ({
                address: `module.m.aws_iam_role.r[${index}]`,
                mode: 'managed',
                type: 'aws_iam_role',
                name: 'r',
                index,
                values: { name },
              })),
            },
          ],
        },
      },
    };
    assert.deepEqual(
      readDeployed(shown)?.map(({ name, resources }) => [
        name,
        resources.map(({ id, principals = [] }) => [id, principals.map((one) => one.name)]),
      ]),
      [
        [undefined, [['aws_iam_role.r', ['a']]]],
        ['module.m', [['aws_iam_role.r', ['x', 'y']]]],
      ],
    );
    assert.equal(readDeployed({ ...shown, planned_values: {} }), undefined, 'a plan is not deployed');
  });

  test('a role whose attributes are not understood makes its module incomplete', () =>
    assert.deepEqual(
      readDeployed(state({ ...resource('aws_iam_role', 'old'), instances: [{ attributes_flat: { name: 'x' } }] }))?.map(
        ({ isCutOff }) => isCutOff,
      ),
      [true],
    ));

  test('nothing else of it is kept: no secret, no policy, no output', () => {
    const secret = 'hunter2';
    const text = JSON.stringify(
      state(
        resource('aws_db_instance', 'db', { password: secret, name: secret }),
        resource('aws_iam_role', 'app', { ...role, assume_role_policy: secret, tags: { secret } }),
        resource('aws_iam_access_key', 'key', { secret, user: secret }),
      ),
    );
    const reading = readFindings(text);
    assert.equal(reading.deployed?.length, 1);
    const { findings: _, ...kept } = reading;
    assert.equal(JSON.stringify(kept).includes(secret), false);
    // A state that is cut off is broken, and only the ARNs in it are remembered.
    const broken = readFindings(text.slice(0, -3));
    assert.deepEqual(broken.named?.arns, [arn('role', 'app-1')]);
    assert.equal(JSON.stringify([broken.named, broken.error]).includes(secret), false);
  });
});

test('anything else was not deployed', () => {
  for (const value of [
    null,
    [],
    {},
    { StackResources: 3 },
    { Resources: {} },
    { version: 3, lineage: 'x', modules: [] },
    { StackResources: [], stackResources: [] },
  ])
    assert.equal(readDeployed(value), undefined, JSON.stringify(value));
});

/** What is read of deployed resources: stacks of CloudFormation, states of Terraform. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDeployed } from '../../core/src/findings/deployed.ts';
import { inWords, say } from '../../core/src/text/index.ts';
import { createFindingsReader } from '../../core/src/findings/readFindings.ts';
import type { FindingsReading } from '../../core/src/findings/findingsReading.ts';

/** What is kept of a file that is searched for deployed resources. */
function readDeployedFile(text: string): FindingsReading {
  const reader = createFindingsReader({ isDeployed: true });
  reader.push(text);
  return reader.end();
}

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
  const shop = { kind: 'stack', name: 'shop', key: stackId, account: '111122223333', isCutOff: false };

  test('as it is described: the names of roles and users, and nothing of others', () =>
    assert.deepEqual(
      readDeployed({
        StackResources: [
          entry('App', 'AWS::IAM::Role'),
          entry('Ci', 'AWS::IAM::User'),
          entry('Store', 'AWS::S3::Bucket'),
          entry('Gone', 'AWS::IAM::Role', { ResourceStatus: 'DELETE_COMPLETE' }),
          entry('Going', 'AWS::IAM::Role', { ResourceStatus: 'DELETE_FAILED' }),
          entry('Old', 'AWS::SQS::Queue', { ResourceStatus: 'DELETE_IN_PROGRESS' }),
          entry('Failed', 'AWS::IAM::Role', { PhysicalResourceId: '', ResourceStatus: 'CREATE_FAILED' }),
          entry('Odd', 'AWS::IAM::User', { PhysicalResourceId: 'no name' }),
        ],
      }),
      [
        {
          ...shop,
          resources: [
            { id: 'App', type: 'AWS::IAM::Role', principals: [{ type: 'role', name: 'shop-App' }] },
            { id: 'Ci', type: 'AWS::IAM::User', principals: [{ type: 'user', name: 'shop-Ci' }] },
            { id: 'Store', type: 'AWS::S3::Bucket' },
            {
              id: 'Going',
              type: 'AWS::IAM::Role',
              principals: [{ type: 'role', name: 'shop-Going' }],
              isLeaving: true,
            },
            { id: 'Old', type: 'AWS::SQS::Queue', isLeaving: true },
            { id: 'Failed', type: 'AWS::IAM::Role', isUnclear: true },
            { id: 'Odd', type: 'AWS::IAM::User', isUnclear: true },
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
      [{ kind: 'stack', name: undefined, key: undefined, account: undefined, resources, isCutOff: false }],
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

test('a list of resources that is not understood', () => {
  for (const value of [{ StackResources: 3 }, { StackResources: [], stackResources: [] }])
    assert.deepEqual(readDeployed(value), [
      { kind: 'stack', resources: [], isCutOff: true, unread: say('its list of resources is not understood') },
    ]);
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
  const ci = { type: 'user', name: 'ci', arn: arn('user', 'ci') };
  const ofAws = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

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
          resource('aws_iam_group_policy', 'g', { group: 'devs', policy: '{}' }),
          { ...resource('aws_iam_policy_document', 'd', {}), mode: 'data' },
        ),
      ),
      [
        {
          kind: 'state',
          name: undefined,
          resources: [
            { id: 'aws_iam_role.app', type: 'aws_iam_role', principals: [app] },
            { id: 'aws_iam_user.ci', type: 'aws_iam_user', principals: [ci] },
            { id: 'aws_iam_policy.p', type: 'aws_iam_policy', policies: [arn('policy', 'P')] },
            { id: 'aws_iam_policy.b', type: 'aws_iam_policy', policies: [arn('policy', 'B')] },
            { id: 'aws_iam_role_policy_attachment.x', type: 'aws_iam_role_policy_attachment' },
            { id: 'aws_iam_policy_attachment.y', type: 'aws_iam_policy_attachment' },
            { id: 'aws_iam_group_policy.g', type: 'aws_iam_group_policy', groups: ['devs'] },
          ],
          attachments: [
            { policy: arn('policy', 'B'), principals: [app] },
            { policy: arn('policy', 'P'), principals: [app] },
            { policy: arn('policy', 'P'), principals: [{ type: 'role', name: 'other' }, ci], groups: ['devs'] },
          ],
          isCutOff: false,
        },
      ],
    ));

  test('further attachments; those of policies of AWS are none of ours', () =>
    assert.deepEqual(
      readDeployed(
        state(
          resource('aws_iam_role', 'app', { name: 'app-1', managed_policy_arns: [arn('policy', 'P'), ofAws] }),
          resource('aws_iam_role_policy_attachment', 'w', { role: 'app-1', policy_arn: ofAws }),
          resource('aws_iam_user_policy_attachments_exclusive', 'x', {
            user_name: 'ci',
            policy_arns: [arn('policy', 'P'), ofAws],
          }),
          resource('aws_ssoadmin_customer_managed_policy_attachment', 'y', {
            customer_managed_policy_reference: [{ name: 'P', path: '/' }],
          }),
          resource('aws_iam_of_the_future', 'z', { policies: [{ arn: arn('policy', 'P') }] }),
        ),
      )?.map(({ attachments }) => attachments),
      [
        [
          { policy: arn('policy', 'P'), principals: [{ type: 'role', name: 'app-1', arn: undefined }] },
          { policy: arn('policy', 'P'), principals: [{ type: 'user', name: 'ci' }] },
          { policy: 'P', unclear: 'aws_ssoadmin_customer_managed_policy_attachment.y' },
          { policy: arn('policy', 'P'), unclear: 'aws_iam_of_the_future.z' },
        ],
      ],
    ));

  test('what is not understood of a resource makes it, or all attachments, unclear', () => {
    const unclear = (type: string, attributes: object | undefined): unknown =>
      readDeployed(state({ ...resource(type, 'x'), instances: [attributes === undefined ? {} : { attributes }] }))?.map(
        ({ resources, attachments, unclearAttachment }) => [
          resources.some(({ isUnclear }) => isUnclear === true),
          unclearAttachment ?? attachments?.map((one) => one.unclear),
        ],
      )[0];
    const policy_arn = arn('policy', 'P');
    assert.deepEqual(
      [
        unclear('aws_iam_role', undefined),
        unclear('aws_iam_role', { name: null }),
        unclear('aws_iam_role', { name: 'two words', permissions_boundary: policy_arn }),
        unclear('aws_iam_role', { name: 'app', managed_policy_arns: 'none' }),
        unclear('aws_iam_policy', undefined),
        unclear('aws_iam_policy', { arn: 'P' }),
        unclear('aws_iam_role_policy_attachment', undefined),
        unclear('aws_iam_role_policy_attachment', { role: 'app' }),
        unclear('aws_iam_role_policy_attachment', { policy_arn }),
        unclear('aws_iam_policy_attachment', { roles: ['a b'], policy_arn }),
        unclear('aws_ssoadmin_customer_managed_policy_attachment', { customer_managed_policy_reference: [{}] }),
        unclear('aws_iam_group_policy', { group: null }),
        unclear('aws_s3_bucket', undefined),
      ],
      [
        [true, 'aws_iam_role.x'],
        [true, undefined],
        [true, ['aws_iam_role.x']],
        [false, 'aws_iam_role.x'],
        [true, undefined],
        [true, undefined],
        [false, 'aws_iam_role_policy_attachment.x'],
        [false, 'aws_iam_role_policy_attachment.x'],
        [false, ['aws_iam_role_policy_attachment.x']],
        [false, ['aws_iam_policy_attachment.x']],
        [false, 'aws_ssoadmin_customer_managed_policy_attachment.x'],
        [true, undefined],
        [false, undefined],
      ],
    );
  });

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

  test('of a state in another form nothing is known', () => {
    const unread = (value: object): unknown =>
      readDeployed(value)?.map((one) => (one.unread === undefined ? one : inWords(one.unread)));
    const bare = { version: 4, lineage: 'f3', serial: 1 };
    assert.deepEqual(
      [
        unread({ version: 3, lineage: 'x', modules: [{ resources: { 'aws_iam_role.x': {} } }] }),
        unread({ serial: 1, lineage: 'x', encrypted_data: 'eA==', encryption_version: 'v0' }),
        unread({ ...bare, resources: {} }),
        unread({ ...bare, resources: [{ ...resource('aws_iam_role', 'r'), mode: 'new' }] }),
        unread({ ...bare, resources: [{ ...resource('aws_iam_role', 'r'), instances: {} }] }),
        unread({ format_version: '1.0', values: { root_module: { child_modules: [{}] } } }),
        unread({ states: { prod: state() } }),
      ],
      [
        ['it is a state in a format that is not read'],
        ['it is encrypted'],
        ['a part of it is not understood'],
        ['a part of it is not understood'],
        ['a part of it is not understood'],
        ['a part of it is not understood'],
        ['deployed resources are inside of another value, where they are not read'],
      ],
    );
  });

  test('an empty state deployed nothing, and one that only says where the state is', () => {
    for (const value of [
      state(),
      { version: 3, lineage: 'x', modules: [] },
      { version: 3, serial: 1, lineage: 'x', backend: {}, modules: [{ path: ['root'], resources: {} }] },
      { format_version: '1.0', values: { root_module: {} } },
    ])
      assert.deepEqual(readDeployed(value), [], JSON.stringify(value));
  });

  test('nothing else of it is kept: no secret, no policy, no output', () => {
    const secret = 'hunter2';
    const uuid = '01234567-89ab-4def-8123-456789abcdef';
    const text = JSON.stringify(
      state(
        resource('aws_db_instance', 'db', { password: secret, name: secret }),
        resource('aws_iam_role', 'app', { ...role, assume_role_policy: secret, tags: { secret } }),
        resource('aws_iam_access_key', 'key', { id: `AKIA${secret}`, secret, user: secret }),
        // The id of such a resource is its value, and no name has a blank.
        resource('random_string', 'x', { id: secret, result: secret, finding_id: secret }),
        resource('random_uuid', 'y', { id: uuid, result: uuid }),
        resource('aws_iam_role', 'odd', { name: `${secret} x`, arn: secret, managed_policy_arns: [secret] }),
        resource('aws_iam_policy_attachment', 'odd', { policy_arn: secret, roles: [`${secret} x`] }),
      ),
    );
    const reading = readDeployedFile(text);
    assert.equal(reading.deployed?.length, 1);
    const { findings: _, ...kept } = reading;
    assert.doesNotMatch(JSON.stringify(kept), /hunter2|01234567/);
    // Of a broken state, only the ARNs of principals in it are remembered, wherever it breaks.
    for (const broken of [text.slice(0, -3), text.slice(0, text.length / 2), `}${text}`, text.replaceAll('":', '" ')]) {
      const { findings: __, ...names } = readDeployedFile(broken);
      assert.notEqual(names.error, undefined);
      assert.deepEqual(names.named?.ids, []);
      assert.doesNotMatch(JSON.stringify(names), /hunter2|01234567/);
    }
    assert.deepEqual(readDeployedFile(text.slice(0, -3)).named?.arns, [arn('role', 'app-1')]);
  });
});

test('anything else was not deployed', () => {
  for (const value of [
    null,
    [],
    {},
    { Resources: {} },
    { terraform_version: '1.9.0', backend: { type: 's3' } },
    { format_version: '1.0' },
    { Version: '2012-10-17', Statement: [] },
  ])
    assert.equal(readDeployed(value), undefined, JSON.stringify(value));
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inWords } from '../../core/src/text/index.ts';
import { readDocument } from '../../core/src/index.ts';

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' }],
};
const text = JSON.stringify(policy);
const trust = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** What is read from a document: how each policy is held, whether it may be written into, and what was not read. */
function found(value: unknown): { readonly policies: string[]; readonly unread: string[] } {
  const written = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  const { policies, unread } = readDocument(written);
  return {
    policies: policies.map(({ subject, readOnly, statements }) => {
      const actions = statements.flatMap(
        ({ action }) => action?.entries.map(({ pattern = '?', span }) => `${pattern} ${cut(written, span)}`) ?? [],
      );
      return `${subject.attachment.kind}${readOnly === undefined ? '' : ' (read only)'}: ${actions.join(', ')}`;
    }),
    unread: unread.map(
      ({ span, reason, isNotYet }) =>
        `${inWords(reason)}${isNotYet === true ? ' (not yet)' : ''}: ${cut(written, span).slice(0, 16)}`,
    ),
  };
}

function cut(written: string, { offset, length }: { readonly offset: number; readonly length: number }): string {
  return written.slice(offset, offset + length).replaceAll(/\s+/g, ' ');
}

const plain = 's3:GetObject "s3:GetObject", s3:PutObject "s3:PutObject"';
const alone = { policies: [`unspecified: ${plain}`], unread: [] };

suite('a policy is found by its shape, wherever it stands', () => {
  const shapes: readonly (readonly [what: string, value: unknown])[] = [
    ['alone', policy],
    ['under any key', { Name: 'x', CustomPolicy: policy }],
    ['under a key of AWS', { PolicyName: 'x', PolicyDocument: policy }],
    ['deep inside', { a: [{ b: { c: [policy] } }] }],
    ['beside a trust policy', { AssumeRolePolicyDocument: trust, Policy: policy }],
    ['in the only element of a list', [policy]],
    ['a version of one', { PolicyVersion: { Document: policy, VersionId: 'v1' } }],
  ];
  for (const [what, value] of shapes) test(what, () => assert.deepEqual(found(value), alone));

  const several: readonly (readonly [what: string, value: unknown])[] = [
    ['in a list', [policy, policy]],
    ['by name', { 'role-a': policy, 'role-b': policy }],
    ['versions in a list', [{ PolicyVersion: { Document: policy } }, { PolicyVersion: { Document: policy } }]],
  ];
  for (const [what, value] of several)
    test(`several ${what}: nothing says whose they are`, () =>
      assert.deepEqual(found(value), { policies: [`several: ${plain}`, `several: ${plain}`], unread: [] }));

  test('a list of what the AWS CLI prints says whose each is', () => {
    const of = (RoleName: string): object => ({ RoleName, PolicyName: 'p', PolicyDocument: policy });
    assert.deepEqual(found([of('A'), of('B')]).policies, [`attached: ${plain}`, `attached: ${plain}`]);
  });

  test('a template inside of another document', () =>
    assert.deepEqual(
      found({
        TemplateBody: {
          Resources: {
            R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'A', Policies: [{ PolicyDocument: policy }] } },
          },
        },
      }).policies,
      [`attached: ${plain}`],
    ));

  test('AWS’s own recommendations are evidence, and no policies', () =>
    assert.deepEqual(
      found({ recommendationType: 'x', recommendedSteps: [{ recommendedPolicy: text, other: policy }] }),
      {
        policies: [],
        unread: [],
      },
    ));
});

suite('a policy that is kept as text is read, with its places; percent-encoded, nothing is written into it', () => {
  const escaped = String.raw`s3:GetObject \"s3:GetObject\", s3:PutObject \"s3:PutObject\"`;
  const cases: readonly (readonly [what: string, value: unknown, expected: string])[] = [
    ['under any key', { policy: text }, `unspecified: ${escaped}`],
    ['with a name', { RoleName: 'A', PolicyName: 'p', PolicyDocument: text }, `attached: ${escaped}`],
    ['indented', { policy: JSON.stringify(policy, null, 2) }, `unspecified: ${escaped}`],
    [
      'percent-encoded',
      { PolicyDocument: encodeURIComponent(text), RoleName: 'A', PolicyName: 'p' },
      'attached (read only): s3:GetObject %22s3%3AGetObject%22, s3:PutObject %22s3%3APutObject%22',
    ],
    [
      'in a template, by Fn::Sub',
      {
        Resources: {
          R: {
            Type: 'AWS::IAM::Role',
            Properties: { RoleName: 'A', Policies: [{ PolicyDocument: { 'Fn::Sub': text } }] },
          },
        },
      },
      `attached: ${escaped}`,
    ],
    [
      'in a template, by the list form of Fn::Sub',
      {
        Resources: {
          R: {
            Type: 'AWS::IAM::Role',
            Properties: { RoleName: 'A', Policies: [{ PolicyDocument: { 'Fn::Sub': [text, { Part: 'x' }] } }] },
          },
        },
      },
      `attached: ${escaped}`,
    ],
    ['that names its holder itself', { policy: JSON.stringify({ RoleName: 'A', ...policy }) }, `attached: ${escaped}`],
    [
      'that is attached to more entities than are named',
      { policy: JSON.stringify({ AttachmentCount: 3, ...policy }) },
      `unclear: ${escaped}`,
    ],
    ['beside the name of a permission set', { PermissionSetName: 'Dev', InlinePolicy: text }, `unclear: ${escaped}`],
    [
      'of a service control policy',
      { Policy: { PolicySummary: { Type: 'SERVICE_CONTROL_POLICY' }, Content: text } },
      `no-principal: ${escaped}`,
    ],
  ];
  for (const [what, value, expected] of cases)
    test(what, () => assert.deepEqual(found(value), { policies: [expected], unread: [] }));

  test('in any escapes, also of characters outside of ASCII', () => {
    const value = String.raw`{"policy": "{\u0022Statement\": [{\"Effect\": \"Allow\", \"Sid\": \"\u00e9\ud83d\ude00é\", \"Action\": \"s3:Get\u002a\"}]}"}`;
    assert.deepEqual(found(value).policies, [String.raw`unspecified: s3:Get* \"s3:Get\u002a\"`]);
  });

  test('with a comment or a trailing comma it is not read, because IAM would not read it', () => {
    for (const odd of [text.replace('{', '{ /* all */ '), text.replace(/}$/, ',}')])
      assert.deepEqual(found({ policy: odd }).policies, []);
  });

  test('a text that only speaks of policies is none', () =>
    assert.deepEqual(found({ readme: 'A Statement has an Effect', code: '{"Statement": "Effect"' }), {
      policies: [],
      unread: [],
    }));
});

suite('a document that nobody edits is read-only, and says where a policy is changed', () => {
  const held = { PolicyName: 'p', policyDocument: text };
  const cases: readonly (readonly [what: string, value: unknown, reason: string])[] = [
    [
      'a plan of Terraform',
      { format_version: '1.2', planned_values: { values: { policy: text } } },
      'generated by Terraform: change the policy in the configuration',
    ],
    [
      'a state of Terraform',
      { version: 4, terraform_version: '1.9.0', serial: 1, resources: [{ policy: text }] },
      'generated by Terraform: change the policy in the configuration',
    ],
    [
      'a state of Pulumi',
      { version: 3, deployment: { manifest: {}, resources: [{ inputs: { policy: text } }] } },
      'generated by Pulumi: change the policy in the program',
    ],
    [
      'records of CloudTrail',
      {
        Records: [
          {
            eventVersion: '1.11',
            eventSource: 'iam.amazonaws.com',
            eventName: 'PutRolePolicy',
            requestParameters: held,
          },
        ],
      },
      'a CloudTrail record: change the policy where it is kept',
    ],
    [
      'an event of CloudTrail',
      {
        detail: {
          eventVersion: '1.11',
          eventSource: 'iam.amazonaws.com',
          eventName: 'PutRolePolicy',
          requestParameters: held,
        },
      },
      'a CloudTrail record: change the policy where it is kept',
    ],
    [
      'an item of AWS Config',
      { configurationItem: { configuration: { policy } } },
      'an AWS Config record: change the policy where it is kept',
    ],
  ];
  for (const [what, value, reason] of cases)
    test(what, () => {
      const written = JSON.stringify(value);
      const { policies } = readDocument(written);
      assert.deepEqual(
        policies.map(({ readOnly }) => readOnly && inWords(readOnly)),
        [reason],
      );
    });

  test('other documents with such keys are edited', () =>
    assert.deepEqual(
      readDocument(
        JSON.stringify({ deployment: { policy: text }, format_version: '1', terraform_version: '1' }),
      ).policies.map(({ readOnly }) => readOnly),
      [undefined],
    ));
});

suite('what was not read is said, with its place', () => {
  const inRole = (policies: unknown): object => ({
    Resources: { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'A', Policies: policies } } },
  });
  const statements = (...list: readonly unknown[]): object => ({ Statement: list });
  const allow = { Effect: 'Allow', Action: 's3:GetObject' };
  const cases: readonly (readonly [what: string, value: unknown, unread: readonly string[]])[] = [
    [
      'a policy that is computed',
      inRole([{ PolicyDocument: { 'Fn::FindInMap': ['a', 'b', 'c'] } }]),
      ['this policy is computed by Fn::FindInMap when the template is deployed: { "Fn::FindInMap'],
    ],
    [
      'a policy that is a parameter',
      inRole([{ PolicyDocument: { Ref: 'P' } }]),
      ['this policy is computed by Ref when the template is deployed: { "Ref": "P" }'],
    ],
    [
      'a list of policies that is computed',
      inRole({ 'Fn::Transform': {} }),
      ['this policy is computed by Fn::Transform when the template is deployed: { "Fn::Transform'],
    ],
    [
      'a policy that is none',
      inRole([{ PolicyDocument: 'x' }]),
      ['a policy is expected here, but this cannot be read as one: "x"'],
    ],
    [
      'a statement that is computed',
      statements(allow, { 'Fn::Transform': {} }),
      ['this statement is computed by Fn::Transform when the document is used: { "Fn::Transform'],
    ],
    [
      'a statement with a macro in it',
      statements({ ...allow, 'Fn::Transform': {} }),
      ['it is not known what Fn::Transform adds to this statement: { "Effect": "All'],
    ],
    [
      'an Effect that is computed',
      statements(allow, { Effect: { Ref: 'E' }, Action: '*' }),
      ['the Effect of this statement is computed when the document is used: { "Effect": { "R'],
    ],
    [
      'an Effect whose branches differ',
      statements({ Effect: { 'Fn::If': ['C', 'Allow', 'Deny'] }, Action: '*' }),
      ['the Effect of this statement is computed when the document is used: { "Effect": { "F'],
    ],
    [
      'an action that is computed',
      statements({ Effect: 'Allow', Action: ['s3:GetObject', { Ref: 'A' }] }),
      ['this action is computed when the document is used: { "Ref": "A" }'],
    ],
    [
      'an action with a placeholder',
      statements({ Effect: 'Allow', Action: ['s3:GetObject', 's3:${verb}'] }),
      ['this action is computed when the document is used: "s3:${verb}"'],
    ],
    [
      'what a macro adds to the policy',
      { ...statements(allow), 'Fn::Transform': {} },
      ['it is not known what Fn::Transform adds to the policy: "Fn::Transform"'],
    ],
    [
      'a statement in another spelling',
      { statement: [{ effect: 'Allow', action: '*' }] },
      ['IAM spells the keys of a policy Statement, Effect and Action: "statement"'],
    ],
    [
      'statements without an Effect',
      statements({ Action: 's3:*', Resource: '*' }),
      ['no statement of this policy has both an Effect and an Action: "Statement"'],
    ],
    [
      'members in another spelling',
      statements({ effect: 'Allow', action: '*' }),
      ['IAM spells the keys of a policy Statement, Effect and Action: "Statement"'],
    ],
    [
      'a member in another spelling',
      statements(allow, { Effect: 'Allow', action: '*' }),
      ['IAM spells this key Action, not action: { "Effect": "All'],
    ],
    [
      'a statement that stands in no policy',
      { statements: [allow] },
      ['this statement is not part of a policy: { "Effect": "All'],
    ],
    [
      'a text with the members of a policy that is cut off',
      { policy: '{"Statement": [{"Effect": "Allow", "Action": "s3:*"' },
      [String.raw`this string may contain a policy, but cannot be read as one: "{\"Statement\":`],
    ],
    [
      'or percent-encoded in another way',
      { policy: `${encodeURIComponent(text)}%ff` },
      ['this string may contain a policy, but cannot be read as one: "%7B%22Version%2'],
    ],
    [
      'or holds a policy deeper inside',
      { policy: JSON.stringify({ Policy: policy }) },
      [String.raw`this string may contain a policy, but cannot be read as one: "{\"Policy\":{\"`],
    ],
    [
      'a policy template of SAM',
      {
        Resources: {
          F: {
            Type: 'AWS::Serverless::Function',
            Properties: { Policies: ['AWSLambdaExecute', { DynamoDBReadPolicy: { TableName: 'x' } }] },
          },
        },
      },
      ['DynamoDBReadPolicy is a SAM policy template, which is not supported yet (not yet): { "DynamoDBReadP'],
    ],
  ];
  for (const [what, value, unread] of cases) test(what, () => assert.deepEqual(found(value).unread, unread));

  test('a Deny that is computed grants nothing, and an Effect whose branches agree is known', () => {
    const agreeing = { Effect: { 'Fn::If': ['C', 'Allow', 'Allow'] }, Action: 's3:GetObject' };
    assert.deepEqual(found(statements({ Effect: 'Deny', Action: [{ Ref: 'A' }] }, agreeing)).unread, []);
  });

  test('trust policies and bucket policies hold nothing that a finding about a principal speaks of', () =>
    assert.deepEqual(found({ AssumeRolePolicyDocument: trust, list: [trust] }), { policies: [], unread: [] }));
});

suite('templates of JSON', () => {
  const template = `{
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": \${jsonencode(arns)} }%{ if x },
    { "Effect": "Allow", "Action": [\${action}, "s3:PutObject"], "Resource": "\${lookup(m, "k")}" }%{ endif }
  ],
  \${more}: "x" // "\${a comment}"
}`;

  test('placeholders outside of action lists are passed over; in them they are not read', () => {
    const { errors } = readDocument(template);
    assert.deepEqual(errors, []);
    assert.deepEqual(found(template), {
      policies: ['unspecified: s3:GetObject "s3:GetObject", ? ${action}, s3:PutObject "s3:PutObject"'],
      unread: ['this action is computed when the document is used: ${action}'],
    });
  });

  test('lists with a directive in them are open: what they hold is not known', () => {
    const [read] = readDocument(template).policies;
    assert.deepEqual(
      read?.lists.map(({ isOpen }) => isOpen),
      [true],
    );
    assert.deepEqual(
      read?.statements.map(({ action }) => action?.lists.map(({ isOpen }) => isOpen)),
      [[undefined], [undefined]],
    );
  });

  test('what is no JSON even so is a syntax error, in its own text', () => {
    const { errors } = readDocument('{"Statement": ${a} ${b}, }, "x"');
    assert.ok(errors.length > 0);
  });
});

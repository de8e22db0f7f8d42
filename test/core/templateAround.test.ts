/** Templates in other documents, and names of which a template gives a part. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inWords } from '../../core/src/text/index.ts';
import { readDocument } from '../../core/src/index.ts';

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] };
const managed = {
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName: 'Shared', PolicyDocument: document, Roles: ['A'] },
};
const ref = (id: string): object => ({ Ref: id });

/** Who holds the policy of a document, in short. */
function holderOf(value: unknown): string {
  const attachment = readDocument(JSON.stringify(value, null, 1)).policies[0]?.subject.attachment;
  if (attachment?.kind === 'no-principal') return `no-principal: ${inWords(attachment.reason)}`;
  if (attachment?.kind === 'attached') return attachment.to.map(({ type, name }) => `${type} ${name}`).join(', ');
  return attachment?.kind === 'unclear' ? `unclear: ${inWords(attachment.reason)}` : String(attachment?.kind);
}

suite('what may name a policy in another way makes its holders unclear', () => {
  const P = managed;
  const roleB = (arn: unknown): object => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'B', ManagedPolicyArns: [arn] },
  });
  const mentioned = (line: number): string => `unclear: line ${line} mentions P in a way that is not understood`;
  const computed = 'unclear: line 29 attaches a computed policy, which may be this one';
  const cases: readonly (readonly [what: string, resources: object, expected: string, rest?: object])[] = [
    ['an index that is out of range', { P, B: roleB({ 'Fn::Select': [2, ['x', ref('P')]] }) }, computed],
    ['an index that is no number', { P, B: roleB({ 'Fn::Select': ['one', ['x', ref('P')]] }) }, computed],
    [
      'its name in another letter case',
      { P, B: roleB('arn:aws:iam::123456789012:policy/shared') },
      'unclear: line 29 may attach it to another principal',
    ],
    [
      'its bare name in a resource of an unknown type',
      { P, X: { Type: 'Custom::Attach', Properties: { Policy: 'shared' } } },
      mentioned(27),
    ],
    [
      'its bare name in parts there',
      { P, X: { Type: 'Custom::Attach', Properties: { Policy: { 'Fn::Join': ['', ['Sha', ref('AWS::Region')]] } } } },
      mentioned(27),
    ],
    [
      'its bare name as a parameter of a nested stack',
      { P, X: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Name: 'Shared' } } } },
      mentioned(28),
    ],
    ...['Shared,Other', 'Policy=Shared', '/path/Shared', 'attach Shared to B.', 'Names: shared.'].map(
      (text) =>
        [
          `its bare name in a text: ${text}`,
          { P, X: { Type: 'Custom::X', Properties: { Value: text } } },
          mentioned(27),
        ] as const,
    ),
    ['its bare name as a key', { P, X: { Type: 'Custom::X', Properties: { Attach: { Shared: 'B' } } } }, mentioned(27)],
    [
      'its bare name as a parameter of a provisioned product',
      {
        P,
        X: {
          Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
          Properties: { ProvisioningParameters: [{ Key: 'x', Value: 'Shared' }] },
        },
      },
      mentioned(30),
    ],
    ['but not in what is said of it to people', { P }, 'role A', { Description: 'the policy Shared' }],
    [
      'nor as a logical id',
      { P: { ...managed, Properties: { ...managed.Properties, ManagedPolicyName: 'P' } } },
      'role A',
    ],
    [
      'its bare name as the default of a parameter',
      { P },
      mentioned(5),
      { Parameters: { Name: { Type: 'String', Default: 'Shared' } } },
    ],
    [
      'its bare name in the text of a template of a stack set',
      {
        P,
        X: {
          Type: 'AWS::CloudFormation::StackSet',
          Properties: { TemplateBody: 'Resources:\n  S:\n    Properties:\n      Policies: [Shared]\n' },
        },
      },
      mentioned(27),
    ],
    [
      'its ARN in the text of such a template',
      {
        P,
        X: {
          Type: 'AWS::CloudFormation::StackSet',
          Properties: { TemplateBody: '{"Resources": {"A": "arn:aws:iam::123456789012:policy/Shared"}}' },
        },
      },
      mentioned(27),
    ],
  ];
  for (const [what, Resources, expected, rest] of cases)
    test(what, () => assert.equal(holderOf({ ...rest, Resources }), expected));
});

suite('a name that is computed in part', () => {
  const holderBeside = (name: string, text: unknown): string =>
    holderOf({
      Resources: {
        P: { ...managed, Properties: { ...managed.Properties, ManagedPolicyName: { 'Fn::Sub': name } } },
        X: { Type: 'Custom::X', Properties: { Value: text } },
      },
    });
  const mentioned = (line: number): string => `unclear: line ${line} mentions P in a way that is not understood`;
  const cases: readonly (readonly [what: string, name: string, text: unknown, expected: string])[] = [
    ['by its start', 'pol-${AWS::Region}', 'attach POL-eu to B', mentioned(29)],
    ['not by another start', 'pol-${AWS::Region}', 'attach other-eu to B', 'role A'],
    ['by its end', '${AWS::Region}-pol', 'attach eu-pol to B', mentioned(29)],
    ['not by another end', '${AWS::Region}-pol', 'attach pol-eu to B', 'role A'],
    ['by a text that is computed as well', 'pol-${AWS::Region}', { 'Fn::Sub': 'po${X}' }, mentioned(30)],
    ['all of it, by any text', '${AWS::StackName}', 'any', mentioned(26)],
    ['no name is as long as this', 'pol-${AWS::Region}', `pol-${'a'.repeat(125)}`, 'role A'],
  ];
  for (const [what, name, text, expected] of cases) test(what, () => assert.equal(holderBeside(name, text), expected));
});

suite('a policy in a place of a template that is not known', () => {
  const cases: readonly (readonly [what: string, resources: object, expected: string, rest?: object])[] = [
    [
      'a resource of another service, which nobody holds',
      { X: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: document } } },
      'no-principal: it is part of X, and it is not known which principal a policy in a resource of type AWS::IoT::Policy belongs to',
    ],
    [
      'a resource of an unknown type',
      { X: { Type: 'Custom::Policy', Properties: { PolicyDocument: document } } },
      'unclear: it is part of X, and it is not known which principal a policy in a resource of type Custom::Policy belongs to',
    ],
    [
      'no resource',
      { A: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'A' } } },
      'unclear: it is outside the resources, so the template does not say which principal it belongs to',
      { Mappings: { M: { a: document } } },
    ],
  ];
  for (const [what, Resources, expected, rest] of cases)
    test(what, () => assert.equal(holderOf({ ...rest, Resources }), expected));
});

suite('a template inside of another document', () => {
  const inner = { Resources: { P: managed } };
  const cases: readonly (readonly [what: string, document: unknown, expected: string])[] = [
    ['is read', { TemplateBody: inner }, 'role A'],
    [
      'is changed by a macro of the document',
      { Transform: ['Mine'], Body: { Template: inner } },
      'unclear: the macro Mine changes the template and may attach policies to other principals',
    ],
    [
      'is put in by a macro',
      { 'Fn::Transform': { Name: 'Mine', Parameters: { Template: inner } } },
      'unclear: the macro Mine changes the template and may attach policies to other principals',
    ],
    [
      'is not changed by macros that attach nothing',
      { Transform: 'AWS::Serverless-2016-10-31', Template: inner },
      'role A',
    ],
  ];
  for (const [what, value, expected] of cases) test(what, () => assert.equal(holderOf(value), expected));
});

test('of a name that is computed in part, that part is known', () => {
  const likeOf = (name: unknown): unknown => {
    const text = JSON.stringify({
      Resources: {
        A: {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: name, Policies: [{ PolicyName: 'p', PolicyDocument: document }] },
        },
      },
    });
    const attachment = readDocument(text).policies[0]?.subject.attachment;
    return attachment?.kind === 'unclear' ? attachment.like : attachment;
  };
  const pattern = (text: string): unknown => [{ type: 'role', pattern: text }];
  assert.deepEqual(likeOf({ 'Fn::Sub': '${E}-B' }), pattern('*-B'));
  assert.deepEqual(likeOf({ 'Fn::Sub': ['a-${E}-${AWS::Region}', { E: 'x' }] }), pattern('a-*-*'));
  assert.deepEqual(likeOf({ 'Fn::Join': ['-', ['app', ref('E')]] }), pattern('app-*'));
  assert.deepEqual(likeOf(ref('Name')), pattern('*'));
  assert.deepEqual(likeOf(undefined), pattern('*'));
  assert.deepEqual(likeOf({ 'Fn::If': ['C', 'A', ref('Name')] }), []);
});

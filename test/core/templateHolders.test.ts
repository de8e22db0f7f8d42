import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../core/src/index.ts';
import { document, role, user, managed, ref, either, holders, type Rest } from '../support/templates.ts';

suite('what is attached to a known holder besides changes no holders', () => {
  const P = managed({ Roles: [ref('A')] });
  const others: readonly (readonly [what: string, properties: object])[] = [
    ['a boundary by a parameter', { PermissionsBoundary: ref('X') }],
    [
      'a boundary whose name is computed',
      { PermissionsBoundary: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::1:policy/${X}' } },
    ],
    [
      'a boundary whose name may be that of the policy',
      { PermissionsBoundary: { 'Fn::Sub': 'arn:aws:iam::1:policy/${AWS::Region}' } },
    ],
    ['a policy by a parameter', { ManagedPolicyArns: [ref('X')] }],
    ['a policy of another stack', { ManagedPolicyArns: [{ 'Fn::ImportValue': 'x' }] }],
    ['a list by a parameter', { ManagedPolicyArns: ref('X') }],
  ];
  for (const [what, properties] of others)
    test(what, () => assert.equal(holders({ P, A: role('A', properties) }), 'role A'));
  test('a role that the policy gives by its name', () =>
    assert.equal(holders({ P: managed({ Roles: ['A'] }), A: role('A', { ManagedPolicyArns: [ref('X')] }) }), 'role A'));
  test('but where the policy is only its boundary, it may be attached', () =>
    assert.match(
      holders({ P: managed(), A: role('A', { PermissionsBoundary: ref('P'), ManagedPolicyArns: [ref('X')] }) }),
      /^unclear: line \d+ attaches a computed policy/,
    ));
});

const attaching = (value: unknown): object => role('A', { ManagedPolicyArns: [value] });
const mentionedIn = (line: number): string => `unclear: line ${line} mentions P in a way that is not understood`;
const computedIn = (line: number): string => `unclear: line ${line} attaches a computed policy, which may be this one`;

suite('who holds a managed policy of a template', () => {
  const arn = (name: string): string => `arn:aws:iam::123456789012:policy/${name}`;
  const known: readonly (readonly [what: string, resources: Readonly<Record<string, unknown>>, expected: string])[] = [
    ['by Ref', { P: managed(), A: attaching(ref('P')) }, 'role A'],
    ['by Fn::GetAtt', { P: managed(), A: attaching({ 'Fn::GetAtt': ['P', 'PolicyArn'] }) }, 'role A'],
    ['by Fn::GetAtt as a text', { P: managed(), A: attaching({ 'Fn::GetAtt': 'P.PolicyArn' }) }, 'role A'],
    ['by Fn::Sub', { P: managed(), A: attaching({ 'Fn::Sub': '${P}' }) }, 'role A'],
    ['by Fn::Sub of an attribute', { P: managed(), A: attaching({ 'Fn::Sub': '${P.PolicyArn}' }) }, 'role A'],
    ['by its ARN', { P: managed(), A: attaching(arn('Shared')) }, 'role A'],
    ['by its ARN with a path', { P: managed({ Path: '/x/' }), A: attaching(arn('x/Shared')) }, 'role A'],
    [
      'by its ARN with pseudo parameters',
      { P: managed(), A: attaching({ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/Shared' }) },
      'role A',
    ],
    [
      'by its ARN in parts',
      { P: managed(), A: attaching({ 'Fn::Join': ['', ['arn:aws:iam::', ref('AWS::AccountId'), ':policy/Shared']] }) },
      'role A',
    ],
    ['by Fn::Select', { P: managed(), A: attaching({ 'Fn::Select': [1, ['x', ref('P')]] }) }, 'role A'],
    [
      'by Fn::Select with an index that is computed',
      { P: managed(), A: attaching({ 'Fn::Select': [ref('I'), [ref('P'), 'x']] }) },
      'role A',
    ],
    ['in a branch of a condition', { P: managed(), A: attaching(either(ref('P'))), B: attaching('x') }, 'role A'],
    ['in a list in a branch', { P: managed(), A: role('A', { ManagedPolicyArns: either([ref('P')]) }) }, 'role A'],
    [
      'that name a holder by a condition: both',
      { P: managed(), A: role(either('A', 'B'), { ManagedPolicyArns: [ref('P')] }) },
      'role A, role B',
    ],
    ['that it names', { P: managed({ Roles: ['A', ref('R')], Users: ['u'] }), R: role('B') }, 'role A, user u, role B'],
    ['that it names in a branch', { P: managed({ Roles: either(['A'], ['B']) }) }, 'role A, role B'],
    [
      'a boundary counts as well',
      { P: managed({ Roles: ['A'] }), B: role('B', { PermissionsBoundary: ref('P') }) },
      'role A, role B',
    ],
    [
      'only as a boundary: it is left alone',
      { P: managed(), B: role('B', { PermissionsBoundary: ref('P') }) },
      'no-principal: it is attached to no principal, and is only a permissions boundary, which allows nothing by itself',
    ],
    [
      'a permission set, by the name of the policy',
      {
        P: managed({ Roles: ['A'] }),
        S: {
          Type: 'AWS::SSO::PermissionSet',
          Properties: { Name: 'Dev', CustomerManagedPolicyReferences: [{ Name: 'Shared' }] },
        },
      },
      'role A, permission-set Dev',
    ],
    [
      'a permission set that it bounds',
      {
        P: managed({ Roles: ['A'] }),
        S: {
          Type: 'AWS::SSO::PermissionSet',
          Properties: { Name: 'Dev', PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'Shared' } } },
        },
      },
      'role A, permission-set Dev',
    ],
    [
      'the members of a group',
      {
        P: managed({ Groups: [ref('G')] }),
        G: { Type: 'AWS::IAM::Group', Properties: {} },
        U: user('ann', { Groups: [ref('G')] }),
        Add: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: ref('G'), Users: [ref('V'), 'eve'] } },
        V: user('bob'),
      },
      'user eve, user ann, user bob',
    ],
    [
      'a mention by DependsOn attaches nothing',
      { P: managed({ Roles: ['A'] }), Q: { Type: 'X::Y::Z', DependsOn: ['P'], Properties: {} } },
      'role A',
    ],
    [
      'other policies attach nothing',
      {
        P: managed({ Roles: ['A'] }),
        B: role('B', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', arn('Other')] }),
      },
      'role A',
    ],
  ];
  for (const [what, resources, expected] of known) test(what, () => assert.equal(holders(resources), expected));
});

suite('the holders of a managed policy are not known', () => {
  const a = managed({ Roles: ['A'] });
  const unclear: readonly (readonly [
    what: string,
    resources: Readonly<Record<string, unknown>>,
    expected: string,
    rest?: Rest,
  ])[] = [
    ['nobody is named', { P: managed() }, 'unclear: the template does not say which principals P is attached to'],
    [
      'a role whose name is made',
      { P: a, B: role(undefined, { ManagedPolicyArns: [ref('P')] }) },
      'unclear: the template does not give the name of B',
    ],
    [
      'a role whose name is computed',
      { P: a, B: role(ref('N'), { ManagedPolicyArns: [ref('P')] }) },
      'unclear: the template does not give the name of B',
    ],
    [
      'a role whose name holds a pseudo parameter',
      { P: a, B: role({ 'Fn::Sub': 'x-${AWS::Region}' }, { ManagedPolicyArns: [ref('P')] }) },
      'unclear: the template does not give the name of B',
    ],
    ['a parameter may be it', { P: a, B: role('B', { ManagedPolicyArns: [ref('Param')] }) }, computedIn(40)],
    ['a list that is a parameter', { P: a, B: role('B', { ManagedPolicyArns: ref('Param') }) }, computedIn(39)],
    [
      'an import may be it',
      { P: a, B: role('B', { ManagedPolicyArns: [{ 'Fn::ImportValue': 'x' }] }) },
      computedIn(40),
    ],
    [
      'a map may hold it',
      { P: a, B: role('B', { ManagedPolicyArns: [{ 'Fn::FindInMap': ['M', 'a', 'b'] }] }) },
      computedIn(40),
    ],
    ['a boundary that is a parameter', { P: a, B: role('B', { PermissionsBoundary: ref('Param') }) }, computedIn(39)],
    [
      'a text with a parameter',
      { P: a, B: role('B', { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::1:policy/${X}' }] }) },
      computedIn(40),
    ],
    [
      'a text that may name it',
      { P: a, B: role('B', { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::1:policy/Sh${AWS::Region}' }] }) },
      'unclear: line 40 may attach it to another principal',
    ],
    [
      'the name that CloudFormation may have made',
      {
        P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document, Roles: ['A'] } },
        B: role('B', { ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/stack-P-1A2B3C4D5E6F'] }),
      },
      'unclear: line 39 may attach it to another principal',
    ],
    [
      'whom it names is computed',
      { P: managed({ Roles: [ref('Param')] }) },
      'unclear: line 20 attaches it to a principal whose name is computed',
    ],
    [
      'the list of whom it names is computed',
      { P: managed({ Roles: ref('Param') }) },
      'unclear: line 19 attaches it to a principal whose name is computed',
    ],
    [
      'a group in a branch',
      { P: managed({ Roles: ['A'], Groups: either(['Devs']) }) },
      'unclear: it is attached to the group Devs, whose members the template does not name',
    ],
    [
      'a group without members',
      { P: managed({ Groups: [ref('G')] }), G: { Type: 'AWS::IAM::Group', Properties: {} } },
      'unclear: it belongs to the group G, whose members the template does not name',
    ],
    [
      'a group that is mentioned elsewhere',
      {
        P: managed({ Groups: [ref('G')] }),
        G: { Type: 'AWS::IAM::Group', Properties: {} },
        U: user('ann', { Groups: [ref('G')] }),
        X: { Type: 'Custom::X', Properties: { Group: ref('G') } },
      },
      'unclear: line 44 mentions G in a way that is not understood',
    ],
    [
      'whom a group gets is computed',
      {
        P: managed({ Groups: [ref('G')] }),
        G: { Type: 'AWS::IAM::Group', Properties: {} },
        U: user('ann', { Groups: [ref('G')] }),
        V: user('bob', { Groups: ref('Param') }),
      },
      'unclear: line 45 adds a user whose name is computed to a group',
    ],
    [
      'a SAM function',
      { P: a, F: { Type: 'AWS::Serverless::Function', Properties: { Policies: [ref('P')] } } },
      'unclear: it belongs to the role that SAM creates for F, and the template does not give its name',
    ],
    [
      'a SAM state machine',
      { P: a, M: { Type: 'AWS::Serverless::StateMachine', Properties: { Policies: ref('P') } } },
      'unclear: it belongs to the role that SAM creates for M, and the template does not give its name',
    ],
    [
      'a SAM function that it bounds',
      { P: a, F: { Type: 'AWS::Serverless::Function', Properties: { PermissionsBoundary: ref('P') } } },
      'unclear: it belongs to the role that SAM creates for F, and the template does not give its name',
    ],
    [
      'a resource of another type',
      { P: a, X: { Type: 'Custom::Attach', Properties: { Arn: ref('P') } } },
      mentionedIn(27),
    ],
    [
      'a nested stack',
      { P: a, X: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Policy: ref('P') } } } },
      mentionedIn(28),
    ],
    [
      'its ARN in another resource',
      { P: a, X: { Type: 'Custom::Attach', Properties: { Arn: 'arn:aws:iam::123456789012:policy/Shared' } } },
      mentionedIn(27),
    ],
    [
      'its ARN in a command',
      {
        P: a,
        X: {
          Type: 'AWS::EC2::Instance',
          Properties: { UserData: { 'Fn::Base64': 'attach arn:aws:iam::1:policy/x/Shared --role B\n' } },
        },
      },
      mentionedIn(28),
    ],
    [
      'its ARN in a list with one of AWS',
      {
        P: a,
        X: {
          Type: 'Custom::Attach',
          Properties: { Arns: 'arn:aws:iam::1:policy/Shared,arn:aws:iam::aws:policy/ReadOnlyAccess' },
        },
      },
      mentionedIn(27),
    ],
    [
      'an ARN in another resource that is looked up',
      { P: a, X: { Type: 'Custom::Attach', Properties: { Arn: 'arn:aws:iam::1:policy/{{resolve:ssm:/name}}' } } },
      mentionedIn(27),
    ],
    [
      'an ARN in another resource that a parameter may make its own',
      {
        P: a,
        X: {
          Type: 'Custom::Attach',
          Properties: { Arn: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/Sha${X}' } },
        },
      },
      mentionedIn(28),
    ],
    [
      'its ARN in parts in another resource',
      {
        P: a,
        X: {
          Type: 'Custom::Attach',
          Properties: { Arn: { 'Fn::Join': ['/', ['arn:aws:iam::123456789012:policy', 'Shared']] } },
        },
      },
      mentionedIn(27),
    ],
    [
      'parts of an ARN in another resource of which one is computed',
      {
        P: a,
        X: {
          Type: 'Custom::Attach',
          Properties: { Arn: { 'Fn::Join': ['', ['arn:aws:iam::123456789012:policy/Sha', ref('X')]] } },
        },
      },
      mentionedIn(27),
    ],
    [
      'a text that it is put into',
      { P: a, X: { Type: 'Custom::Attach', Properties: { Text: { 'Fn::Sub': 'x ${P} y' } } } },
      mentionedIn(27),
    ],
    [
      'parts that it is joined with',
      { P: a, B: role('B', { ManagedPolicyArns: [{ 'Fn::Join': ['', [ref('P'), '']] }] }) },
      computedIn(40),
    ],
    [
      'the statement of another policy',
      {
        P: a,
        B: role('B', {
          Policies: [
            {
              PolicyName: 'p',
              PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iam:AttachRolePolicy', Resource: ref('P') }] },
            },
          ],
        }),
      },
      mentionedIn(47),
    ],
    [
      'the metadata of a resource',
      { P: a, X: { Type: 'X::Y::Z', Metadata: ref('P'), Properties: {} } },
      mentionedIn(26),
    ],
    [
      'a loop',
      { P: a, 'Fn::ForEach::R': ['N', ['B', 'C'], { 'R${N}': attaching(ref('P')) }] },
      'unclear: the template does not give the name of R${N}',
    ],
    [
      'a parameter in a loop may be it',
      { P: a, 'Fn::ForEach::R': ['N', ['B'], { 'R${N}': role('B', { ManagedPolicyArns: ref('Param') }) }] },
      computedIn(45),
    ],
    [
      'a loop variable elsewhere',
      { P: a, 'Fn::ForEach::R': ['N', ['P'], { 'R${N}': { Type: 'Custom::X', Properties: { Arn: ref('${N}') } } }] },
      'unclear: line 33 refers to something computed, which may be this policy',
    ],
    [
      'the name of a group is computed, and somebody is in a group',
      {
        P: managed({ Groups: [ref('G')] }),
        G: { Type: 'AWS::IAM::Group', Properties: { GroupName: ref('Param') } },
        U: user('ann', { Groups: [ref('G')] }),
        V: user('bob', { Groups: ['Devs'] }),
      },
      'unclear: line 50 adds a user whose name is computed to a group',
    ],
    [
      'a loop variable that may be it',
      { P: a, 'Fn::ForEach::R': ['N', ['P'], { 'R${N}': attaching(ref('${N}')) }] },
      computedIn(46),
    ],
    [
      'an output',
      { P: a },
      'unclear: an Output in line 4 exposes P, so other principals may have it',
      { Outputs: { O: { Value: ref('P'), Export: { Name: 'x' } } } },
    ],
    [
      'a rule',
      { P: a },
      mentionedIn(8),
      { Rules: { R: { Assertions: [{ Assert: { 'Fn::Equals': [ref('P'), 'x'] } }] } } },
    ],
    [
      'an unknown macro',
      { P: a },
      'unclear: the macro Mine changes the template and may attach policies to other principals',
      { Transform: ['AWS::Serverless-2016-10-31', 'Mine'] },
    ],
    [
      'an include',
      { P: a },
      'unclear: the macro AWS::Include changes the template and may attach policies to other principals',
      { Transform: { Name: 'AWS::Include', Parameters: {} } },
    ],
    [
      'a macro in the middle',
      { P: a, X: { Type: 'X::Y::Z', Properties: { 'Fn::Transform': { Name: 'Mine' } } } },
      'unclear: line 26 calls a macro, which may attach policies to other principals',
    ],
  ];
  for (const [what, resources, expected, rest] of unclear)
    test(what, () => assert.equal(holders(resources, rest), expected));

  test('macros of AWS that attach nothing do no harm', () => {
    for (const Transform of ['AWS::Serverless-2016-10-31', ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31']])
      assert.equal(holders({ P: a }, { Transform }), 'role A');
  });

  test('what is unclear names those that are known all the same', () => {
    const text = JSON.stringify({ Resources: { P: a, X: { Type: 'Custom::X', Properties: { Arn: ref('P') } } } });
    const attachment = readDocument(text).policies[0]?.subject.attachment;
    assert.deepEqual(attachment?.kind === 'unclear' && attachment.named, [{ type: 'role', name: 'A' }]);
  });
});

test('those of a template that are not named are certain not to hold what is not theirs, but may be members of a group', () => {
  const inline = { Policies: [{ PolicyName: 'p', PolicyDocument: document }] };
  const unclearOf = (resource: object): unknown => {
    const text = JSON.stringify({ Resources: { X: resource, B: role('B'), U: user('ann') } });
    const attachment = readDocument(text).policies[0]?.subject.attachment;
    return attachment?.kind === 'unclear' ? attachment.others?.map(({ name }) => name) : attachment;
  };
  assert.deepEqual(unclearOf(role(undefined, inline)), ['B', 'ann']);
  assert.equal(unclearOf({ Type: 'AWS::IAM::Group', Properties: inline }), undefined);
});

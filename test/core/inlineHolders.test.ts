import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { document, role, user, ref, holders, type Rest } from '../support/templates.ts';

suite('who holds an inline policy of a template', () => {
  const policies = { Policies: [{ PolicyName: 'p', PolicyDocument: document }] };
  const cases: readonly (readonly [
    what: string,
    resources: Readonly<Record<string, unknown>>,
    expected: string,
    rest?: Rest,
  ])[] = [
    ['its role', { A: role('A', policies) }, 'role A'],
    ['its user', { U: user('ann', policies) }, 'user ann'],
    [
      'the members of its group',
      { G: { Type: 'AWS::IAM::Group', Properties: policies }, U: user('ann', { Groups: [ref('G')] }) },
      'user ann',
    ],
    [
      'a role whose name is made',
      { A: role(undefined, policies) },
      'unclear: the template does not give the name of A',
    ],
    [
      'a permission set',
      { S: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Dev', InlinePolicy: document } } },
      'permission-set Dev',
    ],
    [
      'those whom it names',
      {
        P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [ref('A')] } },
        A: role('A'),
      },
      'role A',
    ],
    [
      'an unknown macro may change it',
      { A: role('A', policies) },
      'unclear: the macro Mine changes the template and may attach policies to other principals',
      { Transform: 'Mine' },
    ],
  ];
  for (const [what, resources, expected, rest] of cases)
    test(what, () => assert.equal(holders(resources, rest), expected));
});

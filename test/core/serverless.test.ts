/** Services of the Serverless Framework: their statements, and whose they are. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../core/src/index.ts';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { inWords } from '../../core/src/text/index.ts';

/** Each policy in words: its actions, who holds it, and the patterns of names. */
function found(text: string): { readonly policies: readonly string[]; readonly unread: readonly string[] } {
  const { policies, unread, errors } = readDocument(text, undefined, yamlSyntax);
  assert.deepEqual(errors, []);
  return {
    policies: policies.map(({ statements, subject: { attachment } }) => {
      const actions = statements.flatMap(({ action }) => action?.entries.map(({ pattern }) => pattern ?? '?') ?? []);
      const names =
        attachment.kind === 'attached' ? attachment.to : attachment.kind === 'unclear' ? attachment.named : [];
      const like = attachment.kind === 'unclear' ? (attachment.like ?? []).map(({ pattern }) => pattern) : [];
      return [attachment.kind, ...actions, '-', ...names.map(({ name }) => name), ...like].join(' ');
    }),
    unread: unread.map(({ reason }) => inWords(reason)),
  };
}

const statements = (action: string, indent: string): string =>
  `\n${indent}- Effect: Allow\n${indent}  Action: ${action}\n${indent}  Resource: '*'\n`;
const aws = 'service: shop\nprovider:\n  name: aws\n';

suite('a service of the Serverless Framework', () => {
  for (const [what, text, policies, unread] of [
    [
      'statements of the provider',
      `${aws}  iam:\n    role:\n      statements:${statements('a:B', '        ')}`,
      ['unclear a:B - shop-*-lambdaRole'],
      [],
    ],
    [
      'in the older form',
      `${aws}  iamRoleStatements:${statements('a:B', '    ')}`,
      ['unclear a:B - shop-*-lambdaRole'],
      [],
    ],
    [
      'with the name of the role',
      `${aws}  iam:\n    role:\n      name: R\n      statements:${statements('a:B', '        ')}`,
      ['attached a:B - R'],
      [],
    ],
    [
      'with a computed name',
      `${aws}  iam:\n    role:\n      name: r-\${self:custom.x}-y\n      statements:${statements('a:B', '        ')}`,
      ['unclear a:B - r-*-y'],
      [],
    ],
    [
      'of a service with a computed name',
      `service: \${file(x.yml):name}\nprovider: {name: aws}\nfunctions:\n  f:\n    iamRoleStatements:${statements('a:B', '      ')}`,
      ['unclear a:B - *-*-f-*-lambdaRole'],
      [],
    ],
    [
      'statements of functions, and of the provider, which one inherits',
      `${aws}  iam:\n    role:\n      name: R\n      statements:${statements('a:B', '        ')}functions:\n  f:\n    iamRoleStatementsName: F\n    iamRoleStatementsInherit: true\n    iamRoleStatements:${statements('c:D', '      ')}`,
      ['unclear a:B - R', 'attached c:D - F'],
      [],
    ],
    ...[
      'functions: ${file(fns.yml)}',
      'functions:\n  - ${file(fns.yml)}',
      'functions:\n  f: ${file(f.yml)}',
      'functions:\n  f: {iam: "${file(f.yml)}"}',
      'x: &d {iamRoleStatementsInherit: true}\nfunctions:\n  f: {<<: *d}',
      'custom: ${file(custom.yml)}',
      'custom: {serverless-iam-roles-per-function: "${file(x.yml)}"}',
      'custom: {serverless-iam-roles-per-function: {defaultInherit: "${self:custom.x}"}}',
    ].map(
      (rest) =>
        [
          `of the provider, which functions may inherit as far as can be read: ${rest}`,
          `${aws}  iam:\n    role:\n      name: R\n      statements:${statements('a:B', '        ')}${rest}\n`,
          ['unclear a:B - R'],
          [],
        ] as const,
    ),
    [
      'of the provider, which no function inherits',
      `${aws}  iam:\n    role:\n      name: R\n      statements:${statements('a:B', '        ')}functions:\n  f: {iam: {inheritStatements: false}}\ncustom:\n`,
      ['attached a:B - R'],
      [],
    ],
    [
      'a role of its own',
      `${aws}  role: arn:aws:iam::1:role/X\n  iamRoleStatements:${statements('a:B', '    ')}`,
      ['unclear a:B - shop-*-lambdaRole'],
      [],
    ],
    [
      'variables in statements and actions',
      `${aws}  iamRoleStatements:\n    - \${file(one.yml)}${statements('${self:custom.a}', '    ')}`,
      ['unclear ? - shop-*-lambdaRole'],
      ['this statement is computed when the document is used', 'this action is computed when the document is used'],
    ],
    [
      'statements in another file',
      `${aws}  iamRoleStatements: \${file(iam.yml)}\n`,
      [],
      ['these statements are in the file iam.yml, and are read there'],
    ],
    [
      'a part of another file, or what a program gives',
      `${aws}  iamRoleStatements: \${file(iam.yml):statements}\n  iam:\n    role:\n      statements: \${file(iam.js)}\n`,
      [],
      [
        'these statements are computed when the service is deployed',
        'these statements are computed when the service is deployed',
      ],
    ],
    [
      'a managed policy of its template may also be attached to the role of the functions',
      `${aws}resources:\n  Resources:\n    R: {Type: AWS::IAM::Role, Properties: {RoleName: R}}\n    P:\n      Type: AWS::IAM::ManagedPolicy\n      Properties:\n        Roles: [!Ref R]\n        PolicyDocument:\n          Statement:${statements('a:B', '          ')}`,
      ['unclear a:B - R'],
      [],
    ],
    [
      'an inline policy of its template is that of its role',
      `${aws}resources:\n  - Resources:\n      R:\n        Type: AWS::IAM::Role\n        Properties:\n          RoleName: R\n          Policies:\n            - PolicyName: p\n              PolicyDocument:\n                Statement:${statements('a:B', '                ')}`,
      ['attached a:B - R'],
      [],
    ],
    [
      'another provider',
      `service: shop\nprovider:\n  name: google\n  iamRoleStatements:${statements('a:B', '    ')}`,
      [],
      ['this statement is not part of a policy'],
    ],
  ] as const)
    test(what, () => assert.deepEqual(found(text), { policies, unread }));
});

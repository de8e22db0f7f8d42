import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CodeLens } from 'vscode-languageserver/node';
import { findingPlacesRequest, type FindingPlace } from '../../protocol/src/index.ts';
import { uriOf, type Client, type Options } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

const clientOptions = { clientCommands: true };

async function lensesOf(client: Client, file: string): Promise<string[]> {
  const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: uriOf(file) },
  });
  return lenses.map(({ command }) => command?.title ?? '');
}

/** The lenses of `A.json`. */
async function lensesWith(files: Options['files'], text: string): Promise<string[]> {
  let lenses: string[] = [];
  await withClient({ files: { ...files, 'A.json': text }, clientOptions }, async (client) => {
    await client.open('A.json', text);
    lenses = await lensesOf(client, 'A.json');
  });
  return lenses;
}

const withActions = (...actions: readonly string[]): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });

const inline = (role: string): object => ({
  RoleName: role,
  PolicyName: 'P',
  PolicyDocument: JSON.parse(policy) as unknown,
});

const iam = (...actions: readonly string[]): string =>
  finding('A', null, {
    findingDetails: [
      { unusedPermissionDetails: { serviceNamespace: 'iam', actions: actions.map((action) => ({ action })) } },
    ],
  });

suite('the lens tells the risk', () => {
  const cases: readonly (readonly [unused: readonly string[], counts: string])[] = [
    [['PutRolePolicy', 'CreateRole', 'ListRoles'], 'A: 3 of 4 unused, 1 permissions management'],
    [['CreateRole', 'ListRoles'], 'A: 2 of 4 unused, 1 write'],
    [['ListRoles'], 'A: 1 of 4 unused'],
  ];
  for (const [unused, counts] of cases)
    test(counts, async () => {
      const [first] = await lensesWith(
        { 'A.finding.json': iam(...unused) },
        withActions('iam:PutRolePolicy', 'iam:CreateRole', 'iam:ListRoles', 'iam:GetRole'),
      );
      assert.equal(first?.split(' · ')[0], counts);
    });
});

suite('the lens offers what can be done, or says why nothing can', () => {
  const sent = { 'A.finding.json': finding('A', ['SendMessage']) };
  const cases: readonly (readonly [title: string, files: Options['files'], text: string, lenses: readonly string[]])[] =
    [
      [
        'a syntax error',
        sent,
        policy.replace('}]}', '}]'),
        [
          'A: 1 of 6 unused, 1 write · the document has a syntax error at line 1, column 113: close brace expected · 104 of 6,144 characters',
          'Finding',
        ],
      ],
      [
        'only * could be narrowed, and that is never done by itself',
        sent,
        withActions('*'),
        [
          'A: 1 of 22,091 unused, 1 write · * is kept: replacing it with one entry for each service is done only on the entry itself · 64 of 6,144 characters',
          'Finding',
        ],
      ],
    ];
  for (const [title, files, text, lenses] of cases)
    test(title, async () => assert.deepEqual(await lensesWith(files, text), lenses));
});

suite('a policy without a finding', () => {
  test('leads to the findings, also where the workspace has none at all', async () =>
    assert.deepEqual(await lensesWith({}, policy), ['No finding for this policy', 'Choose…', 'How to fetch']));

  test('of several in a file: a choice would be for all of them, so none is offered', async () => {
    const two = JSON.stringify([inline('A'), inline('B')]);
    assert.deepEqual(await lensesWith({}, two), [
      'No finding for this policy',
      'How to fetch',
      'No finding for this policy',
      'How to fetch',
    ]);
  });

  test('has no lens in other clients, which could not show how to fetch one', () =>
    withClient({ files: {} }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await lensesOf(client, 'A.json'), []);
    }));

  test('several principals match: the choice is beside the reason', async () => {
    const twins = Object.fromEntries(
      ['1', '2'].map((one) => [
        `${one}.finding.json`,
        finding('A', ['SendMessage'], { resource: roleArn('A', one.repeat(12)), id: one }),
      ]),
    );
    assert.deepEqual((await lensesWith(twins, policy)).slice(1), ['Choose…']);
  });
});

test('Finding opens the finding of the policy below the lens, and of no other', () => {
  const files = { 'A.finding.json': finding('A', ['SendMessage']), 'B.finding.json': finding('B', ['SendMessage']) };
  return withClient({ files, clientOptions }, async (client) => {
    const uri = uriOf('x.json');
    await client.open('x.json', JSON.stringify([inline('A'), inline('B')]));
    const places = async (policyIndex?: number): Promise<string[]> =>
      (
        await client.connection.sendRequest<FindingPlace[]>(findingPlacesRequest, {
          uri,
          ...(policyIndex === undefined ? {} : { policy: policyIndex }),
        })
      ).map((place) => place.uri);
    const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(
      lenses.flatMap(({ command }) => (command?.title === 'Finding' ? [command.arguments] : [])),
      [
        [uri, 0],
        [uri, 1],
      ],
    );
    assert.deepEqual(
      [await places(), await places(0), await places(1), await places(2)],
      [[uriOf('A.finding.json'), uriOf('B.finding.json')], [uriOf('A.finding.json')], [uriOf('B.finding.json')], []],
    );
  });
});

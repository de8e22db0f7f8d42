/** What the view Unused Access is told of a workspace, and what refining a row of it does. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  refineFileRequest,
  unusedAccessRequest,
  type RefineFileResult,
  type UnusedAccess,
  type UnusedPolicy,
} from '../../protocol/src/index.ts';
import { uriOf, type Client } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

const look = (client: Client): Promise<UnusedAccess> => client.connection.sendRequest(unusedAccessRequest, {});

const rolePolicies = (...names: readonly string[]): string =>
  JSON.stringify(
    names.map((name) => ({ RoleName: 'A', PolicyName: name, PolicyDocument: JSON.parse(policy) as unknown })),
    null,
    2,
  );

const unusedRole = (name: string): string =>
  JSON.stringify({
    id: `role-${name}`,
    resource: roleArn(name),
    status: 'ACTIVE',
    findingType: 'UnusedIAMRole',
    analyzedAt: '2026-11-20T06:01:12Z',
    findingDetails: [{ unusedIamRoleDetails: { lastAccessed: '2026-03-01T00:00:00Z' } }],
  });

/** Of each policy, its file and name, and its unused actions. */
const actionsIn = ({ policies }: UnusedAccess): unknown[] =>
  policies.map(({ file, name, services }) => [
    name === undefined ? file : `${file} ${name}`,
    ...services.flatMap(({ actions }) => actions.map(({ action }) => action)),
  ]);

suite('the unused access of a workspace', () => {
  test('is told with place, principal, age and risk, and with what is not decided', () =>
    withClient(
      {
        files: {
          'A.finding.json': finding('A', ['SendMessage', 'ListQueues']),
          'B.finding.json': finding('B', ['ReceiveMessage']),
          'A.json': policy,
          'team/B.json': policy,
          'C.json': policy,
          'package.json': '{"name": "x"}',
        },
      },
      async (client) => {
        const found = await look(client);
        const ofA = { account: '123456789012', name: 'A' };
        const at = (shown: { readonly mark: string } | undefined) => ({
          line: 0,
          character: 1,
          policy: 0,
          mark: shown?.mark,
        });
        const reason = 'neither the file nor a folder above it is named after a principal with a finding';
        assert.deepEqual(found, {
          policies: [
            {
              uri: uriOf('A.json'),
              file: 'A.json',
              ...at(found.policies[0]),
              principals: [ofA],
              age: '4 days ago',
              isWhollyUnused: false,
              services: [
                {
                  service: 'sqs',
                  actions: [
                    {
                      action: 'sqs:SendMessage',
                      text: 'sqs:SendMessage',
                      line: 0,
                      character: 46,
                      level: 'Write',
                      risk: 'Write',
                    },
                    {
                      action: 'sqs:ListQueues',
                      text: 'sqs:List*',
                      line: 0,
                      character: 81,
                      level: 'Read',
                      risk: 'Read',
                    },
                  ],
                },
              ],
            },
            {
              uri: uriOf('team/B.json'),
              file: 'team/B.json',
              ...at(found.policies[1]),
              principals: [{ ...ofA, name: 'B' }],
              age: '4 days ago',
              isWhollyUnused: false,
              services: [
                {
                  service: 'sqs',
                  actions: [
                    {
                      action: 'sqs:ReceiveMessage',
                      text: 'sqs:Receive*',
                      line: 0,
                      character: 65,
                      level: 'Read',
                      risk: 'Read',
                    },
                  ],
                },
              ],
            },
          ],
          roles: [],
          undecided: [{ uri: uriOf('C.json'), file: 'C.json', ...at(found.undecided[0]), kind: 'unmatched', reason }],
          kept: [],
          silent: [{ uri: uriOf('C.json'), file: 'C.json', reason }],
          findings: 2,
          ignored: { files: 0, folders: 0 },
        });
      },
    ));

  test('without findings, no policy is called undecided', () =>
    withClient({ files: { 'A.json': policy } }, async (client) => {
      const { undecided, findings } = await look(client);
      assert.deepEqual({ undecided, findings }, { undecided: [], findings: 0 });
    }));

  test('a role that is unused itself is told with its last use', () =>
    withClient({ files: { 'A.finding.json': unusedRole('A'), 'A.json': policy } }, async (client) => {
      const { roles, policies } = await look(client);
      assert.deepEqual(
        { roles: roles.map(({ file, principal, lastUse }) => ({ file, principal, lastUse })), policies },
        {
          roles: [
            { file: 'A.json', principal: { name: 'A', account: '123456789012' }, lastUse: 'last used 2026-03-01' },
          ],
          policies: [],
        },
      );
    }));

  test('a stale finding is told with its policy', () =>
    withClient(
      {
        files: {
          'A.finding.json': finding('A', ['SendMessage'], { analyzedAt: '2026-01-01T00:00:00Z' }),
          'A.json': policy,
        },
      },
      async (client) => {
        const { policies } = await look(client);
        assert.deepEqual(
          policies.map(({ doubt }) => doubt),
          [{ kind: 'stale', reason: 'the finding for A is from 2026-01-01, 327 days old' }],
        );
      },
    ));

  test('a policy that several principals match is ambiguous', () =>
    withClient(
      {
        files: {
          'A.finding.json': finding('A', ['SendMessage']),
          'B.finding.json': finding('A', ['SendMessage'], { id: 'other', resource: roleArn('A', '999999999999') }),
          'A.json': policy,
        },
      },
      async (client) => {
        const { undecided, policies } = await look(client);
        assert.deepEqual(
          { undecided: undecided.map(({ kind, file }) => ({ kind, file })), policies },
          { undecided: [{ kind: 'ambiguous', file: 'A.json' }], policies: [] },
        );
      },
    ));

  test('a policy with a broken finding is blocked', () =>
    withClient(
      {
        files: {
          'A.finding.json': finding('A', ['SendMessage']).slice(0, -2),
          'B.finding.json': finding('B', []),
          'A.json': policy,
        },
      },
      async (client) => {
        const { undecided } = await look(client);
        assert.deepEqual(
          undecided.map(({ kind, file }) => ({ kind, file })),
          [{ kind: 'blocked', file: 'A.json' }],
        );
      },
    ));

  test('a keep rule that keeps something is told once, with what it keeps in all policies', () =>
    withClient(
      {
        files: {
          'A.finding.json': finding('A', ['SendMessage', 'ListQueues']),
          'A.json': policy,
          'A/more.json': policy.replace('sqs:SendMessage', 'sqs:SendMessage*'),
          '.iam-refine.json': JSON.stringify({
            keep: [
              { actions: ['sqs:Send*'], reason: 'audit', until: '2027-03-31' },
              { actions: ['s3:*'], reason: 'other' },
            ],
          }),
        },
      },
      async (client) => {
        const { kept } = await look(client);
        assert.deepEqual(kept, [
          {
            file: '.iam-refine.json',
            configUri: uriOf('.iam-refine.json'),
            line: 1,
            offset: 9,
            patterns: ['sqs:Send*'],
            reason: 'audit',
            until: '2027-03-31',
            uri: uriOf('A.json'),
            actions: ['sqs:SendMessage'],
          },
        ]);
      },
    ));

  test('each of several policies of a file has its name', () =>
    withClient(
      { files: { 'A.finding.json': finding('A', ['SendMessage']), 'roles.json': rolePolicies('one', 'two') } },
      async (client) => {
        assert.deepEqual(actionsIn(await look(client)), [
          ['roles.json one', 'sqs:SendMessage'],
          ['roles.json two', 'sqs:SendMessage'],
        ]);
      },
    ));
});

suite('refining a part of what is shown', () => {
  const text = rolePolicies('one', 'two');
  const files = { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues']), 'roles.json': text };

  const shown = async (client: Client, name: string): Promise<UnusedPolicy> => {
    const found = (await look(client)).policies.find((one) => one.name === name);
    assert.ok(found);
    return found;
  };
  const refine = (
    client: Client,
    { policy: index, mark }: UnusedPolicy,
    actions?: readonly string[],
  ): Promise<RefineFileResult> =>
    client.connection.sendRequest(refineFileRequest, {
      uri: uriOf('roles.json'),
      part: { policy: index, mark, ...(actions === undefined ? {} : { actions }) },
    });

  test('removes exactly the shown actions, of this policy only', () =>
    withClient({ files }, async (client) => {
      await client.open('roles.json', text);
      const result = await refine(client, await shown(client, 'two'), ['sqs:SendMessage']);
      assert.deepEqual(result, { kind: 'refined', kept: 5, removed: 1, left: [] });
      const expected = text.slice(0, text.lastIndexOf('"sqs:SendMessage"'));
      const after = client.textOf('roles.json');
      assert.equal(after.slice(0, expected.trimEnd().length), expected.trimEnd());
      assert.deepEqual([after.split('sqs:SendMessage').length, after.split('sqs:List*').length], [2, 3]);
    }));

  test('without actions removes all that are unused of this policy', () =>
    withClient({ files }, async (client) => {
      await client.open('roles.json', text);
      const result = await refine(client, await shown(client, 'one'));
      assert.deepEqual(result, { kind: 'refined', kept: 4, removed: 2, left: [] });
      assert.deepEqual(client.textOf('roles.json').split('sqs:List*').length, 2);
    }));

  test('changes nothing if the policy is no longer what was shown', () =>
    withClient({ files }, async (client) => {
      const two = await shown(client, 'two');
      const changed = text.replaceAll('sqs:Receive*', 'sqs:Delete*');
      await client.open('roles.json', changed);
      assert.deepEqual(await refine(client, two, ['sqs:SendMessage']), {
        kind: 'not-applied',
        reason: 'the policy or what is unused has changed: refresh the view',
      });
      assert.equal(client.textOf('roles.json'), changed);
    }));
});

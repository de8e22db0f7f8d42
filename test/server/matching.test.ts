/**
 * Which finding speaks for a document, over the protocol: the configuration, the choice, what is stale, what is
 * followed.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType, type DocumentLink, type FileEvent } from 'vscode-languageserver/node';
import {
  chooseFindingRequest,
  findingChoicesRequest,
  findingPlacesRequest,
  type ConfigWriteResult,
  type FindingChoices,
} from '../../protocol/src/index.ts';
import { defaultDeployedGlobs, inAnyCase } from '../../core/src/index.ts';
import { sample } from '../support/samples.ts';
import { root, uriOf, type Client } from './client.ts';
import { finding, inWords, policy, roleArn, titles, withClient } from './support.ts';

const config = (value: object): string => JSON.stringify(value, null, 2);
const configUri = uriOf('.iam-refine.json');
const changed = (...files: string[]): FileEvent[] =>
  files.map((file) => ({ uri: uriOf(file), type: FileChangeType.Changed }));
const problems = (client: Client, file: string): string[] => inWords(client.diagnostics.get(uriOf(file)));
const mapping = (files: string, ...names: string[]): object => ({
  policies: [{ files, attachedTo: names.map((name) => roleArn(name)) }],
});

const findings = {
  'findings/A.finding.json': finding('A', ['SendMessage', 'ListQueues']),
  'findings/B.finding.json': finding('B', ['SendMessage']),
};

suite('.iam-refine.json over the protocol', () => {
  test('names the principals; what was matched, and why, is told', () =>
    withClient(
      { files: { ...findings, '.iam-refine.json': config(mapping('shared/*.json', 'A', 'B')) } },
      async (client) => {
        const { status, finding: spoken } = await client.open('shared/x.json', policy);
        assert.deepEqual(status, {
          kind: 'matched',
          text: 'A, B',
          detail: '1 of 6 unused · 2 findings of 20 Nov',
          label:
            'A, B, 2 findings from 2026-11-20 (4 days ago), matched by .iam-refine.json, line 3; 1 action kept: not reported unused by B · catalogue from 2026-09-26',
        });
        assert.deepEqual(
          [spoken?.principals, spoken?.why],
          [[roleArn('A'), roleArn('B')], 'by .iam-refine.json, line 3'],
        );
        assert.deepEqual(problems(client, 'shared/x.json'), ['2 action.unused: sqs:SendMessage is unused']);
        assert.equal(
          client.diagnostics.get(uriOf('shared/x.json'))?.[0]?.relatedInformation?.[0]?.message,
          'Unused by A, B, 2026-11-20',
        );
      },
    ));

  test('the nearest above the file counts', () =>
    withClient(
      {
        files: {
          ...findings,
          '.iam-refine.json': config(mapping('**/*.json', 'A')),
          'team/.iam-refine.json': config(mapping('x.json', 'B')),
        },
      },
      async (client) => {
        assert.equal((await client.open('x.json', policy)).finding?.why, 'by .iam-refine.json, line 3');
        assert.equal((await client.open('team/x.json', policy)).finding?.why, 'by team/.iam-refine.json, line 3');
        assert.deepEqual((await client.open('team/y.json', policy)).finding, undefined);
      },
    ));

  test('says where findings are, instead of the settings, and a file it names that holds none is told', () =>
    withClient(
      {
        files: {
          ...findings,
          '.iam-refine.json': config({ findings: ['access/*.json'] }),
          'access/one.json': finding('A', ['ReceiveMessage']),
          'access/notes.json': '{"a": 1}',
        },
      },
      async (client) => {
        await client.open('A.json', policy);
        assert.deepEqual(problems(client, 'A.json'), [
          '2 action.unused: Everything sqs:Receive* allows is reported unused',
        ]);
        assert.deepEqual(problems(client, 'access/notes.json'), [
          '3 finding.unreadable: This file is named in .iam-refine.json but contains no finding in a known format.',
        ]);
        assert.deepEqual(client.watched, [
          {
            watchers: [
              ...['access/*.json', ...defaultDeployedGlobs.map(inAnyCase), '**/.iam-refine.json'].map((pattern) => ({
                globPattern: { baseUri: root, pattern },
              })),
              { globPattern: { baseUri: root, pattern: '**' }, kind: 5 },
            ],
          },
        ]);
      },
    ));

  test('a report that does not say whose it is can be given to a principal', () => {
    const report = JSON.stringify({
      JobStatus: 'COMPLETED',
      JobCreationDate: '2026-11-20T06:01:12Z',
      ServicesLastAccessed: [{ ServiceNamespace: 'sqs', TotalAuthenticatedEntities: 0 }],
    });
    const files = {
      'r/1.json': report,
      '.iam-refine.json': config({ findings: [{ files: 'r/*.json', principal: roleArn('A') }] }),
    };
    return withClient({ files }, async (client) => {
      const { status } = await client.open('A.json', policy);
      assert.equal(
        status?.label,
        'its principal, last-accessed report from 2026-11-20 (4 days ago), matched by its path · catalogue from 2026-09-26',
      );
      assert.equal(
        problems(client, 'A.json')[0],
        '2 policy.unused: Everything this policy allows is reported unused: detach it, or delete it if it is inline',
      );
    });
  });

  test('one that cannot be used: nothing is removed, and it says where', () =>
    withClient({ files: { ...findings, '.iam-refine.json': '{\n  "kep": []\n}' } }, async (client) => {
      const { status } = await client.open('A.json', policy);
      const reason =
        'The configuration .iam-refine.json cannot be used (line 2: unknown key kep in the configuration; known keys: $schema, findings, policies, accounts, keep), so nothing is removed';
      assert.deepEqual([status?.kind, problems(client, 'A.json')], ['blocked', [`2 config.unreadable: ${reason}`]]);
      assert.deepEqual(await client.actions('A.json', 'sqs:SendMessage'), []);
      assert.deepEqual(problems(client, '.iam-refine.json'), [
        '2 config.unreadable: Cannot be used, so nothing is removed in this folder and below: unknown key kep in the configuration; known keys: $schema, findings, policies, accounts, keep',
      ]);
      client.files.set(configUri, '{}');
      await client.report(changed('.iam-refine.json'), 'A.json');
      assert.deepEqual([problems(client, '.iam-refine.json'), problems(client, 'A.json').length], [[], 2]);
    }));

  test('what it keeps stays, and the hover says why; an entry that has expired is told', () => {
    const keep = [
      { actions: ['sqs:Send*'], reason: 'used <once> a year', until: '2027-01-31' },
      { actions: ['sqs:ListQueues'], reason: 'old', until: '2026-11-01' },
    ];
    return withClient({ files: { ...findings, '.iam-refine.json': config({ keep }) } }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(problems(client, 'A.json'), ['2 wildcard.partly-unused: 1 of 4 actions of sqs:List* is unused']);
      assert.deepEqual(problems(client, '.iam-refine.json'), [
        '3 keep.expired: This keep rule expired on 2026-11-01: old',
      ]);
      assert.equal(
        await client.hover('A.json', 'sqs:SendMessage'),
        [
          '**sqs:SendMessage**: kept · access level Write',
          'Grants permission to deliver a message to the specified queue',
          'Resource types: `queue` (required)',
          String.raw`Reported unused but kept: ${'`sqs:SendMessage`'} — keep rule in line 3 of .iam-refine.json: used \<once\> a year, until 2027-01-31`,
          String.raw`_finding from 2026-11-20 \(4 days ago\), matched by its path; 1 keep rule · the action catalogue from 2026-09-26_`,
        ].join('\n\n'),
      );
    });
  });

  test('a rule that names what nobody knows is told, with what may be meant', () => {
    const keep = [
      { actions: ['sqs:SendMesage', 'sqs:ListQueues'], reason: 'misspelt' },
      {
        actions: ['sqs:*'],
        principals: [roleArn('A'), roleArn('path/A'), roleArn('B')],
        reason: 'the path is too much',
      },
    ];
    const said = [
      '2 action.misspelled: sqs:SendMesage is not a known action, so this keep rule may have no effect: did you mean sqs:SendMessage?',
      `4 action.unknown: No finding names ${roleArn('path/A')}, so this keep rule may have no effect; did you mean ${roleArn('A')}?`,
    ];
    return withClient({ files: { ...findings, '.iam-refine.json': config({ keep }) } }, async (client) => {
      await client.open('A.json', policy);
      const near = problems(client, '.iam-refine.json');
      assert.deepEqual(near.slice(0, 2), said);
    });
  });

  test('what is written in the editor counts, saved or not', () =>
    withClient({ files: { ...findings, '.iam-refine.json': '{}' } }, async (client) => {
      await client.open('A.json', policy);
      await client.open('.iam-refine.json', '{}', 'jsonc');
      const again = client.next('A.json');
      await client.change('.iam-refine.json', config({ keep: [{ actions: ['sqs:*'], reason: 'r' }] }));
      assert.equal((await again).problems, 0);
      const closed = client.next('A.json');
      await client.close('.iam-refine.json');
      assert.equal((await closed).problems, 2);
    }));

  test('one that is gone does not count, though the editor still shows its text', () =>
    withClient(
      { files: { ...findings, '.iam-refine.json': config({ keep: [{ actions: ['sqs:*'], reason: 'r' }] }) } },
      async (client) => {
        await client.open('.iam-refine.json', client.files.get(configUri) ?? '', 'jsonc');
        assert.equal((await client.open('A.json', policy)).problems, 0);
        client.files.delete(configUri);
        assert.equal((await client.report([{ uri: configUri, type: FileChangeType.Deleted }], 'A.json')).problems, 2);
      },
    ));

  test('its links lead to both sides', () =>
    withClient({ files: { ...findings, 'roles/x.json': policy } }, async (client) => {
      const text = config({
        policies: [
          { files: 'roles/*.json', attachedTo: [roleArn('A'), roleArn('C')] },
          { files: 'no.json', attachedTo: [roleArn('B')] },
        ],
      });
      await client.open('.iam-refine.json', text, 'jsonc');
      const links = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
        textDocument: { uri: configUri },
      });
      assert.deepEqual(
        links.map(({ target }) => target),
        [undefined, undefined, undefined, undefined],
        'nothing is searched before a link is followed',
      );
      const followed = await Promise.all(
        links.map((link) => client.connection.sendRequest<DocumentLink>('documentLink/resolve', link)),
      );
      assert.deepEqual(
        followed.map(({ range, target, tooltip }) => [range.start.line + 1, target, tooltip]),
        [
          [4, uriOf('roles/x.json'), 'Open the policy (the first match)'],
          [6, `${uriOf('findings/A.finding.json')}#L1,1`, 'Open the finding for A'],
          [11, undefined, 'Open the policy (the first match)'],
          [13, `${uriOf('findings/B.finding.json')}#L1,1`, 'Open the finding for B'],
        ],
      );
    }));
});

suite('choosing a finding', () => {
  const twins = {
    'f.finding.json': `${finding('T', ['SendMessage'])}\n${finding('T', ['ListQueues'], { resource: roleArn('T', '999999999999') })}`,
  };
  const pinTitle = 'Use the finding for the role T in account 123456789012 (writes .iam-refine.json)';

  test('the code action writes the choice down, and the policy is analysed by it', () =>
    withClient({ files: twins }, async (client) => {
      const { status } = await client.open('T.json', policy);
      assert.equal(status?.kind, 'blocked');
      assert.deepEqual(problems(client, 'T.json'), [
        `3 finding.ambiguous: Several principals match (${roleArn('T')}, ${roleArn('T', '999999999999')}): choose one`,
      ]);
      const actions = await client.actions('T.json', 'Statement');
      assert.deepEqual(titles(actions), [pinTitle, pinTitle.replace('123456789012', '999999999999')]);
      assert.deepEqual(
        actions[0]?.diagnostics?.map(({ code }) => code),
        ['finding.ambiguous'],
      );
      const { edit } = await client.resolved(actions[0]);
      assert.ok(edit);
      await client.accept(edit);
      assert.deepEqual(JSON.parse(client.files.get(configUri) ?? ''), mapping('T.json', 'T'));
      await client.report([{ uri: configUri, type: FileChangeType.Created }], 'T.json');
      assert.deepEqual(problems(client, 'T.json'), ['2 action.unused: sqs:SendMessage is unused']);
    }));

  test('an editor that cannot make files is not offered it', () =>
    withClient({ files: twins, capabilities: {} }, async (client) => {
      await client.open('T.json', policy);
      assert.deepEqual(await client.actions('T.json', 'Statement'), []);
    }));

  test('the command lists who may be meant first, and changes what is there', () =>
    withClient(
      { files: { ...findings, ...twins, '.iam-refine.json': '{\n  // whose\n  "keep": []\n}\n' } },
      async (client) => {
        await client.open('sub/[T].json', policy);
        const uri = uriOf('sub/[T].json');
        const choices = await client.connection.sendRequest<FindingChoices>(findingChoicesRequest, { uri });
        assert.ok(choices.kind === 'choices');
        assert.deepEqual(
          choices.choices.map(({ name, detail, isMeant, isUsed }) => [name, detail, isMeant, isUsed]),
          [
            ['A', 'role in account 123456789012 · 2026-11-20 · unused in 1 service', false, false],
            ['B', 'role in account 123456789012 · 2026-11-20 · unused in 1 service', false, false],
            ['T', 'role in account 123456789012 · 2026-11-20 · unused in 1 service', false, false],
            ['T', 'role in account 999999999999 · 2026-11-20 · unused in 1 service', false, false],
          ],
        );
        const choose = (...principals: string[]): Promise<ConfigWriteResult> =>
          client.connection.sendRequest(chooseFindingRequest, { uri, principals });
        assert.deepEqual(await choose(roleArn('A')), { kind: 'written', file: '.iam-refine.json', uri: configUri });
        await client.report(changed('.iam-refine.json'), 'sub/[T].json');
        assert.equal(problems(client, 'sub/[T].json').length, 2);
        await choose(roleArn('A'), roleArn('B'));
        assert.match(client.files.get(configUri) ?? '', /^\{\n {2}\/\/ whose\n/);
        await client.report(changed('.iam-refine.json'), 'sub/[T].json');
        assert.equal(problems(client, 'sub/[T].json').length, 1);
        const places = await client.connection.sendRequest<{ label: string }[]>(findingPlacesRequest, { uri });
        assert.deepEqual(
          places.map(({ label }) => label),
          [roleArn('A'), roleArn('B')],
        );
      },
    ));

  test('of very many, those that may be meant come first, and not all are listed', () => {
    const many = Array.from({ length: 5_100 }, (_, i) => finding(`R${i}`, [], { id: `many-${i}` })).join('\n');
    return withClient({ files: { 'all.finding.json': `${many}\n${twins['f.finding.json']}` } }, async (client) => {
      await client.open('T.json', policy);
      const found = await client.connection.sendRequest<FindingChoices>(findingChoicesRequest, {
        uri: uriOf('T.json'),
      });
      assert.ok(found.kind === 'choices');
      assert.deepEqual(
        [found.choices.length, found.more, found.choices.slice(0, 3).map(({ name, detail }) => `${name}: ${detail}`)],
        [
          5000,
          102,
          ['T: role in account 123456789012', 'T: role in account 999999999999', 'R0: role in account 123456789012'],
        ],
      );
    });
  });

  test('where there is nothing to choose, the reason', () =>
    withClient({}, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await client.connection.sendRequest(findingChoicesRequest, { uri: uriOf('A.json') }), {
        kind: 'none',
        reason: 'No finding in this workspace names a principal.',
      });
    }));
});

suite('stale findings over the protocol', () => {
  test('are told; fixes are offered and not preferred, and fixing on save leaves the policy alone', () =>
    withClient({ files: findings, now: '2027-06-01T00:00:00Z' }, async (client) => {
      const { status } = await client.open('A.json', policy);
      assert.equal(status?.kind, 'stale');
      assert.equal(
        problems(client, 'A.json')[0],
        '3 finding.stale: The finding for A is from 2026-11-20, 192 days old: fetch it again before removing anything',
      );
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:SendMessage')), [
        'Remove unused action sqs:SendMessage (the finding for A is from 2026-11-20, 192 days old)',
        'Refine this statement (the finding for A is from 2026-11-20, 192 days old)',
      ]);
      assert.deepEqual(await client.actions('A.json', 'Statement', { only: ['source.fixAll'] }), []);
      await client.setSettings({ staleAfterDays: 365 }, 'A.json');
      assert.equal(problems(client, 'A.json').length, 2);
    }));
});

suite('following findings', () => {
  test('only the policies that a changed file speaks for are analysed again', () =>
    withClient({ files: findings }, async (client) => {
      await client.open('A.json', policy);
      await client.open('B.json', policy);
      const before = client.analysed.length;
      client.files.set(uriOf('findings/A.finding.json'), finding('A', ['ReceiveMessage']));
      await client.report(changed('findings/A.finding.json'), 'A.json');
      client.files.set(uriOf('findings/B.finding.json'), finding('B', []));
      await client.report(changed('findings/B.finding.json'), 'B.json');
      assert.deepEqual(client.analysed.slice(before), [uriOf('A.json'), uriOf('B.json')]);
    }));

  test('only the file that changed is read again', () =>
    withClient({ files: findings }, async (client) => {
      await client.open('A.json', policy);
      await client.open('B.json', policy);
      client.readFiles.length = 0;
      await client.report(changed('findings/A.finding.json'), 'A.json');
      assert.deepEqual([...new Set(client.readFiles)], [uriOf('findings/A.finding.json')]);
    }));

  test('a second finding that makes a match ambiguous', () =>
    withClient({ files: findings }, async (client) => {
      await client.open('A.json', policy);
      client.files.set(
        uriOf('other.finding.json'),
        finding('A', ['SendMessage'], { resource: roleArn('A', '999999999999') }),
      );
      await client.report([{ uri: uriOf('other.finding.json'), type: FileChangeType.Created }], 'A.json');
      assert.match(problems(client, 'A.json').join(), /^3 finding\.ambiguous/);
    }));

  test('a newer file that says a finding is resolved takes it away', () =>
    withClient({ files: findings }, async (client) => {
      await client.open('A.json', policy);
      client.files.set(
        uriOf('new.finding.json'),
        finding('A', [], { status: 'RESOLVED', analyzedAt: '2026-11-21T00:00:00Z' }),
      );
      const { finding: spoken } = await client.report(
        [{ uri: uriOf('new.finding.json'), type: FileChangeType.Created }],
        'A.json',
      );
      assert.deepEqual([spoken, problems(client, 'A.json')], [undefined, []]);
    }));

  test('a large file shows its progress, and can be given up', async () => {
    const options = { files: findings, toldSize: 50_000_000 };
    await withClient(options, async (client) => {
      assert.equal((await client.open('A.json', policy)).problems, 2);
      assert.deepEqual(
        client.progress.filter((step) => step.startsWith('begin')),
        ['begin Reading A.finding.json', 'begin Reading B.finding.json'],
      );
      assert.equal(client.progress.filter((step) => step === 'end').length, 2);
    });
    await withClient({ ...options, cancelsProgress: true }, async (client) => {
      assert.equal((await client.open('A.json', policy)).problems, 0);
      const given = `${uriOf('findings/A.finding.json')}: cancelled; no finding in this file is used until it changes or the server is restarted`;
      assert.ok(client.log.includes(given), client.log.join('\n'));
    });
  });
});

suite('several folders', () => {
  test('each has its own findings and its own configuration', () =>
    withClient(
      {
        folders: ['file:///w/one', 'file:///w/two'],
        files: {
          'one/A.finding.json': finding('A', ['SendMessage']),
          'two/A.finding.json': finding('A', ['ReceiveMessage', 'ListQueues']),
          'two/.iam-refine.json': config({ keep: [{ actions: ['sqs:ListQueues'], reason: 'r' }] }),
        },
      },
      async (client) => {
        await client.open('one/A.json', policy);
        await client.open('two/A.json', policy);
        assert.deepEqual(problems(client, 'one/A.json'), ['2 action.unused: sqs:SendMessage is unused']);
        assert.deepEqual(problems(client, 'two/A.json'), [
          '2 action.unused: Everything sqs:Receive* allows is reported unused',
        ]);
      },
    ));
});

suite('documents with several policies', () => {
  test('each policy has its own finding, and fixes stay in it', () => {
    const file = 'account.json';
    const files = {
      'f.finding.json': `${sample('get-finding-v2.unused-permission.role.json')}\n${sample('get-finding-v2.unused-permission.user.json')}`,
    };
    return withClient({ files, now: '2025-05-21T00:00:00Z' }, async (client) => {
      const text = sample('iam.get-account-authorization-details.json');
      const { status } = await client.open(file, text);
      assert.equal(status?.text, '4 policies');
      assert.deepEqual(await client.connection.sendRequest(findingChoicesRequest, { uri: uriOf(file) }), {
        kind: 'none',
        reason: 'This file contains several policies. Place the cursor in the one that the choice is for.',
      });
      assert.deepEqual(await client.connection.sendRequest(findingChoicesRequest, { uri: uriOf(file), policy: 0 }), {
        kind: 'none',
        reason:
          'No finding can be chosen for this file: this file contains several policies, and an entry in .iam-refine.json would apply to all of them.',
      });
      const [narrow] = await client.actions(file, '"iam:Get*"');
      assert.equal(narrow?.title, 'Replace iam:Get* with 24 shortest safe prefixes');
      const edited = await client.chosen(narrow);
      assert.equal(edited.replace(/"iam:Get\w+\*?"(?:,\s*)?/g, ''), text.replace(/"iam:Get\*",\s*/, ''));
      const [remove] = await client.actions(file, '"lambda:GetFunction"');
      assert.equal(await client.chosen(remove), text.replace(/,\s*"lambda:GetFunction"(?=,)/, ''));
    });
  });
});

suite('a document in which no policy can be read', () => {
  const template = JSON.stringify({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Reader: {
        Type: 'AWS::Serverless::Function',
        Properties: { Policies: [{ DynamoDBReadPolicy: { TableName: 'jobs' } }] },
      },
    },
  });

  test('says what was not read', () =>
    withClient({ files: findings }, async (client) => {
      await client.open('sam.json', template);
      assert.deepEqual(problems(client, 'sam.json'), [
        '3 policy.unread: DynamoDBReadPolicy is a SAM policy template, which is not supported yet',
      ]);
      await client.change('sam.json', '{"Resources": {}}');
      assert.deepEqual(problems(client, 'sam.json'), []);
    }));
});

/** One name in several accounts: which accounts may be chosen, for which files, and that the choice is written. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import { createEngine, readDocument, type FindingMatch } from '../../core/src/index.ts';
import { say } from '../../core/src/text/index.ts';
import {
  unusedAccessRequest,
  useAccountRequest,
  type AccountChoices,
  type ConfigWriteResult,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../../server/src/documents/analyser.ts';
import { accountChoices } from '../../server/src/features/accounts.ts';
import { defaultSettings } from '../../server/src/lsp/settings.ts';
import type { ConfigFile } from '../../server/src/sources/configs.ts';
import { builtIn } from '../support/samples.ts';
import { root, uriOf } from './client.ts';
import { finding, inWords, policy, roleArn, withClient } from './support.ts';

const [prod, dev] = ['111111111111', '999999999999'];

const ambiguous = (...candidates: readonly (readonly [name: string, account: string, type?: 'role' | 'user'])[]) =>
  ({
    kind: 'blocked',
    code: 'finding.ambiguous',
    reason: say('several'),
    candidates: candidates.map(([name, account, type = 'role']) => ({
      name,
      account,
      type,
      arn: `arn:aws:iam::${account}:${type}/${name}`,
    })),
  }) satisfies FindingMatch;

/** The analysis of a file with one policy and this match. */
function analysed(file: string, match: FindingMatch, config?: string): DocumentAnalysis {
  const engine = createEngine(builtIn);
  const analysis = engine.examine({ text: policy, reading: readDocument(policy) }, [match]);
  const sources = {
    folder: { uri: root, isWorkspace: true },
    written: uriOf(file),
    settings: defaultSettings,
    catalogue: builtIn,
    // Only its place matters.
    ...(config === undefined ? {} : { config: { uri: uriOf(config) } as ConfigFile }),
  };
  return { version: 1, analysis, engine, sources };
}

suite('the accounts to choose from', () => {
  const twins = ambiguous(['T', dev], ['T', prod]);
  const accounts = [prod, dev];
  const cases: readonly (readonly [
    what: string,
    file: string,
    match: FindingMatch,
    expected: Omit<AccountChoices, 'config'> | undefined,
    config?: string,
  ])[] = [
    ['are for the folder of the policy', 'iam/prod/T.json', twins, { files: 'iam/prod/**', accounts }],
    [
      'below the configuration that applies',
      'iam/prod/x/T.json',
      twins,
      { files: 'x/**', accounts },
      'iam/prod/.iam-refine.json',
    ],
    ['not for a folder that is named after the role', 'iam/prod/T/a.json', twins, { files: 'iam/prod/**', accounts }],
    ['unless there is no other', 'T/a.json', twins, { files: 'T/**', accounts }],
    ['at the top, for the files there and not for all below', 'T.json', twins, { files: '*', accounts }],
    [
      'in a folder whose name a glob would read',
      'a[1]/{b}/T.json',
      twins,
      { files: String.raw`a[\[]1[\]]/[{]b[}]/**`, accounts },
    ],
    ['none of different names', 'A/B.json', ambiguous(['A', prod], ['B', dev]), undefined],
    ['none of one account', 'T.json', ambiguous(['T', prod], ['T', prod, 'user']), undefined],
    [
      'none if an account has two of the name',
      'T.json',
      ambiguous(['T', prod], ['T', prod, 'user'], ['T', dev]),
      undefined,
    ],
    ['none if nobody is meant', 'T.json', { kind: 'unmatched', reason: say('none') }, undefined],
    ['none outside of the configuration’s folder', 'T.json', twins, undefined, 'iam/.iam-refine.json'],
  ];
  for (const [what, file, match, expected, config] of cases)
    test(what, () =>
      assert.deepEqual(
        accountChoices(analysed(file, match, config), uriOf(file), match),
        expected && { config: uriOf(config ?? '.iam-refine.json'), ...expected },
      ),
    );
});

suite('choosing an account', () => {
  const findings = {
    'f.finding.json': [prod, dev]
      .map((account) => finding('T', ['SendMessage'], { resource: roleArn('T', account), id: account }))
      .join('\n'),
  };
  const file = 'iam/prod/T.json';
  const choose = { uri: uriOf(file), files: 'iam/prod/**', account: prod };
  const configUri = uriOf('.iam-refine.json');

  test('is offered for a policy that the view lists as ambiguous', () =>
    withClient({ files: { ...findings, [file]: policy } }, async (client) => {
      const { undecided } = await client.connection.sendRequest<UnusedAccess>(unusedAccessRequest, {});
      assert.deepEqual(
        undecided.map(({ kind, accounts }) => ({ kind, accounts })),
        [{ kind: 'ambiguous', accounts: { config: configUri, files: 'iam/prod/**', accounts: [prod, dev] } }],
      );
    }));

  test('writes it, and the policy is matched by it', () =>
    withClient({ files: findings }, async (client) => {
      assert.equal((await client.open(file, policy)).status?.kind, 'blocked');
      const result = await client.connection.sendRequest<ConfigWriteResult>(useAccountRequest, choose);
      assert.deepEqual(result, { kind: 'written', file: '.iam-refine.json', uri: configUri });
      assert.deepEqual(JSON.parse(client.files.get(configUri) ?? ''), {
        accounts: [{ files: 'iam/prod/**', account: prod }],
      });
      await client.report([{ uri: configUri, type: FileChangeType.Created }], file);
      assert.deepEqual(inWords(client.diagnostics.get(uriOf(file))), ['2 action.unused: sqs:SendMessage is unused']);
    }));

  test('refused: what is no account, and a document without a policy', () =>
    withClient({ files: findings }, async (client) => {
      await client.open(file, policy);
      const asked = (params: object): Promise<ConfigWriteResult> =>
        client.connection.sendRequest(useAccountRequest, { ...choose, ...params });
      assert.deepEqual(
        [await asked({ account: 'prod' }), await asked({ uri: uriOf('not-open.json') })],
        [
          { kind: 'refused', reason: 'prod is not an account id: use its 12 digits' },
          { kind: 'refused', reason: 'this file contains no identity-based IAM policy' },
        ],
      );
      assert.equal(client.files.has(configUri), false);
    }));
});

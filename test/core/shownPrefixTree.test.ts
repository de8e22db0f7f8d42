import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { chosenNodes, createEngine, type ShownPrefixTree, type PrefixTreeNode } from '../../core/src/index.ts';
import { examined } from '../support/policies.ts';

const catalogue = catalogueFromNames(
  [
    [
      's3',
      [
        'GetAccessPoint',
        'GetAccessGrant',
        'GetBucketAcl',
        'GetBucketPolicy',
        'GetData',
        'GetObject',
        'GetObjectAcl',
        'PutObject',
      ].map((name) => ({ name })),
    ],
  ],
  'the catalogue from the test',
);
const [finding] = allFindings(
  readFindings(JSON.stringify([{ serviceNamespace: 's3', actions: ['GetBucketPolicy', 'GetObjectAcl'] }])),
);

function shownPrefixTreeOf(action: string): ShownPrefixTree | undefined {
  const engine = createEngine(catalogue);
  const text = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, Resource: '*' } });
  return engine.prefixTree(examined(engine, text, finding?.services ?? new Map()), {
    policy: 0,
    statement: 0,
    entry: 0,
  });
}

/** A line a node: indentation, prefix, `unused of actions`, `→ written`, and whether it is an action. */
function drawn(nodes: readonly PrefixTreeNode[], indent = ''): string[] {
  return nodes.flatMap(({ prefix, state, actions, unused, written, action, children }) => [
    [
      `${indent}${prefix}`,
      state,
      `${unused}/${actions}`,
      ...(written === undefined ? [] : ['→', written]),
      ...(action === undefined ? [] : [`(${action})`]),
    ].join(' '),
    ...drawn(children, `${indent}  `),
  ]);
}

suite('the prefix tree of a wildcard', () => {
  test('shows what is safe, what is not, and what is written', () => {
    assert.deepEqual(drawn(shownPrefixTreeOf('s3:Get*')?.roots ?? []), [
      'Get unsafe 2/7',
      '  GetAccess safe 0/2 → s3:GetAccess*',
      '    GetAccessGrant safe 0/1 (used)',
      '    GetAccessPoint safe 0/1 (used)',
      '  GetBucket unsafe 1/2',
      '    GetBucketAcl safe 0/1 → s3:GetBucketAcl (used)',
      '    GetBucketPolicy unsafe 1/1 (unused)',
      '  GetData safe 0/1 → s3:GetData (used)',
      '  GetObject unsafe 1/2 → s3:GetObject (used)',
      '    GetObjectAcl unsafe 1/1 (unused)',
    ]);
  });

  test('of a wildcard with letters behind its star only what it matches', () => {
    assert.deepEqual(drawn(shownPrefixTreeOf('s3:*Object')?.roots ?? []), [
      'GetObject safe 0/1 (used)',
      'PutObject safe 0/1 (used)',
    ]);
  });

  test('each written prefix stands below one that is not safe', () => {
    const prefixTree = shownPrefixTreeOf('s3:Get*');
    assert.ok(prefixTree !== undefined);
    assert.deepEqual(
      chosenNodes(prefixTree).map(({ node, above }) => `${node.written} below ${above?.prefix}`),
      ['s3:GetAccess* below Get', 's3:GetBucketAcl below GetBucket', 's3:GetData below Get', 's3:GetObject below Get'],
    );
  });

  test('there is none of an action, of *, and of what is malformed', () => {
    assert.deepEqual(['s3:GetObject', '*', 's3'].map(shownPrefixTreeOf), [undefined, undefined, undefined]);
  });
});

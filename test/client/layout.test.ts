import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { actionsBelow, describe, firstOpen, layOut, partBetween } from '../../client/webview/layout.ts';
import type { PrefixTreeNode } from '../../core/src/index.ts';

const leaf = (prefix: string, action: 'used' | 'unused', written?: string): PrefixTreeNode => ({
  prefix,
  action,
  written,
  state: action === 'used' ? 'safe' : 'unsafe',
  actions: 1,
  unused: action === 'used' ? 0 : 1,
  children: [],
});

const root: PrefixTreeNode = {
  prefix: 'Get',
  state: 'unsafe',
  actions: 5,
  unused: 3,
  children: [
    {
      prefix: 'GetAccess',
      state: 'safe',
      actions: 2,
      unused: 0,
      written: 's3:GetAccess*',
      children: [leaf('GetAccessA', 'used'), leaf('GetAccessB', 'used')],
    },
    {
      prefix: 'GetBucket',
      state: 'unsafe',
      actions: 2,
      unused: 2,
      children: [leaf('GetBucketA', 'unused'), leaf('GetBucketB', 'unused')],
    },
    leaf('GetObject', 'unused'),
  ],
};

suite('the picture of a prefix tree', () => {
  test('at first only what is partly unused is open', () => assert.deepEqual([...firstOpen([root])], ['0']));

  test('what ends a branch has a line of its own, what is above stands between', () => {
    const placed = (open: readonly string[]): unknown[] => {
      const { nodes, rows, depth } = layOut([root], (id) => open.includes(id));
      return [...nodes.map(({ id, depth: column, row, parent }) => [id, column, row, parent]), [rows, depth]];
    };
    assert.deepEqual(placed([]), [
      ['0', 0, 0, undefined],
      [1, 0],
    ]);
    assert.deepEqual(placed(['0', '0.1']), [
      ['0', 0, 1.5, undefined],
      ['0.0', 1, 0, '0'],
      ['0.1', 1, 1.5, '0'],
      ['0.1.0', 2, 1, '0.1'],
      ['0.1.1', 2, 2, '0.1'],
      ['0.2', 1, 3, '0'],
      [4, 2],
    ]);
  });

  test('a node is described in words, and lists its actions', () => {
    assert.deepEqual(
      [root, ...root.children].map((node) => describe(node, true)),
      [
        'Get*: 5 actions, 3 unused, not safe',
        'GetAccess*: 2 actions, none of them reported unused, safe, written as s3:GetAccess*',
        'GetBucket*: 2 actions, 2 unused, not safe',
        'GetObject: unused',
      ],
    );
    assert.equal(describe(leaf('GetObject', 'used'), true), 'GetObject: not reported unused');
    assert.deepEqual(
      actionsBelow(root).map(({ name, isUnused }) => `${name}${isUnused ? ' -' : ''}`),
      ['GetAccessA', 'GetAccessB', 'GetBucketA -', 'GetBucketB -', 'GetObject -'],
    );
  });

  test('without a finding nothing is said of their use', () =>
    assert.deepEqual(
      [root, ...root.children].map((node) => describe(node, false)),
      ['Get*: 5 actions', 'GetAccess*: 2 actions', 'GetBucket*: 2 actions', 'GetObject'],
    ));

  test('nodes of the same level never share a line', () => {
    const wide: PrefixTreeNode = {
      ...root,
      children: Array.from({ length: 300 }, (_, i) => ({ ...root, prefix: `Get${i}` })),
    };
    const { nodes } = layOut([wide], () => true);
    const places = nodes.map(({ depth, row }) => `${depth} ${row}`);
    assert.equal(new Set(places).size, places.length);
  });

  test('of a large one, what stands in some rows, and the lines that pass through them', () => {
    const layout = layOut([root], () => true);
    const inRows = (from: number, to: number): unknown => {
      const { nodes, edges } = partBetween(layout, { from, to });
      return [
        nodes.map(({ node }) => node.prefix),
        edges.map(([parent, child]) => `${parent.node.prefix} ${child.node.prefix}`),
      ];
    };
    assert.deepEqual(inRows(-5, 10), [
      ['Get', 'GetAccess', 'GetAccessA', 'GetAccessB', 'GetBucket', 'GetBucketA', 'GetBucketB', 'GetObject'],
      [
        'Get GetAccess',
        'GetAccess GetAccessA',
        'GetAccess GetAccessB',
        'Get GetBucket',
        'GetBucket GetBucketA',
        'GetBucket GetBucketB',
        'Get GetObject',
      ],
    ]);
    assert.deepEqual(inRows(4, 4), [
      ['GetBucketB', 'GetObject'],
      ['GetBucket GetBucketB', 'Get GetObject'],
    ]);
    assert.deepEqual(inRows(20, 30), [[], []]);
  });
});

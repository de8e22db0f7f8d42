import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { columnsOf, labelOf } from '../../client/webview/columns.ts';
import { layOut, type PlacedNode } from '../../client/webview/layout.ts';
import type { PrefixTreeNode } from '../../core/src/index.ts';

const leaf = (prefix: string, unused: 0 | 1): PrefixTreeNode => ({
  prefix,
  action: unused === 0 ? 'used' : 'unused',
  state: unused === 0 ? 'safe' : 'unsafe',
  actions: 1,
  unused,
  children: [],
});

const root: PrefixTreeNode = {
  prefix: 'Get',
  state: 'unsafe',
  actions: 3,
  unused: 1,
  children: [leaf('GetAcl', 1), leaf('GetIntelligentTieringConfiguration', 0), leaf('GetTags', 0)],
};
const open = layOut([root], () => true);
const labels = (nodes: readonly PlacedNode[], isReported: boolean): unknown[] =>
  nodes.map((node) => Object.values(labelOf(node, node.depth === 0 ? undefined : open.nodes[0], isReported)));

suite('the boxes of the picture', () => {
  test('show what their parent lacks, and how much of it is unused', () => {
    assert.deepEqual(labels(open.nodes, true), [
      ['Get*', '1/3'],
      ['…Acl', '✗'],
      ['…IntelligentTieringConfig…', ''],
      ['…Tags', ''],
    ]);
    assert.deepEqual(labels(layOut([root], () => false).nodes, true), [['Get*', '1/3 ▸']]);
  });

  test('show nothing about use without a finding', () => {
    assert.deepEqual(labels(open.nodes.slice(0, 2), false), [
      ['Get*', '3'],
      ['…Acl', ''],
    ]);
  });

  test('are as wide as the widest of their column, one column beside the other', () => {
    const columns = columnsOf(open, true, 10);
    assert.deepEqual(columns, [
      { x: 10, width: 64 },
      { x: 110, width: 189 },
    ]);
  });
});
